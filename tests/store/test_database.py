"""Transactions, revisions and faults of the records' database."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text, update

from clairscore.errors import BadSetting, Fault, Unavailable
from clairscore.settings import Settings, described, load_settings
from clairscore.store import migrations
from clairscore.store.audit import Event, append
from clairscore.store.engine import engine_of
from clairscore.store.ids import new_id
from clairscore.store.migrations import REVISIONS
from clairscore.store.opening import Store, init_store, open_store, upgrade_store
from clairscore.store.tables import events, heartbeats
from clairscore.store.times import moment, stamp
from tests.store.places import settings_in

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MORNING = "2026-03-01T08:00:00.000000Z"


def add_one(store: Store) -> None:
    with store.database.write() as write:
        append(write, Event(MORNING, "ann", "decide", "decision"))


def count(store: Store) -> int:
    with store.database.read() as read:
        return read.connection.execute(select(func.count()).select_from(events)).scalar_one()


def fail_after(_: object) -> None:
    raise ZeroDivisionError


def test_writers_come_one_after_the_other_and_none_is_lost(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: add_one(store), range(80)))
    assert count(store) == 80


def test_a_reader_sees_one_state_whatever_is_written_meanwhile(store: Store) -> None:
    add_one(store)
    with store.database.read() as read:
        seen = [read.connection.execute(select(func.count()).select_from(events)).scalar()]
        add_one(store)
        seen.append(read.connection.execute(select(func.count()).select_from(events)).scalar())
    assert seen == [1, 1]
    assert count(store) == 2


def test_a_failed_block_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.database.write() as write:
        fail_after(append(write, Event(MORNING, "ann", "decide", "decision")))
    assert count(store) == 0


def test_a_heartbeat_is_written_through_a_fresh_connection(store: Store) -> None:
    store.database.heartbeat(NOON)
    with store.database.read() as read:
        assert read.connection.execute(select(heartbeats.c.at)).scalar() == stamp(NOON)


def test_commits_are_flushed_and_deleted_content_is_overwritten(tmp_path: Path) -> None:
    engine = engine_of(f"sqlite:///{tmp_path}/x.db")
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}


def test_a_database_that_another_process_holds_is_unavailable(
    stores_as_made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil
    import sqlite3

    monkeypatch.setattr("clairscore.store.engine.PRAGMAS", ("journal_mode=WAL", "busy_timeout=50"))
    shutil.copytree(stores_as_made, tmp_path / "store")
    holder = sqlite3.connect(tmp_path / "store" / "records.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with open_store(settings_in(tmp_path / "store"), os.urandom) as store:
        with pytest.raises(Unavailable, match="locked"):
            add_one(store)
        assert count(store) == 0
        holder.execute("ROLLBACK")
        add_one(store)
        assert count(store) == 1


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    init_store(settings_in(tmp_path), os.urandom)
    (tmp_path / "records.db").write_bytes(b"no database at all, but some bytes" * 100)
    with pytest.raises(Fault, match="restore it"), open_store(settings_in(tmp_path), os.urandom):
        pass


def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    from clairscore.store.engine import reading

    engine = engine_of(f"postgresql+psycopg://somebody@/records?host={tmp_path}")
    with pytest.raises(Unavailable, match="does not answer"), reading(engine):
        pass


@pytest.mark.parametrize("address", ["mysql://x", "sqlite://", "sqlite:///:memory:", "records.db"])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(BadSetting, match="expected sqlite:///FILE or"):
        engine_of(address)


def test_passwords_of_addresses_are_never_shown() -> None:
    given = {"CLAIRSCORE_DATABASE": "postgresql+psycopg://ann:hunter2@host/records"}
    lines = {line.name: line.value for line in described(load_settings(given))}
    assert lines["database"] == "postgresql+psycopg://ann:***@host/records"
    with pytest.raises(BadSetting) as refused:
        engine_of("mysql://ann:hunter2@host/x")
    assert "hunter2" not in str(refused.value)


# Revisions -------------------------------------------------------------------------------------
def test_tables_are_those_that_the_migrations_make(store: Store) -> None:
    for engine, kind in ((store.database.engine, "records"), (store.keys.engine, "keys")):
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, migrations.TABLES[kind]) == []  # type: ignore[index]


@pytest.mark.parametrize("kind", ["records", "keys"])
def test_the_newest_revision_is_the_one_that_is_served(
    kind: migrations.Kind, stores_as_made: Path
) -> None:
    engine = engine_of(f"sqlite:///{stores_as_made}/records.db")
    with engine.connect() as connection:
        scripts = ScriptDirectory.from_config(migrations._config(connection, kind))
    assert scripts.get_heads() == [migrations.REVISIONS[kind]]


def test_init_may_be_repeated(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    init_store(settings, os.urandom)
    with open_store(settings, os.urandom) as store:
        add_one(store)
    kept = settings.master_key.read_bytes(), settings.anchor.read_bytes()
    init_store(settings, os.urandom)
    assert (settings.master_key.read_bytes(), settings.anchor.read_bytes()) == kept
    with open_store(settings, os.urandom) as store:
        assert count(store) == 1
    assert stat.S_IMODE(settings.master_key.parent.stat().st_mode) == 0o700


def test_upgrading_says_where_it_came_from(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    init_store(settings, os.urandom)
    assert upgrade_store(settings, os.urandom) == (REVISIONS["records"], REVISIONS["keys"])


def _older(connection: object) -> object:
    return connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))  # type: ignore[attr-defined]


def _later(connection: object) -> object:
    return connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "advice"), [(_older, "run `clairscore db upgrade`"), (_later, "a later version")]
)
def test_another_revision_is_not_served(
    store_settings: Settings, change: Callable[[object], object], advice: str
) -> None:
    engine = engine_of(store_settings.database)
    with engine.begin() as connection:
        change(connection)
    engine.dispose()
    with pytest.raises(BadSetting, match=advice), open_store(store_settings, os.urandom):
        pass


def test_a_store_that_was_not_made_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="db init"), open_store(settings_in(tmp_path), os.urandom):
        pass
    settings = settings_in(tmp_path)
    init_store(settings, os.urandom)
    (tmp_path / "records.db").unlink()
    with pytest.raises(BadSetting, match="db init"), open_store(settings, os.urandom):
        pass


def test_tables_that_are_missing_are_told(store: Store) -> None:
    with store.database.engine.begin() as connection:
        connection.execute(text("DROP TABLE heartbeats"))
    with pytest.raises(BadSetting, match="db init"), store.database.read() as read:
        read.connection.execute(select(heartbeats))


def test_a_chain_without_a_head_is_told(store: Store) -> None:
    with store.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM chain_heads"))
    with pytest.raises(Fault, match="has no head"):
        add_one(store)


# Names and times -------------------------------------------------------------------------------
moments = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2200, 1, 1))  # noqa: DTZ001


@given(moments, moments)
def test_times_sort_as_their_texts(one: datetime, other: datetime) -> None:
    one, other = one.replace(tzinfo=UTC), other.replace(tzinfo=UTC)
    assert (stamp(one) < stamp(other)) == (one < other)
    assert moment(stamp(one)) == one


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        stamp(datetime(2026, 3, 1))  # noqa: DTZ001


@given(moments, st.integers(0, 2**32))
def test_names_are_uuids_that_sort_by_time(at: datetime, seed: int) -> None:
    from uuid import UUID

    name = UUID(new_id(at.replace(tzinfo=UTC), Random(seed).randbytes))
    assert (name.version, name.variant) == (7, "specified in RFC 4122")
    assert name.int >> 80 == int(at.replace(tzinfo=UTC).timestamp() * 1000)


def test_serving_does_not_load_alembic() -> None:
    code = "import sys, clairscore.store.opening; assert 'alembic' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_update_outside_the_store_is_not_an_event(store: Store) -> None:
    with store.database.write() as write:
        write.connection.execute(update(heartbeats).values(at="now"))
    assert store.database.anchor.read().count == 0  # type: ignore[union-attr]
