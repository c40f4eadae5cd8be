"""Whether the encrypted records are those of which the chain of events knows the digests.

The chain alone shows that no event was touched; this shows that no record was, or was taken out or
put in behind its back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Table, select

from clairscore.store.audit import TOLD, digest_of
from clairscore.store.database import Read
from clairscore.store.tables import (
    credit_files,
    decisions,
    erasures,
    events,
    notices,
    proposals,
    requests,
    reviews,
)

INSPECTED = (credit_files, proposals, decisions, notices, reviews, requests)
DROPPED = "record.drop"
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Inspection:
    """How many records were looked at, and sentences on those that are not what they were."""

    records: int
    faults: tuple[str, ...]


def inspect(read: Read) -> Inspection:
    """Every encrypted record against its last event."""
    known = _known(read)
    faults: list[str] = []
    looked = 0
    for table in INSPECTED:
        for name, sealed in _sealed(read, table):
            looked += 1
            digest = known.pop(name, "")
            if not digest:
                faults.append(f"{table.name} {name}: no event tells of it; it was put in")
            elif sealed is None or digest_of(sealed) != digest:
                faults.append(f"{table.name} {name}: its content is not what its event says")
    faults += [f"record {name}: it was taken out, and no event tells why" for name in known]
    more = [f"and {len(faults) - TOLD} more"] if len(faults) > TOLD else []
    return Inspection(looked, (*faults[:TOLD], *more))


def _known(read: Read) -> dict[str, str]:
    """The last digest of every record that must still be here, by its name."""
    gone = set(read.connection.execute(select(erasures.c.pseudonym)).scalars())
    statement = (
        select(events.c.subject, events.c.action, events.c.about, events.c.digest)
        .where((events.c.digest != "") | (events.c.action == DROPPED))
        .order_by(events.c.number)
    )
    known: dict[str, str] = {}
    for row in read.connection.execute(statement.execution_options(yield_per=AT_ONCE)):
        if row.action == DROPPED:
            known.pop(row.subject, None)
        elif row.about not in gone:
            known[row.subject] = row.digest
    return known


def _sealed(read: Read, table: Table) -> Iterator[tuple[str, bytes | None]]:
    statement = select(table.c.id, table.c.sealed, table.c.digest)
    for row in read.connection.execute(statement.execution_options(yield_per=AT_ONCE)):
        if row.sealed is not None or row.digest is not None:
            yield row.id, None if row.sealed is None else bytes(row.sealed)
