"""Erasing: the key destroyed first, so that nothing can be read again, then every row.

What remains is the client's pseudonym in the chain of events, which stays intact, and in the
erasure log, so that "erased on <day>" can be answered and a restored backup forgets him again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Engine,
    and_,
    delete,
    insert,
    select,
    union,
)

from clairscore.store.audit import Event, append
from clairscore.store.batches import batched
from clairscore.store.database import Read, Write
from clairscore.store.engine import translated
from clairscore.store.inspection import DROPPED
from clairscore.store.opening import Store
from clairscore.store.tables import (
    applications,
    book,
    clients,
    credit_files,
    decisions,
    erasures,
    notices,
    proposals,
    records,
    requests,
    reviews,
    sessions,
    shadow_scores,
    users,
)
from clairscore.store.times import moment, stamp

AT_ONCE = 500
OWNED = [table for table in reversed(records.sorted_tables) if "client" in table.c]
"""Tables with a client's rows, children before parents."""
OF_APPLICATION = [table for table in reversed(records.sorted_tables) if "application" in table.c]


@dataclass(frozen=True, slots=True)
class Erasure:
    """An entry of the erasure log."""

    pseudonym: str
    at: str
    reason: str
    request: str | None = None


def erase(
    store: Store, client: int, *, reason: str, actor: str, at: datetime, request: str | None = None
) -> Erasure:
    """Erase everything of the client; what stands in the way was looked at before."""
    erasure = Erasure(store.keys.pseudonym(client), stamp(at), reason, request)
    store.keys.destroy(erasure.pseudonym, erasure.at, reason, request)
    apply_erasures(store, [erasure], actor)
    return erasure


def finish_erasures(store: Store, actor: str) -> int:
    """How many clients were still here although the log says that they were erased.

    So it is after a restore, or where a machine stopped between the answer to a request, the key
    and the rows.
    """
    log = [
        Erasure(str(entry["pseudonym"]), str(entry["at"]), str(entry["reason"]), entry["request"])
        for entry in store.keys.erasures()
    ]
    with store.database.read() as read:
        known = set(read.connection.execute(select(erasures.c.pseudonym)).scalars())
        here = _still_here(read, [entry.pseudonym for entry in log])
    left = [entry for entry in log if entry.pseudonym not in known or entry.pseudonym in here]
    apply_erasures(store, left, actor)
    return sum(entry.pseudonym in here for entry in left) + _finish_requests(store, actor)


def apply_erasures(store: Store, log: Iterable[Erasure], actor: str) -> None:
    """Delete the rows of those clients, note it, and leave no trace of them in the files."""
    done = False
    for erasure in log:
        with store.database.write() as write:
            _delete(write, erasure.pseudonym)
            _note(write, erasure, actor)
        done = True
    if done:
        scrub(store.database.engine)
        scrub(store.keys.engine)


def drop_application(write: Write, application: str, *, about: str, actor: str, at: str) -> None:
    """Delete one application with all that belongs to it, its credit files included."""
    files = _files_of(write, application)
    sealed = [*files, *_sealed_of(write, application)]
    proposed = select(proposals.c.id).where(proposals.c.application == application)
    write.connection.execute(delete(shadow_scores).where(shadow_scores.c.proposal.in_(proposed)))
    for table in OF_APPLICATION:
        write.connection.execute(delete(table).where(table.c.application == application))
    write.connection.execute(delete(applications).where(applications.c.id == application))
    for table in (book, credit_files):
        column = table.c.id if table is credit_files else table.c.credit_file
        write.connection.execute(delete(table).where(column.in_(files)))
    append(write, Event(at, actor, "application.drop", application, about))
    append(write, *(Event(at, actor, DROPPED, record, about) for record in sealed))


def erased_on(read: Read, pseudonym: str) -> str | None:
    """When the client was erased; None where he was not."""
    return read.connection.execute(
        select(erasures.c.at).where(erasures.c.pseudonym == pseudonym)
    ).scalar_one_or_none()


def scrub(engine: Engine) -> None:
    """Empty SQLite's write-ahead log, which holds pages as they were before."""
    if engine.dialect.name != "sqlite":
        return
    with translated(engine):
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


def _delete(write: Write, pseudonym: str) -> None:
    number = write.connection.execute(
        select(clients.c.number).where(clients.c.pseudonym == pseudonym)
    ).scalar_one_or_none()
    if number is None:
        return
    accounts = select(users.c.id).where(users.c.client == number)
    write.connection.execute(delete(sessions).where(sessions.c.user.in_(accounts)))
    for table in OWNED:
        write.connection.execute(delete(table).where(table.c.client == number))
    write.connection.execute(delete(clients).where(clients.c.number == number))


def _finish_requests(store: Store, actor: str) -> int:
    """How many clients were still here although their request for erasure was answered as done."""
    with store.database.read() as read:
        done = requests.c.kind == "erasure", requests.c.state == "done"
        found = read.connection.execute(
            select(requests.c.id, requests.c.client, requests.c.answered).where(*done)
        ).all()
    for row in found:
        at = moment(row.answered)
        erase(store, row.client, reason="request", actor=actor, at=at, request=row.id)
    return len(found)


def _still_here(read: Read, pseudonyms: Iterable[str]) -> set[str]:
    """Those of the pseudonyms whose client has a row."""
    found: set[str] = set()
    for some in batched(pseudonyms, AT_ONCE):
        rows = read.connection.execute(
            select(clients.c.pseudonym).where(clients.c.pseudonym.in_(some))
        )
        found |= set(rows.scalars())
    return found


def _note(write: Write, erasure: Erasure, actor: str) -> None:
    if erased_on(write, erasure.pseudonym) is None:
        write.connection.execute(insert(erasures), asdict(erasure))
    name = erasure.pseudonym
    told = {"reason": erasure.reason}
    append(write, Event(erasure.at, actor, "client.erase", name, about=name, detail=told))


def _sealed_of(write: Write, application: str) -> list[str]:
    """The names of the application's encrypted records, its credit files aside."""
    return [
        name
        for table in (proposals, decisions, notices, reviews)
        for name in write.connection.execute(
            select(table.c.id).where(table.c.application == application)
        ).scalars()
    ]


def _files_of(write: Write, application: str) -> list[str]:
    """Every version of the application's file that no other application reads."""
    read = _read_by(applications.c.id == application, proposals.c.application == application)
    others = _read_by(applications.c.id != application, proposals.c.application != application)
    snapshots = (
        select(credit_files.c.client, credit_files.c.snapshot)
        .where(credit_files.c.id.in_(read))
        .distinct()
        .subquery()
    )
    versions = (
        select(credit_files.c.id)
        .join(
            snapshots,
            and_(
                snapshots.c.client == credit_files.c.client,
                snapshots.c.snapshot == credit_files.c.snapshot,
            ),
        )
        .where(credit_files.c.id.not_in(others))
    )
    return list(write.connection.execute(versions).scalars())


def _read_by(own: ColumnElement[bool], proposed: ColumnElement[bool]) -> CompoundSelect[str]:
    """The names of the files that those applications and their proposals read."""
    return union(
        select(applications.c.credit_file).where(own, applications.c.credit_file.is_not(None)),
        select(proposals.c.credit_file).where(proposed),
    )
