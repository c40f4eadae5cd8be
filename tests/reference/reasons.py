"""Every reason that a person may read: themes, and rules that come before the score."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from clairscore.decision.policy import THEMES, Policy, RuleCode
from clairscore.i18n import Lang, catalogue, t
from tests.reference.markdown import code, table

TITLE = {"en": "Reasons", "fr": "Motifs"}
FIRST = {
    "en": (
        "A decision is explained by at most four themes each way; what each adds sums exactly"
        " to the score. Rules come before the score."
    ),
    "fr": (
        "Une décision est expliquée par quatre thèmes au plus dans chaque sens ; ce que "
        "chacun ajoute donne exactement le score. Les règles passent avant le score."
    ),
}
AGAINST = {
    "en": ("theme", "raises the estimated risk", "lowers it"),
    "fr": ("thème", "augmente le risque estimé", "le diminue"),
}
RULES = {
    "en": ("rule", "effect by default", "says"),
    "fr": ("règle", "effet par défaut", "dit"),
}
HEAD = {"en": ("Themes", "Rules"), "fr": ("Thèmes", "Règles")}


def page(lang: Lang) -> Iterator[str]:
    """The page's lines."""
    yield from (f"# {TITLE[lang]}", "", FIRST[lang], "", f"## {HEAD[lang][0]}", "")
    themes = (
        (
            t(f"theme.{theme}.name", lang),
            t(f"reason.{theme}.against", lang),
            t(f"reason.{theme}.for", lang),
        )
        for theme in THEMES
    )
    yield from table(AGAINST[lang], themes)
    yield from (f"## {HEAD[lang][1]}", "")
    effects = {rule.code: rule.effect for rule in Policy().rules}
    rules = (
        (code(rule), code(effects.get(rule, "-")), catalogue(lang)[f"rule.{rule}.text"])
        for rule in get_args(RuleCode)
    )
    yield from table(RULES[lang], rules)
