"""The applications of a span of days as monitoring looks at them: scores of all, features of some.

An application counts once, with its last proposal in the span. Features lie in sealed records: so
many of them are read as asked, some hundreds at a time, and nothing else of them is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sqlalchemy import Row, Select, func, select

from clairscore.decision.record import features_in
from clairscore.monitoring.sides import Applicants, Loans
from clairscore.store.batches import batched
from clairscore.store.database import Read
from clairscore.store.keys import Keys
from clairscore.store.proposals import KIND
from clairscore.store.tables import applications, decisions, outcomes, proposals
from clairscore.store.times import stamp

AT_ONCE = 500
MOST_READ = 100_000
"""Records whose features are read at most, evenly spaced in time: 120 MB at 300 features."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment, included, to another, excluded; outcomes count for loans asked for before
    `mature`."""

    start: datetime
    end: datetime
    mature: datetime


def window(
    read: Read,
    keys: Keys,
    bundle: str,
    features: int,
    span: Span,
    *,
    most: int = MOST_READ,
    progress: Progress = lambda _done, _all: None,
) -> Applicants:
    """Everyone for whom a bundle with so many features proposed something in the span, and its
    mature loans."""
    rows = read.connection.execute(_last_proposals(span)).all()
    ours = [row for row in rows if row.bundle == bundle]
    frame = pl.DataFrame(
        {name: [getattr(row, name) for row in ours] for name in ("outcome", "decided_by", "causes")}
        | {"log_odds": [row.log_odds for row in ours]},
        schema=dict.fromkeys(("outcome", "decided_by", "causes"), pl.String)
        | {"log_odds": pl.Float64},
    )
    places = np.unique(np.linspace(0, len(ours) - 1, min(len(ours), most)).round()).astype(np.int64)
    matrix, found = _features(read, keys, [ours[at] for at in places], features, progress)
    return Applicants(
        log_odds=frame["log_odds"].to_numpy(),
        matrix=matrix[found],
        read=places[found],
        proposals=frame,
        source="proposals",
        left_out={
            "other_bundle": len(rows) - len(ours),
            "unreadable": int((~found).sum()),
            "not_sampled": len(ours) - len(places),
        },
        loans=mature_loans(read, bundle, span.mature),
    )


def mature_loans(read: Read, bundle: str, before: datetime) -> Loans:
    """Granted loans with an outcome, asked for before then, as the bundle saw them last."""
    last = func.row_number().over(
        partition_by=proposals.c.application,
        order_by=(proposals.c.created.desc(), proposals.c.id.desc()),
    )
    seen = (
        select(proposals.c.application, proposals.c.log_odds, last.label("place"))
        .where(proposals.c.bundle == bundle)
        .subquery()
    )
    held = select(decisions.c.application).where(
        decisions.c.state == "holds", decisions.c.outcome == "granted"
    )
    rows = read.connection.execute(
        select(seen.c.log_odds, outcomes.c.difficulties)
        .join(outcomes, outcomes.c.application == seen.c.application)
        .join(applications, applications.c.id == seen.c.application)
        .where(
            seen.c.place == 1,
            applications.c.created < stamp(before),
            seen.c.application.in_(held),
        )
        .order_by(seen.c.application)
    ).all()
    return Loans(
        np.array([row.log_odds for row in rows], dtype=np.float64),
        np.array([row.difficulties for row in rows], dtype=np.bool_),
    )


def _last_proposals(span: Span) -> Select[tuple[object, ...]]:
    """Plain columns of each application's last proposal in the span, oldest first."""
    last = func.row_number().over(
        partition_by=proposals.c.application,
        order_by=(proposals.c.created.desc(), proposals.c.id.desc()),
    )
    inside = (
        select(proposals.c.id, last.label("place"))
        .where(proposals.c.created >= stamp(span.start), proposals.c.created < stamp(span.end))
        .subquery()
    )
    columns = ("id", "client", "bundle", "log_odds", "outcome", "decided_by", "causes")
    return (
        select(*(proposals.c[name] for name in columns))
        .join(inside, inside.c.id == proposals.c.id)
        .where(inside.c.place == 1)
        .order_by(proposals.c.created, proposals.c.id)
    )


def _features(
    read: Read,
    keys: Keys,
    rows: list[Row[tuple[object, ...]]],
    features: int,
    progress: Progress,
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Features (n, features), and which records could be read: a client may be erased meanwhile."""
    matrix = np.full((len(rows), features), np.nan, np.float32)
    found = np.zeros(len(rows), dtype=np.bool_)
    done = 0
    for part in batched(rows, AT_ONCE):
        known = keys.many({row.client for row in part})
        sealed = _sealed(read, [row.id for row in part])
        for place, row in enumerate(part, start=done):
            content = sealed.get(row.id)
            if content is not None and row.client in known:
                matrix[place] = features_in(known[row.client].open(KIND, row.id, content))
                found[place] = True
        done += len(part)
        progress(done, len(rows))
    return matrix, found


def _sealed(read: Read, names: list[str]) -> dict[str, bytes]:
    """The sealed records of those proposals that have one."""
    rows = read.connection.execute(
        select(proposals.c.id, proposals.c.sealed).where(proposals.c.id.in_(names))
    )
    return {row.id: bytes(row.sealed) for row in rows if row.sealed is not None}
