"""What may be chosen: never another thing than the life cycle then accepts."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore.contract import Verdict
from clairscore.decision.lifecycle import case as life
from clairscore.decision.lifecycle.case import Case
from clairscore.decision.lifecycle.choices import choices
from clairscore.decision.lifecycle.grounds import Ground
from clairscore.errors import NotNow, Unfit
from tests.decision.lifecycle.test_case import (
    ANNE,
    NOON,
    POLICY,
    after,
    granted,
    notified,
    referred,
    refused,
)


def told(case: Case, at: datetime = NOON) -> list[tuple[Verdict, str, bool]]:
    return [(each.outcome, each.how, each.second_person) for each in choices(case, at, POLICY)]


def test_a_proposal_is_confirmed_or_revised() -> None:
    assert told(refused()) == [("granted", "revise", False), ("refused", "confirm", False)]


def test_a_large_departure_needs_a_second_person_and_a_confirmation_never() -> None:
    large = POLICY.second_person_above + 1
    assert told(refused(large)) == [("granted", "revise", True), ("refused", "confirm", False)]


def test_a_referred_file_is_studied_both_ways() -> None:
    assert told(referred("refused")) == [("granted", "study", False), ("refused", "study", False)]


def test_what_was_decided_can_only_be_revised() -> None:
    assert told(granted()) == [("refused", "revise", False)]


@pytest.mark.parametrize("case", [notified(), Case(NOON, 1.0)])
def test_nothing_is_chosen_before_a_proposal_nor_after_notification(case: Case) -> None:
    with pytest.raises(NotNow, match="decide_not_now"):
        choices(case, NOON, POLICY)


def test_an_old_proposal_asks_for_a_new_one() -> None:
    with pytest.raises(NotNow, match="proposal_expired"):
        choices(refused(), after(POLICY.proposal_days + 1), POLICY)


@given(
    st.sampled_from([refused(), refused(None), refused(bound=True), granted(), referred()]),
    st.floats(0, 100),
)
def test_whatever_is_offered_the_life_cycle_accepts(case: Case, days: float) -> None:
    try:
        found = choices(case, after(days), POLICY)
    except NotNow:
        return
    for each in found:
        ground = Ground(each.grounds[0], "three words here") if each.grounds else None
        step = life.revise if each.how == "revise" else life.decide
        try:
            chosen = step(case, each.outcome, ANNE, after(days), POLICY, ground)
        except Unfit as unfit:
            raise AssertionError(f"{each} was offered and refused: {unfit}") from None
        assert (chosen.pending is not None) == each.second_person
