"""Every feature that a model may read: what it is, its theme, why it may be read."""

from __future__ import annotations

from collections.abc import Iterator

from clairscore.decision.policy import THEMES
from clairscore.decision.wording import describe
from clairscore.features.catalogue import catalogue
from clairscore.i18n import Lang, number, sentence, t
from tests.reference.markdown import code, table

TITLE = {"en": "Features", "fr": "Variables"}
FIRST = {
    "en": (
        "{count} features can be computed; a model reads those that help it, named in its "
        "bundle. Sorted by the theme in which reasons speak of them. Sex, family status and "
        "other excluded facts are read by none."
    ),
    "fr": (
        "{count} variables peuvent être calculées ; un modèle lit celles qui l'aident, "
        "nommées dans son dossier. Elles sont rangées par thème, celui dont parlent les "
        "motifs. Le sexe, la situation de famille et les autres faits exclus ne sont lus par "
        "aucune."
    ),
}
HEADS = {"en": ("feature", "is", "from"), "fr": ("variable", "est", "table")}


def page(lang: Lang) -> Iterator[str]:
    """The page's lines."""
    every = tuple(catalogue("full"))
    yield from (f"# {TITLE[lang]}", "", FIRST[lang].format(count=number(len(every), lang)), "")
    for theme in THEMES:
        yield from (f"## {t(f'theme.{theme}.name', lang)}", "")
        yield from (t(f"theme.{theme}.explanation", lang), "")
        rows = (
            (code(each.name), sentence(describe(each, lang)), each.source)
            for each in every
            if each.theme == theme
        )
        yield from table(HEADS[lang], rows)
