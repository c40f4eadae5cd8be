"""What is kept of a client, as the rules of keeping see it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, RowMapping, and_, or_, select, update

from clairscore.decision.lifecycle.keeping import NOT_TAKEN, Kept
from clairscore.errors import Absent
from clairscore.store.audit import Event, append
from clairscore.store.clients import Client
from clairscore.store.database import Read, Write
from clairscore.store.tables import applications, decisions
from clairscore.store.times import moment


def kept_of(read: Read, client: int) -> list[Kept]:
    """The applications of a client."""
    return [kept for _, kept in _kept(read, applications.c.client == client)]


def kept_by_client(read: Read) -> dict[int, list[Kept]]:
    """The applications that may go one day without anybody asking, by client."""
    found: dict[int, list[Kept]] = {}
    told_of = or_(applications.c.demonstration.is_(False), decisions.c.id.is_not(None))
    known = select(applications.c.client).outerjoin(
        decisions, decisions.c.application == applications.c.id
    )
    for client, kept in _kept(read, applications.c.client.in_(known.where(told_of))):
        found.setdefault(client, []).append(kept)
    return found


def end_contract(
    write: Write, client: Client, application: str, end: date | None, *, actor: str, at: str
) -> None:
    """Note when the loan's contract ends; None: it was never signed."""
    changed = write.connection.execute(
        update(applications)
        .where(applications.c.id == application, applications.c.client == client.number)
        .values(contract_end=(end or NOT_TAKEN).isoformat(), updated=at)
    )
    if not changed.rowcount:
        raise Absent(f"application {application}: there is none")
    told = {"end": end.isoformat() if end else "not taken"}
    append(
        write, Event(at, actor, "application.contract", application, client.pseudonym, detail=told)
    )


def _kept(read: Read, which: ColumnElement[bool]) -> Iterator[tuple[int, Kept]]:
    holding = and_(decisions.c.application == applications.c.id, decisions.c.state == "holds")
    rows = read.connection.execute(
        select(
            applications.c.id,
            applications.c.client,
            applications.c.state,
            applications.c.demonstration,
            applications.c.created,
            applications.c.last_contact,
            applications.c.contract_end,
            decisions.c.outcome.label("verdict"),
        )
        .outerjoin(decisions, holding)
        .where(which)
        .order_by(applications.c.client, applications.c.id)
    )
    for row in rows.mappings():
        yield row["client"], _one(row)


def _one(row: RowMapping) -> Kept:
    end = row["contract_end"]
    return Kept(
        application=row["id"],
        state=row["state"],
        demonstration=row["demonstration"],
        verdict=row["verdict"],
        last_contact=moment(row["last_contact"] or row["created"]).date(),
        contract_end=date.fromisoformat(end) if end else None,
    )
