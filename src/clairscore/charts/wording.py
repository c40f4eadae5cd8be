"""Numbers of figures in words, the same in a title, a table and an alternative."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from typing import Literal

from clairscore.i18n import Lang, fixed, percent, t
from clairscore.metrics import Interval

Unit = Literal["auc", "share", "cost", "auc_change", "cost_change"]

FORMATS: dict[Unit, str] = {
    "auc": ".2f",
    "share": ".0%",
    "cost": ",.0f",
    "auc_change": "+.3f",
    "cost_change": "+,.0f",
}
"""How an axis writes each unit (d3-format)."""


def told(value: float, unit: Unit, lang: Lang) -> str:
    """A value with the digits that it deserves."""
    return WRITERS[unit](value, lang)


def ranged(interval: Interval, unit: Unit, lang: Lang) -> str:
    """The ends of an interval: 0,740 à 0,788."""
    low, high = told(interval.low, unit, lang), told(interval.high, unit, lang)
    return t("chart.range", lang, low=low, high=high)


def with_range(interval: Interval, unit: Unit, lang: Lang) -> str:
    """A value and its interval: 0,764 (0,740 à 0,788)."""
    return f"{told(interval.value, unit, lang)} ({ranged(interval, unit, lang)})"


def heads(lang: Lang, *names: str) -> tuple[str, ...]:
    """Column heads of a figure's table."""
    return tuple(t(f"chart.column.{name}", lang) for name in names)


LINES = "split(datum.value, '\\n')"
"""Vega's expression for the label of an axis that `folded` may have broken into lines."""


def folded(label: str, width: int = 58) -> str:
    """A long label on several lines, so that none is cut short."""
    return "\n".join(textwrap.wrap(label, width))


def row_height(labels: Iterable[str], least: int) -> int:
    """Height of a line in CSS pixels that holds the label with most lines."""
    return max(least, *(9 + 14 * (folded(label).count("\n") + 1) for label in labels))


def _signed(value: float, lang: Lang, digits: int) -> str:
    return ("+" if value > 0 else "") + fixed(value, lang, digits)


WRITERS: dict[Unit, Callable[[float, Lang], str]] = {
    "auc": lambda value, lang: fixed(value, lang, 3),
    "share": percent,
    "cost": lambda value, lang: fixed(value, lang, 0),
    "auc_change": lambda value, lang: _signed(value, lang, 4),
    "cost_change": lambda value, lang: _signed(value, lang, 1),
}
