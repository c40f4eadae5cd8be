"""Clients and files to keep: synthetic, small."""

from __future__ import annotations

from datetime import UTC, date, datetime

from clairscore.contract import CreditFile
from clairscore.store.clients import Client, add_client
from clairscore.store.credit_files import StoredFile, add_file
from clairscore.store.opening import Store
from clairscore.store.times import stamp

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
AT = stamp(NOON)
DAY = date(2026, 3, 1)


def client_of(store: Store, number: int, portfolio: str = "ann") -> Client:
    """A client who is known now."""
    with store.database.write() as write:
        return add_client(write, store.keys, number, portfolio, actor="test", at=NOON)


def file_of(store: Store, client: Client, credit_file: CreditFile, id: str = "") -> StoredFile:
    """The client's file, kept as a new snapshot."""
    name = id or f"file-{client.number}"
    with store.database.write() as write:
        return add_file(
            write, store.keys, client, credit_file, id=name, as_of=DAY, actor="test", at=AT
        )
