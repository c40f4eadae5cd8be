"""Credit files: kept whole, encrypted, in versions."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore.contract import CreditFile, Value
from clairscore.data.credit_file import frames
from clairscore.data.schema import TABLES
from clairscore.data.tables import raw_schema
from clairscore.errors import Absent, BrokenRecord, Erased
from clairscore.store.audit import history, verify
from clairscore.store.credit_files import (
    correct_file,
    files_of,
    latest_file,
    open_file,
    stored_file,
)
from clairscore.store.file_bytes import pack_text, packed, texts, unpacked
from clairscore.store.opening import Store
from clairscore.store.tables import credit_files
from tests.decision import people
from tests.store.people import AT, client_of, file_of

CROWD = people.people(40, seed=3)


def in_one_order(rows: tuple[Mapping[str, Value], ...]) -> tuple[Mapping[str, Value], ...]:
    return tuple(sorted(rows, key=lambda row: sorted((k, repr(_same(v))) for k, v in row.items())))


def _same(value: Value) -> Value:
    return value if isinstance(value, str) else float(value)


def rows_in_any_order(credit_file: CreditFile) -> CreditFile:
    ordered = {name: in_one_order(rows) for name, rows in credit_file.history.items()}
    return replace(credit_file, history=ordered)


@given(st.sampled_from(CROWD), st.integers(1, 2**53))
def test_a_file_comes_back_as_it_was(credit_file: CreditFile, number: int) -> None:
    renumbered = unpacked(packed(credit_file), number)
    assert unpacked(packed(renumbered), number) == renumbered
    assert unpacked(packed(credit_file), credit_file.client) == credit_file


def _owned(credit_file: CreditFile, name: str) -> pl.DataFrame:
    """The file's rows of a table, with SK_ID_CURR where the table lacks it."""
    return frames(credit_file)[name].with_columns(SK_ID_CURR=pl.lit(credit_file.client, pl.Int64))


def test_files_packed_together_are_those_packed_alone() -> None:
    tables = {name: pl.concat(_owned(file, name) for file in CROWD) for name in TABLES}
    found = {
        client: unpacked(pack_text(text), client) for client, text in texts(tables).iter_rows()
    }
    assert found.keys() == {credit_file.client for credit_file in CROWD}
    for credit_file in CROWD:
        expected = rows_in_any_order(unpacked(packed(credit_file), credit_file.client))
        assert rows_in_any_order(found[credit_file.client]) == expected


def test_bytes_that_a_later_version_wrote_are_named() -> None:
    with pytest.raises(BrokenRecord, match="found form 02, expected 01"):
        unpacked(b"\x02" + zlib.compress(json.dumps({}).encode()), 1)


def test_a_client_without_history_has_empty_tables() -> None:
    bare = people.one(SK_ID_CURR=5)
    frame = pl.DataFrame([dict(bare.application)])
    tables = {
        name: pl.DataFrame(schema={"SK_ID_CURR": pl.Int64(), **raw_schema(name)}) for name in TABLES
    }
    (text,) = texts({**tables, "application": frame})["text"]
    assert unpacked(pack_text(text), 5).history == {
        name: () for name in TABLES if name != "application"
    }


def test_a_stored_file_is_read_with_the_clients_key(store: Store) -> None:
    client = client_of(store, 1)
    stored = file_of(store, client, unpacked(packed(CROWD[0]), 1))
    assert (stored.snapshot, stored.version, stored.source) == (1, 1, "application")
    with store.database.read() as read:
        assert latest_file(read, 1) == stored == stored_file(read, stored.id)
        assert open_file(read, store.keys, stored) == unpacked(packed(CROWD[0]), 1)
        (event,) = history(read, stored.id)
    assert (event.digest, event.about) == (stored.digest, client.pseudonym)


def test_a_correction_is_a_new_version_and_a_later_file_a_new_snapshot(store: Store) -> None:
    client = client_of(store, 1)
    first = file_of(store, client, CROWD[0], "a")
    with store.database.write() as write:
        fixed = correct_file(write, store.keys, client, first, CROWD[1], id="b", actor="ann", at=AT)
    file_of(store, client, CROWD[2], "c")
    assert (fixed.snapshot, fixed.version, fixed.as_of) == (1, 2, first.as_of)
    with store.database.read() as read:
        found = [(file.id, file.snapshot, file.version) for file in files_of(read, 1)]
        assert open_file(read, store.keys, first).application["AMT_CREDIT"] == CROWD[
            0
        ].application.get("AMT_CREDIT")
    assert found == [("c", 2, 1), ("b", 1, 2), ("a", 1, 1)]


def test_one_clients_bytes_cannot_stand_for_anothers(store: Store) -> None:
    files = [file_of(store, client_of(store, number), CROWD[number]) for number in (1, 2)]
    with store.database.engine.begin() as connection:
        sealed = connection.execute(
            credit_files.select().where(credit_files.c.id == files[0].id)
        ).one()
        connection.execute(
            credit_files.update()
            .where(credit_files.c.id == files[1].id)
            .values(sealed=sealed.sealed)
        )
    with store.database.read() as read, pytest.raises(BrokenRecord, match="belongs to another"):
        open_file(read, store.keys, files[1])


def test_an_erased_clients_file_is_told_as_erased(store: Store) -> None:
    stored = file_of(store, client_of(store, 1), CROWD[0])
    store.keys.destroy(store.keys.pseudonym(1), AT, "request")
    with store.database.read() as read:
        with pytest.raises(Erased, match="2026-03-01"):
            open_file(read, store.keys, stored)
        assert verify(read, store.secrets.chain, store.database.anchor.read()).intact


def test_files_that_are_not_there_are_absent(store: Store) -> None:
    client_of(store, 1)
    with store.database.read() as read:
        with pytest.raises(Absent, match="credit file x: there is none"):
            stored_file(read, "x")
        with pytest.raises(Absent, match="client 1: there is no credit file"):
            latest_file(read, 1)
