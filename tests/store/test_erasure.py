"""Erasing a client: nothing readable remains, and the chain is intact."""

from __future__ import annotations

import os

import pytest
from sqlalchemy import func, select

from clairscore.errors import Erased
from clairscore.settings import Settings
from clairscore.store import erasure
from clairscore.store.audit import history, verify
from clairscore.store.clients import client
from clairscore.store.credit_files import add_file, files_of
from clairscore.store.erasure import drop_application, erase, erased_on, finish_erasures
from clairscore.store.opening import Store, open_store
from clairscore.store.tables import credit_files, data_keys, records
from tests.decision import people
from tests.store.files import CLIENT, NOON, Bureau
from tests.store.lives import AT, CANARY, asked, lived, refused, the_client
from tests.store.people import DAY, client_of, file_of

OTHER = 100_002
SAID_OF_NOBODY = {"events", "chain_heads", "heartbeats", "erasures", "accesses", "api_keys"}
OF_THE_MODEL = {"models", "promotions", "histograms", "comparisons"}
OF_WATCHING = {"reports", "signals", "alerts", "deliveries"}
"""Aggregates: they say nothing of one person."""


def filled(store: Store) -> dict[str, int]:
    """How many rows each table has that has any."""
    with store.database.read() as read:
        counts = {
            table.name: read.connection.execute(
                select(func.count()).select_from(table)
            ).scalar_one()
            for table in records.sorted_tables
        }
    return {name: count for name, count in counts.items() if count}


def every_byte(settings: Settings) -> bytes:
    """All that is in the files of the store, logs included."""
    folder = settings.master_key.parent.parent
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_an_erased_client_has_no_row_left(store: Store) -> None:
    lived(Bureau(store))
    lives_in = set(filled(store)) - SAID_OF_NOBODY - OF_THE_MODEL
    assert lives_in >= {"clients", "reviews", "idempotency", "book", "sessions", "outcomes"}
    erase(store, CLIENT, reason="request", actor="admin", at=NOON)
    assert not set(filled(store)) - SAID_OF_NOBODY - OF_THE_MODEL
    with store.database.read() as read:
        with pytest.raises(Erased, match="2026-11-20"):
            client(read, store.keys, CLIENT)
        name = store.keys.pseudonym(CLIENT)
        assert erased_on(read, name) == AT
        assert [event.action for event in history(read, name)] == ["client.add", "client.erase"]
        assert verify(read, store.secrets.chain, store.database.anchor.read()).intact


def test_others_keep_everything(store: Store) -> None:
    lived(Bureau(store))
    file_of(store, client_of(store, OTHER), people.people(1)[0])
    erase(store, CLIENT, reason="request", actor="admin", at=NOON)
    with store.database.read() as read:
        assert client(read, store.keys, OTHER).number == OTHER
        assert len(files_of(read, OTHER)) == 1


@pytest.mark.parametrize("store_settings", ["sqlite"], indirect=True)
def test_no_byte_of_an_erased_client_remains_in_any_file(store_settings: Settings) -> None:
    credit_file = people.people(30, seed=11)[7]
    with open_store(store_settings, os.urandom) as store:
        lived(Bureau(store))
        owner = the_client(store)
        file_of(store, owner, credit_file)
        with store.keys.engine.connect() as connection:
            wrapped = bytes(connection.execute(select(data_keys.c.wrapped)).scalar_one())
        with store.database.read() as read:
            sealed = [
                bytes(row)
                for row in read.connection.execute(select(credit_files.c.sealed)).scalars()
                if row
            ]
        for trace in (CANARY.encode(), wrapped, *sealed):
            assert trace[:40] in every_byte(store_settings), "the test looks for the wrong thing"
        erase(store, CLIENT, reason="request", actor="admin", at=NOON)
        left = every_byte(store_settings)
    for content in (left, every_byte(store_settings)):
        for trace in (CANARY.encode(), wrapped, *sealed):
            for start in range(0, max(1, len(trace) - 16), 1000):
                assert trace[start : start + 16] not in content


def test_an_erasure_that_was_interrupted_is_finished(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived(Bureau(store))
    with monkeypatch.context() as patch:
        patch.setattr(erasure, "apply_erasures", _stopped)
        with pytest.raises(KeyboardInterrupt):
            erase(store, CLIENT, reason="request", actor="admin", at=NOON)
    assert "clients" in filled(store)
    assert finish_erasures(store, "admin") == 1
    assert "clients" not in filled(store)
    assert finish_erasures(store, "admin") == 0


def test_an_erasure_that_was_promised_is_carried_out(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clairscore.decision.lifecycle.keeping import Periods
    from clairscore.store import requests

    Bureau(store)
    request = asked(store)
    with monkeypatch.context() as patch:
        patch.setattr(requests, "erase", _stopped)
        with pytest.raises(KeyboardInterrupt):
            requests.answer_erasure(
                store, the_client(store), request, periods=Periods(), actor="admin", at=NOON
            )
    assert finish_erasures(store, "admin") == 1
    assert "clients" not in filled(store)


def test_erasing_twice_changes_nothing(store: Store) -> None:
    Bureau(store)
    erase(store, CLIENT, reason="request", actor="admin", at=NOON)
    erase(store, CLIENT, reason="again", actor="admin", at=NOON)
    with store.database.read() as read:
        assert verify(read, store.secrets.chain, store.database.anchor.read()).intact
    assert [entry["reason"] for entry in store.keys.erasures()] == ["request"]


def test_one_application_goes_with_its_file_and_the_client_stays(store: Store) -> None:
    bureau = Bureau(store)
    first = refused(bureau)
    with store.database.write() as write:
        later = add_file(
            write,
            store.keys,
            the_client(store),
            people.people(1)[0],
            id="later",
            as_of=DAY,
            actor="test",
            at=AT,
        )
        drop_application(
            write, first.application.id, about=the_client_name(store), actor="admin", at=AT
        )
    assert not {"applications", "proposals", "decisions", "notices"} & set(filled(store))
    with store.database.read() as read:
        assert files_of(read, CLIENT) == [later]
        assert client(read, store.keys, CLIENT).number == CLIENT


def test_a_file_that_another_application_reads_stays(store: Store) -> None:
    bureau = Bureau(store)
    first, second = refused(bureau), refused(bureau)
    with store.database.write() as write:
        about = the_client_name(store)
        drop_application(write, first.application.id, about=about, actor="admin", at=AT)
    with store.database.read() as read:
        assert len(files_of(read, CLIENT)) == 1
    assert bureau.stands(second.application) == second


def the_client_name(store: Store) -> str:
    return store.keys.pseudonym(CLIENT)


def _stopped(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_new_client_table_would_be_emptied_too() -> None:
    """Every table either has a column `client` or is known to say nothing of clients."""
    without = {table.name for table in records.sorted_tables if "client" not in table.c}
    assert without == SAID_OF_NOBODY | OF_THE_MODEL | OF_WATCHING | {"sessions", "clients"}
