"""Synthetic clients made harder: many rows that tie in time, and rows that tie in everything."""

from __future__ import annotations

import numpy as np
import polars as pl

from clairscore.data.schema import APPLICATION, CLIENT_KEY, TABLES
from clairscore.data.synthetic import tables
from clairscore.features.catalogue import Catalogue, catalogue
from clairscore.features.spec import Feature

COARSE = {
    "bureau": ("DAYS_CREDIT", 200),
    "previous_application": ("DAYS_DECISION", 200),
    "installments_payments": ("DAYS_INSTALMENT", 60),
    "POS_CASH_balance": ("MONTHS_BALANCE", 1),
    "credit_card_balance": ("MONTHS_BALANCE", 1),
}


def representative() -> Catalogue:
    """Features that together hold every quantity, statistic, subset and window of a table."""
    seen: set[tuple[str, ...]] = set()
    chosen = []
    for feature in catalogue("full"):
        if traits(feature) - seen:
            seen |= traits(feature)
            chosen.append(feature)
    return Catalogue(tuple(chosen))


def traits(feature: Feature) -> set[tuple[str, ...]]:
    table = TABLES.get(feature.source)  # none for what is told across tables
    column = table.by_name.get(feature.column) if table else None
    quantity = column.kind if column else feature.column
    rows = "" if feature.statistic == "is" or (column and column.is_text) else feature.subset
    return {
        (feature.source, quantity),
        (feature.source, feature.statistic, "of any"),
        (feature.source, "over", rows),
        (feature.source, "in", feature.window),
    }


def tied(clients: int, seed: int = 11) -> dict[str, pl.DataFrame]:
    """Raw tables in which a client's rows fall on few days; some instalments come twice."""
    made = dict(tables(clients, seed))
    for name, (clock, step) in COARSE.items():
        made[name] = made[name].with_columns((pl.col(clock) / step).ceil() * step + 0.0)
    payments = made["installments_payments"].with_columns(
        NUM_INSTALMENT_VERSION=pl.lit(1.0), NUM_INSTALMENT_NUMBER=pl.lit(1.0)
    )
    again = payments.gather_every(5)
    half_known = payments.gather_every(7).with_columns(
        AMT_PAYMENT=pl.lit(None, pl.Float64), DAYS_ENTRY_PAYMENT=pl.lit(None, pl.Float64)
    )
    made["installments_payments"] = pl.concat([payments, again, half_known])
    return made


def shuffled(made: dict[str, pl.DataFrame], seed: int) -> dict[str, pl.DataFrame]:
    """The same rows in another order."""
    return {name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in made.items()}


def lazy(made: dict[str, pl.DataFrame]) -> dict[str, pl.LazyFrame]:
    return {name: frame.lazy() for name, frame in made.items()}


def only(made: dict[str, pl.DataFrame], clients: set[int]) -> dict[str, pl.DataFrame]:
    """The rows of these clients."""
    kept: dict[str, pl.DataFrame] = {}
    for name, frame in made.items():
        if CLIENT_KEY in frame.columns:
            kept[name] = frame.filter(pl.col(CLIENT_KEY).is_in(clients))
        else:
            parent, key = TABLES[name].parent, TABLES[name].parent_key
            assert parent is not None
            assert key is not None
            kept[name] = frame.join(kept[parent].select(key), on=key, how="semi")
    return kept


def ids(made: dict[str, pl.DataFrame]) -> list[int]:
    return made[APPLICATION][CLIENT_KEY].sort().to_list()


def bits(values: pl.DataFrame | np.ndarray) -> np.ndarray:
    """Float32 values as their bits, every kind of "missing" as one."""
    if isinstance(values, pl.DataFrame):
        values = values.drop(CLIENT_KEY, strict=False).to_numpy()
    assert values.dtype == np.float32
    return np.where(np.isnan(values), -1, values.view(np.int32).astype(np.int64))


def differing(one: np.ndarray, other: np.ndarray, names: tuple[str, ...]) -> list[str]:
    """The names of the columns whose bits differ."""
    return [names[column] for column in np.flatnonzero((bits(one) != bits(other)).any(axis=0))]
