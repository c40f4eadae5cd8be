"""Who looks after whom: many clients given to portfolios at once."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import bindparam, select, update

from clairscore.errors import Absent, BadInput
from clairscore.store.audit import Event, append
from clairscore.store.database import Read, Write
from clairscore.store.tables import clients

TOLD = 5


def numbers(read: Read) -> list[int]:
    """The number of every client, rising."""
    return list(read.connection.scalars(select(clients.c.number).order_by(clients.c.number)))


def dealt(numbers: Iterable[int], portfolios: Sequence[str], seed: int) -> dict[int, str]:
    """The clients dealt at random to portfolios of one size; the same for one seed."""
    if not portfolios or len(set(portfolios)) < len(portfolios):
        raise BadInput("portfolios: expected one or more names, each once")
    shuffled = sorted(numbers)
    random.Random(seed).shuffle(shuffled)
    return {number: portfolios[at % len(portfolios)] for at, number in enumerate(shuffled)}


def assign_all(write: Write, assigned: Mapping[int, str], *, actor: str, at: str) -> None:
    """Give each client to a portfolio; Absent, and nothing changed, where some are not here."""
    absent = sorted(assigned.keys() - set(numbers(write)))
    if absent:
        raise Absent(
            f"clients: {len(absent)} of {len(assigned)} are not here, first"
            f" {', '.join(map(str, absent[:TOLD]))}; leave them out, or load them before"
        )
    if assigned:
        rows = [{"of": number, "to": portfolio} for number, portfolio in assigned.items()]
        statement = update(clients).where(clients.c.number == bindparam("of"))
        write.connection.execute(statement.values(portfolio=bindparam("to")), rows)
    counts = dict(sorted(Counter(assigned.values()).items()))
    append(write, Event(at, actor, "portfolio.assign", "portfolios", detail=counts))
