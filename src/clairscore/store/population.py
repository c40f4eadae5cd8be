"""Populations: counts of the book by group, never a row of a person.

A statistic is read from the counts of a group's cells, added up; parts of fewer people than may be
told are held back here, before anything leaves the store.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Integer, cast, delete, func, insert, select

from clairscore.decision.population.axes import Axis
from clairscore.decision.population.gathering import Gathering
from clairscore.decision.population.groups import LEAST, Cell, Thirds
from clairscore.decision.population.histograms import (
    Part,
    Parts,
    Population,
    Split,
    together,
)
from clairscore.errors import Absent
from clairscore.store.audit import Detail, Event, append, canonical
from clairscore.store.batches import batched
from clairscore.store.database import Database, Read, Write
from clairscore.store.tables import histograms, outcomes

OUTLINE, EVERYBODY = "*", ""
AT_ONCE = 500


@dataclass(frozen=True)
class Outline:
    """What is needed to place somebody among the others: groups with their sizes, and axes."""

    bundle: str
    clients: int
    thirds: Thirds
    sizes: dict[Cell, int]
    axes: dict[str, Axis]
    created: str


@dataclass(frozen=True, slots=True)
class Grid:
    """People of one part by two variables: `counts` by rows of the first; None: too few to tell."""

    clients: int
    counts: tuple[int | None, ...]


def keep_population(write: Write, population: Population, *, actor: str, at: str) -> None:
    """Keep the counts of a book in place of earlier ones of the same bundle."""
    write.connection.execute(delete(histograms).where(histograms.c.bundle == population.bundle))
    for rows in batched(_rows(population, at), AT_ONCE):
        write.connection.execute(insert(histograms), rows)
    detail: Detail = {"clients": population.clients}
    append(write, Event(at, actor, "population.keep", population.bundle, detail=detail))


def count_book(
    database: Database, gathering: Gathering, bundle: str, *, actor: str, at: str
) -> None:
    """Count what was gathered while a book was scored, with the outcomes that are known."""
    with database.read() as read:
        observed = _observed(read)
    found = gathering.population(bundle, observed)
    if found is not None:
        with database.write() as write:
            keep_population(write, found, actor=actor, at=at)


def outline(read: Read, bundle: str) -> Outline:
    """The groups and axes of the bundle's book; Absent where no book of it was counted."""
    row = read.connection.execute(
        select(histograms).where(histograms.c.bundle == bundle, histograms.c.variable == OUTLINE)
    ).one_or_none()
    if row is None:
        raise Absent(f"population of bundle {bundle}: nothing was counted; score the book first")
    known = json.loads(row.counts)
    thirds = Thirds(tuple(known["thirds"]["income"]), tuple(known["thirds"]["burden"]))
    return Outline(
        bundle=bundle,
        clients=row.clients,
        thirds=thirds,
        sizes={Cell(*cell): int(count) for *cell, count in known["sizes"]},
        axes={name: _axis(name, told) for name, told in known["axes"].items()},
        created=row.created,
    )


def parts(
    read: Read, bundle: str, variable: str, split: Split, cells: Collection[Cell] | None = None
) -> dict[str, Part | None]:
    """The counts of each part over some cells, or over everybody; None for one of too few."""
    statement = select(histograms.c.slice, histograms.c.counts).where(
        histograms.c.bundle == bundle,
        histograms.c.variable == variable,
        histograms.c.split == split,
    )
    rows = read.connection.execute(statement).all()
    chosen = (row.counts for row in rows if cells is None or Cell(*json.loads(row.slice)) in cells)
    return together(_parts(counts) for counts in chosen)


def grids(read: Read, bundle: str, first: str, second: str, split: Split) -> dict[str, Grid | None]:
    """Everybody by two variables, each part apart; None for a part of too few.

    A place on the grid with fewer people than may be told, but with some, is None.
    """
    row = read.connection.execute(
        select(histograms.c.counts).where(
            histograms.c.bundle == bundle,
            histograms.c.variable == _pair(first, second),
            histograms.c.split == split,
            histograms.c.slice == EVERYBODY,
        )
    ).one_or_none()
    if row is None:
        raise Absent(f"population: {first} and {second} were not counted together")
    return {name: _grid(counts) for name, counts in json.loads(row.counts).items()}


def _observed(read: Read) -> dict[int, bool]:
    """Whether each client whose loan has an outcome met payment difficulties on any."""
    late = func.max(cast(outcomes.c.difficulties, Integer))
    rows = read.connection.execute(select(outcomes.c.client, late).group_by(outcomes.c.client))
    return {int(client): bool(any_late) for client, any_late in rows}


def _grid(counts: list[int]) -> Grid | None:
    if sum(counts) < LEAST:
        return None
    told = tuple(count if count == 0 or count >= LEAST else None for count in counts)
    return Grid(sum(counts), told)


def _rows(population: Population, at: str) -> Iterator[dict[str, object]]:
    shared = {"bundle": population.bundle, "created": at}
    yield shared | _row(OUTLINE, "", EVERYBODY, population.clients, _outline(population))
    for (variable, split, cell), told in population.cells.items():
        counts = {name: [*part.counts, part.missing] for name, part in told.items()}
        clients = sum(part.clients for part in told.values())
        yield shared | _row(variable, split, _slice(cell), clients, counts)
    for (first, second, split), grid in population.pairs.items():
        clients = sum(map(sum, grid.values()))
        counts = {name: list(each) for name, each in grid.items()}
        yield shared | _row(_pair(first, second), split, EVERYBODY, clients, counts)


def _row(variable: str, split: str, slice_: str, clients: int, counts: object) -> dict[str, object]:
    return {
        "variable": variable,
        "split": split,
        "slice": slice_,
        "clients": clients,
        "counts": canonical(counts),
    }


def _outline(population: Population) -> dict[str, object]:
    thirds = population.thirds
    return {
        "thirds": {"income": list(thirds.income), "burden": list(thirds.burden)},
        "sizes": [[*_key(cell), count] for cell, count in sorted(population.sizes.items())],
        "axes": {
            name: {"edges": list(axis.edges), "words": list(axis.words)}
            for name, axis in population.axes.items()
        },
    }


def _axis(name: str, told: dict[str, list[str]]) -> Axis:
    if told["words"]:
        return Axis(name, "word", words=tuple(told["words"]))
    return Axis(name, "number", edges=tuple(map(float, told["edges"])))


def _parts(counts: str) -> Parts:
    known = json.loads(counts)
    return {name: Part(tuple(each[:-1]), each[-1]) for name, each in known.items()}


def _key(cell: Cell) -> tuple[str, str, str, str]:
    return cell.contract, cell.income_type, cell.income_third, cell.burden_third


def _slice(cell: Cell) -> str:
    return canonical(list(_key(cell)))


def _pair(first: str, second: str) -> str:
    return f"{first}|{second}"
