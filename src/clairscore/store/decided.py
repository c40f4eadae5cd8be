"""Decided applications as columns: what was proposed, decided and observed, for those who watch.

Aggregates leave from here, never rows. Clients whose data are only kept, no longer used
(restricted), are passed over.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sqlalchemy import Select, and_, func, select

from clairscore.data.schema import APPLICATION
from clairscore.data.tables import raw_schema
from clairscore.errors import BrokenRecord
from clairscore.store.batches import batched
from clairscore.store.credit_files import KIND as FILE_KIND
from clairscore.store.database import Read
from clairscore.store.file_bytes import text_of
from clairscore.store.keys import Keys
from clairscore.store.proposals import KIND as PROPOSAL_KIND
from clairscore.store.tables import (
    applications,
    clients,
    credit_files,
    decisions,
    outcomes,
    proposals,
)
from clairscore.store.times import stamp

DAYS_A_MONTH = 30.4375
AT_ONCE = 500
FLOAT32 = np.dtype("<f4")
SCHEMA: dict[str, type[pl.DataType]] = {
    "application": pl.String,
    "client": pl.Int64,
    "proposal": pl.String,
    "credit_file": pl.String,
    "bundle": pl.String,
    "probability": pl.Float64,
    "log_odds": pl.Float64,
    "cut_off": pl.Float64,
    "verdict": pl.String,
    "outcome": pl.String,
    "decision": pl.String,
    "basis": pl.String,
    "amount": pl.Float64,
    "created": pl.String,
    "difficulties": pl.Boolean,
}


@dataclass(frozen=True, slots=True)
class Span:
    """Proposals made from `begins` until before `ends`, stamps of `times`; None: no end."""

    begins: str | None = None
    ends: str | None = None


def mature_before(now: datetime, months: int) -> str:
    """The stamp before which an application's outcome counts by now."""
    return stamp(now - timedelta(days=months * DAYS_A_MONTH))


def decided(read: Read, span: Span, mature: str, *, bundle: str | None = None) -> pl.DataFrame:
    """One row an application: its last proposal made in the span, by rising name (`SCHEMA`).

    `outcome` is the proposal's, `decision` what holds (None where nothing does) and `basis` on what
    it rests; `difficulties` is None until an outcome is known and mature, which is the case for
    granted loans alone, of applications created before `mature`.
    """
    rows = read.connection.execute(_statement(span, mature, bundle))
    return pl.DataFrame([tuple(row) for row in rows], schema=SCHEMA, orient="row")


def features_in(read: Read, keys: Keys, rows: pl.DataFrame) -> NDArray[np.float32]:
    """What the model read of these applications (n, features), NaN = missing, in their order."""
    found = [
        np.frombuffer(base64.b64decode(json.loads(plain)["features"]), FLOAT32)
        for plain in _opened(read, keys, rows, "proposal")
    ]
    return np.stack(found) if found else np.empty((0, 0), dtype=np.float32)


def facts_in(read: Read, keys: Keys, rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """These columns of `application`, as the files say, in the order of the rows."""
    schema = {name: raw_schema(APPLICATION)[name] for name in columns}
    found = (
        json.loads(text_of(plain))[APPLICATION]
        for plain in _opened(read, keys, rows, "credit_file")
    )
    return pl.DataFrame(
        [tuple(facts.get(name) for name in columns) for facts in found],
        schema=schema,
        orient="row",
        strict=False,
    )


def manual_grants(rows: pl.DataFrame) -> NDArray[np.bool_]:
    """Applications (n,) that a person granted although their probability passes the cut-off."""
    by_hand = (pl.col("decision") == "granted") & (pl.col("verdict") == "refused")
    return rows.select(by_hand.fill_null(value=False)).to_series().to_numpy()


def _statement(span: Span, mature: str, bundle: str | None) -> Select[tuple[object, ...]]:
    newest = select(func.max(proposals.c.id)).group_by(proposals.c.application)
    if span.begins is not None:
        newest = newest.where(proposals.c.created >= span.begins)
    if span.ends is not None:
        newest = newest.where(proposals.c.created < span.ends)
    holds = and_(decisions.c.application == proposals.c.application, decisions.c.state == "holds")
    counts = and_(
        outcomes.c.application == proposals.c.application, applications.c.created < mature
    )
    asked = (
        select(
            proposals.c.application,
            proposals.c.client,
            proposals.c.id,
            proposals.c.credit_file,
            proposals.c.bundle,
            proposals.c.probability,
            proposals.c.log_odds,
            proposals.c.cut_off,
            proposals.c.verdict,
            proposals.c.outcome,
            decisions.c.outcome.label("decision"),
            decisions.c.basis,
            applications.c.amount,
            proposals.c.created,
            outcomes.c.difficulties,
        )
        .join(applications, applications.c.id == proposals.c.application)
        .join(clients, clients.c.number == proposals.c.client)
        .outerjoin(decisions, holds)
        .outerjoin(outcomes, counts)
        .where(proposals.c.id.in_(newest), clients.c.restricted.is_(None))
        .where(proposals.c.sealed.is_not(None))
        .order_by(proposals.c.application)
    )
    return asked if bundle is None else asked.where(proposals.c.bundle == bundle)


def _opened(read: Read, keys: Keys, rows: pl.DataFrame, record: str) -> Iterator[bytes]:
    """What each row's record says, some hundred in memory; BrokenRecord where it is gone."""
    table = proposals if record == "proposal" else credit_files
    kind = PROPOSAL_KIND if record == "proposal" else FILE_KIND
    for part in batched(rows.select("client", record).iter_rows(), AT_ONCE):
        asked = select(table.c.id, table.c.sealed).where(table.c.id.in_([name for _, name in part]))
        sealed = {row.id: row.sealed for row in read.connection.execute(asked)}
        known = keys.many({client for client, _ in part})
        for client, name in part:
            content = sealed.get(name)
            if content is None or client not in known:
                raise BrokenRecord(f"{kind} {name}: its encrypted content is gone; restore it")
            yield known[client].open(kind, name, bytes(content))
