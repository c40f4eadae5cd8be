"""A book as counts: by cell, variable and part of a split. No row of a person is kept.

Two splits, never mixed: what the model proposes (granted, refused), and what was observed of loans
that were granted (repaid, difficulties).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
import polars as pl

from clairscore.data.schema import TARGET
from clairscore.decision.population.axes import (
    NUMBERS,
    PROBABILITY,
    RATIOS,
    VARIABLES,
    Axis,
    axis_of,
    values_of,
)
from clairscore.decision.population.groups import CRITERIA, LEAST, Cell, Thirds, cells_of

Split = Literal["proposed", "observed"]
SPLITS: Mapping[Split, tuple[str, ...]] = {
    "proposed": ("granted", "refused"),
    "observed": ("repaid", "difficulties"),
}
PAIRED: tuple[str, ...] = (PROBABILITY, *RATIOS, *NUMBERS)

Counts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """How many people of one part are in each bin, and of how many the value is not known."""

    counts: Counts
    missing: int

    @property
    def clients(self) -> int:
        return sum(self.counts) + self.missing

    def plus(self, other: Part) -> Part:
        """Both together."""
        added = zip(self.counts, other.counts, strict=True)
        return Part(tuple(a + b for a, b in added), self.missing + other.missing)


Parts = Mapping[str, Part]


@dataclass(frozen=True)
class Population:
    """Counts of a book scored by one bundle.

    `cells` are by variable, split and cell; `pairs` by two variables and split, over everybody,
    each part's grid flattened by rows of the first variable.
    """

    bundle: str
    clients: int
    thirds: Thirds
    axes: Mapping[str, Axis]
    sizes: Mapping[Cell, int]
    cells: Mapping[tuple[str, Split, Cell], Parts]
    pairs: Mapping[tuple[str, str, Split], Mapping[str, Counts]]


def population_of(book: pl.DataFrame, bundle: str) -> Population:
    """The counts of a book: raw application columns, `probability`, `verdict`, and TARGET or not.

    TARGET is null, or no column, where no outcome is known.
    """
    thirds = Thirds.of(book)
    cells = cells_of(book, thirds)
    axes = {variable: axis_of(variable, book) for variable in VARIABLES}
    placed = {name: axes[name].places(values_of(name, book)).alias(name) for name in VARIABLES}
    ready = cells.with_columns(*placed.values(), *_parts(book))
    sizes = {
        Cell(*row[:4]): row[4]
        for row in cells.group_by(*CRITERIA).len().sort(*CRITERIA).iter_rows()
    }
    return Population(
        bundle=bundle,
        clients=book.height,
        thirds=thirds,
        axes=axes,
        sizes=sizes,
        cells=_by_cell(ready, axes),
        pairs=_by_pair(ready, axes),
    )


def together(parts: Iterable[Parts], least: int = LEAST) -> dict[str, Part | None]:
    """The parts of several cells added up; None for a part of fewer people than may be told."""
    added: dict[str, Part] = {}
    for each in parts:
        for name, part in each.items():
            added[name] = added[name].plus(part) if name in added else part
    return {name: part if part.clients >= least else None for name, part in added.items()}


def _parts(book: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """To which part of each split everybody belongs; null where it is not known."""
    outcome = book[TARGET] if TARGET in book.columns else pl.Series([None] * book.height)
    words = {0: "repaid", 1: "difficulties"}
    observed = outcome.cast(pl.Int64).replace_strict(words, default=None, return_dtype=pl.String)
    return book["verdict"].alias("proposed"), observed.alias("observed")


def _by_cell(ready: pl.DataFrame, axes: Mapping[str, Axis]) -> dict[tuple[str, Split, Cell], Parts]:
    found: dict[tuple[str, Split, Cell], dict[str, Part]] = {}
    for split, names in SPLITS.items():
        known = ready.filter(pl.col(split).is_not_null())
        for variable, axis in axes.items():
            grouped = known.group_by(*CRITERIA, split, variable).len().sort(pl.all())
            for *cell, part, place, count in grouped.iter_rows():
                key = (variable, split, Cell(*cell))
                parts = found.setdefault(key, {name: Part((0,) * axis.bins, 0) for name in names})
                parts[part] = parts[part].plus(_one(axis.bins, place, count))
    return dict(found)


def _one(bins: int, place: int | None, count: int) -> Part:
    if place is None:
        return Part((0,) * bins, count)
    return Part(tuple(count if at == place else 0 for at in range(bins)), 0)


def _by_pair(
    ready: pl.DataFrame, axes: Mapping[str, Axis]
) -> dict[tuple[str, str, Split], dict[str, Counts]]:
    """Grids of every two numbers, over everybody who has both."""
    found: dict[tuple[str, str, Split], dict[str, Counts]] = {}
    for split, names in SPLITS.items():
        for first, second in combinations(PAIRED, 2):
            known = ready.select(split, first, second).drop_nulls()
            width = axes[second].bins
            for name in names:
                here = known.filter(pl.col(split) == name)
                at = here[first].to_numpy() * width + here[second].to_numpy()
                grid = np.bincount(at.astype(np.int64), minlength=axes[first].bins * width)
                found.setdefault((first, second, split), {})[name] = tuple(grid.tolist())
    return found
