"""What goes by itself: what the plan says, no more, when its time is over, no sooner."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select

from clairscore.decision.lifecycle.keeping import Periods
from clairscore.errors import Erased
from clairscore.store.activation import add_activation_code
from clairscore.store.audit import verify
from clairscore.store.clients import client, hold
from clairscore.store.holdings import kept_of
from clairscore.store.idempotency import Answer, Call, keep
from clairscore.store.opening import Store
from clairscore.store.retention import Plan, plan, retain, told
from clairscore.store.tables import accesses, applications, idempotency
from tests.store.files import CLIENT, NOON, Bureau
from tests.store.lives import AT, asked, refused, the_client

PERIODS = Periods()
SEVEN_MONTHS = NOON + timedelta(days=213)
NOTHING = Plan((), (), 0, 0, 0, 0)


def planned(store: Store, now: datetime) -> Plan:
    with store.database.read() as read:
        return plan(read, PERIODS, now)


def test_a_refusal_goes_six_months_after_the_last_contact(store: Store) -> None:
    refused(Bureau(store))
    assert planned(store, NOON + timedelta(days=180)) == NOTHING
    assert planned(store, SEVEN_MONTHS).clients == (CLIENT,)
    done = retain(store, PERIODS, SEVEN_MONTHS, "nightly")
    assert told(done)["clients"] == 1
    with store.database.read() as read:
        with pytest.raises(Erased):
            client(read, store.keys, CLIENT)
        assert verify(read, store.secrets.chain, store.database.anchor.read()).intact
    assert planned(store, SEVEN_MONTHS) == NOTHING


def test_a_plan_changes_nothing(store: Store) -> None:
    refused(Bureau(store))
    before = store.database.anchor.read()
    planned(store, SEVEN_MONTHS)
    assert store.database.anchor.read() == before
    with store.database.read() as read:
        assert len(kept_of(read, CLIENT)) == 1


def test_only_what_is_over_goes_of_a_client_with_more(store: Store) -> None:
    bureau = Bureau(store)
    old = refused(bureau)
    bureau.now = SEVEN_MONTHS - timedelta(days=1)
    bureau.opened()
    found = planned(store, SEVEN_MONTHS)
    assert found.clients == ()
    assert [each.application for each in found.applications] == [old.application.id]
    retain(store, PERIODS, SEVEN_MONTHS, "nightly")
    with store.database.read() as read:
        left = read.connection.execute(select(applications.c.id)).scalars().all()
        assert client(read, store.keys, CLIENT).number == CLIENT
    assert len(left) == 1
    assert old.application.id not in left


def test_whoever_is_held_or_waits_for_an_answer_is_spared(store: Store) -> None:
    refused(Bureau(store))
    with store.database.write() as write:
        hold(write, the_client(store), "court", actor="admin", at=AT)
    assert planned(store, SEVEN_MONTHS) == NOTHING
    with store.database.write() as write:
        hold(write, the_client(store), None, actor="admin", at=AT)
    asked(store, "access")
    assert planned(store, SEVEN_MONTHS) == NOTHING


def test_demonstration_files_stay(store: Store) -> None:
    refused(Bureau(store))
    with store.database.write() as write:
        write.connection.execute(applications.update().values(demonstration=True, state="closed"))
        write.connection.exec_driver_sql("DELETE FROM notices")
        write.connection.exec_driver_sql("DELETE FROM decisions")
    assert planned(store, NOON + timedelta(days=9999)) == NOTHING


def test_old_lines_go_and_young_ones_stay(store: Store) -> None:
    Bureau(store)
    owner = the_client(store)
    with store.database.write() as write:
        row = {"about": owner.pseudonym, "actor": "ann", "role": "manager", "operation": "read"}
        for name, created in (("old", "2025-11-19T00:00:00.000000Z"), ("young", AT)):
            write.connection.execute(insert(accesses), row | {"id": name, "created": created})
        keep(
            write,
            store.keys,
            Call("u1", "k", "decide", b""),
            Answer(200, b""),
            client=CLIENT,
            at="2026-10-01T00:00:00.000000Z",
        )
        add_activation_code(
            write,
            CLIENT,
            pseudonym=owner.pseudonym,
            pepper=store.secrets.pepper,
            random=os.urandom,
            actor="ann",
            at=NOON - timedelta(days=15),
        )
    assert planned(store, NOON) == Plan((), (), accesses=1, answers=1, simulations=0, codes=1)
    retain(store, PERIODS, NOON, "nightly")
    with store.database.read() as read:
        assert read.connection.execute(select(accesses.c.id)).scalars().all() == ["young"]
        assert not read.connection.execute(select(idempotency)).all()
    assert planned(store, NOON) == NOTHING
