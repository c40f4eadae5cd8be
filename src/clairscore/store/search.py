"""Clients found by the beginning of their number, with their line of the book."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from clairscore.contract import Outcome, Verdict
from clairscore.store.database import Read
from clairscore.store.tables import book, clients

LONGEST = 19
"""Digits of a client's number."""


@dataclass(frozen=True, slots=True)
class Found:
    """A client in a list; without a score where the book has none of him."""

    client: int
    portfolio: str
    restricted: str | None
    probability: float | None
    verdict: Verdict | None
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to look for: first digits of the number, portfolio, what the book proposes."""

    digits: str = ""
    portfolio: str | None = None
    outcome: Outcome | None = None


def search(read: Read, wanted: Wanted, *, after: int = 0, limit: int = 50) -> list[Found]:
    """Clients by rising number, from the one after `after`."""
    statement = (
        select(
            clients.c.number,
            clients.c.portfolio,
            clients.c.restricted,
            book.c.probability,
            book.c.verdict,
            book.c.outcome,
        )
        .outerjoin(book, book.c.client == clients.c.number)
        .where(clients.c.number > after, *_conditions(wanted))
        .order_by(clients.c.number)
        .limit(limit)
    )
    return [Found(*row) for row in read.connection.execute(statement)]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.digits:
        ranges = begins_with(wanted.digits)
        found.append(or_(*(clients.c.number.between(low, high) for low, high in ranges)))
    if wanted.portfolio is not None:
        found.append(clients.c.portfolio == wanted.portfolio)
    if wanted.outcome is not None:
        found.append(book.c.outcome == wanted.outcome)
    return found


def begins_with(digits: str) -> list[tuple[int, int]]:
    """The ranges of numbers that begin with these digits: an index finds them, a pattern cannot."""
    return [
        (int(digits) * 10**more, min((int(digits) + 1) * 10**more, 2**63) - 1)
        for more in range(LONGEST + 1 - len(digits))
        if int(digits) * 10**more < 2**63
    ]
