"""One applicant's features in milliseconds: the executor's plans, built once and lent to requests.

Polars runs a plan's source callbacks on threads of its own, so a slot's tables are reached by
closure; a queue lends each slot to one request at a time. As in a book, each table is computed
apart and laid beside the others, which for one applicant costs less than joining.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars.io.plugins import register_io_source

from clairscore.data.schema import APPLICATION, CLIENT_KEY, TABLES
from clairscore.data.tables import raw_type
from clairscore.features.catalogue import Catalogue
from clairscore.features.compute import across, parts
from clairscore.features.engines import NOTHING_FITTED, Fitted

AS_WRITTEN = pl.QueryOptFlags.none()
"""Optimising a plan costs more than running it on one applicant."""


AT_ONCE = 2
"""Tables computed side by side: a third less waiting for the same work."""


class Slot:
    """Prepared plans over tables that are filled in just before they run."""

    def __init__(self, catalogue: Catalogue, fitted: Fitted, pool: ThreadPoolExecutor) -> None:
        self.catalogue, self.pool = catalogue, pool
        self.tables: Mapping[str, pl.DataFrame] = {}
        self.columns = {
            table: [name for name in TABLES[table].names if name in columns]
            for table, columns in catalogue.reads.items()
        }
        sources = {table: nw.from_native(self.source(table)) for table in self.columns}
        self.plans: list[pl.LazyFrame] = [
            nw.to_native(part) for part in parts(sources, catalogue, fitted)
        ]
        # collect_schema keeps the resolved plan, which spares later runs a third of their work
        schemas = [plan.collect_schema() for plan in self.plans]
        self.widest_first = sorted(range(len(schemas)), key=lambda at: -len(schemas[at]))
        self.rows: list[pl.DataFrame] = []
        self.across = self.prepared_across(schemas) if catalogue.across_tables else None
        columns = [name for schema in schemas for name in schema.names()[1:]]
        columns += [feature.name for feature in catalogue.across_tables]
        place = {name: number for number, name in enumerate(columns)}
        self.order = np.array([place[name] for name in catalogue.names])
        declared = [np.nan if feature.empty is None else feature.empty for feature in catalogue]
        self.empty = np.array(declared, dtype=np.float32)

    def prepared_across(self, schemas: Sequence[pl.Schema]) -> pl.LazyFrame:
        """The plan of the features across tables, over what the other plans carry for them."""
        features = {CLIENT_KEY, *self.catalogue.names}
        carried = [[name for name in each if name not in features] for each in schemas]
        schema = {name: each[name] for each in schemas for name in each if name not in features}
        # made once: filling a frame with nulls costs more than computing a table
        absent = [
            pl.DataFrame(schema={name: each[name] for name in names}).clear(1)
            for each, names in zip(schemas, carried, strict=True)
        ]

        def joined(
            with_columns: list[str] | None, _: pl.Expr | None, __: int | None, ___: int | None
        ) -> Iterator[pl.DataFrame]:
            frame = side_by_side(self.rows, absent, self.tables[APPLICATION].height)
            yield frame.select(with_columns) if with_columns else frame

        frame = nw.from_native(register_io_source(joined, schema=schema))
        plan: pl.LazyFrame = nw.to_native(across(frame, self.catalogue))
        plan.collect_schema()
        return plan

    def source(self, table: str) -> pl.LazyFrame:
        columns = self.columns[table]

        def rows(
            with_columns: list[str] | None, _: pl.Expr | None, __: int | None, ___: int | None
        ) -> Iterator[pl.DataFrame]:
            yield self.tables[table].select(with_columns or columns)

        schema = {name: raw_type(TABLES[table][name]) for name in columns}
        return register_io_source(rows, schema=schema)

    def run(self, tables: Mapping[str, pl.DataFrame]) -> NDArray[np.float32]:
        self.tables, height = tables, tables[APPLICATION].height
        running = {at: self.pool.submit(collected, self.plans[at]) for at in self.widest_first}
        self.rows = [running[at].result() for at in range(len(self.plans))]
        numbers = [numbers_of(row, height) for row in self.rows]
        if self.across is not None:
            numbers.append(collected(self.across).to_numpy())
        self.tables, self.rows = {}, []
        values = np.concatenate(numbers, axis=1)[:, self.order].astype(np.float32)
        return np.where(np.isnan(values), self.empty, values)


def collected(plan: pl.LazyFrame) -> pl.DataFrame:
    return plan.collect(engine="in-memory", optimizations=AS_WRITTEN)


def side_by_side(rows: list[pl.DataFrame], absent: list[pl.DataFrame], height: int) -> pl.DataFrame:
    """Of each part the columns that `absent` has, which stands for a part without a row.

    A history's one row stands beside each of the `height` applications.
    """
    parts = (
        repeated(row.select(missing.columns) if row.height else missing, height)
        for row, missing in zip(rows, absent, strict=True)
        if missing.width
    )
    return pl.concat(parts, how="horizontal")


def repeated(part: pl.DataFrame, height: int) -> pl.DataFrame:
    return part if part.height == height else part[[0] * height]


def numbers_of(part: pl.DataFrame, height: int) -> NDArray[np.float64]:
    """A part's columns but the key (height, columns); missing where the table has no row."""
    if not part.height:
        return np.full((height, part.width - 1), np.nan)
    return np.broadcast_to(part.to_numpy()[:, 1:], (height, part.width - 1))


class OneApplicant:
    """The features of one applicant at a time, from raw frames, safe to call from many threads."""

    def __init__(
        self, catalogue: Catalogue, fitted: Fitted = NOTHING_FITTED, slots: int = 2
    ) -> None:
        self.names = catalogue.names
        pool = ThreadPoolExecutor(AT_ONCE, "one-applicant")
        self.slots: SimpleQueue[Slot] = SimpleQueue()
        for _ in range(slots):
            self.slots.put(Slot(catalogue, fitted, pool))

    def features(self, tables: Mapping[str, pl.DataFrame]) -> NDArray[np.float32]:
        """Float32 values of shape (n_features,), NaN where missing; waits for a free slot."""
        values: NDArray[np.float32] = self.variants(tables)[0]
        return values

    def variants(self, tables: Mapping[str, pl.DataFrame]) -> NDArray[np.float32]:
        """The same for every row of `application` (n, n_features), one history behind them all.

        The rows are variants of one applicant's application: his history is computed once.
        """
        slot = self.slots.get()
        try:
            return slot.run(tables)
        finally:
            self.slots.put(slot)
