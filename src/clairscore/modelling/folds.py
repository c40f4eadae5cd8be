"""Which client is in which fold, and who is kept untouched for the one final test.

Each class is dealt out in the order of a hash of client number and seed: balanced, and the same
whatever the order of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.data.files import write_atomically
from clairscore.data.schema import CLIENT_KEY

Clients = NDArray[np.int64]
Outcomes = NDArray[np.bool_]

UNTOUCHED = -1
"""Fold of the clients that only the final test sees."""
TEST_SHARE = 0.15


@dataclass(frozen=True, eq=False)
class Folds:
    """Fold of each client (n,): 0 to k - 1, or -1 for the untouched test part."""

    clients: Clients
    fold: NDArray[np.int8]

    @property
    def untouched(self) -> NDArray[np.bool_]:
        """Whether each client belongs to the test part."""
        return np.asarray(self.fold == UNTOUCHED)


def deal(
    clients: Clients, y: Outcomes, *, folds: int, seed: int, test_share: float = TEST_SHARE
) -> Folds:
    """Folds by client, as many of each class in every one as can be; `test_share` is set apart."""
    fold = np.empty(len(clients), dtype=np.int8)
    shuffled = hashed(clients, seed)
    for outcome in (False, True):
        rows = np.flatnonzero(y == outcome)
        rows = rows[np.lexsort((clients[rows], shuffled[rows]))]
        apart = round(test_share * len(rows))
        fold[rows[:apart]] = UNTOUCHED
        fold[rows[apart:]] = np.arange(len(rows) - apart) % folds
    return Folds(clients, fold)


def hashed(clients: Clients, seed: int) -> NDArray[np.uint64]:
    """A well-mixed 64-bit number for each client: splitmix64 (Steele, Lea and Flood 2014)."""
    with np.errstate(over="ignore"):
        mixed = _mixed(np.full(1, seed, dtype=np.uint64)) ^ clients.astype(np.uint64)
        return _mixed(mixed)


def save(folds: Folds, path: Path) -> None:
    """Write SK_ID_CURR, fold and part ("train" or "test") as Parquet, atomically."""
    part = np.where(folds.untouched, "test", "train")
    frame = pl.DataFrame({CLIENT_KEY: folds.clients, "fold": folds.fold, "part": part})
    with write_atomically(path) as draft:
        frame.write_parquet(draft)


def read(path: Path) -> Folds:
    """The folds that `save` wrote."""
    frame = pl.read_parquet(path)
    return Folds(frame[CLIENT_KEY].to_numpy(), frame["fold"].to_numpy())


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(values ^ (values >> np.uint64(31)))
