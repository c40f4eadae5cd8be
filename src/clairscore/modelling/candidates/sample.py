"""Clients to learn from or to answer for, with what each column of their matrix holds."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Matrix
from clairscore.modelling.folds import hashed
from clairscore.modelling.population import Population

Rows = NDArray[np.int64]
ARRAYS = ("clients", "y", "matrix", "fold")


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the features, which hold a category's code, which one word of it, and directions."""

    names: tuple[str, ...]
    codes: tuple[int, ...]
    words: tuple[int, ...]
    monotone: tuple[int, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """Columns that are neither a code nor a word."""
        other = {*self.codes, *self.words}
        return tuple(at for at in range(len(self.names)) if at not in other)

    def given_in(self, matrix: Matrix) -> Columns:
        """The same, a code that no row has told among the words: no encoder can learn it."""
        given = np.asarray(~np.isnan(matrix).all(axis=0))
        absent = tuple(at for at in self.codes if not given[at])
        kept = tuple(at for at in self.codes if given[at])
        return replace(self, codes=kept, words=(*self.words, *absent))


@dataclass(frozen=True, eq=False)
class Sample:
    """Clients (n,), outcomes (n,) and features, float32 (n, features), NaN = missing."""

    clients: NDArray[np.int64]
    y: NDArray[np.bool_]
    matrix: Matrix
    columns: Columns

    def __len__(self) -> int:
        return len(self.y)

    def at(self, rows: Rows) -> Sample:
        """The clients of these rows."""
        matrix = np.ascontiguousarray(self.matrix[rows])
        return Sample(self.clients[rows], self.y[rows], matrix, self.columns)


def sample_of(people: Population) -> Sample:
    """The population with what its catalogue says of each column."""
    kinds = [feature.statistic for feature in people.catalogue]
    columns = Columns(
        people.catalogue.names,
        tuple(at for at, kind in enumerate(kinds) if kind == "code"),
        tuple(at for at, kind in enumerate(kinds) if kind == "is"),
        tuple(people.monotone),
    )
    return Sample(people.clients, people.y, people.matrix, columns)


def stratified(sample: Sample, most: int | None, seed: int) -> Sample:
    """At most that many clients, each class in its share, drawn by a hash of the client's number.

    The same clients are drawn whatever the order of the rows.
    """
    if most is None or len(sample) <= most:
        return sample
    drawn = [_first(sample, outcome, most / len(sample), seed) for outcome in (False, True)]
    return sample.at(np.sort(np.concatenate(drawn)))


def keep(sample: Sample, fold: NDArray[np.int8], folder: Path) -> None:
    """Write the sample and its folds as plain arrays that another process can map."""
    arrays = (sample.clients, sample.y, np.asarray(sample.matrix), fold)
    for name, array in zip(ARRAYS, arrays, strict=True):
        np.save(folder / f"{name}.npy", np.asanyarray(array), allow_pickle=False)
    text = json.dumps(asdict(sample.columns))
    (folder / "columns.json").write_text(text, encoding="utf-8")


def kept(folder: Path) -> tuple[Sample, NDArray[np.int8]]:
    """What `keep` wrote; the matrix stays on disk until rows of it are taken."""
    clients, y, matrix, fold = (
        np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in ARRAYS
    )
    read = json.loads((folder / "columns.json").read_text(encoding="utf-8"))
    columns = Columns(**{name: tuple(values) for name, values in read.items()})
    return Sample(np.asarray(clients), np.asarray(y), matrix, columns), np.asarray(fold)


def _first(sample: Sample, outcome: bool, share: float, seed: int) -> Rows:
    rows = np.flatnonzero(sample.y == outcome)
    order = np.lexsort((sample.clients[rows], hashed(sample.clients[rows], seed)))
    return np.asarray(rows[order[: max(1, round(share * len(rows)))]])
