"""What happened, in an order that nobody can change unseen: events in a chain of HMACs.

Each event's code covers the one before it. The chain holds digests of encrypted content, never
content, and pseudonyms instead of clients' numbers: an erasure leaves it intact. `verify` tells
whether an event was altered, moved, taken out or cut off, and where.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from sqlalchemy import insert, select

from clairscore.store.anchor import Mark
from clairscore.store.database import HEAD, Read, Write
from clairscore.store.tables import chain_heads, events

GENESIS = bytes(32)
"""The code before the first event."""
TOLD = 20
"""Faults that are told one by one."""
AT_ONCE = 10_000

Detail: TypeAlias = Mapping[str, str | int | float | bool | None]
Fields: TypeAlias = tuple[int, str, str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    `subject` names the record, `about` the client by pseudonym, `digest` the sealed content
    (`digest_of`); `detail` holds no personal data.
    """

    at: str
    actor: str
    action: str
    subject: str
    about: str = ""
    digest: str = ""
    detail: Detail = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verification:
    """What a look at the whole chain found; `faults` are sentences, at most 20 and a count.

    `anchored` events are covered by the anchor; later ones were added since it was written.
    """

    events: int
    anchored: int
    faults: tuple[str, ...]

    @property
    def intact(self) -> bool:
        return not self.faults


def digest_of(sealed: bytes) -> str:
    """The digest by which the chain knows encrypted content: hex SHA-256."""
    return hashlib.sha256(sealed).hexdigest()


def canonical(value: object) -> str:
    """The one JSON text of plain values: sorted keys, no spaces, no NaN."""
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def append(write: Write, *added: Event) -> None:
    """Add events to the end of the chain; they are kept when the transaction is."""
    rows = []
    for event in added:
        write.tail.count += 1
        fields = _fields(write.tail.count, event)
        write.tail.mac = _code(write.chain_key, write.tail.mac, fields)
        rows.append(dict(zip(NAMES, fields, strict=True)) | {"mac": write.tail.mac})
    if rows:
        write.connection.execute(insert(events), rows)


def verify(read: Read, chain_key: bytes, anchor: Mark | None) -> Verification:
    """Whether every event is where and what it was, up to the anchor and the chain's head."""
    found = _Found()
    seen, before = 0, GENESIS
    for fields, mac in _all(read):
        number = fields[0]
        if number != seen + 1:
            found.add(f"events {seen + 1} to {number - 1}: expected them here; they were taken out")
        if not hmac.compare_digest(_code(chain_key, before, fields), mac):
            found.add(f"event {number}: it, or the one before it, was altered or moved")
        if anchor is not None and number == anchor.count and mac != anchor.mac:
            found.add(f"event {number}: the anchor knows another; the chain was written anew")
        seen, before = number, mac
    found.add_all(_ends(read, Mark(seen, before), anchor))
    return Verification(seen, anchor.count if anchor else 0, found.told())


def history(read: Read, subject: str) -> list[Event]:
    """The events of one record, oldest first."""
    rows = read.connection.execute(
        select(*(events.c[name] for name in NAMES[1:]))
        .where(events.c.subject == subject)
        .order_by(events.c.number)
    )
    return [Event(**dict(row) | {"detail": json.loads(row["detail"])}) for row in rows.mappings()]


NAMES = ("number", "at", "actor", "action", "subject", "about", "digest", "detail")


def _fields(number: int, event: Event) -> Fields:
    return (
        number,
        event.at,
        event.actor,
        event.action,
        event.subject,
        event.about,
        event.digest,
        canonical(event.detail),
    )


_PLAIN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _code(key: bytes, before: bytes, fields: tuple[object, ...]) -> bytes:
    return hmac.digest(key, before + _PLAIN.encode(fields).encode(), "sha256")


def _all(read: Read) -> Iterator[tuple[Fields, bytes]]:
    """Every event's fields and code, in order, some thousand in memory."""
    statement = select(*(events.c[name] for name in NAMES), events.c.mac).order_by(events.c.number)
    rows = read.connection.execute(statement.execution_options(yield_per=AT_ONCE))
    for part in rows.partitions():
        for row in part:
            yield tuple(row[:8]), bytes(row[8])


def _ends(read: Read, last: Mark, anchor: Mark | None) -> Iterator[str]:
    head = read.connection.execute(
        select(chain_heads).where(chain_heads.c.id == HEAD)
    ).one_or_none()
    if head is None or (head.length, bytes(head.mac)) != (last.count, last.mac):
        yield f"head: it does not belong to event {last.count}, the last one; the end was changed"
    if anchor is None:
        yield "anchor: its file is not there; the end of the chain cannot be trusted"
    elif anchor.count > last.count:
        yield (
            f"anchor: it knows {anchor.count} events, {last.count} are here; the end was cut off"
        )


class _Found:
    """Faults as they are found: the first ones in words, all of them counted."""

    def __init__(self) -> None:
        self._faults: list[str] = []
        self._count = 0

    def add(self, fault: str) -> None:
        self._count += 1
        if self._count <= TOLD:
            self._faults.append(fault)

    def add_all(self, faults: Iterable[str]) -> None:
        for fault in faults:
            self.add(fault)

    def told(self) -> tuple[str, ...]:
        more = self._count - len(self._faults)
        return (*self._faults, *((f"and {more} more",) if more else ()))
