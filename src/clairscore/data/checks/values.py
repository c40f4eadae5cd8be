"""Type the cells of a block, count what is wrong with them and what they hold.

A good block is read once, strictly typed; only when that fails are its cells read as text and
cast one by one, to tell which ones are at fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from clairscore.data.checks.counts import ColumnFacts, Faults
from clairscore.data.checks.lines import Positions
from clairscore.data.schema import Column, Table
from clairscore.data.tables import raw_type


def read_typed(
    data: bytes, header: list[str], table: Table, numbers: Positions, faults: Faults
) -> pl.DataFrame:
    """The block's known columns as raw types; cells that cannot be read are counted and null."""
    types = {_unique(name, i, header): _raw(name, table) for i, name in enumerate(header)}
    known = [name for name in types if name in table.by_name]
    if not data:
        return pl.DataFrame(schema={name: types[name] for name in known})
    try:
        return _read(data, types).select(known)
    except pl.exceptions.PolarsError:
        text = _read(data, dict.fromkeys(types, pl.String())).select(known)
        return cast(text, table, numbers, faults)


def cast(frame: pl.DataFrame, table: Table, numbers: Positions, faults: Faults) -> pl.DataFrame:
    """The frame as raw types; cells that cannot be read as such are counted and null."""
    return frame.select(_cast(frame[name], table[name], numbers, faults) for name in frame.columns)


def count(
    frame: pl.DataFrame,
    table: Table,
    numbers: Positions,
    faults: Faults,
    facts: Mapping[str, ColumnFacts],
) -> None:
    """Add the typed block's faults and figures to `faults` and `facts`."""
    if not frame.height:
        return
    figures = frame.select(_figures(table, frame)).row(0, named=True)
    for name in frame.columns:
        column, fact = table[name], facts[name]
        nulls = figures[f"{name}|nulls"]
        fact.nulls += nulls
        if column.is_text:
            _count_words(frame[name], column, nulls, numbers, faults, fact)
        else:
            _count_numbers(frame[name], column, figures, numbers, faults, fact)
        if column.required and nulls:
            _add(faults, name, "empty", frame[name].is_null(), numbers)


def _unique(name: str, index: int, header: list[str]) -> str:
    return name if header.index(name) == index else f"{name}|{index}"


def _raw(name: str, table: Table) -> pl.DataType:
    column = table.by_name.get(name)
    return raw_type(column) if column else pl.String()


def _read(data: bytes, types: Mapping[str, pl.DataType]) -> pl.DataFrame:
    return pl.read_csv(data, has_header=False, schema=types, null_values="")


def _cast(series: pl.Series, column: Column, numbers: Positions, faults: Faults) -> pl.Series:
    target = raw_type(column)
    if series.dtype == target:
        return series
    typed = series.cast(target, strict=False)
    lost = typed.is_null() & series.is_not_null()
    if column.kind == "id" and series.dtype.is_float():
        _add(faults, column.name, "id-decimal", series.is_not_null(), numbers)
    elif lost.any():
        for code, mask in _unreadable(series, column, lost):
            _add(faults, column.name, code, mask, numbers)
    return typed


def _unreadable(
    series: pl.Series, column: Column, lost: pl.Series
) -> Iterator[tuple[str, pl.Series]]:
    if column.kind != "id" or series.dtype != pl.String:
        yield "not-a-number", lost
        return
    decimal = lost & series.str.contains(r"^[+-]?\d+\.\d*$|^[+-]?\d+(\.\d*)?[eE]").fill_null(False)
    big = lost & series.str.contains(r"^[+-]?\d+$").fill_null(False)
    yield "id-decimal", decimal
    yield "id-too-big", big
    yield "not-a-number", lost & ~decimal & ~big


def _figures(table: Table, frame: pl.DataFrame) -> Iterator[pl.Expr]:
    for name in frame.columns:
        column, cell = table[name], pl.col(name)
        yield cell.null_count().alias(f"{name}|nulls")
        if column.is_text:
            continue
        real = cell if column.sentinel is None else cell.filter(cell != column.sentinel)
        yield real.min().alias(f"{name}|low")
        yield real.max().alias(f"{name}|high")
        if column.sentinel is not None:
            yield (cell == column.sentinel).sum().alias(f"{name}|sentinels")
        if column.kind != "id":
            yield cell.sum().is_finite().alias(f"{name}|finite")
        if column.is_whole and column.kind != "id":
            yield (cell.floor() != cell).any().alias(f"{name}|fraction")


def _count_numbers(
    series: pl.Series,
    column: Column,
    figures: Mapping[str, float | None],
    numbers: Positions,
    faults: Faults,
    fact: ColumnFacts,
) -> None:
    name = column.name
    low, high = figures[f"{name}|low"], figures[f"{name}|high"]
    fact.sentinels += int(figures.get(f"{name}|sentinels") or 0)
    sound = figures.get(f"{name}|finite", True) and not figures.get(f"{name}|fraction")
    within = low is None or high is None or (low >= _low(column) and high <= _high(column))
    if sound and within:
        fact.widen(low, high)
        return
    finite = series if series.dtype == pl.Int64 else series.filter(series.is_finite())
    fact.widen(_float(finite.min()), _float(finite.max()))
    for code, mask in _number_faults(series, column):
        _add(faults, name, code, mask, numbers)


def _number_faults(series: pl.Series, column: Column) -> Iterator[tuple[str, pl.Series]]:
    finite = pl.Series([True]).new_from_index(0, len(series))
    if series.dtype.is_float():
        finite = series.is_finite().fill_null(True)
        yield "not-finite", ~finite
        if column.is_whole:
            yield "fraction", (series.floor() != series).fill_null(False) & finite
    real = finite if column.sentinel is None else finite & (series != column.sentinel)
    below, above = real & (series < _low(column)), real & (series > _high(column))
    yield "negative" if _low(column) == 0 else "range", below
    yield "positive" if _high(column) == 0 else "range", above


def _low(column: Column) -> float:
    return float("-inf") if column.low is None else column.low


def _high(column: Column) -> float:
    return float("inf") if column.high is None else column.high


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _count_words(
    series: pl.Series,
    column: Column,
    nulls: int,
    numbers: Positions,
    faults: Faults,
    fact: ColumnFacts,
) -> None:
    words = [*column.codes, *column.null_words]
    counts = series.value_counts(name="rows").filter(pl.nth(0).is_in(words))
    for word, rows in counts.iter_rows():
        fact.words[word] = fact.words.get(word, 0) + rows
    unknown = len(series) - nulls - int(counts["rows"].sum())
    fact.unknown += unknown
    if unknown:
        strange = ~series.is_in(words) & series.is_not_null()
        _add(faults, column.name, "unknown-word", strange, numbers)


def _add(faults: Faults, column: str, code: str, mask: pl.Series, numbers: Positions) -> None:
    found = mask.fill_null(False)
    if found.any():
        first = int(numbers[found.arg_max()]) if len(numbers) else None
        faults.add(column, code, int(found.sum()), first)
