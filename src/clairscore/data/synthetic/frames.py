"""From columns of numbers and word codes to frames and files in Kaggle's text formats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.data.schema import TABLES, Column
from clairscore.data.synthetic.draw import Draw, Ints
from clairscore.data.tables import raw_schema

Values = dict[str, NDArray[np.generic]]
"""One table's columns: numbers (NaN is missing) or word codes (negative is missing)."""

WRITTEN_WITH_POINT = frozenset(
    {
        "DAYS_REGISTRATION",
        "OWN_CAR_AGE",
        "CNT_FAM_MEMBERS",
        "OBS_30_CNT_SOCIAL_CIRCLE",
        "DEF_30_CNT_SOCIAL_CIRCLE",
        "OBS_60_CNT_SOCIAL_CIRCLE",
        "DEF_60_CNT_SOCIAL_CIRCLE",
        "DAYS_LAST_PHONE_CHANGE",
        "DAYS_CREDIT_ENDDATE",
        "DAYS_ENDDATE_FACT",
        "CNT_PAYMENT",
        "DAYS_FIRST_DRAWING",
        "DAYS_FIRST_DUE",
        "DAYS_LAST_DUE_1ST_VERSION",
        "DAYS_LAST_DUE",
        "DAYS_TERMINATION",
        "NFLAG_INSURED_ON_APPROVAL",
        "CNT_INSTALMENT",
        "CNT_INSTALMENT_FUTURE",
        "NUM_INSTALMENT_VERSION",
        "DAYS_INSTALMENT",
        "DAYS_ENTRY_PAYMENT",
        "CNT_DRAWINGS_ATM_CURRENT",
        "CNT_DRAWINGS_OTHER_CURRENT",
        "CNT_DRAWINGS_POS_CURRENT",
        "CNT_INSTALMENT_MATURE_CUM",
    }
)
"""Whole numbers that Kaggle's files hold as decimals ("12.0"), since some of them are missing."""

WHOLE_KINDS = ("id", "target", "flag", "count", "days", "months")
MISSING = -1
"""The word code of an empty cell."""


def is_whole(column: Column) -> bool:
    """Whether Kaggle's files write this column without a decimal point."""
    if column.name.startswith("AMT_REQ_CREDIT_BUREAU") or column.name in WRITTEN_WITH_POINT:
        return False
    return column.kind in WHOLE_KINDS or column.name == "AMT_CREDIT_LIMIT_ACTUAL"


@cache
def words(table: str, column: str) -> tuple[str, ...]:
    """Every word a file may hold in this column, as the generator numbers them."""
    declared = TABLES[table][column]
    merged = tuple(word for word, _ in declared.merged)
    vocabulary = declared.vocabulary if declared.kind == "category" else ("N", "Y")
    return tuple(dict.fromkeys((*vocabulary, *merged, *declared.null_words)))


def code(table: str, column: str, word: str) -> int:
    return words(table, column).index(word)


def pick(
    draw: Draw, table: str, column: str, shares: Mapping[str, float], size: int
) -> NDArray[np.int16]:
    """Word codes of a column, drawn in the given shares; the word "" stands for an empty cell."""
    codes = [MISSING if word == "" else code(table, column, word) for word in shares]
    return np.array(codes, dtype=np.int16)[draw.position(list(shares.values()), size)]


def pick_by(
    draw: Draw, table: str, column: str, group: Ints, shares: Sequence[Mapping[str, float]]
) -> NDArray[np.int16]:
    """Word codes drawn in the shares of each row's group."""
    codes = np.full(len(group), MISSING, dtype=np.int16)
    for number, of_group in enumerate(shares):
        rows = np.flatnonzero(group == number)
        codes[rows] = pick(draw, table, column, of_group, len(rows))
    return codes


def _text(table: str, column: Column, codes: NDArray[np.generic]) -> pl.Series:
    vocabulary = pl.Series(column.name, [*words(table, column.name), None], dtype=pl.String)
    places = codes.astype(np.int64) % len(vocabulary)
    return vocabulary.gather(pl.Series(places.astype(np.uint32))).rename(column.name)


def _series(table: str, column: Column, values: NDArray[np.generic]) -> pl.Series:
    if column.is_text:
        return _text(table, column, values)
    if is_whole(column):
        return pl.Series(column.name, values.astype(np.int32))
    return pl.Series(column.name, values.astype(np.float64), nan_to_null=True)


def frame(table: str, values: Mapping[str, NDArray[np.generic]]) -> pl.DataFrame:
    """One table's rows in Kaggle's column order; text as words, NaN as null."""
    columns = [column for column in TABLES[table].columns if column.name in values]
    return pl.DataFrame([_series(table, column, values[column.name]) for column in columns])


def shuffled(draw: Draw, rows: pl.DataFrame) -> pl.DataFrame:
    """The same rows in an order that means nothing, as in Kaggle's files."""
    return rows[draw.stream.permutation(rows.height)]


def raw(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The types that readers hand over: text, Int64 ids, every other number Float64."""
    types = raw_schema(table)
    return rows.cast({name: types[name] for name in rows.columns})
