"""Clients: their number, who looks after them, whether their data may be used or erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Row, bindparam, func, insert, select, update

from clairscore.errors import Absent, Conflict
from clairscore.store.audit import Event, append
from clairscore.store.book import drop_scores
from clairscore.store.database import Read, Write
from clairscore.store.keys import Keys
from clairscore.store.tables import clients
from clairscore.store.times import stamp

Origin = Literal["loaded", "created"]
# built once: nearly every request asks this
_BY_NUMBER = select(clients).where(clients.c.number == bindparam("client"))
FIRST_CREATED = 10_000_000
"""Numbers of clients whom the service creates begin here, above every loaded one."""


@dataclass(frozen=True, slots=True)
class Client:
    """A client as everybody who may see him knows him.

    `restricted` is since when his data are only kept; `held` why they must not be erased.
    """

    number: int
    pseudonym: str
    portfolio: str
    origin: Origin
    created: str
    restricted: str | None = None
    held: str | None = None


def add_client(
    write: Write, keys: Keys, number: int, portfolio: str, *, actor: str, at: datetime
) -> Client:
    """Add a client, with a data key of his own; Conflict for a number that is taken."""
    if _row(write, number) is not None:
        raise Conflict(f"client {number}: this number is taken")
    key = keys.create((number,), at)[number]
    client = Client(number, key.pseudonym, portfolio, "created", stamp(at))
    write.connection.execute(
        insert(clients),
        {
            "number": number,
            "pseudonym": key.pseudonym,
            "portfolio": portfolio,
            "origin": client.origin,
            "created": client.created,
        },
    )
    append(write, Event(stamp(at), actor, "client.add", key.pseudonym, about=key.pseudonym))
    return client


def next_number(write: Write) -> int:
    """The number of the next client whom the service creates."""
    highest = write.connection.execute(
        select(func.max(clients.c.number)).where(clients.c.origin == "created")
    ).scalar()
    return max(FIRST_CREATED, int(highest or 0) + 1)


def client(read: Read, keys: Keys, number: int) -> Client:
    """The client; Erased where he was, Absent where there is none."""
    row = _row(read, number)
    if row is not None:
        return _client(row)
    keys.require_not_erased(number)
    raise Absent(f"client {number}: there is none")


def in_portfolio(read: Read, portfolio: str, *, after: int = 0, limit: int = 50) -> list[Client]:
    """The clients of a portfolio by rising number, from the one after `after`."""
    statement = (
        select(clients)
        .where(clients.c.portfolio == portfolio, clients.c.number > after)
        .order_by(clients.c.number)
        .limit(limit)
    )
    return [_client(row) for row in read.connection.execute(statement)]


def portfolios(read: Read) -> dict[str, int]:
    """How many clients each portfolio has."""
    found = read.connection.execute(
        select(clients.c.portfolio, func.count()).group_by(clients.c.portfolio)
    )
    return {str(name): int(number) for name, number in found}


def assign(write: Write, found: Client, portfolio: str, *, actor: str, at: str) -> None:
    """Give the client to another portfolio."""
    _set(write, found, "portfolio", portfolio)
    told = {"portfolio": portfolio}
    append(write, Event(at, actor, "client.assign", found.pseudonym, found.pseudonym, detail=told))


def restrict(write: Write, found: Client, *, actor: str, at: str) -> None:
    """From now on the client's data are kept, not used; the book forgets him."""
    _set(write, found, "restricted", at)
    drop_scores(write, [found.number])
    append(write, Event(at, actor, "client.restrict", found.pseudonym, found.pseudonym))


def lift_restriction(write: Write, found: Client, *, actor: str, at: str) -> None:
    """The client's data may be used again."""
    _set(write, found, "restricted", None)
    append(write, Event(at, actor, "client.unrestrict", found.pseudonym, found.pseudonym))


def hold(write: Write, found: Client, reason: str | None, *, actor: str, at: str) -> None:
    """Keep the client's data from erasure for that reason (a legal hold), or no longer (None)."""
    _set(write, found, "held", reason)
    action = "client.hold" if reason else "client.release"
    append(write, Event(at, actor, action, found.pseudonym, found.pseudonym))


def _set(write: Write, found: Client, column: str, value: str | None) -> None:
    write.connection.execute(
        update(clients).where(clients.c.number == found.number).values({column: value})
    )


def _row(read: Read, number: int) -> Row[tuple[object, ...]] | None:
    return read.connection.execute(_BY_NUMBER, {"client": number}).one_or_none()


def _client(row: Row[tuple[object, ...]]) -> Client:
    return Client(
        row.number,
        row.pseudonym,
        row.portfolio,
        row.origin,
        row.created,
        row.restricted,
        row.held,
    )
