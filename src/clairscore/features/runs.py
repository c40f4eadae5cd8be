"""The atoms of a book: rows sorted by their key, then one pass over each atom's numbers.

Adding, counting and comparing whole numbers gives the same bits in whatever order it is done, so
this gives what a hash table of groups gives, in less time where a table has many atoms: where a
client's rows lie side by side, a sum is a loop over memory, and a subset's atoms pass over its own
rows only. Rows are taken in pieces that hold every row of a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.data.schema import TABLES
from clairscore.features.spec import LARGEST, Atom

PIECE = 200_000
"""Rows of a piece, about: few enough for its columns to stay small beside the table's own."""

WORKERS = 2

Prepare: TypeAlias = Callable[[pl.LazyFrame], pl.LazyFrame]
Places: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Runs:
    """Sorted rows, where each key's begin, how many they are, and the key's place in the result."""

    rows: pl.DataFrame
    starts: Places
    sizes: Places
    places: Places
    keys: int

    @classmethod
    def of(cls, rows: pl.DataFrame, by: str, known: NDArray[np.int64]) -> Runs:
        """The runs of rows whose keys are all in the sorted `known` ones."""
        keys = rows[by].to_numpy()
        starts = first_rows(keys)
        places = np.searchsorted(known, keys[starts])
        return cls(rows, starts, np.diff(starts, append=len(keys)), places, len(known))


def in_runs(rows: pl.DataFrame, by: str, atoms: Sequence[Atom], prepare: Prepare) -> pl.DataFrame:
    """One row a key with every atom (Int64), of whole-number rows in any order.

    `prepare` adds the quantities and the memberships of subsets; it sees all rows of a key at once.
    """
    rows = narrowed(rows).sort(by)

    def piece(bounds: tuple[int, int]) -> pl.DataFrame:
        wide = rows[slice(*bounds)].lazy().cast(pl.Int64)
        return aggregated(prepare(wide).collect(), by, atoms)

    with ThreadPoolExecutor(WORKERS) as pool:
        return pl.concat(pool.map(piece, pieces(rows[by].to_numpy(), PIECE)), rechunk=False)


def narrowed(rows: pl.DataFrame) -> pl.DataFrame:
    """The same numbers in as few bytes as hold them."""
    return pl.DataFrame([column.shrink_dtype() for column in rows.iter_columns()])


def pieces(keys: NDArray[np.integer], size: int) -> Iterator[tuple[int, int]]:
    """First row and end of each piece of sorted keys; no key is in two. One piece at least."""
    first = 0
    while len(keys) - first > size:
        last = int(np.searchsorted(keys, keys[first + size], "left"))
        if last == first:  # one key fills the piece
            last = int(np.searchsorted(keys, keys[first], "right"))
        yield first, last
        first = last
    if first < len(keys) or not first:
        yield first, len(keys)


def first_rows(keys: NDArray[np.int64]) -> Places:
    """Where each run of equal keys begins."""
    return np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, int)


def aggregated(rows: pl.DataFrame, by: str, atoms: Sequence[Atom]) -> pl.DataFrame:
    """One row a key of the sorted rows, with every atom."""
    known = rows[by].to_numpy()[first_rows(rows[by].to_numpy())]
    every = Runs.of(rows, by, known)
    values: dict[str, pl.Series] = {}
    for subset in dict.fromkeys(atom.subset.label for atom in atoms):
        group = [atom for atom in atoms if atom.subset.label == subset]
        if group[0].subset.condition is None:
            values |= {atom.column: value(atom, every) for atom in group}
        elif any(atom.quantity for atom in group):
            values |= of_subset(group, every, by, known)
    values |= words_counted([atom for atom in atoms if atom.column not in values], every)
    return pl.DataFrame({by: known} | {atom.column: values[atom.column] for atom in atoms})


def of_subset(
    atoms: Sequence[Atom], every: Runs, by: str, known: NDArray[np.int64]
) -> dict[str, pl.Series]:
    """The atoms of one subset, over its rows alone."""
    inside = every.rows[atoms[0].subset.membership].fill_null(False)
    wanted = dict.fromkeys((by, *(atom.quantity.column for atom in atoms if atom.quantity)))
    runs = Runs.of(every.rows.select(list(wanted)).filter(inside), by, known)
    return {atom.column: value(atom, runs) for atom in atoms}


def words_counted(atoms: Sequence[Atom], every: Runs) -> dict[str, pl.Series]:
    """How many rows are in each subset; the words of a column are counted in one pass."""
    values: dict[str, pl.Series] = {}
    words: dict[str, list[tuple[int, Atom]]] = {}
    for atom in atoms:
        if atom.subset.word is None:
            inside = every.rows[atom.subset.membership].fill_null(False)
            values[atom.column] = pl.Series(counted(inside, every.starts))
        else:
            column, code = atom.subset.word
            words.setdefault(column, []).append((code, atom))
    run = np.repeat(np.arange(every.keys), every.sizes) if words else every.starts
    for column, coded in words.items():
        missing = TABLES[coded[0][1].table][column].unknown_code + 1
        table = cross_counted(every.rows[column], run, every.keys, missing)
        values |= {atom.column: pl.Series(table[:, code]) for code, atom in coded}
    return values


def cross_counted(codes: pl.Series, run: Places, runs: int, missing: int) -> NDArray[np.int64]:
    """Rows of each run with each code (runs, missing + 1); a missing code is counted last."""
    places = run * (missing + 1) + codes.fill_null(missing).to_numpy()
    return np.bincount(places, minlength=runs * (missing + 1)).reshape(runs, missing + 1)


def value(atom: Atom, runs: Runs) -> pl.Series:
    """The atom for each key: 0 rows, a sum of 0 and no smallest or largest where it has no row."""
    if atom.quantity is None:
        return placed(runs.sizes, runs)
    column = runs.rows[atom.quantity.column]
    match atom.operation:
        case "count" | "rows":
            known = (
                runs.sizes if not column.null_count() else counted(~column.is_null(), runs.starts)
            )
            return placed(known, runs)
        case "sum":
            return placed(reduced(np.add, column, 0, runs), runs)
        case "min":
            return extreme(reduced(np.minimum, column, LARGEST, runs), LARGEST, runs)
        case "max":
            return extreme(reduced(np.maximum, column, -LARGEST, runs), -LARGEST, runs)


def counted(truths: pl.Series, starts: Places) -> Places:
    """How many truths each run holds."""
    if not len(starts):
        return starts
    return np.add.reduceat(truths.to_numpy().view(np.uint8), starts, dtype=np.int64)


def reduced(operation: np.ufunc, column: pl.Series, missing: int, runs: Runs) -> Places:
    """One number a run, a missing one counting as `missing`."""
    if not len(runs.starts):
        return runs.starts
    known = column.fill_null(missing) if column.null_count() else column
    return np.asarray(operation.reduceat(known.to_numpy(), runs.starts))


def placed(numbers: Places, runs: Runs, missing: int = 0) -> pl.Series:
    """The runs' numbers at their keys' places, `missing` at the others."""
    if len(numbers) == runs.keys:
        return pl.Series(numbers)
    all_keys = np.full(runs.keys, missing)
    all_keys[runs.places] = numbers
    return pl.Series(all_keys)


def extreme(numbers: Places, missing: int, runs: Runs) -> pl.Series:
    """The runs' numbers at their keys' places, null where there was none."""
    found = placed(numbers, runs, missing)
    return found.set(found == missing, None)
