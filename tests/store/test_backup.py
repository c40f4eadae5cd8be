"""Copies: whole, apart, brought back exactly, without bringing back whoever was erased."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from clairscore.errors import BadInput, BadSetting, BrokenRecord, Erased, Fault
from clairscore.settings import Settings
from clairscore.store.audit import verify
from clairscore.store.backup import Copy, back_up, prune, read_copy, restore
from clairscore.store.clients import client
from clairscore.store.credit_files import latest_file, open_file
from clairscore.store.erasure import erase
from clairscore.store.inspection import inspect
from clairscore.store.opening import Store, open_store
from clairscore.store.tables import data_keys, key_records, records
from tests.decision import people
from tests.store.files import CLIENT, NOON, Bureau
from tests.store.lives import CANARY, lived, the_client
from tests.store.people import client_of, file_of

LATER = NOON + timedelta(days=40)
FILE = people.people(1)[0]
OTHER = 100_002


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Everything that both databases hold."""
    found = {}
    for engine, metadata in ((store.database.engine, records), (store.keys.engine, key_records)):
        with engine.connect() as connection:
            for table in metadata.sorted_tables:
                statement = select(table).order_by(*table.primary_key.columns)
                found[f"{engine.url.database}.{table.name}"] = [
                    tuple(row) for row in connection.execute(statement)
                ]
    return found


def filled(store: Store) -> None:
    lived(Bureau(store))
    file_of(store, client_of(store, OTHER), FILE)


def both(store: Store, folder: Path) -> list[Copy]:
    return [
        back_up(store, "records", folder / "r", NOON),
        back_up(store, "keys", folder / "k", NOON),
    ]


def test_a_store_comes_back_as_it_was(store: Store, tmp_path: Path) -> None:
    filled(store)
    before = rows(store)
    copies = both(store, tmp_path)
    with store.database.engine.begin() as connection:
        for table in reversed(records.sorted_tables):
            connection.execute(table.delete())
    with store.keys.engine.begin() as connection:
        connection.execute(data_keys.delete())
    assert restore(store, copies, tmp_path / "w", LATER, "admin") == 0
    after = rows(store)
    events = next(name for name in after if name.endswith(".events"))
    heads = next(name for name in after if name.endswith(".chain_heads"))
    assert after.pop(events)[:-1] == before.pop(events)
    assert after.pop(heads) != before.pop(heads)
    assert after == before
    with store.database.read() as read:
        assert open_file(read, store.keys, latest_file(read, OTHER)).application
        assert verify(read, store.secrets.chain, store.database.anchor.read()).intact
        assert inspect(read).faults == ()
    assert not list((tmp_path / "w").iterdir())


def test_whoever_was_erased_since_is_erased_anew(store: Store, tmp_path: Path) -> None:
    filled(store)
    copies = both(store, tmp_path)
    erase(store, CLIENT, reason="request", actor="admin", at=NOON)
    assert restore(store, copies, tmp_path / "w", LATER, "admin") == 1
    with store.database.read() as read:
        with pytest.raises(Erased):
            client(read, store.keys, CLIENT)
        assert client(read, store.keys, OTHER).number == OTHER
        assert verify(read, store.secrets.chain, store.database.anchor.read()).intact


@pytest.mark.parametrize("kept", [0, 1])
def test_one_of_both_logs_is_enough_to_erase_anew(store: Store, tmp_path: Path, kept: int) -> None:
    filled(store)
    copies = both(store, tmp_path)
    erase(store, CLIENT, reason="request", actor="admin", at=NOON)
    lost = (store.database.engine, store.keys.engine)[kept]
    with lost.begin() as connection:
        connection.exec_driver_sql("DELETE FROM erasures")
    assert restore(store, copies, tmp_path / "w", LATER, "admin") == 1
    with store.database.read() as read, pytest.raises(Erased):
        client(read, store.keys, CLIENT)


def test_the_records_alone_come_back_to_an_older_state(store: Store, tmp_path: Path) -> None:
    filled(store)
    copy = back_up(store, "records", tmp_path, NOON)
    client_of(store, 100_003)
    restore(store, [copy], tmp_path / "w", LATER, "admin")
    with store.database.read() as read:
        checked = verify(read, store.secrets.chain, store.database.anchor.read())
        assert checked.intact
        assert checked.events == checked.anchored == copy.rows["events"] + 1


def test_a_copy_of_one_kind_of_database_goes_into_the_other(
    store: Store, tmp_path: Path, stores_as_made: Path
) -> None:
    from tests.store.places import settings_in

    filled(store)
    copies = both(store, tmp_path)
    shutil.copytree(stores_as_made, tmp_path / "other")
    with open_store(settings_in(tmp_path / "other"), os.urandom) as other:
        restore(other, copies, tmp_path / "w", LATER, "admin")
        with other.database.read() as read:
            found = open_file(read, other.keys, latest_file(read, OTHER))
    assert found.application["AMT_CREDIT"] == FILE.application["AMT_CREDIT"]


def test_records_and_keys_are_in_files_of_their_own(store: Store, tmp_path: Path) -> None:
    filled(store)
    of_records, of_keys = both(store, tmp_path)
    with store.keys.engine.connect() as connection:
        wrapped = [bytes(key) for key in connection.execute(select(data_keys.c.wrapped)).scalars()]
    content = of_records.file.read_bytes()
    assert not [key for key in wrapped if key in content]
    assert all(key in of_keys.file.read_bytes() for key in wrapped)
    assert CANARY.encode() in content, "names of accounts are plain"
    for copy in (of_records, of_keys):
        assert stat.S_IMODE(copy.file.stat().st_mode) == 0o600
        assert sorted(path.suffix for path in copy.file.parent.iterdir()) == [".db", ".json"]


def test_a_copy_is_read_with_its_manifest_and_only_unchanged(store: Store, tmp_path: Path) -> None:
    copy = back_up(store, "keys", tmp_path, NOON)
    assert read_copy(copy.file) == copy
    whole = copy.file.read_bytes()
    for broken in (whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1])):
        copy.file.write_bytes(broken)
        with pytest.raises(BrokenRecord, match="not those that were copied"):
            read_copy(copy.file)
    copy.file.with_suffix(".json").write_text("{}")
    with pytest.raises(BrokenRecord, match="no manifest"):
        read_copy(copy.file)
    copy.file.with_suffix(".json").unlink()
    with pytest.raises(BadInput, match="needs its manifest"):
        read_copy(copy.file)


def test_a_chain_that_was_broken_before_the_copy_is_told(store: Store, tmp_path: Path) -> None:
    filled(store)
    with store.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE events SET actor = 'forged' WHERE number = 2")
    copy = back_up(store, "records", tmp_path, NOON)
    with pytest.raises(Fault, match="the chain is broken; event 2"):
        restore(store, [copy], tmp_path / "w", LATER, "admin")


def _revised(copy: Copy, number: str) -> Copy:
    """The copy as if another version of Clairscore had made it."""
    with sqlite3.connect(copy.file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (number,))
    return copy


def test_a_copy_that_a_later_version_made_is_not_restored(store: Store, tmp_path: Path) -> None:
    filled(store)
    before = rows(store)
    copy = _revised(back_up(store, "records", tmp_path / "r", NOON), "9999")
    with pytest.raises(BadSetting, match="found revision 9999"):
        restore(store, [copy], tmp_path / "w", LATER, "admin")
    assert rows(store) == before
    assert not list((tmp_path / "w").iterdir())


def test_a_copy_that_an_earlier_version_made_is_brought_up_to_date(
    store: Store, tmp_path: Path
) -> None:
    filled(store)
    before = rows(store)
    copy = back_up(store, "records", tmp_path / "r", NOON)
    with sqlite3.connect(copy.file) as connection:
        for since in ("promotions", "deliveries", "alerts", "signals", "reports", "comparisons"):
            connection.execute(f"DROP TABLE {since}")
        for since in ("documents_due", "documents_answered"):
            connection.execute(f"ALTER TABLE reviews DROP COLUMN {since}")
        connection.execute(
            "CREATE TABLE promotions (id TEXT NOT NULL PRIMARY KEY, kind TEXT, bundle TEXT,"
            " replaced TEXT, actor TEXT, reason TEXT, created TEXT, asks TEXT)"
        )
    restore(store, [_revised(copy, "0003")], tmp_path / "w", LATER, "admin")
    after = rows(store)
    clients = next(name for name in after if name.endswith(".clients"))
    assert after[clients] == before[clients]


def test_old_copies_of_keys_are_removed(store: Store, tmp_path: Path) -> None:
    old = back_up(store, "keys", tmp_path, NOON)
    new = back_up(store, "keys", tmp_path, LATER)
    records_copy = back_up(store, "records", tmp_path, NOON)
    assert prune(tmp_path, "keys", LATER - timedelta(days=30)) == [old.file]
    assert sorted(tmp_path.glob("*.db")) == sorted([new.file, records_copy.file])


def test_a_copy_that_fails_leaves_no_file(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("clairscore.store.backup.copy_rows", full)
    with pytest.raises(OSError, match="No space"):
        back_up(store, "records", tmp_path / "r", NOON)
    assert not list((tmp_path / "r").glob("*.db"))


def test_another_master_key_restores_nothing_unnoticed(
    store: Store, tmp_path: Path, store_settings: Settings
) -> None:
    from clairscore.store.master import secrets_of

    filled(store)
    copies = both(store, tmp_path)
    other = replace(store, secrets=secrets_of(Random(9).randbytes(32)))
    with pytest.raises(Fault, match="the chain is broken"):
        restore(other, copies, tmp_path / "w", LATER, "admin")
    assert the_client(store).number == CLIENT
