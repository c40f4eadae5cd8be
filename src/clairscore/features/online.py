"""One applicant's features in milliseconds: the executor's plans, built once and lent to requests.

Polars runs a plan's source callbacks on threads of its own, so a slot's tables are reached by
closure; a queue lends each slot to one request at a time. As in a book, each table is computed
apart and laid beside the others, which for one applicant costs less than joining.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from queue import SimpleQueue

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars.io.plugins import register_io_source

from clairscore.data.schema import CLIENT_KEY, TABLES
from clairscore.data.tables import raw_type
from clairscore.features.catalogue import Catalogue
from clairscore.features.compute import across, parts
from clairscore.features.engines import NOTHING_FITTED, Fitted

AS_WRITTEN = pl.QueryOptFlags.none()
"""Optimising a plan costs more than running it on one applicant."""


class Slot:
    """Prepared plans over tables that are filled in just before they run."""

    def __init__(self, catalogue: Catalogue, fitted: Fitted) -> None:
        self.catalogue = catalogue
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
        self.rows: list[pl.DataFrame] = []
        self.across = self.prepared_across(schemas) if catalogue.across_tables else None
        columns = [name for schema in schemas for name in schema.names()[1:]]
        columns += [feature.name for feature in catalogue.across_tables]
        place = {name: number for number, name in enumerate(columns)}
        self.order = np.array([place[name] for name in catalogue.names])
        declared = [np.nan if feature.empty is None else feature.empty for feature in catalogue]
        self.empty = np.array(declared, dtype=np.float32)

    def prepared_across(self, schemas: Sequence[pl.Schema]) -> pl.LazyFrame:
        """The plan of the features across tables, over the other plans' rows side by side."""

        def joined(
            with_columns: list[str] | None, _: pl.Expr | None, __: int | None, ___: int | None
        ) -> Iterator[pl.DataFrame]:
            frame = side_by_side(self.rows)
            yield frame.select(with_columns) if with_columns else frame

        schema = {
            name: dtype for each in schemas for name, dtype in each.items() if name != CLIENT_KEY
        }
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
        self.tables = tables
        self.rows = [
            plan.collect(engine="in-memory", optimizations=AS_WRITTEN) for plan in self.plans
        ]
        numbers = [numbers_of(row) for row in self.rows]
        if self.across is not None:
            row = self.across.collect(engine="in-memory", optimizations=AS_WRITTEN)
            numbers.append(row.to_numpy()[0])
        self.tables, self.rows = {}, []
        values = np.concatenate(numbers)[self.order].astype(np.float32)
        return np.where(np.isnan(values), self.empty, values)


def side_by_side(rows: list[pl.DataFrame]) -> pl.DataFrame:
    """The parts' columns without their keys, missing where a part has no row."""
    parts = (row if row.height else row.clear(1) for row in rows)
    return pl.concat([part.drop(CLIENT_KEY) for part in parts], how="horizontal")


def numbers_of(row: pl.DataFrame) -> NDArray[np.float64]:
    """A part's columns but the key; all missing where the applicant has no row in the table."""
    if not row.height:
        return np.full(row.width - 1, np.nan)
    return row.to_numpy()[0, 1:]


class OneApplicant:
    """The features of one applicant at a time, from raw frames, safe to call from many threads."""

    def __init__(
        self, catalogue: Catalogue, fitted: Fitted = NOTHING_FITTED, slots: int = 2
    ) -> None:
        self.names = catalogue.names
        self.slots: SimpleQueue[Slot] = SimpleQueue()
        for _ in range(slots):
            self.slots.put(Slot(catalogue, fitted))

    def features(self, tables: Mapping[str, pl.DataFrame]) -> NDArray[np.float32]:
        """Float32 values of shape (n_features,), NaN where missing; waits for a free slot."""
        slot = self.slots.get()
        try:
            return slot.run(tables)
        finally:
            self.slots.put(slot)
