"""Figures that judge a model, as rows for a person: name, value, 95 % interval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from clairscore.i18n import Lang, fixed, number, percent, t

Row = tuple[str, str, str]

COUNTS = ("clients", "difficulties")
INTERVALS = (
    "auc",
    "gini",
    "ks",
    "pr_auc",
    "brier",
    "log_loss",
    "near_cut_off",
    "cost_per_1000",
    "cost_share_of_grant_all",
    "granted_share",
)
SHARES = ("near_cut_off", "cost_share_of_grant_all", "granted_share")
DIGITS = {"cost_per_1000": 1}


def figure_rows(figures: Mapping[str, Any], lang: Lang) -> Iterator[Row]:
    """The rows of `Figures.as_json()`, calibration error beside what chance alone would show."""
    for name in COUNTS:
        yield label(name, lang), number(figures[name], lang), ""
    for name in INTERVALS:
        yield interval_row(name, figures[name], lang)
        if name == "log_loss":
            yield _calibration_row(figures, lang)


def interval_row(name: str, interval: Mapping[str, Any], lang: Lang) -> Row:
    """One figure with its interval."""
    return label(name, lang), told(interval["value"], name, lang), _range(interval, name, lang)


def label(figure: str, lang: Lang) -> str:
    """A figure's name in words."""
    return t(f"cli.figure.{figure}", lang)


def told(value: float, figure: str, lang: Lang) -> str:
    """A figure's value with the digits that it deserves."""
    if figure in SHARES:
        return percent(value, lang)
    return fixed(value, lang, DIGITS.get(figure, 4))


def _calibration_row(figures: Mapping[str, Any], lang: Lang) -> Row:
    name = "calibration_error"
    perfect = _range(figures[f"perfect_{name}"], name, lang)
    beside = t("cli.evaluate.perfect", lang, range=perfect)
    return label(name, lang), told(figures[name], name, lang), beside


def _range(interval: Mapping[str, Any], figure: str, lang: Lang) -> str:
    low, high = (told(interval[end], figure, lang) for end in ("low", "high"))
    return t("cli.evaluate.range", lang, low=low, high=high)
