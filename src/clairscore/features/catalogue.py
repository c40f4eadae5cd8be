"""Every feature there is, in one order; a catalogue is an ordered choice of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from clairscore.data.schema import APPLICATION, CLIENT_KEY, TABLES
from clairscore.errors import BadSetting
from clairscore.features.purposes import with_purposes
from clairscore.features.spec import Feature, Read, RowModel

Extent = Literal["raw", "plain", "full", "step-a", "step-b", "step-c", "step-d"]
"""`raw`: the application's columns. `plain`: and ratios and aggregates. `full`: all there is.

The steps of the ladder, each with those before: `step-a` the application's ratios and the external
scores together; `step-b` aggregates of every history; `step-c` windows, trends and what still runs;
`step-d` this offer against the client's own history, what earlier loans cost, and the learnt term.
"""

STEPS: tuple[Extent, ...] = ("raw", "step-a", "step-b", "step-c", "step-d")
"""The ladder from the bottom up."""

EDITION = 2
"""Raised when the definition of an existing name changes; a new name needs no new edition."""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """An ordered choice of features."""

    features: tuple[Feature, ...]

    def __iter__(self) -> Iterator[Feature]:
        return iter(self.features)

    def __len__(self) -> int:
        return len(self.features)

    def __getitem__(self, name: str) -> Feature:
        return self.by_name[name]

    @cached_property
    def by_name(self) -> dict[str, Feature]:
        return {feature.name: feature for feature in self.features}

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(feature.name for feature in self.features)

    @cached_property
    def across_tables(self) -> tuple[Feature, ...]:
        """The features that need more than one table."""
        return tuple(feature for feature in self.features if feature.source == "client")

    @cached_property
    def reads(self) -> dict[str, frozenset[str]]:
        """Table to the source columns that must be there: what the features read, and the keys."""
        columns: dict[str, set[str]] = {APPLICATION: {CLIENT_KEY}}
        for feature in self.features:
            columns |= {table: set() for table in tables_of(feature) if table not in columns}
        for source, column in self.pairs:
            columns[source].add(column)
        for name in list(columns):
            table = TABLES[name]
            if CLIENT_KEY in table.by_name:
                columns[name].add(CLIENT_KEY)
        for name in self.children:
            table = TABLES[name]
            if table.parent and table.parent_key:
                columns[name].add(table.parent_key)
                columns.setdefault(table.parent, set()).update((CLIENT_KEY, table.parent_key))
        return {name: frozenset(columns[name]) for name in TABLES if name in columns}

    @cached_property
    def children(self) -> tuple[str, ...]:
        """The tables rolled up by the rows of another history before the client's."""
        children = (child_tables(feature) for feature in self.features)
        return tuple(sorted(frozenset().union(*children)))

    @cached_property
    def pairs(self) -> frozenset[Read]:
        return frozenset().union(*(feature.reads for feature in self.features))

    @cached_property
    def row_models(self) -> tuple[RowModel, ...]:
        """The row models that the features need."""
        return tuple(dict.fromkeys(model for each in self.features for model in each.row_models))

    @cached_property
    def learnt(self) -> Catalogue:
        """The features that need a row model."""
        return self.where(lambda feature: bool(feature.row_models))

    @cached_property
    def given(self) -> Catalogue:
        """The features that need none: they can be computed before anything is fitted."""
        return self.where(lambda feature: not feature.row_models)

    @cached_property
    def version(self) -> str:
        """Digest of the definitions: names, what they read, and the vocabularies behind them."""
        digest = hashlib.sha256(f"edition {EDITION}\n".encode())
        for feature in self.features:
            digest.update(f"{feature.name} {sorted(feature.reads)}\n".encode())
        for table, column in sorted(self.pairs):
            digest.update(f"{TABLES[table][column]}\n".encode())
        for model in self.row_models:
            inputs = [quantity.column for quantity in model.inputs]
            digest.update(f"row model {model.name} {model.table} {inputs}\n".encode())
        return digest.hexdigest()

    def select(self, names: Collection[str]) -> Catalogue:
        """The named features, in the order of `names`; an unknown name is an error."""
        unknown = [name for name in names if name not in self.by_name]
        if unknown:
            raise BadSetting(f"{len(unknown)} features are not in this version, first {unknown[0]}")
        return Catalogue(tuple(self.by_name[name] for name in names))

    def without(self, excluded: Collection[Read]) -> Catalogue:
        """The features that read none of the excluded columns."""
        barred = frozenset(excluded)
        return self.where(lambda feature: not feature.reads & barred)

    def of_tables(self, tables: Collection[str]) -> Catalogue:
        """The features that read these tables only."""
        allowed = frozenset(tables)
        return self.where(lambda feature: tables_of(feature) <= allowed)

    def where(self, keep: Callable[[Feature], bool]) -> Catalogue:
        return Catalogue(tuple(feature for feature in self.features if keep(feature)))


def tables_of(feature: Feature) -> frozenset[str]:
    """The tables that the feature needs: a count of rows reads no column, yet its table."""
    tables = {table for table, _ in feature.reads} | {atom.table for atom in feature.atoms}
    return child_tables(feature) | tables


def child_tables(feature: Feature) -> frozenset[str]:
    """The tables that the feature rolls up by the rows of another history."""
    atoms = (atom for quantity in feature.quantities for atom in quantity.child_atoms)
    return frozenset(atom.table for atom in atoms)


@cache
def catalogue(extent: Extent = "plain") -> Catalogue:
    """The features of an extent, see `Extent`.

    BadSetting where the extent is unknown, or a feature has no purpose.
    """
    extents = extents_by_name()
    if extent not in extents:
        raise BadSetting(f"catalogue {extent!r} is unknown; expected one of {', '.join(extents)}")
    return Catalogue(with_purposes(extents[extent]))


def extents_by_name() -> dict[Extent, tuple[Feature, ...]]:
    """Each extent's features: every step of the ladder holds the one before."""
    from clairscore.features import application, client, learnt_term, offer, rates, row_models

    combined = (*offer.EXTERNAL, *offer.OFFER)
    aggregates, shapes = _aggregates(), _shapes()
    own = (*client.OFFER, *rates.RATES, *learnt_term.TERMS)
    step_a = (*application.RAW, *application.RATIOS, *combined)
    return {
        "raw": application.RAW,
        "plain": (*application.RAW, *application.RATIOS, *aggregates),
        "step-a": step_a,
        "step-b": (*step_a, *aggregates),
        "step-c": (*step_a, *aggregates, *shapes),
        "step-d": (*step_a, *aggregates, *shapes, *own),
        "full": (
            *application.RAW,
            *application.RATIOS,
            *aggregates,
            *combined,
            *shapes,
            *own,
            *row_models.RISKS,
        ),
    }


def _aggregates() -> tuple[Feature, ...]:
    """Plain aggregates of every history."""
    from clairscore.features import bureau, instalments, monthly, previous

    return (
        *bureau.PLAIN,
        *previous.PLAIN,
        *monthly.POS_PLAIN,
        *instalments.PLAIN,
        *monthly.CARD_PLAIN,
    )


def _shapes() -> tuple[Feature, ...]:
    """Windows, trends, and what still runs."""
    from clairscore.features import bureau, debt, instalments, monthly, previous, running

    return (
        *bureau.SHAPES,
        *previous.SHAPES,
        *monthly.SHAPES,
        *instalments.SHAPES,
        *debt.DEBT,
        *previous.RECENT,
        *running.RUNNING_LOANS,
        *monthly.STATEMENTS,
        *instalments.PAYMENTS,
    )
