"""A review: own opinion first, by somebody else, in time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from clairscore.decision.lifecycle import review as second_look
from clairscore.decision.lifecycle.case import Actor, Choice
from clairscore.decision.lifecycle.review import Review
from clairscore.decision.policy import Policy
from clairscore.errors import NotNow

FRIDAY = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
ANNE, BRUNO, RITA = Actor("anne", "manager"), Actor("bruno", "manager"), Actor("rita", "reviewer")
CLIENT = Actor("client-1", "client")
DECISION = Choice("refused", ANNE, FRIDAY, second=BRUNO)


def requested() -> Review:
    return second_look.requested(CLIENT, FRIDAY, Policy())


def assigned() -> Review:
    return second_look.assign(requested(), RITA, DECISION)


def with_opinion() -> Review:
    return second_look.give_opinion(assigned(), "granted", RITA, FRIDAY)


def test_it_is_due_after_ten_working_days() -> None:
    assert requested().due == date(2026, 12, 4)
    assert not second_look.is_late(requested(), date(2026, 12, 4))
    assert second_look.is_late(requested(), date(2026, 12, 5))


def test_an_answer_in_time_is_not_late_afterwards() -> None:
    done = second_look.conclude(with_opinion(), "upheld", RITA, FRIDAY)
    assert not second_look.is_late(done, date(2027, 6, 1))


@pytest.mark.parametrize("person", [ANNE, BRUNO, CLIENT])
def test_nobody_who_took_part_may_review(person: Actor) -> None:
    with pytest.raises(NotNow, match="reviewer_took_part"):
        second_look.assign(requested(), person, DECISION)


def test_the_models_opinion_is_shown_after_ones_own() -> None:
    assert not requested().model_shown
    assert not assigned().model_shown
    assert with_opinion().model_shown


def test_an_outcome_needs_an_opinion_first_and_both_are_given_once() -> None:
    with pytest.raises(NotNow, match="review_unassigned"):
        second_look.conclude(requested(), "upheld", RITA, FRIDAY)
    with pytest.raises(NotNow, match="opinion_first"):
        second_look.conclude(assigned(), "upheld", RITA, FRIDAY)
    with pytest.raises(NotNow, match="opinion_given"):
        second_look.give_opinion(with_opinion(), "refused", RITA, FRIDAY)
    done = second_look.conclude(with_opinion(), "changed", RITA, FRIDAY)
    with pytest.raises(NotNow, match="review_over"):
        second_look.conclude(done, "upheld", RITA, FRIDAY)


def test_only_the_assigned_person_speaks() -> None:
    other = Actor("ravi", "reviewer")
    with pytest.raises(NotNow, match="another_reviewer"):
        second_look.give_opinion(assigned(), "granted", other, FRIDAY)
    with pytest.raises(NotNow, match="another_reviewer"):
        second_look.conclude(with_opinion(), "upheld", other, FRIDAY)


def test_it_may_pass_to_another_until_an_opinion_was_given() -> None:
    other = Actor("ravi", "reviewer")
    assert second_look.assign(assigned(), other, DECISION).reviewer == "ravi"
    with pytest.raises(NotNow, match="review_begun"):
        second_look.assign(with_opinion(), other, DECISION)
