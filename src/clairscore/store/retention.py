"""What goes by itself when its time is over: first as a plan that can be read, then in fact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Table, delete, func, select

from clairscore.decision.lifecycle.keeping import Periods, expired
from clairscore.decision.lifecycle.working_days import after_months
from clairscore.store.audit import Event, append
from clairscore.store.batches import batched
from clairscore.store.database import Read
from clairscore.store.erasure import drop_application, erase, finish_erasures, scrub
from clairscore.store.holdings import kept_by_client
from clairscore.store.opening import Store
from clairscore.store.sessions import forget_ended
from clairscore.store.tables import (
    accesses,
    activation_codes,
    clients,
    idempotency,
    requests,
    simulations,
)
from clairscore.store.times import stamp

REASON = "retention"
AT_ONCE = 500
OPEN_REQUESTS = ("received", "extended")


@dataclass(frozen=True, slots=True)
class Dropped:
    """One application whose time is over, of a client who has others."""

    application: str
    client: int
    pseudonym: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would go now: clients whose every application is over, applications of others, and how
    many lines of who read what, answers kept for repeated calls, simulations and unused codes."""

    clients: tuple[int, ...]
    applications: tuple[Dropped, ...]
    accesses: int
    answers: int
    simulations: int
    codes: int


def plan(read: Read, periods: Periods, now: datetime) -> Plan:
    """What is over at that time; nothing of a client who is held, or waits for an answer."""
    spared = _spared(read)
    over: list[int] = []
    parts: list[tuple[str, int]] = []
    for client, kept in kept_by_client(read).items():
        if client not in spared:
            gone = [each for each in kept if expired(each, periods, now.date())]
            if len(gone) == len(kept):
                over.append(client)
            else:
                parts += [(each.application, client) for each in gone]
    counts = {table.name: _count(read, table, before) for table, before in _dated(periods, now)}
    pseudonyms = _pseudonyms(read, {client for _, client in parts})
    return Plan(
        tuple(over),
        tuple(Dropped(name, client, pseudonyms[client]) for name, client in parts),
        accesses=counts[accesses.name],
        answers=counts[idempotency.name],
        simulations=counts[simulations.name],
        codes=counts[activation_codes.name],
    )


def retain(store: Store, periods: Periods, now: datetime, actor: str) -> Plan:
    """What went."""
    finish_erasures(store, actor)
    with store.database.long_read() as read:
        planned = plan(read, periods, now)
    for client in planned.clients:
        erase(store, client, reason=REASON, actor=actor, at=now)
    at = stamp(now)
    with store.database.write() as write:
        for each in planned.applications:
            drop_application(write, each.application, about=each.pseudonym, actor=actor, at=at)
        for table, before in _dated(periods, now):
            write.connection.execute(delete(table).where(table.c[_DATE[table.name]] < before))
        forget_ended(write, now)
        append(write, Event(at, actor, "retention.run", REASON, detail=told(planned)))
    scrub(store.database.engine)
    return planned


def told(planned: Plan) -> dict[str, int]:
    """The plan as counts, without a client's number."""
    return {
        "clients": len(planned.clients),
        "applications": len(planned.applications),
        "accesses": planned.accesses,
        "answers": planned.answers,
        "simulations": planned.simulations,
        "codes": planned.codes,
    }


_DATE = {
    accesses.name: "created",
    idempotency.name: "created",
    simulations.name: "created",
    activation_codes.name: "expires",
}


def _dated(periods: Periods, now: datetime) -> Iterable[tuple[Table, str]]:
    """Tables of which lines grow old, and the time before which they go."""
    months_ago = after_months(now.date(), -periods.access_months)
    yield accesses, months_ago.isoformat()
    yield idempotency, stamp(now - timedelta(days=periods.answer_days))
    yield simulations, months_ago.isoformat()
    yield activation_codes, stamp(now)


def _count(read: Read, table: Table, before: str) -> int:
    old = table.c[_DATE[table.name]] < before
    return read.connection.execute(select(func.count()).select_from(table).where(old)).scalar_one()


def _spared(read: Read) -> set[int]:
    """Clients of whom nothing goes: held, or with a request that waits for an answer."""
    held = select(clients.c.number).where(clients.c.held.is_not(None))
    asking = select(requests.c.client).where(requests.c.state.in_(OPEN_REQUESTS))
    return {
        *read.connection.execute(held).scalars(),
        *read.connection.execute(asking).scalars(),
    }


def _pseudonyms(read: Read, numbers: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in batched(numbers, AT_ONCE):
        rows = read.connection.execute(
            select(clients.c.number, clients.c.pseudonym).where(clients.c.number.in_(some))
        )
        found |= {int(number): str(pseudonym) for number, pseudonym in rows}
    return found
