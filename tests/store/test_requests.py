"""What clients ask for by right: received, due within a month, answered once."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from clairscore.decision.lifecycle.keeping import Obstacle, Periods
from clairscore.errors import Absent, Conflict, Erased
from clairscore.store import steps
from clairscore.store.audit import history
from clairscore.store.clients import client, hold
from clairscore.store.erasure import Erasure
from clairscore.store.holdings import end_contract
from clairscore.store.opening import Store
from clairscore.store.requests import (
    answer,
    answer_erasure,
    request,
    requests_of,
    waiting,
    words_of,
)
from tests.store.files import CLIENT, NOON, POLICY, Bureau, record
from tests.store.lives import AT, CANARY, asked, refused, the_client

PERIODS = Periods()


def erasure_answered(store: Store, at: datetime = NOON) -> Obstacle | Erasure:
    found = asked(store)
    return answer_erasure(store, the_client(store), found, periods=PERIODS, actor="admin", at=at)


def granted(bureau: Bureau) -> str:
    """The name of an application that was granted."""
    opened = bureau.opened()
    with bureau.act() as act:
        now = steps.propose(act, bureau.stands(opened), record("granted", at=act.at), POLICY)
    with bureau.act() as act:
        steps.notify(act, now, "fr", b"%PDF-")
    return opened.id


def test_a_request_is_received_with_its_words_and_due_in_a_month(store: Store) -> None:
    Bureau(store)
    found = asked(store, "export")
    assert (found.kind, found.state, found.due) == ("export", "received", date(2026, 12, 20))
    with store.database.read() as read:
        assert request(read, found.id) == found
        assert words_of(read, store.keys, found) == CANARY
        assert requests_of(read, CLIENT) == waiting(read) == [found]
        (event,) = history(read, found.id)
        assert CANARY not in repr(event)
        with pytest.raises(Absent, match="request x"):
            request(read, "x")


def test_a_request_is_answered_once(store: Store) -> None:
    Bureau(store)
    found = asked(store, "access")
    with store.database.write() as write:
        done = answer(write, the_client(store), found, actor="admin", at=AT)
        assert (done.state, done.answered, done.revision) == ("done", AT, 2)
        assert waiting(write) == []
        with pytest.raises(Conflict, match="answered before"):
            answer(write, the_client(store), found, actor="admin", at=AT)


def test_nothing_in_the_way_erases(store: Store) -> None:
    bureau = Bureau(store)
    refused(bureau)
    done = erasure_answered(store)
    assert isinstance(done, Erasure)
    assert done.request
    with store.database.read() as read, pytest.raises(Erased):
        client(read, store.keys, CLIENT)


def test_a_running_loan_is_told_with_the_day_and_the_data_are_only_kept(store: Store) -> None:
    application = granted(Bureau(store))
    assert erasure_answered(store) == Obstacle("running_loan")
    owner = the_client(store)
    assert owner.restricted == AT
    with store.database.write() as write:
        end_contract(write, owner, application, date(2028, 1, 31), actor="admin", at=AT)
    assert erasure_answered(store) == Obstacle("running_loan", date(2033, 2, 1))
    later = NOON.replace(year=2029)
    assert erasure_answered(store, later) == Obstacle("statutory", date(2033, 2, 1))
    with store.database.read() as read:
        answers = {
            (each.state, each.answer, each.possible_from) for each in requests_of(read, CLIENT)
        }
    assert answers == {
        ("refused", "running_loan", None),
        ("refused", "running_loan", date(2033, 2, 1)),
        ("refused", "statutory", date(2033, 2, 1)),
    }
    assert isinstance(erasure_answered(store, NOON.replace(year=2034)), Erasure)


def test_a_loan_that_was_never_taken_up_stands_in_no_way(store: Store) -> None:
    application = granted(Bureau(store))
    with store.database.write() as write:
        end_contract(write, the_client(store), application, None, actor="admin", at=AT)
        with pytest.raises(Absent, match="application x"):
            end_contract(write, the_client(store), "x", None, actor="admin", at=AT)
    assert isinstance(erasure_answered(store), Erasure)


def test_a_legal_hold_keeps_everything(store: Store) -> None:
    Bureau(store)
    with store.database.write() as write:
        hold(write, the_client(store), "court", actor="admin", at=AT)
    assert erasure_answered(store) == Obstacle("legal_hold")


def test_requests_wait_in_pages_oldest_first(store: Store) -> None:
    Bureau(store)
    names = {asked(store, "access").id for _ in range(5)}
    with store.database.read() as read:
        first = waiting(read, limit=3)
        rest = waiting(read, after=first[-1].id)
    assert [each.id for each in (*first, *rest)] == sorted(names)
