"""The variables that populations are told by, and how each is cut into bins."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from clairscore.contract import Value
from clairscore.data.schema import APPLICATION, TABLES
from clairscore.decision.facts import holds
from clairscore.decision.units import Cell, Style, told_value, word
from clairscore.decision.wording import definition, label
from clairscore.i18n import percent, t

PROBABILITY = "probability"
RATIOS: Mapping[str, tuple[str, str]] = {
    "credit_to_income": ("AMT_CREDIT", "AMT_INCOME_TOTAL"),
    "annuity_to_income": ("AMT_ANNUITY", "AMT_INCOME_TOTAL"),
    "credit_to_annuity": ("AMT_CREDIT", "AMT_ANNUITY"),
}
NUMBERS = (
    "AMT_INCOME_TOTAL",
    "AMT_CREDIT",
    "AMT_ANNUITY",
    "AMT_GOODS_PRICE",
    "DAYS_BIRTH",
    "DAYS_EMPLOYED",
    "DAYS_ID_PUBLISH",
    "DAYS_REGISTRATION",
    "OWN_CAR_AGE",
    "EXT_SOURCE_1",
    "EXT_SOURCE_2",
    "EXT_SOURCE_3",
)
WORDS = (
    "NAME_CONTRACT_TYPE",
    "NAME_INCOME_TYPE",
    "NAME_EDUCATION_TYPE",
    "NAME_HOUSING_TYPE",
    "OCCUPATION_TYPE",
    "FLAG_OWN_CAR",
    "FLAG_OWN_REALTY",
)
VARIABLES: tuple[str, ...] = (PROBABILITY, *RATIOS, *NUMBERS, *WORDS)
"""No excluded fact is among them."""

MOST_BINS = 16
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
FINEST = 1e-6
"""A narrower spread is one value."""


@dataclass(frozen=True, slots=True)
class Axis:
    """How a variable is cut: `edges` between bins of a number, or the `words` of a category.

    Bin k of a number holds edges[k-1] <= x < edges[k], the first and last all that lies beyond.
    """

    variable: str
    kind: Literal["number", "word"]
    edges: tuple[float, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def bins(self) -> int:
        return len(self.words) if self.kind == "word" else len(self.edges) + 1

    def place(self, value: Value | None) -> int | None:
        """The bin of one value; None where it is not known."""
        if value is None:
            return None
        if self.kind == "word":
            return self.words.index(str(value)) if value in self.words else None
        return int(np.searchsorted(np.asarray(self.edges), float(value), "right"))

    def places(self, values: pl.Series) -> pl.Series:
        """The bin of every value, null where it is not known."""
        if self.kind == "word":
            codes = {text: at for at, text in enumerate(self.words)}
            return values.replace_strict(codes, default=None, return_dtype=pl.Int64)
        known = values.fill_nan(None)
        found = np.searchsorted(np.asarray(self.edges), known.fill_null(0.0).to_numpy(), "right")
        blank = pl.Series([None], dtype=pl.Int64)
        return pl.Series(found, dtype=pl.Int64).zip_with(known.is_not_null(), blank)


def axis_of(variable: str, book: pl.DataFrame) -> Axis:
    """How to cut a variable, from a book's values of it (`values_of`)."""
    if variable in WORDS:
        column = TABLES[APPLICATION][variable]
        return Axis(variable, "word", words=column.vocabulary)
    return Axis(variable, "number", edges=even_edges(values_of(variable, book)))


def values_of(variable: str, book: pl.DataFrame) -> pl.Series:
    """A variable of everybody in a book of raw applications with their `probability`."""
    if variable in RATIOS:
        over, under = RATIOS[variable]
        return book.select(
            pl.when(pl.col(under) > 0).then(pl.col(over) / pl.col(under))
        ).to_series()
    series = book[variable]
    if variable == PROBABILITY:
        return series
    column = TABLES[APPLICATION][variable]
    if column.is_text:
        return series.replace({**dict(column.merged), **dict.fromkeys(column.null_words)})
    return series if column.sentinel is None else _without(series, column.sentinel)


def value_of(variable: str, application: Mapping[str, Value], probability: float) -> Value | None:
    """A variable of one applicant; None where it is not known."""
    if variable == PROBABILITY:
        return probability
    if variable in RATIOS:
        over, under = (_known(application, name) for name in RATIOS[variable])
        ready = isinstance(over, int | float) and isinstance(under, int | float) and under > 0
        return float(over) / float(under) if ready and over is not None and under else None
    found = _known(application, variable)
    merged = dict(TABLES[APPLICATION][variable].merged)
    return merged.get(found, found) if isinstance(found, str) else found


def even_edges(values: pl.Series) -> tuple[float, ...]:
    """Round edges of even bins between the first and the last hundredth of the values."""
    known = values.drop_nulls().drop_nans().sort()
    if not len(known):
        return ()
    low, high = float(known[len(known) // 100]), float(known[len(known) - 1 - len(known) // 100])
    if high - low < FINEST:
        return ()
    step = _round_step((high - low) / MOST_BINS)
    first, last = math.floor(low / step) + 1, math.ceil(high / step)
    return tuple(round(step * at, 10) for at in range(first, last))


def variable_label(variable: str, style: Style) -> str:
    """What a variable is, in few words."""
    if variable == PROBABILITY:
        return t("similar.probability.name", style.lang)
    return label(APPLICATION, variable, style.lang)


def variable_definition(variable: str, style: Style) -> str:
    """What a variable is, as a sentence."""
    if variable == PROBABILITY or variable in RATIOS:
        return t(f"similar.{variable}.meaning", style.lang)
    return definition(APPLICATION, variable, style.lang)


def edge_text(axis: Axis, edge: float, style: Style) -> str:
    """An edge in words and in its unit."""
    if axis.variable == PROBABILITY:
        return percent(edge, style.lang)
    return told_value(Cell(APPLICATION, axis.variable, _statistic(axis.variable)), edge, style)


def bin_words(axis: Axis, style: Style) -> tuple[str, ...]:
    """The categories of an axis in words."""
    return tuple(word(axis.variable, each, style.lang) for each in axis.words)


def _statistic(variable: str) -> str:
    return "ratio" if variable in RATIOS else "value"


def _without(series: pl.Series, sentinel: int) -> pl.Series:
    blank = pl.Series([None], dtype=series.dtype)
    return series.zip_with(series.ne_missing(pl.Series([sentinel], dtype=series.dtype)), blank)


def _known(application: Mapping[str, Value], name: str) -> Value | None:
    return application[name] if holds(application, TABLES[APPLICATION][name]) else None


def _round_step(step: float) -> float:
    """The next of 1, 2, 2.5, 5 times a power of ten."""
    power: float = 10.0 ** math.floor(math.log10(step))
    return next(power * each for each in STEPS if power * each >= step * (1 - 1e-9))
