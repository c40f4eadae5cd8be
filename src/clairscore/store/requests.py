"""What clients ask for by right: a receipt at once, an answer within a month."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from sqlalchemy import RowMapping, insert, select, update

from clairscore.decision.lifecycle.keeping import Obstacle, Periods, obstacle
from clairscore.decision.lifecycle.working_days import after_one_month
from clairscore.errors import Absent, Conflict
from clairscore.store.audit import Detail, Event, append, digest_of
from clairscore.store.clients import Client, restrict
from clairscore.store.database import Read, Write
from clairscore.store.erasure import Erasure, erase
from clairscore.store.holdings import kept_of
from clairscore.store.ids import Random, new_id
from clairscore.store.keys import Keys
from clairscore.store.opening import Store
from clairscore.store.tables import requests
from clairscore.store.times import stamp

KIND = "request"
RequestKind = Literal["access", "export", "correction", "erasure", "review", "view"]
RequestState = Literal["received", "extended", "done", "refused"]
OPEN: tuple[RequestState, ...] = ("received", "extended")


@dataclass(frozen=True, slots=True)
class Request:
    """A request; `answer` is the code of why it was refused, `possible_from` until when."""

    id: str
    client: int
    kind: RequestKind
    state: RequestState
    received: str
    due: date
    actor: str
    answered: str | None = None
    answer: str | None = None
    possible_from: date | None = None
    revision: int = 1
    digest: str | None = field(default=None, repr=False)


def receive(
    write: Write,
    keys: Keys,
    client: Client,
    kind: RequestKind,
    words: str,
    *,
    actor: str,
    at: datetime,
    random: Random,
) -> Request:
    """The receipt of a request; its words are kept encrypted. Due in one month (GDPR 12(3))."""
    name = new_id(at, random)
    sealed = keys.seal(client.number, KIND, name, words.encode())
    due = after_one_month(at.date())
    row = {
        "id": name,
        "client": client.number,
        "kind": kind,
        "state": "received",
        "received": stamp(at),
        "due": due.isoformat(),
        "actor": actor,
        "revision": 1,
        "sealed": sealed,
        "digest": digest_of(sealed),
    }
    write.connection.execute(insert(requests), row)
    told: Detail = {"kind": kind, "due": due.isoformat()}
    append(
        write,
        Event(stamp(at), actor, "request.receive", name, client.pseudonym, digest_of(sealed), told),
    )
    return request(write, name)


def request(read: Read, name: str) -> Request:
    """The request; Absent where there is none."""
    found = read.connection.execute(select(*_KNOWN).where(requests.c.id == name))
    row = found.mappings().one_or_none()
    if row is None:
        raise Absent(f"request {name}: there is none")
    return _request(row)


def words_of(read: Read, keys: Keys, found: Request) -> str:
    """What the client said."""
    sealed = read.connection.execute(
        select(requests.c.sealed).where(requests.c.id == found.id)
    ).scalar_one()
    return keys.open(found.client, KIND, found.id, sealed).decode()


def requests_of(read: Read, client: int) -> list[Request]:
    """The client's requests, newest first."""
    statement = select(*_KNOWN).where(requests.c.client == client).order_by(requests.c.id.desc())
    return [_request(row) for row in read.connection.execute(statement).mappings()]


def waiting(read: Read, *, after: str = "", limit: int = 50) -> list[Request]:
    """Requests without an answer, oldest first, from the one after `after`."""
    statement = (
        select(*_KNOWN)
        .where(requests.c.state.in_(OPEN), requests.c.id > after)
        .order_by(requests.c.id)
        .limit(limit)
    )
    return [_request(row) for row in read.connection.execute(statement).mappings()]


def answer(
    write: Write,
    client: Client,
    found: Request,
    refused: Obstacle | None = None,
    *,
    actor: str,
    at: str,
) -> Request:
    """The request done, or refused for a reason; Conflict where it was answered before."""
    state: RequestState = "refused" if refused else "done"
    possible = refused.possible_from.isoformat() if refused and refused.possible_from else None
    code = refused.code if refused else None
    changed = write.connection.execute(
        update(requests)
        .where(requests.c.id == found.id, requests.c.state.in_(OPEN))
        .values(
            state=state,
            answered=at,
            answer=code,
            possible_from=possible,
            revision=requests.c.revision + 1,
        )
    )
    if not changed.rowcount:
        raise Conflict(f"request {found.id}: it was answered before")
    told: Detail = {"kind": found.kind, "state": state, "answer": code, "from": possible}
    append(write, Event(at, actor, "request.answer", found.id, client.pseudonym, detail=told))
    return request(write, found.id)


def answer_erasure(
    store: Store, client: Client, found: Request, *, periods: Periods, actor: str, at: datetime
) -> Obstacle | Erasure:
    """The erasure that was asked for; or what stands in its way, the data only kept meanwhile."""
    with store.database.write() as write:
        applications = kept_of(write, client.number)
        stands = obstacle(
            applications, held=client.held is not None, periods=periods, today=at.date()
        )
        answer(write, client, found, stands, actor=actor, at=stamp(at))
        if stands is not None:
            if client.restricted is None:
                restrict(write, client, actor=actor, at=stamp(at))
            return stands
    return erase(store, client.number, reason="request", actor=actor, at=at, request=found.id)


_KNOWN = tuple(requests.c[name] for name in Request.__slots__)


def _request(row: RowMapping) -> Request:
    possible = row["possible_from"]
    dates = {
        "due": date.fromisoformat(row["due"]),
        "possible_from": date.fromisoformat(possible) if possible else None,
    }
    return Request(**dict(row) | dates)
