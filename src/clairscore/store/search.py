"""Clients found by number, by what the book says of them, or by what waits for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, FromClause, Row, Select, and_, func, null, or_, select

from clairscore.contract import Outcome, Verdict
from clairscore.store.database import Read
from clairscore.store.reviews import waiting_clients
from clairscore.store.tables import book, clients
from clairscore.store.work import DUE, reviewed_clients

LONGEST = 19
"""Digits of a client's number."""

Sort = Literal["number", "closest", "highest", "lowest", "deadline"]
"""By number; by distance to the limit, the closest first; by risk; by what is due first."""
Flag = Literal["near_limit", "facts_missing", "review_asked", "at_work"]

DISTANCE = func.abs(book.c.probability - book.c.cut_off)
ORDERS: Mapping[Sort, tuple[ColumnElement[object], bool]] = {
    "closest": (DISTANCE, False),
    "highest": (book.c.probability, True),
    "lowest": (book.c.probability, False),
    "deadline": (DUE.c.deadline, False),
}
"""What a list is sorted by, and whether downwards; clients without it are left out."""

CAUSES: Mapping[Flag, tuple[str, ...]] = {
    "near_limit": ("uncertain",),
    "facts_missing": ("fact_absent", "absence_never_met", "thin_file"),
}
"""Causes of the book that raise a flag."""


@dataclass(frozen=True, slots=True)
class Found:
    """A client in a list; without a score where the book has none of him.

    `sorted_by` is what the list is sorted by, where that is not the number.
    """

    client: int
    portfolio: str
    restricted: str | None
    probability: float | None
    cut_off: float | None
    verdict: Verdict | None
    outcome: Outcome | None
    causes: tuple[str, ...]
    sorted_by: str | float | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to look for: first digits of the number, portfolio, what the book proposes, a flag.

    `unseen` leaves out those of whom the model's opinion must not be told yet.
    """

    digits: str = ""
    portfolio: str | None = None
    outcome: Outcome | None = None
    flag: Flag | None = None
    sort: Sort = "number"
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page before ended: what the list is sorted by, and the client's number."""

    client: int
    sorted_by: str | float | None = None


def search(
    read: Read, wanted: Wanted, *, after: Place | None = None, limit: int = 50
) -> list[Found]:
    """Clients in the order that is wanted, from the one after `after`."""
    by, down = _order(wanted)
    statement = _from(wanted, by).where(*_conditions(wanted))
    if by is None:
        if after is not None:
            statement = statement.where(clients.c.number > after.client)
        statement = statement.order_by(clients.c.number)
    else:
        if after is not None:
            statement = statement.where(_behind(by, after, down))
        order = (by, clients.c.number)
        statement = statement.order_by(*(each.desc() if down else each for each in order))
    return [_found(row) for row in read.connection.execute(statement.limit(limit))]


def _order(wanted: Wanted) -> tuple[ColumnElement[object] | None, bool]:
    """What the list is sorted by; few begin with some digits, and the numbers' index finds them."""
    by, down = ORDERS.get(wanted.sort, (None, False))
    if by is not None and wanted.digits and wanted.sort != "deadline":
        return func.coalesce(by, 0.0), down
    return by, down


def _from(wanted: Wanted, by: ColumnElement[object] | None) -> Select[tuple[object, ...]]:
    """Rows of clients with their line of the book, and what they are sorted by."""
    columns = (
        clients.c.number,
        clients.c.portfolio,
        clients.c.restricted,
        book.c.probability,
        book.c.cut_off,
        book.c.verdict,
        book.c.outcome,
        book.c.causes,
    )
    scored = book.c.client == clients.c.number
    joined: FromClause = clients.outerjoin(book, scored)
    if wanted.sort == "deadline":
        joined = DUE.join(clients, clients.c.number == DUE.c.client).outerjoin(book, scored)
    elif by is not None:
        joined = book.join(clients, scored)
    sorted_by = null() if by is None else by
    return select(*columns, sorted_by.label("sorted_by")).select_from(joined)


def _behind(by: ColumnElement[object], after: Place, down: bool) -> ColumnElement[bool]:
    """What follows a place; the first condition is what an index can start from."""
    number = clients.c.number
    if down:
        start, beyond = by <= after.sorted_by, or_(by < after.sorted_by, number < after.client)
    else:
        start, beyond = by >= after.sorted_by, or_(by > after.sorted_by, number > after.client)
    return and_(start, beyond)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.digits:
        ranges = begins_with(wanted.digits)
        found.append(or_(*(clients.c.number.between(low, high) for low, high in ranges)))
    if wanted.portfolio is not None:
        found.append(_portfolio(wanted) == wanted.portfolio)
    if wanted.outcome is not None:
        found.append(book.c.outcome == wanted.outcome)
    if wanted.flag is not None:
        found.append(_flagged(wanted.flag))
    if wanted.unseen:
        found.append(clients.c.number.not_in(waiting_clients()))
    return found


def _portfolio(wanted: Wanted) -> ColumnElement[str]:
    """The portfolio; in a sorted list not by its index, since sorting a third of all takes long."""
    if wanted.sort in ("number", "deadline"):
        return clients.c.portfolio
    return func.coalesce(clients.c.portfolio, "")


def _flagged(flag: Flag) -> ColumnElement[bool]:
    if flag == "review_asked":
        return clients.c.number.in_(reviewed_clients())
    if flag == "at_work":
        return clients.c.number.in_(select(DUE.c.client))
    spaced = " " + book.c.causes + " "
    return or_(*(spaced.contains(f" {cause} ", autoescape=True) for cause in CAUSES[flag]))


def _found(row: Row[tuple[object, ...]]) -> Found:
    return Found(
        client=row.number,
        portfolio=row.portfolio,
        restricted=row.restricted,
        probability=row.probability,
        cut_off=row.cut_off,
        verdict=row.verdict,
        outcome=row.outcome,
        causes=tuple(row.causes.split()) if row.causes else (),
        sorted_by=row.sorted_by,
    )


def begins_with(digits: str) -> list[tuple[int, int]]:
    """The ranges of numbers that begin with these digits: an index finds them, a pattern cannot."""
    return [
        (int(digits) * 10**more, min((int(digits) + 1) * 10**more, 2**63) - 1)
        for more in range(LONGEST + 1 - len(digits))
        if int(digits) * 10**more < 2**63
    ]
