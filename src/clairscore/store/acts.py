"""An act on a client's application: who, when, in which transaction, with whose key."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from clairscore.decision.lifecycle.case import Actor
from clairscore.store.audit import Detail, Event, append, digest_of
from clairscore.store.database import Write
from clairscore.store.ids import Random, new_id
from clairscore.store.keys import DataKey
from clairscore.store.times import stamp


@dataclass(frozen=True, slots=True)
class Sealed:
    """Encrypted bytes and the digest by which the chain knows them."""

    content: bytes = field(repr=False)
    digest: str


@dataclass(frozen=True, slots=True)
class Act:
    """What every step of an application's life shares; all of it is kept, or nothing."""

    write: Write
    key: DataKey
    actor: Actor
    at: datetime
    random: Random = field(repr=False)

    @property
    def stamp(self) -> str:
        """The time of the act, as it is stored."""
        return stamp(self.at)

    def new_id(self) -> str:
        """A name for a record that the act makes."""
        return new_id(self.at, self.random)

    def seal(self, kind: str, record: str, plain: bytes) -> Sealed:
        """The bytes, readable with the client's key as that record of that kind only."""
        sealed = self.key.seal(kind, record, plain, self.random)
        return Sealed(sealed, digest_of(sealed))

    def note(
        self, action: str, subject: str, digest: str = "", detail: Detail | None = None
    ) -> None:
        """Add what was done to the chain of events; `detail` holds nothing about the person."""
        about = self.key.pseudonym
        event = Event(self.stamp, self.actor.id, action, subject, about, digest, detail or {})
        append(self.write, event)
