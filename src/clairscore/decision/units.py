"""Values in words: each in its unit, a missing one never like a bad one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from babel.units import format_unit

from clairscore.data.schema import APPLICATION, TABLES, Column, Kind
from clairscore.i18n import Lang, known, money, number, percent, t

Unit = Literal[
    "age", "ago", "days", "flag", "level", "money", "months", "months_ago", "number", "percent",
    "score", "span", "square", "times", "trend", "word", "years",
]  # fmt: skip

UNIT_OF_KIND: Mapping[Kind, Unit] = {
    "category": "word",
    "count": "number",
    "days": "ago",
    "flag": "flag",
    "id": "number",
    "money": "money",
    "months": "months_ago",
    "rate": "percent",
    "score": "score",
    "target": "flag",
    "yesno": "flag",
}
UNIT_OF: Mapping[str, Unit] = {
    "DAYS_BIRTH": "age",
    "OWN_CAR_AGE": "years",
    "CREDIT_DAY_OVERDUE": "days",
    "SK_DPD": "days",
    "SK_DPD_DEF": "days",
    "ext_source_mean": "score",
    "ext_source_weighted": "score",
    "ext_source_min": "score",
    "ext_source_max": "score",
    "ext_source_product": "level",
    "ext_source_2_times_3": "level",
    "ext_source_var": "square",
    "credit_to_annuity": "number",
    "credit_to_income": "times",
    "car_to_employed": "times",
    "income_per_person": "money",
    "housing_mean": "level",
    "first_month": "months_ago",
    "last_month": "months_ago",
    "worst_status": "level",
    "duration": "days",
    "ended_early": "days",
    "days_late": "days",
    "days_early": "days",
    "shortfall": "money",
    "learnt_term": "number",
    "total_cost": "times",
    "repaid_share": "percent",
    "ext_source_1_times_2": "level",
    "ext_source_1_times_3": "level",
    "ext_source_odds": "level",
    "ext_source_1_known": "flag",
    "ext_source_2_known": "flag",
    "ext_source_3_known": "flag",
    "goods_to_income": "times",
    "annuity_to_income_by_score": "level",
    "credit_to_annuity_by_score": "number",
    "credit_to_days_in_job": "money",
    "age_at_hiring": "span",
    "days_left": "days",
    "closed_early": "days",
    "monthly_due": "money",
    "last_late_month": "months_ago",
    "due_13m": "money",
    "due_19m": "money",
    "due_28m": "money",
    "instalments_left": "number",
    "plan_left": "days",
    "worst_delay": "days",
    "yield_level": "level",
}
"""Units of columns and quantities that their kind, or being a ratio or a count, does not tell."""

LASTING: Mapping[Unit, Unit] = {
    "ago": "span",
    "months_ago": "months",
    "square": "level",
    "flag": "level",
}
"""From a place in time to a length of time, and from a square to its root."""

INCOME = "AMT_INCOME_TOTAL"
COUNTS = ("months_known", "months_late", "months_late_12m", "months_late_24m", "rows")

YES_NO: Mapping[float, str] = {0.0: "word.no", 1.0: "word.yes"}

DAYS_A_YEAR, DAYS_A_MONTH = 365.25, 30.4375
FLAT = 1e-12


class Described(Protocol):
    """What a description needs to know of a feature."""

    @property
    def name(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def column(self) -> str: ...
    @property
    def statistic(self) -> str: ...
    @property
    def subset(self) -> str: ...
    @property
    def window(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Cell:
    """A source column as something with a unit (`units.Described`)."""

    source: str
    column: str
    statistic: str = "value"
    subset: str = ""
    window: str = ""

    @property
    def name(self) -> str:
        return self.column


@dataclass(frozen=True, slots=True)
class Style:
    """Language and currency in which values are told, and the period of incomes where known."""

    lang: Lang
    currency: str
    period: Literal["month", "year"] | None = None

    @classmethod
    def of(
        cls, lang: Lang, currency: str | None, period: Literal["month", "year"] | None = None
    ) -> Style:
        """With the language's own words for a currency that is not known."""
        return cls(lang, currency or t("currency.default", lang), period)


def told_value(feature: Described, value: float | None, style: Style) -> str:
    """The value in words and in its unit; a missing one in words of its own."""
    if value is None:
        own = feature.source == APPLICATION
        return t("word.missing" if own else "word.no_history", style.lang)
    told = _in_unit(value, unit_of(feature), feature, style)
    if style.period and feature.column == INCOME:
        return f"{told} {t(f'period.{style.period}', style.lang)}"
    return told


def word(column: str, value: str, lang: Lang) -> str:
    """A category's word, a yes/no answer, in the language."""
    if value in ("Y", "N"):
        return t("word.yes" if value == "Y" else "word.no", lang)
    key = f"value.{column}.{value}"
    return t(key if known(key, lang) else "word.unknown", lang)


def unit_of(feature: Described) -> Unit:
    """The unit in which a feature's value is told."""
    base = base_unit(feature)
    if feature.statistic == "slope":
        return "trend"
    if feature.statistic == "var":
        return "square"
    if feature.statistic in ("share", "is"):
        return "percent" if feature.statistic == "share" else "flag"
    if feature.statistic in ("since_last", "sum") and base in LASTING:
        return LASTING[base]
    if feature.source != APPLICATION and feature.statistic == "ratio":
        return "times"
    return _of_several(base) if feature.statistic in ("sum", "mean", "ewm") else base


def _of_several(base: Unit) -> Unit:
    """A flag's mean is a share."""
    return "percent" if base == "flag" else base


def base_unit(feature: Described) -> Unit:
    if feature.column in UNIT_OF:
        return UNIT_OF[feature.column]
    table = TABLES.get(feature.source)
    column = table and table.by_name.get(feature.column)
    if column:
        return UNIT_OF_KIND[column.kind]
    counted = feature.column in COUNTS or feature.statistic == "count"
    return "number" if counted else "percent"


def _in_unit(value: float, unit: Unit, feature: Described, style: Style) -> str:
    lang = style.lang
    match unit:
        case "money":
            return money(value, lang, style.currency)
        case "percent":
            return percent(value, lang)
        case "flag":
            return t(YES_NO.get(value, "word.unknown"), lang)
        case "word":
            return _coded(feature, value, lang)
        case "score":
            return t("word.score", lang, value=number(value, lang, 2))
        case "times":
            return t("word.times", lang, value=number(value, lang, 1))
        case "trend":
            return t(_direction(value), lang)
        case "square":
            return _spread(value, feature, style)
        case "level":
            return number(value, lang, 2)
        case "number":
            return number(value, lang, 1)
        case _:
            return _time(value, unit, lang)


def _time(value: float, unit: Unit, lang: Lang) -> str:
    if unit == "age":
        return _lasting(math.floor(-value / DAYS_A_YEAR), "year", lang)
    if unit == "years":
        return _lasting(value, "year", lang)
    if unit == "months":
        return _lasting(abs(value), "month", lang)
    if unit in ("days", "span"):
        return duration(value if unit == "days" else abs(value), lang)
    return _placed(value * (DAYS_A_MONTH if unit == "months_ago" else 1), lang)


def _placed(days: float, lang: Lang) -> str:
    """A day relative to the application: past if negative."""
    if round(days) == 0:
        return t("word.today", lang)
    return t("word.ago" if days < 0 else "word.ahead", lang, duration=duration(abs(days), lang))


def duration(days: float, lang: Lang) -> str:
    """A number of days in the unit that people would use: days, months or years."""
    if abs(days) < 2 * DAYS_A_MONTH:
        return _lasting(round(days, 1), "day", lang)
    if abs(days) < 2 * DAYS_A_YEAR:
        return _lasting(round(days / DAYS_A_MONTH), "month", lang)
    return _lasting(round(days / DAYS_A_YEAR, 1), "year", lang)


def _lasting(value: float, unit: Literal["day", "month", "year"], lang: Lang) -> str:
    whole = round(value, 1)
    whole = int(whole) if whole == int(whole) else whole
    return str(format_unit(whole, f"duration-{unit}", length="long", locale=lang))


def _spread(value: float, feature: Described, style: Style) -> str:
    """A variance told as a typical distance, in the unit of the column."""
    typical = math.sqrt(max(value, 0.0))
    base = base_unit(feature)
    unit: Unit = {"ago": "days", "months_ago": "months", "age": "days", "square": "level"}.get(
        base, base
    )  # type: ignore[assignment]
    return t("word.spread", style.lang, value=_in_unit(typical, unit, feature, style))


def _direction(value: float) -> str:
    if abs(value) < FLAT:
        return "word.steady"
    return "word.rising" if value > 0 else "word.falling"


def _coded(feature: Described, value: float, lang: Lang) -> str:
    column: Column = TABLES[feature.source][feature.column]
    code = int(value)
    known_word = 0 <= code < len(column.vocabulary)
    return (
        word(feature.column, column.vocabulary[code], lang)
        if known_word
        else t("word.unknown", lang)
    )
