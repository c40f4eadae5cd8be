"""One applicant's features in milliseconds: the executor's plan, built once and lent to requests.

Polars runs the plan's source callbacks on threads of its own, so a slot's tables are reached by
closure; a queue lends each slot to one request at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from queue import SimpleQueue

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
from polars.io.plugins import register_io_source

from clairscore.data.schema import CLIENT_KEY, TABLES
from clairscore.data.tables import raw_type
from clairscore.features.catalogue import Catalogue
from clairscore.features.compute import compute
from clairscore.features.engines import NOTHING_FITTED, Fitted


class Slot:
    """A prepared plan over tables that are filled in just before it runs."""

    def __init__(self, catalogue: Catalogue, fitted: Fitted) -> None:
        self.tables: Mapping[str, pl.DataFrame] = {}
        self.columns = {
            table: [name for name in TABLES[table].names if name in columns]
            for table, columns in catalogue.reads.items()
        }
        sources = {table: nw.from_native(self.source(table)) for table in self.columns}
        native: pl.LazyFrame = nw.to_native(compute(sources, catalogue, fitted))
        native.collect_schema()  # keeps the resolved plan: later runs skip a third of the work
        self.plan = native

    def source(self, table: str) -> pl.LazyFrame:
        columns = self.columns[table]

        def rows(
            with_columns: list[str] | None, _: pl.Expr | None, __: int | None, ___: int | None
        ) -> Iterator[pl.DataFrame]:
            yield self.tables[table].select(with_columns or columns)

        schema = {name: raw_type(TABLES[table][name]) for name in columns}
        return register_io_source(rows, schema=schema)

    def run(self, tables: Mapping[str, pl.DataFrame]) -> np.ndarray:
        self.tables = tables
        frame = self.plan.collect(engine="in-memory", optimizations=pl.QueryOptFlags.none())
        self.tables = {}
        values: np.ndarray = frame.drop(CLIENT_KEY).to_numpy()[0]
        return values


class OneApplicant:
    """The features of one applicant at a time, from raw frames, safe to call from many threads."""

    def __init__(
        self, catalogue: Catalogue, fitted: Fitted = NOTHING_FITTED, slots: int = 2
    ) -> None:
        self.names = catalogue.names
        self.slots: SimpleQueue[Slot] = SimpleQueue()
        for _ in range(slots):
            self.slots.put(Slot(catalogue, fitted))

    def features(self, tables: Mapping[str, pl.DataFrame]) -> np.ndarray:
        """Float32 values of shape (n_features,), NaN where missing; waits for a free slot."""
        slot = self.slots.get()
        try:
            return slot.run(tables)
        finally:
            self.slots.put(slot)
