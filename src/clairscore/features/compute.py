"""The only executor of features: one applicant, a book on one machine, a cluster.

The frame that goes in is the choice of scale. History tables are rolled up one by one: whole-number
quantities on each row, atoms over each client's rows, features of the table; then everything is
joined to the application.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias

import narwhals.stable.v2 as nw
import polars as pl

from clairscore.data.schema import APPLICATION, CLIENT_KEY, HISTORY_TABLES, TABLES
from clairscore.features.canonical import canonical
from clairscore.features.catalogue import Catalogue
from clairscore.features.engines import (
    NOTHING_FITTED,
    Fitted,
    Tally,
    tally_type,
    with_predictions,
)
from clairscore.features.runs import in_runs
from clairscore.features.spec import Atom, Feature, Quantity

Frame = nw.LazyFrame[Any]
Tables = Mapping[str, Frame]
WORTH_SORTING = 200
"""Atoms from which a table's rows are sorted: fewer cost less than the sorting."""

Group: TypeAlias = Callable[[Frame, str, list[Quantity], list[Atom], Fitted], Frame]
"""From a table's source columns, joined with its child tables' atoms, to one row a key."""


def compute(tables: Tables, catalogue: Catalogue, fitted: Fitted = NOTHING_FITTED) -> Frame:
    """`SK_ID_CURR` and one Float32 column a feature, in catalogue order; null where missing.

    `tables` are raw frames by schema name, holding at least `catalogue.reads`. One row for each row
    of `application`, in no particular order.
    """
    first, *others = parts(tables, catalogue, fitted)
    for part in others:
        first = first.join(part, on=CLIENT_KEY, how="left")
    return finish(first, catalogue)


def book(
    tables: Mapping[str, pl.LazyFrame], catalogue: Catalogue, fitted: Fitted = NOTHING_FITTED
) -> pl.DataFrame:
    """The features of every client of the tables, on one machine, sorted by `SK_ID_CURR`.

    The same parts as `compute`, one table after the other and laid side by side: memory holds the
    result and one table's rows, and no row is copied once for each join.
    """
    lazy = {name: nw.from_native(frame) for name, frame in tables.items()}
    keys = tables[APPLICATION].select(CLIENT_KEY).collect(engine="streaming").sort(CLIENT_KEY)
    with ThreadPoolExecutor(1) as beside:  # one part is laid in order while the next is computed
        aligned = [
            beside.submit(in_order, keys, native_of(part).collect(engine="streaming"))
            for part in parts(lazy, catalogue, fitted, sorted_rows)
        ]
    done = pl.concat([keys, *(part.result() for part in aligned)], how="horizontal")
    return native_of(finish(nw.from_native(done.lazy()), catalogue)).collect()


def in_order(keys: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The columns of a part in the order of the clients, missing where it has no row."""
    ordered = keys.join(rows, on=CLIENT_KEY, how="left", maintain_order="left")
    return ordered.drop(CLIENT_KEY)


def native_of(frame: Frame) -> pl.LazyFrame:
    native: pl.LazyFrame = nw.to_native(frame)
    return native


def parts(
    tables: Tables, catalogue: Catalogue, fitted: Fitted, group: Group | None = None
) -> Iterator[Frame]:
    """One frame a table, one row a client: the applications', then each history's features."""
    yield application(tables, catalogue, fitted)
    for table in HISTORY_TABLES:
        features = [feature for feature in catalogue if feature.source == table]
        carried = atoms_of(catalogue.across_tables, table)
        if features or carried:
            yield history(tables, table, features, carried, fitted, group or hashed_rows)


def finish(frame: Frame, catalogue: Catalogue) -> Frame:
    """The features across tables, and the declared values for clients without any row."""
    if catalogue.across_tables:
        frame = frame.with_columns(*map(cast, catalogue.across_tables))
    return frame.select(CLIENT_KEY, *(finished(feature) for feature in catalogue))


def across(rows: Frame, catalogue: Catalogue) -> Frame:
    """The features across tables, of rows whose parts already lie side by side."""
    return rows.select(*map(cast, catalogue.across_tables))


def application(tables: Tables, catalogue: Catalogue, fitted: Fitted) -> Frame:
    """The applications with their own features and the columns that features across tables read."""
    features = [feature for feature in catalogue if feature.source == APPLICATION]
    reads = sorted(catalogue.reads[APPLICATION] - {CLIENT_KEY})
    kept = sorted(
        column
        for feature in catalogue.across_tables
        for table, column in feature.reads
        if table == APPLICATION
    )
    kept += [quantity.column for feature in catalogue.across_tables for quantity in feature.needs]
    frame = tables[APPLICATION].select(CLIENT_KEY, *canonical(TABLES[APPLICATION], reads))
    frame = with_quantities(frame, own_quantities(catalogue), fitted)
    return frame.select(CLIENT_KEY, *dict.fromkeys(kept), *map(cast, features))


def own_quantities(features: Iterable[Feature]) -> list[Quantity]:
    """The quantities of the application's own row that the features need."""
    return distinct(q for feature in features for need in feature.needs for q in need.closure())


def cast(feature: Feature) -> nw.Expr:
    return feature.expr.cast(nw.Float32).alias(feature.name)


def finished(feature: Feature) -> nw.Expr:
    """The feature's column with the declared value for clients without any row."""
    column = nw.col(feature.name)
    return column if feature.empty is None else column.fill_null(feature.empty).cast(nw.Float32)


def atoms_of(features: Iterable[Feature], table: str) -> list[Atom]:
    """The distinct atoms that the features need of the table."""
    atoms = {atom.column: atom for feature in features for atom in feature.atoms}
    return [atom for atom in atoms.values() if atom.table == table]


def history(
    tables: Tables,
    table: str,
    features: list[Feature],
    carried: list[Atom],
    fitted: Fitted,
    group: Group,
) -> Frame:
    """One row a client: the table's features, and the atoms that other features need of it."""
    atoms = list({atom.column: atom for atom in (*atoms_of(features, table), *carried)}.values())
    frame = rolled_up(tables, table, atoms, CLIENT_KEY, fitted, group)
    return frame.select(CLIENT_KEY, *(atom.column for atom in carried), *map(cast, features))


def rolled_up(
    tables: Tables, table: str, atoms: list[Atom], by: str, fitted: Fitted, group: Group
) -> Frame:
    """The atoms of a table's rows grouped by a client's or a loan's identifier."""
    quantities = distinct(quantity for atom in atoms for quantity in atom.quantities)
    frame = source_columns(tables[table], table, quantities, by)
    frame = with_children(frame, tables, quantities, fitted, group)
    frame = group(frame, by, quantities, atoms, fitted)
    counts = [nonzero(atom) for atom in atoms if atom.operation == "count"]
    return frame.with_columns(*counts) if counts else frame


def hashed_rows(
    frame: Frame, by: str, quantities: list[Quantity], atoms: list[Atom], fitted: Fitted
) -> Frame:
    """By the engine's own grouping: for a plan that is built once, and for a cluster."""
    frame = with_masks(with_quantities(frame, quantities, fitted), atoms)
    return frame.group_by(by).agg(*map(aggregate, atoms))


def sorted_rows(
    frame: Frame, by: str, quantities: list[Quantity], atoms: list[Atom], fitted: Fitted
) -> Frame:
    """By runs of sorted rows, for a book on one machine."""
    if len(atoms) < WORTH_SORTING:
        return hashed_rows(frame, by, quantities, atoms, fitted)

    def prepare(rows: pl.LazyFrame) -> pl.LazyFrame:
        ready = with_quantities(nw.from_native(rows), quantities, fitted)
        return native_of(with_memberships(ready, atoms))

    rows = native_of(frame).collect(engine="streaming")
    done = in_runs(rows, by, atoms, prepare)
    return nw.from_native(done.lazy())


def distinct(quantities: Iterable[Quantity]) -> list[Quantity]:
    return list({quantity.column: quantity for quantity in quantities}.values())


def source_columns(frame: Frame, table: str, quantities: list[Quantity], by: str) -> Frame:
    """The grouping key, the link to child tables, and the canonical columns that are read."""
    names = TABLES[table].by_name
    read = sorted({quantity.column for quantity in quantities} & set(names))
    keys = [by, *(child.parent_key for child in children(quantities) if child.parent_key)]
    if any(quantity.model for quantity in quantities):
        keys.append(CLIENT_KEY)
    keys = [key for key in dict.fromkeys(keys) if key not in read]
    return frame.select(*keys, *canonical(TABLES[table], read))


def children(quantities: list[Quantity]) -> list[Any]:
    tables = {atom.table for quantity in quantities for atom in quantity.child_atoms}
    return [TABLES[name] for name in sorted(tables)]


def with_children(
    frame: Frame, tables: Tables, quantities: list[Quantity], fitted: Fitted, group: Group
) -> Frame:
    """Each row with the atoms of its rows in the child tables."""
    for child in children(quantities):
        atoms = {
            atom.column: atom
            for quantity in quantities
            for atom in quantity.child_atoms
            if atom.table == child.name
        }
        part = rolled_up(tables, child.name, list(atoms.values()), child.parent_key, fitted, group)
        frame = frame.join(part, on=child.parent_key, how="left")
    return frame


def with_quantities(frame: Frame, quantities: list[Quantity], fitted: Fitted) -> Frame:
    """Each row with its derived quantities, those that others need first."""
    derived = [q for q in quantities if q.column not in TABLES[q.table].by_name]
    for depth in sorted({quantity.depth for quantity in derived}):
        round_ = [quantity for quantity in derived if quantity.depth == depth]
        plain = [quantity for quantity in round_ if quantity.model is None]
        if plain:
            frame = frame.with_columns(*(q.expr.alias(q.column) for q in plain))
        for quantity in round_:
            if quantity.model is not None:
                frame = with_predictions(frame, quantity.model, fitted)
    return frame


def with_memberships(frame: Frame, atoms: list[Atom]) -> Frame:
    """Each row with its membership in each subset."""
    subsets = {atom.subset.membership: atom.subset.condition for atom in atoms}
    conditions = [expr.alias(name) for name, expr in subsets.items() if expr is not None]
    return frame.with_columns(*conditions) if conditions else frame


def with_masks(frame: Frame, atoms: list[Atom]) -> Frame:
    """Each row with its memberships, and each quantity null outside the subset."""
    frame = with_memberships(frame, atoms)
    tally = tally_type(frame)
    masked = {
        masked_column(atom): mask(atom, tally)
        for atom in atoms
        if atom.subset.condition is not None
    }
    return frame.with_columns(*(e.alias(name) for name, e in masked.items())) if masked else frame


def masked_column(atom: Atom) -> str:
    name = atom.quantity.column if atom.quantity else "row"
    return name if atom.subset.condition is None else f"{name}@{atom.subset.label}"


def mask(atom: Atom, tally: Tally) -> nw.Expr:
    """The atom's quantity where the row is in its subset; for a count of rows, one there."""
    inside = nw.col(atom.subset.membership)
    if atom.quantity is None:
        return inside.cast(tally)
    return nw.when(inside).then(nw.col(atom.quantity.column))


def counts_every_row(atom: Atom) -> bool:
    return atom.operation == "rows" and atom.subset.condition is None


def aggregate(atom: Atom) -> nw.Expr:
    """The atom as an aggregation of whole numbers."""
    if counts_every_row(atom):
        return nw.len().alias(atom.column)
    column = nw.col(masked_column(atom))
    match atom.operation:
        case "sum" | "rows":
            value = column.sum()
        case "min":
            value = column.min()
        case "max":
            value = column.max()
        case "count":
            value = column.count()
    return value.alias(atom.column)


def nonzero(atom: Atom) -> nw.Expr:
    """A count of zero as missing, so that nothing is divided by it."""
    value = nw.col(atom.column)
    return nw.when(value > 0).then(value).alias(atom.column)
