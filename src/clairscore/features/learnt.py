"""The learnt features in two halves: what is the same whatever is fitted, computed once and kept,
and what fitted row models make of it. The same bits as `compute` in one go.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import narwhals.stable.v2 as nw
import polars as pl

from clairscore.data.schema import APPLICATION, CLIENT_KEY, HISTORY_TABLES, TABLES
from clairscore.errors import Fault
from clairscore.features.canonical import canonical
from clairscore.features.catalogue import Catalogue
from clairscore.features.compute import (
    Frame,
    Tables,
    atoms_of,
    cast,
    distinct,
    hashed_rows,
    nonzero,
    own_quantities,
    rolled_up,
    sorted_rows,
    source_columns,
    with_children,
    with_quantities,
)
from clairscore.features.engines import NOTHING_FITTED, Fitted
from clairscore.features.runs import narrowed
from clairscore.features.spec import Feature, Quantity, RowModel


@dataclass(frozen=True, eq=False)
class Rows:
    """All that learnt features are made of but the predictions.

    `kept` holds, by source table, the rows that are predicted ("application": one a client), in one
    order; `lessons`, by row model, the rows it learns from where they are others.
    """

    catalogue: Catalogue
    kept: Mapping[str, pl.DataFrame]
    lessons: Mapping[str, pl.DataFrame]

    def teaching(self, model: RowModel) -> pl.DataFrame:
        """`SK_ID_CURR`, the inputs and the target, where it has one, of the rows that teach it."""
        return self.lessons[model.name] if model.lesson else self.kept[model.table]

    def only(self, names: Collection[str]) -> Rows | None:
        """The same with the named features alone; None where none is among them."""
        kept = self.catalogue.where(lambda feature: feature.name in names)
        return replace(self, catalogue=kept) if len(kept) else None

    def without(self, models: Collection[RowModel]) -> Rows:
        """The same without the features that need one of these models."""
        kept = self.catalogue.where(lambda feature: not set(models) & set(feature.row_models))
        return replace(self, catalogue=kept)

    def features(self, fitted: Fitted) -> pl.DataFrame:
        """`SK_ID_CURR` and the learnt features of the clients that have an application."""
        sources = (APPLICATION, *(name for name in self.kept if of_source(self.catalogue, name)))
        own, *histories = (self.of_source(name, fitted) for name in dict.fromkeys(sources))
        for part in histories:
            own = own.join(part, on=CLIENT_KEY, how="left")
        return own.select(CLIENT_KEY, *self.catalogue.names)

    def of_source(self, source: str, fitted: Fitted) -> pl.DataFrame:
        """The features of one table's rows."""
        frame = nw.from_native(self.kept[source].lazy())
        features = of_source(self.catalogue, source)
        if source == APPLICATION:
            ready = with_quantities(frame, predicted(own_quantities(features)), fitted)
        else:
            ready = aggregated(frame, features, source, fitted)
        done: pl.LazyFrame = nw.to_native(ready.select(CLIENT_KEY, *map(cast, features)))
        return done.collect()


def rows_of(folders: Sequence[Mapping[str, pl.LazyFrame]], catalogue: Catalogue) -> Rows:
    """The rows behind a catalogue's learnt features, of the raw tables of some folders."""
    tables = [{name: nw.from_native(frame) for name, frame in each.items()} for each in folders]
    learnt = catalogue.learnt
    histories = (feature.source for feature in learnt if feature.source in HISTORY_TABLES)
    kept = {
        source: together([source_rows(each, source, learnt) for each in tables])
        for source in dict.fromkeys((APPLICATION, *histories))
    }
    lessons = {
        model.name: together([lesson_rows(each, model) for each in tables])
        for model in learnt.row_models
        if model.lesson
    }
    return Rows(learnt, kept, lessons)


def together(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """The rows of all folders in one order."""
    rows = pl.concat(frames, how="vertical_relaxed")
    return rows.sort(CLIENT_KEY, *(name for name in rows.columns if name != CLIENT_KEY))


def of_source(features: Iterable[Feature], source: str) -> list[Feature]:
    """The features of a table; those across tables go with the application's."""
    return [f for f in features if (APPLICATION if f.source == "client" else f.source) == source]


def quantities_of(features: Iterable[Feature], table: str) -> list[Quantity]:
    """The quantities of a table's rows that the features need."""
    return distinct(q for atom in atoms_of(features, table) for q in atom.quantities)


def predicted(quantities: Iterable[Quantity]) -> list[Quantity]:
    return [quantity for quantity in quantities if quantity.model]


def lesson_rows(tables: Tables, model: RowModel) -> pl.DataFrame:
    """The rows that teach a model by their target; those without it are left out."""
    if model.lesson is None:
        raise Fault(f"row model {model.name} has no lesson: its own rows teach it")
    target = model.lesson.target
    wanted = (*model.lesson.inputs, target)
    quantities = distinct(q for each in wanted for q in each.closure())
    rows = ready_rows(tables, target.table, quantities, [each.column for each in wanted])
    return rows.drop_nulls(target.column)


def source_rows(tables: Tables, source: str, catalogue: Catalogue) -> pl.DataFrame:
    """The rows of a table, or of the clients, with all but the predictions."""
    features = of_source(catalogue, source)
    if source == APPLICATION:
        return client_rows(tables, features)
    quantities = quantities_of(features, source)
    models = [quantity.model for quantity in quantities if quantity.model]
    wanted = [q.column for model in models for q in model.inputs]
    wanted += [q.column for f in features for atom in f.atoms for q in atom.subset.needs]
    return narrowed(ready_rows(tables, source, quantities, wanted))


def ready_rows(
    tables: Tables, table: str, quantities: list[Quantity], columns: Iterable[str]
) -> pl.DataFrame:
    """`SK_ID_CURR` and some columns of a table's rows, derived ones and children's included."""
    given = [quantity for quantity in quantities if quantity.model is None]
    frame = source_columns(tables[table], table, given, CLIENT_KEY)
    frame = with_children(frame, tables, given, NOTHING_FITTED, sorted_rows)
    frame = with_quantities(frame, given, NOTHING_FITTED)
    native: pl.LazyFrame = nw.to_native(frame.select(CLIENT_KEY, *dict.fromkeys(columns)))
    return native.collect(engine="streaming")


def client_rows(tables: Tables, features: list[Feature]) -> pl.DataFrame:
    """One row a client: what its learnt features need of the application and of each history."""
    quantities = [q for q in own_quantities(features) if q.model is None]
    columns = sorted({c for f in features for table, c in f.reads if table == APPLICATION})
    frame = tables[APPLICATION].select(CLIENT_KEY, *canonical(TABLES[APPLICATION], columns))
    frame = with_quantities(frame, quantities, NOTHING_FITTED)
    for table in HISTORY_TABLES:
        if atoms := atoms_of(features, table):
            part = rolled_up(tables, table, atoms, CLIENT_KEY, NOTHING_FITTED, sorted_rows)
            frame = frame.join(part, on=CLIENT_KEY, how="left")
    native: pl.LazyFrame = nw.to_native(frame)
    return native.collect(engine="streaming").sort(CLIENT_KEY)


def aggregated(frame: Frame, features: list[Feature], table: str, fitted: Fitted) -> Frame:
    """One row a client with the atoms of the features, predictions made."""
    atoms, models = atoms_of(features, table), predicted(quantities_of(features, table))
    frame = hashed_rows(frame, CLIENT_KEY, models, atoms, fitted)
    return frame.with_columns(*(nonzero(atom) for atom in atoms if atom.operation == "count"))
