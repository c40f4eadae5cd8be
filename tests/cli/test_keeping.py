"""`db erase|retain|verify|backup|restore` and `audit` as they are typed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from clairscore.cli.opened import opened
from clairscore.decision.decide import decide
from clairscore.decision.lifecycle.case import Actor
from clairscore.decision.lifecycle.grounds import Ground
from clairscore.decision.record import Record, snapshot_digest
from clairscore.settings import load_settings
from clairscore.store import steps
from clairscore.store.acts import Act
from clairscore.store.applications import open_application
from clairscore.store.clients import client
from clairscore.store.credit_files import open_file
from clairscore.store.opening import Store, init_store
from clairscore.store.standing import stands
from tests.conftest import clairscore
from tests.decision import people
from tests.store.people import DAY, NOON, client_of, file_of

ONE, TWO = 100_001, 100_002


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store of two clients where the commands will look for it, with English words."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIRSCORE_LANGUAGE", "en")
    init_store(load_settings(), os.urandom)
    with opened() as found:
        for number in (ONE, TWO):
            file_of(found, client_of(found, number), people.people(2)[number - ONE])
        yield found


def test_erasing_is_said_before_it_is_done(store: Store) -> None:
    assert "Nothing stands in the way; add --yes" in clairscore("db", "erase", ONE).out
    with store.database.read() as read:
        assert client(read, store.keys, ONE)
    done = clairscore("db", "erase", ONE, "--yes", "--json")
    assert done.code == 0, done.err
    assert done.json["erased"]
    again = clairscore("db", "erase", ONE)
    assert again.code == 2
    assert "were erased on" in again.err


def test_what_stands_in_the_way_is_said_with_its_day(store: Store) -> None:
    with store.database.write() as write:
        from clairscore.store.clients import hold

        hold(write, client(write, store.keys, ONE), "court", actor="admin", at="2026")
    refused = clairscore("db", "erase", ONE, "--yes")
    assert "a legal hold was placed. Possible from: day not known yet" in refused.out
    assert clairscore("db", "erase", ONE, "--json").json == {
        "erased": None,
        "obstacle": "legal_hold",
        "possible_from": None,
    }


def test_a_hold_keeps_a_client_from_erasure_until_it_is_lifted(store: Store) -> None:
    assert clairscore("db", "hold", ONE, "--why", "court order").code == 0
    assert clairscore("db", "erase", ONE, "--yes", "--json").json["obstacle"] == "legal_hold"
    assert clairscore("db", "hold", ONE, "--lift").code == 0
    assert clairscore("db", "erase", ONE, "--yes", "--json").json["erased"]


def test_a_hold_without_its_reason_is_refused(store: Store) -> None:
    refused = clairscore("db", "hold", ONE)
    assert refused.code == 2
    assert "either --why with the reason, or --lift" in refused.err


def test_data_that_are_only_kept_are_not_used_until_that_is_lifted(store: Store) -> None:
    assert clairscore("db", "restrict", ONE).code == 0
    with store.database.read() as read:
        assert client(read, store.keys, ONE).restricted
    assert clairscore("db", "restrict", ONE, "--lift").code == 0
    with store.database.read() as read:
        assert client(read, store.keys, ONE).restricted is None


def test_retaining_is_a_plan_unless_it_is_meant(store: Store) -> None:
    planned = clairscore("db", "retain")
    assert "Nothing was deleted" in planned.err
    assert "Expired activation codes" in planned.out
    done = clairscore("db", "retain", "--yes", "--json").json
    assert (done["done"], done["clients"]) == (True, 0)


def test_copies_are_brought_back_and_erased_clients_are_not(store: Store) -> None:
    made = clairscore("db", "backup", "--out", "copies", "--keys-out", "keys", "--json")
    assert made.code == 0, made.err
    records, keys = (copy["file"] for copy in made.json["copies"])
    clairscore("db", "erase", ONE, "--yes")
    back = clairscore("db", "restore", "--records", records, "--keys", keys, "--json")
    assert back.code == 0, back.err
    assert back.json["erased"] == 1
    assert clairscore("db", "verify", "--json").json["intact"]
    with store.database.read() as read:
        assert client(read, store.keys, TWO)


def test_keys_are_not_copied_beside_the_records(store: Store) -> None:
    refused = clairscore("db", "backup", "--out", "copies", "--keys-out", "copies")
    assert refused.code == 2
    assert "keys beside records protect nothing" in refused.err
    assert "The keys were not copied" in clairscore("db", "backup", "--out", "copies").err


def test_restoring_needs_a_copy_of_the_right_kind(store: Store) -> None:
    file = clairscore("db", "backup", "--out", "copies", "--json").json["copies"][0]["file"]
    for words in ((), ("--keys", file)):
        refused = clairscore("db", "restore", *words)
        assert refused.code == 2
        assert "expected --records with a copy of the records" in refused.err


def test_verifying_tells_faults_and_fails(store: Store) -> None:
    assert (
        "4 events are intact, 4 of them covered by the anchor" in clairscore("audit", "verify").out
    )
    assert "4 events and 2 encrypted records are intact" in clairscore("db", "verify").out
    with sqlite3.connect("clairscore-data/records.db") as connection:
        connection.execute("UPDATE events SET actor = 'forged' WHERE number = 2")
        connection.execute("UPDATE credit_files SET sealed = x'00' WHERE client = ?", (ONE,))
    told = clairscore("audit", "verify", "--json")
    assert (told.code, told.json["intact"]) == (1, False)
    told = clairscore("db", "verify")
    assert told.code == 1
    assert "event 2: it, or the one before it, was altered" in told.out
    assert "its content is not what its event says" in told.out


def test_a_contract_ends_or_was_never_signed(store: Store) -> None:
    with store.database.write() as write:
        act = Act(write, store.keys.of(ONE), Actor("ann", "manager"), NOON, os.urandom)
        made = open_application(
            act, client=ONE, credit_file=f"file-{ONE}", as_of=DAY.isoformat(),
            product="cash", amount=None, channel="branch", policy=people.Policy(),
        )  # fmt: skip
    ended = clairscore("db", "contract", made.id, "--end", "2030-01-31")
    assert ended.code == 0, ended.err
    assert "31 January 2030" in ended.out
    assert "never signed" in clairscore("db", "contract", made.id).out


def test_a_decision_is_replayed_or_told_as_erased(
    store: Store, tiny_bundles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clairscore.cli.opened import actor
    from clairscore.decision.shelf import load_bundle

    monkeypatch.setenv("CLAIRSCORE_BUNDLES", str(tiny_bundles))
    model = load_bundle(load_settings(), None)
    by = Actor("ann", "manager")
    with store.database.write() as write:
        act = Act(write, store.keys.of(ONE), by, NOON, os.urandom)
        made = open_application(
            act, client=ONE, credit_file=f"file-{ONE}", as_of=DAY.isoformat(),
            product="cash", amount=None, channel="branch", policy=model.policy,
        )  # fmt: skip
        from clairscore.store.credit_files import latest_file

        file = open_file(write, store.keys, latest_file(write, ONE))
        proposed = decide(model, file, as_of=DAY)
        kept = Record(proposed, snapshot_digest(file), "0.1.0", by, NOON)
        now = steps.propose(act, stands(write, made.id), kept, model.policy)
        if now.decision is None:
            studied = Ground("study_favourable", "a look at the file")
            ground = studied if proposed.outcome == "referred" else None
            outcome = "granted" if ground else None
            now = steps.decide(act, now, outcome, ground, model.policy)
        name = now.known_decision.id
    told = clairscore("audit", "replay", name, "--json")
    assert told.code == 0, told.err + told.out
    assert (told.json["same"], told.json["rescored"], told.json["moved"]) == (True, True, [])
    assert "the same to the last bit" in clairscore("audit", "replay", name).out
    from clairscore.store.erasure import erase

    erase(store, ONE, reason="request", actor=actor(), at=NOON)
    text = clairscore("audit", "replay", name, "--json").json["text"]
    assert "intact" in text
