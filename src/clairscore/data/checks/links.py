"""Whether rows are there once, and whether the rows they belong to exist.

Ids are kept as 64-bit numbers, one a row and only for the table being read: 27 million rows of
bureau_balance take 0.2 GB, twice that while they are sorted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.data.schema import APPLICATION, CLIENT_KEY, Table

Ids: TypeAlias = NDArray[np.int64]

DENSE_SPAN = 1 << 28
"""Ids within this span are looked up in a table of bytes, others by bisection."""
MONTH_BITS = 11


class IdSet:
    """A fixed set of ids, quick to ask for millions of others."""

    def __init__(self, ids: Ids) -> None:
        self.ids = np.unique(ids)
        self._dense = self._table() if self._span() <= DENSE_SPAN else None

    def __len__(self) -> int:
        return len(self.ids)

    def lacks(self, ids: Ids) -> NDArray[np.bool_]:
        """Which of the ids are not in the set."""
        if not len(self.ids):
            return np.ones(len(ids), np.bool_)
        if self._dense is None:
            places = np.searchsorted(self.ids, ids).clip(max=len(self.ids) - 1)
            missing: NDArray[np.bool_] = self.ids[places] != ids
            return missing
        places = ids - self.ids[0]
        inside = (places >= 0) & (places < len(self._dense))
        known: NDArray[np.bool_] = inside & self._dense[np.where(inside, places, 0)]
        return ~known

    def _span(self) -> int:
        return int(self.ids[-1]) - int(self.ids[0]) if len(self.ids) else 0

    def _table(self) -> NDArray[np.bool_]:
        table = np.zeros(self._span() + 1 if len(self.ids) else 0, np.bool_)
        table[self.ids - self.ids[0] if len(self.ids) else []] = True
        return table


@dataclass
class Links:
    """The keys of one table's rows, gathered block by block."""

    table: Table
    clients: IdSet | None
    parents: IdSet | None
    orphans: int = 0
    _keys: list[Ids] = field(default_factory=list)
    _clients: list[Ids] = field(default_factory=list)

    def add(self, frame: pl.DataFrame) -> None:
        """Take in the keys of a typed block; rows without a key are other faults' concern."""
        if frame.height:
            self._keys.append(self._key(frame))
            if CLIENT_KEY in frame.columns and self.table.name != APPLICATION:
                self._clients.append(_ids(frame[CLIENT_KEY].unique()))
            self._count_orphans(frame)

    def own_ids(self) -> Ids:
        """The ids of the table's rows, in the file's order, where one column is the key."""
        return _joined(self._keys)

    def repeated(self) -> tuple[int, int]:
        """How many rows have a key that an earlier row has, and how many keys were read."""
        keys = _joined(self._keys)
        self._keys.clear()
        keys.sort()
        return int(np.count_nonzero(keys[1:] == keys[:-1])), len(keys)

    def strangers(self) -> tuple[int, int]:
        """How many of the table's clients the application table lacks, and how many there are."""
        clients = np.unique(_joined(self._clients))
        if self.clients is None or not len(clients):
            return 0, len(clients)
        return int(self.clients.lacks(clients).sum()), len(clients)

    def _key(self, frame: pl.DataFrame) -> Ids:
        key = [name for name in self.table.key if name in frame.columns]
        if not self.table.key:
            return _ids(frame.hash_rows(seed=0).reinterpret(signed=True))
        if len(key) != len(self.table.key):
            return np.empty(0, np.int64)
        if len(key) == 1:
            return _ids(frame[key[0]])
        months = (-frame[key[1]]).cast(pl.Int64, strict=False)
        return _ids(frame[key[0]] * (1 << MONTH_BITS) + months)

    def _count_orphans(self, frame: pl.DataFrame) -> None:
        key = self.table.parent_key
        if self.parents is not None and key in frame.columns and self.table.parent != APPLICATION:
            self.orphans += int(self.parents.lacks(_ids(frame[key])).sum())


def _ids(series: pl.Series) -> Ids:
    return series.drop_nulls().to_numpy().astype(np.int64, copy=False)


def _joined(parts: list[Ids]) -> Ids:
    return np.concatenate(parts) if parts else np.empty(0, np.int64)
