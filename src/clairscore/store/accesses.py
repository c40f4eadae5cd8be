"""Who looked at whose data: kept for a year, told to the client who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from clairscore.store.database import Read, Write
from clairscore.store.tables import accesses


@dataclass(frozen=True, slots=True)
class Access:
    """A look at a client's data; `about` is his pseudonym, `operation` what was asked for."""

    id: str
    about: str
    actor: str
    role: str
    operation: str
    created: str


def keep_accesses(write: Write, looks: Sequence[Access]) -> None:
    """Keep the looks."""
    if looks:
        rows = [{name: getattr(look, name) for name in Access.__slots__} for look in looks]
        write.connection.execute(insert(accesses), rows)


def accesses_of(read: Read, about: str, *, limit: int = 100) -> list[Access]:
    """The last looks at a client's data, newest first."""
    columns = [accesses.c[name] for name in Access.__slots__]
    statement = select(*columns).where(accesses.c.about == about)
    newest = statement.order_by(accesses.c.created.desc()).limit(limit)
    return [Access(*row) for row in read.connection.execute(newest)]
