"""What has to be told to the address of the settings: kept until it was, with each failure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Row, insert, select, update

from clairscore.store.audit import canonical
from clairscore.store.by import By
from clairscore.store.database import Read, Write
from clairscore.store.tables import deliveries

Reason = Literal["opened", "worsened", "closed"]
MOST_ATTEMPTS = 20
"""After so many it is given up; the alert itself stays."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message about an alert: `content` is what is sent, as text."""

    id: str
    alert: str
    kind: Reason
    content: str
    created: str
    attempts: int
    delivered: str | None
    failure: str | None


def deliver(
    write: Write, alert: str, kind: Reason, content: Mapping[str, object], by: By
) -> Delivery:
    """Keep what has to be told."""
    told = canonical({"delivery": by.id, **content})
    made = Delivery(by.id, alert, kind, told, by.at, 0, None, None)
    row = {name: getattr(made, name) for name in Delivery.__slots__}
    write.connection.execute(insert(deliveries), row)
    return made


def undelivered(read: Read) -> list[Delivery]:
    """What was not told yet, oldest first."""
    asked = (
        select(deliveries)
        .where(deliveries.c.delivered.is_(None), deliveries.c.attempts < MOST_ATTEMPTS)
        .order_by(deliveries.c.id)
    )
    return [_delivery(row) for row in read.connection.execute(asked)]


def tried(write: Write, name: str, attempts: int, failure: str | None, at: str) -> None:
    """Note that it was told, or why it was not."""
    values = {
        "attempts": deliveries.c.attempts + attempts,
        "failure": failure,
        "delivered": at if failure is None else None,
    }
    write.connection.execute(update(deliveries).where(deliveries.c.id == name).values(values))


def _delivery(row: Row[tuple[object, ...]]) -> Delivery:
    found = row._mapping
    return Delivery(**{name: found[name] for name in Delivery.__slots__})
