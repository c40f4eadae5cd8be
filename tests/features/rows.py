"""The smallest tables that show a point: only the facts that matter are written, the rest is null.

>>> value(row_count(INSTALMENTS), installments_payments=[{"AMT_PAYMENT": 1.0}])
1.0
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from clairscore.data.schema import APPLICATION, CLIENT_KEY, TABLES
from clairscore.data.tables import raw_schema
from clairscore.features.catalogue import Catalogue, catalogue
from clairscore.features.compute import book
from clairscore.features.online import OneApplicant
from clairscore.features.spec import Feature

Cell = str | float | None
Row = Mapping[str, Cell]
CLIENT = 1
LOAN = 10


def table(name: str, rows: Sequence[Row]) -> pl.DataFrame:
    """A raw frame: absent facts null, absent identifiers those of one client with one loan."""
    ids = {CLIENT_KEY: CLIENT, "SK_ID_PREV": LOAN, "SK_ID_BUREAU": LOAN}
    schema = raw_schema(name)
    known = [{key: ids.get(key) for key in schema} | dict(row) for row in rows]
    return pl.DataFrame(known, schema=schema, orient="row")


def frames(*, application: Row | None = None, **rows: Sequence[Row]) -> dict[str, pl.DataFrame]:
    """The seven tables of client 1."""
    given = {APPLICATION: [application or {}], **rows}
    return {name: table(name, given.get(name, ())) for name in TABLES}


def value(
    feature: Feature | str, *, application: Row | None = None, **rows: Sequence[Row]
) -> float | None:
    """The feature of client 1, asserted to be the same in a book and alone."""
    found = feature if isinstance(feature, Feature) else catalogue("full")[feature]
    chosen = Catalogue((found,))
    tables = frames(application=application, **rows)
    in_book = book({name: frame.lazy() for name, frame in tables.items()}, chosen)
    batch: float | None = in_book[found.name][0]
    alone = float(OneApplicant(chosen, slots=1).features(tables)[0])
    assert (None if np.isnan(alone) else alone) == batch
    return batch


def single(number: float) -> float:
    """The number as the 32-bit float that a feature holds."""
    return float(np.float32(number))
