"""Credit files as they were on their day 0, encrypted, in versions; none is ever changed or aged.

A later application brings a new snapshot; a correction a new version of one, with the same day 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Column, RowMapping, func, insert, select

from clairscore.contract import CreditFile
from clairscore.errors import Absent
from clairscore.store.audit import Event, append, digest_of
from clairscore.store.clients import Client
from clairscore.store.database import Read, Write
from clairscore.store.file_bytes import packed, unpacked
from clairscore.store.keys import Keys
from clairscore.store.tables import credit_files

KIND = "credit_file"
Source = Literal["loaded", "application", "correction"]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What is known of a stored credit file without its client's key."""

    id: str
    client: int
    snapshot: int
    version: int
    as_of: date
    source: Source
    created: str
    digest: str | None


def add_file(
    write: Write,
    keys: Keys,
    client: Client,
    credit_file: CreditFile,
    *,
    id: str,
    as_of: date,
    actor: str,
    at: str,
) -> StoredFile:
    """Keep the file of a new application as the client's next snapshot."""
    snapshot = _highest(write, credit_files.c.snapshot, client.number) + 1
    stored = StoredFile(id, client.number, snapshot, 1, as_of, "application", at, None)
    return _keep(write, keys, client, stored, credit_file, actor)


def correct_file(
    write: Write,
    keys: Keys,
    client: Client,
    of: StoredFile,
    corrected: CreditFile,
    *,
    id: str,
    actor: str,
    at: str,
) -> StoredFile:
    """Keep a correction of a file: its next version, with the same day 0."""
    version = _highest(write, credit_files.c.version, client.number, of.snapshot) + 1
    stored = StoredFile(id, client.number, of.snapshot, version, of.as_of, "correction", at, None)
    return _keep(write, keys, client, stored, corrected, actor)


def stored_file(read: Read, id: str) -> StoredFile:
    """What is known of a file; Absent where there is none."""
    found = read.connection.execute(select(*_KNOWN).where(credit_files.c.id == id))
    row = found.mappings().one_or_none()
    if row is None:
        raise Absent(f"credit file {id}: there is none")
    return _stored(row)


def files_of(read: Read, client: int) -> list[StoredFile]:
    """Every file of a client, newest snapshot and version first."""
    newest = credit_files.c.snapshot.desc(), credit_files.c.version.desc()
    statement = select(*_KNOWN).where(credit_files.c.client == client).order_by(*newest)
    return [_stored(row) for row in read.connection.execute(statement).mappings()]


def latest_file(read: Read, client: int) -> StoredFile:
    """The newest version of the client's newest snapshot; Absent where he has no file."""
    files = files_of(read, client)
    if not files:
        raise Absent(f"client {client}: there is no credit file")
    return files[0]


def open_file(read: Read, keys: Keys, stored: StoredFile) -> CreditFile:
    """The facts of a stored file; Erased, or BrokenRecord where it was altered."""
    sealed = read.connection.execute(
        select(credit_files.c.sealed).where(credit_files.c.id == stored.id)
    ).scalar_one_or_none()
    return unpacked(keys.open(stored.client, KIND, stored.id, sealed), stored.client)


_KNOWN = (
    credit_files.c.id,
    credit_files.c.client,
    credit_files.c.snapshot,
    credit_files.c.version,
    credit_files.c.as_of,
    credit_files.c.source,
    credit_files.c.created,
    credit_files.c.digest,
)


def _keep(
    write: Write,
    keys: Keys,
    client: Client,
    stored: StoredFile,
    credit_file: CreditFile,
    actor: str,
) -> StoredFile:
    sealed = keys.seal(client.number, KIND, stored.id, packed(credit_file))
    digest = digest_of(sealed)
    row = {
        "id": stored.id,
        "client": stored.client,
        "snapshot": stored.snapshot,
        "version": stored.version,
        "as_of": stored.as_of.isoformat(),
        "source": stored.source,
        "created": stored.created,
        "sealed": sealed,
        "digest": digest,
    }
    write.connection.execute(insert(credit_files), row)
    action = "file.correct" if stored.source == "correction" else "file.add"
    append(write, Event(stored.created, actor, action, stored.id, client.pseudonym, digest))
    return stored_file(write, stored.id)


def _highest(write: Write, column: Column[int], client: int, snapshot: int | None = None) -> int:
    statement = select(func.max(column)).where(credit_files.c.client == client)
    if snapshot is not None:
        statement = statement.where(credit_files.c.snapshot == snapshot)
    return int(write.connection.execute(statement).scalar() or 0)


def _stored(row: RowMapping) -> StoredFile:
    return StoredFile(**dict(row) | {"as_of": date.fromisoformat(row["as_of"])})
