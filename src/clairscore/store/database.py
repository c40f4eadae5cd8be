"""The records' database: one state to read, one transaction to write, its events anchored.

Writers come one after the other, on SQLite and on PostgreSQL alike, because each adds to one chain
of events. The functions of this package take an open `Read` or `Write`, so that one transaction
spans several nouns.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine, select, update

from clairscore.errors import Fault, Unavailable
from clairscore.store.anchor import Anchor, AnchorBehind, Mark
from clairscore.store.engine import (
    STATEMENT_SECONDS,
    engine_of,
    fresh_engine,
    patient,
    reading,
    writing,
)
from clairscore.store.tables import chain_heads, heartbeats
from clairscore.store.times import stamp

HEAD = 1
"""The one row of `chain_heads` and of `heartbeats`."""


@dataclass(frozen=True, slots=True)
class Read:
    """An open transaction that reads."""

    connection: Connection


@dataclass(slots=True)
class Tail:
    """Where the chain ends within one transaction; `audit.append` moves it."""

    count: int
    mac: bytes

    @property
    def mark(self) -> Mark:
        return Mark(self.count, self.mac)


@dataclass(frozen=True, slots=True)
class Write(Read):
    """An open transaction that writes, and adds events to the chain."""

    tail: Tail
    chain_key: bytes = field(repr=False)


@dataclass(frozen=True, eq=False)
class Database:
    """The records. `read()` and `write()` open transactions; Unavailable where they cannot."""

    engine: Engine
    chain_key: bytes = field(repr=False)
    anchor: Anchor | AnchorBehind
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def at(cls, address: str, chain_key: bytes, anchor: Anchor | AnchorBehind) -> Database:
        """The database at an address; nothing is opened yet."""
        return cls(engine_of(address), chain_key, anchor)

    @property
    def is_file(self) -> bool:
        """Whether it is a file of this machine, which always answers at once."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Read]:
        """One state of the records, unmoved by writers."""
        with reading(self.engine) as connection:
            yield Read(connection)

    @contextmanager
    def long_read(self) -> Iterator[Read]:
        """One state of the records, for work that nobody waits for: a statement may take long."""
        with self.read() as read:
            patient(read.connection)
            yield read

    @contextmanager
    def write(self) -> Iterator[Write]:
        """A transaction that is kept, durably, when the block ends well; else nothing of it is."""
        with self._alone(), writing(self.engine) as connection:
            tail = _tail(connection)
            before = tail.mark
            yield Write(connection, tail, self.chain_key)
            if tail.mark != before:
                _keep(connection, tail)
        if tail.mark != before:
            # The records are kept by now: an anchor that lags is told by `audit verify`, and the
            # next transaction brings it forward.
            with suppress(OSError):
                self.anchor.advance(tail.mark)

    def heartbeat(self, at: datetime) -> None:
        """Write the time through a connection of its own; Unavailable where that fails."""
        with writing(fresh_engine(self.engine)) as connection:
            connection.execute(
                update(heartbeats).where(heartbeats.c.id == HEAD).values(at=stamp(at))
            )

    def close(self) -> None:
        """Give back every connection of the pool, the anchor up to date."""
        self.anchor.flush()
        self.engine.dispose()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The only writer of this process: waiting here is fair, in the database it is not."""
        if not self._turn.acquire(timeout=STATEMENT_SECONDS):
            raise Unavailable("database: other writers hold it; try again")
        try:
            yield
        finally:
            self._turn.release()


def _tail(connection: Connection) -> Tail:
    """The chain's end, held until the transaction ends."""
    row = connection.execute(
        select(chain_heads.c.length, chain_heads.c.mac)
        .where(chain_heads.c.id == HEAD)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise Fault("database: the chain of events has no head; restore the database from a backup")
    return Tail(row.length, bytes(row.mac))


def _keep(connection: Connection, tail: Tail) -> None:
    connection.execute(
        update(chain_heads).where(chain_heads.c.id == HEAD).values(length=tail.count, mac=tail.mac)
    )
