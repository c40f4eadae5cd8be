"""Outcomes of granted loans are kept once, count once mature, and judge who decided."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from clairscore.decision.lifecycle.grounds import Ground
from clairscore.errors import BadInput
from clairscore.store import reviews, steps
from clairscore.store.opening import Store
from clairscore.store.outcomes import Matured, Observed, load_outcomes, matured
from clairscore.store.people_counts import Decider, Reviewer, deciders, reviewers
from clairscore.store.standing import Stands
from clairscore.store.times import stamp
from tests.store.files import CLARA, POLICY, RITA, Bureau, record

FOR = Ground("income_proved", "three payslips were shown")
AGAINST = Ground("debt_undeclared", "a running loan came up")
LATER = "2027-12-01T00:00:00.000000Z"


@pytest.fixture
def bureau(store: Store) -> Bureau:
    return Bureau(store)


def told(bureau: Bureau, outcome: str = "granted") -> Stands:
    """A proposed refusal, confirmed or revised, and notified."""
    opened = bureau.opened()
    with bureau.act() as act:
        now = steps.propose(act, bureau.stands(opened), record(at=act.at), POLICY)
    with bureau.act() as act:
        if outcome == "granted":
            now = steps.revise(act, now, "granted", FOR, POLICY)
        else:
            now = steps.decide(act, now, None, None, POLICY)
    with bureau.act() as act:
        return steps.notify(act, now, "fr", None)


def load(bureau: Bureau, *observed: Observed) -> int:
    with bureau.store.database.write() as write:
        return load_outcomes(write, observed, "test", actor="ops", at=stamp(bureau.now))


def test_an_outcome_counts_once_mature(bureau: Bureau) -> None:
    loan = told(bureau).application
    assert load(bureau, Observed(loan.id, True, date(2027, 11, 1))) == 1
    with bureau.store.database.read() as read:
        assert matured(read, loan.created) == Matured(1, 0, 0)
        assert matured(read, LATER) == Matured(1, 1, 1)


def test_an_outcome_that_is_known_better_is_replaced(bureau: Bureau) -> None:
    loan = told(bureau).application
    load(bureau, Observed(loan.id, True, date(2027, 11, 1)))
    load(bureau, Observed(loan.id, False, date(2027, 12, 1)))
    with bureau.store.database.read() as read:
        assert matured(read, LATER) == Matured(1, 1, 0)


def test_only_granted_loans_have_outcomes_and_one_fault_keeps_nothing(bureau: Bureau) -> None:
    granted, refused = told(bureau).application, told(bureau, "refused").application
    day = date(2027, 11, 1)
    with pytest.raises(BadInput, match=f"1 applications were not granted.* {refused.id};"):
        load(bureau, Observed(granted.id, True, day), Observed(refused.id, False, day))
    with bureau.store.database.read() as read:
        assert matured(read, LATER).known == 0


def test_revisions_are_counted_by_person_with_what_became_of_them(bureau: Bureau) -> None:
    one = told(bureau).application
    told(bureau, "refused")
    load(bureau, Observed(one.id, True, date(2027, 11, 1)))
    with bureau.store.database.read() as read:
        found = deciders(read, mature_before=LATER)
        assert found == [Decider("anne", 1, 0, 1, 0, 0, 0, 0, 0, 1, 1)]
        assert deciders(read, mature_before=one.created)[0].mature == 0
        assert deciders(read, mature_before=LATER, portfolio="south") == []
        assert deciders(read, mature_before=LATER, portfolio="north") == found


def test_reviews_are_counted_for_who_decided_and_for_who_reviewed(bureau: Bureau) -> None:
    now = told(bureau, "refused")
    with bureau.act(CLARA) as act:
        asked = reviews.request_review(act, now, "I do not agree with this.", POLICY)
    now = bureau.stands(now.application)
    with bureau.act(RITA) as act:
        mine = reviews.assign(act, now, asked, RITA)
    with bureau.store.database.read() as read:
        assert reviewers(read) == [Reviewer("rita", 0, 0, 0, 1)]
    bureau.now += timedelta(days=30)
    with bureau.act(RITA) as act:
        looked = reviews.give_opinion(act, mine, "granted", "the job is permanent")
        reviews.conclude(act, now, looked, "granted", FOR)
    with bureau.store.database.read() as read:
        assert reviewers(read) == [Reviewer("rita", 0, 1, 1, 0)]
        (anne,) = deciders(read, mature_before=LATER)
    assert (anne.confirmed, anne.reviewed, anne.upheld, anne.changed) == (1, 1, 0, 1)
