"""A bundle's card for a person: its main figures, out of fold and on the untouched test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from clairscore.cli.figures import figure_rows
from clairscore.cli.terminal import table
from clairscore.i18n import Lang, percent, t

if TYPE_CHECKING:
    from rich.table import Table


def card_table(card: Mapping[str, Any], lang: Lang) -> Table:
    """One row a figure, out of fold and on the untouched test, each with its interval."""
    names = ("figure", "out_of_fold", "interval", "test", "interval")
    found = table(*(t(f"cli.evaluate.column.{name}", lang) for name in names), right=(1, 2, 3, 4))
    rows = zip(figure_rows(card["out_of_fold"], lang), figure_rows(card["test"], lang), strict=True)
    for learnt, untouched in rows:
        found.add_row(*learnt, *untouched[1:])
    return found


def importance_table(card: Mapping[str, Any], lang: Lang) -> Table:
    """The themes by their share of the mean absolute contribution, strongest first."""
    strength: dict[str, float] = {}
    for feature in card["importance"]:
        strength[feature["theme"]] = strength.get(feature["theme"], 0.0) + feature["strength"]
    total = sum(strength.values()) or 1.0
    found = table(
        *(t(f"cli.model.importance.{name}", lang) for name in ("theme", "share")), right=(1,)
    )
    for theme, value in sorted(strength.items(), key=lambda item: -item[1]):
        found.add_row(t(f"theme.{theme}.name", lang), percent(value / total, lang))
    return found
