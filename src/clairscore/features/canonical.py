"""Source columns in the form that features compute with: whole numbers, and null for "unknown"."""

from __future__ import annotations

from collections.abc import Iterable

import narwhals.stable.v2 as nw

from clairscore.data.schema import SCALES, Column, Table

FEW = 8
"""So many words are compared one by one in half the time that looking them up takes."""


def canonical(table: Table, columns: Iterable[str]) -> list[nw.Expr]:
    """One expression a column, under the column's own name; see the kinds in the schema."""
    return [expression(table[name]).alias(name) for name in columns]


def expression(column: Column) -> nw.Expr:
    """The canonical value of a raw column."""
    if column.is_text:
        return coded(column)
    number = nw.col(column.name)
    if column.sentinel is not None:
        number = nw.when(number != column.sentinel).then(number)
    if column.kind in SCALES:
        return (number * column.scale + 0.5).floor().cast(nw.Int64)
    if column.kind == "score":
        value = number.cast(nw.Float64)
        return nw.when(value.is_finite()).then(value)
    return number.cast(nw.Int64)


def coded(column: Column) -> nw.Expr:
    """Word to code; a word that says "unknown" becomes null, one off the list `unknown`."""
    codes = column.codes
    known = compared(column) if len(codes) <= FEW else looked_up(column)
    present = ~nw.col(column.name).is_null()
    for word in column.null_words:
        present = present & (nw.col(column.name) != word)
    return nw.when(present).then(known)


def compared(column: Column) -> nw.Expr:
    """The code of the word that each row equals."""
    word = nw.col(column.name)
    code = nw.lit(column.unknown_code)
    for known, number in reversed(column.codes.items()):
        code = nw.when(word == known).then(nw.lit(number)).otherwise(code)
    return code.cast(nw.Int64)


def looked_up(column: Column) -> nw.Expr:
    """The code of the word found in a table."""
    codes = column.codes
    return nw.col(column.name).replace_strict(
        list(codes), list(codes.values()), default=column.unknown_code, return_dtype=nw.Int64
    )
