"""A span of days as monitoring looks at it: the last proposal of each application, read once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from clairscore.decision.lifecycle.grounds import Ground
from clairscore.monitoring.sides import Applicants
from clairscore.store import steps
from clairscore.store.erasure import erase
from clairscore.store.opening import Store
from clairscore.store.outcomes import Observed, load_outcomes
from clairscore.store.standing import Stands
from clairscore.store.times import stamp
from clairscore.store.window import Span, window
from tests.store.files import CLIENT, NOON, POLICY, Bureau, record

BUNDLE = "0123456789ab"
DAY = timedelta(days=1)
TODAY = Span(NOON - DAY, NOON + DAY, NOON - DAY)
FOR = Ground("income_proved", "three payslips were shown")


@pytest.fixture
def bureau(store: Store) -> Bureau:
    return Bureau(store)


def proposed(bureau: Bureau) -> Stands:
    opened = bureau.opened()
    with bureau.act() as act:
        return steps.propose(act, bureau.stands(opened), record(at=act.at), POLICY)


def granted(bureau: Bureau) -> Stands:
    now = proposed(bureau)
    with bureau.act() as act:
        now = steps.revise(act, now, "granted", FOR, POLICY)
    with bureau.act() as act:
        return steps.notify(act, now, "fr", None)


def looked_at(
    bureau: Bureau, span: Span = TODAY, bundle: str = BUNDLE, most: int = 100
) -> Applicants:
    store = bureau.store
    with store.database.long_read() as read:
        return window(read, store.keys, bundle, 2, span, most=most)


def test_the_features_that_the_model_read_come_back_bit_for_bit(bureau: Bureau) -> None:
    proposed(bureau)
    found = looked_at(bureau)
    np.testing.assert_array_equal(found.matrix, np.array([[0.5, np.nan]], np.float32))
    assert found.log_odds.tolist() == [-1.3862943611198906]
    assert found.proposals.row(0, named=True)["outcome"] == "refused"


def test_an_application_counts_once_with_its_last_proposal(bureau: Bureau) -> None:
    now = proposed(bureau)
    with bureau.act() as act:
        steps.propose(act, now, record("referred", at=act.at), POLICY)
    found = looked_at(bureau)
    assert found.proposals["outcome"].to_list() == ["referred"]


def test_days_outside_the_span_and_other_models_are_left_out_and_counted(bureau: Bureau) -> None:
    proposed(bureau)
    assert len(looked_at(bureau, Span(NOON + DAY, NOON + 2 * DAY, NOON)).log_odds) == 0
    other = looked_at(bureau, bundle="another")
    assert (len(other.log_odds), other.left_out["other_bundle"]) == (0, 1)


def test_of_a_long_span_scores_are_all_read_and_features_of_some(bureau: Bureau) -> None:
    now = proposed(bureau)
    with bureau.act() as act:
        steps.withdraw(act, now)
    proposed(bureau)
    found = looked_at(bureau, most=1)
    assert (len(found.log_odds), len(found.matrix)) == (2, 1)
    assert found.left_out["not_sampled"] == 1


def test_who_was_erased_is_not_there_any_more(bureau: Bureau) -> None:
    proposed(bureau)
    erase(bureau.store, CLIENT, reason="asked", actor="test", at=bureau.now)
    assert len(looked_at(bureau).log_odds) == 0


def test_outcomes_count_for_loans_asked_for_before_they_could_mature(bureau: Bureau) -> None:
    loan = granted(bureau).application
    seen = [Observed(loan.id, True, date(2027, 11, 20))]
    with bureau.store.database.write() as write:
        load_outcomes(write, seen, "test", actor="ops", at=stamp(bureau.now))
    assert len(looked_at(bureau).loans.y) == 0
    later = looked_at(bureau, replace(TODAY, mature=NOON + DAY))
    assert later.loans.y.tolist() == [True]
    assert later.loans.log_odds.tolist() == [-1.3862943611198906]
