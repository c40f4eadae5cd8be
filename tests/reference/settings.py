"""Every setting: its variable, its default, what it is for."""

from __future__ import annotations

from collections.abc import Iterator

from clairscore.i18n import Lang, t
from clairscore.settings import Settings, described
from tests.reference.markdown import code, table

TITLE = {"en": "Settings", "fr": "Réglages"}
FIRST = {
    "en": (
        "Variables of the environment, read when a command or a program starts. `clairscore "
        "settings` shows their values here. What concerns decisions is in the "
        "[policy](../how-to/change-the-model.md) of the model."
    ),
    "fr": (
        "Variables d'environnement, lues au démarrage d'une commande ou d'un programme. "
        "`clairscore settings` montre leurs valeurs ici. Ce qui touche aux décisions est dans"
        " la politique du modèle."
    ),
}
HEADS = {"en": ("variable", "if unset", "for"), "fr": ("variable", "par défaut", "rôle")}


def page(lang: Lang) -> Iterator[str]:
    """The page's lines."""
    yield from (f"# {TITLE[lang]}", "", FIRST[lang], "")
    lines = described(Settings())
    rows = ((code(one.variable), code(one.value), t(f"setting.{one.name}", lang)) for one in lines)
    yield from table(HEADS[lang], rows)
