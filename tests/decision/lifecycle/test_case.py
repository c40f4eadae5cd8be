"""One application's life, step by step: what is allowed, by whom, until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from clairscore.contract import Verdict
from clairscore.decision.lifecycle import case as life
from clairscore.decision.lifecycle.acquaintance import acquaintance
from clairscore.decision.lifecycle.case import BY_POLICY, Actor, Case, Proposed
from clairscore.decision.lifecycle.grounds import Ground
from clairscore.decision.lifecycle.telling import told
from clairscore.decision.policy import Policy
from clairscore.errors import BadChoice, NotNow
from tests.decision import people

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
POLICY = Policy()
ANNE, BRUNO, RITA = Actor("anne", "manager"), Actor("bruno", "manager"), Actor("rita", "reviewer")
FOR = Ground("income_proved", "three payslips were shown")
AGAINST = Ground("debt_undeclared", "a running loan came up")


def after(days: float) -> datetime:
    return NOON + timedelta(days=days)


def refused(amount: float | None = 200_000.0, *, bound: bool = False, at: datetime = NOON) -> Case:
    proposed = Proposed("refused", "refused", automatic=False, bound=bound, at=at)
    return life.propose(Case(NOON, amount), proposed, POLICY)


def granted() -> Case:
    proposed = Proposed("granted", "granted", automatic=True, bound=False, at=NOON)
    return life.propose(Case(NOON, 200_000.0), proposed, POLICY)


def referred(verdict: Verdict = "refused", amount: float = 200_000.0) -> Case:
    proposed = Proposed("referred", verdict, automatic=False, bound=False, at=NOON)
    return life.propose(Case(NOON, amount), proposed, POLICY)


def notified(at: datetime = NOON) -> Case:
    return life.notify(life.decide(refused(), None, ANNE, NOON, POLICY), at)


def test_the_policy_decides_alone_only_where_it_says_so() -> None:
    assert granted().state == "decided"
    assert granted().decision is not None
    assert granted().decision.by == BY_POLICY
    assert refused().state == "proposed"
    assert refused().decision is None


def test_a_confirmed_proposal_is_a_decision_in_a_persons_name() -> None:
    case = life.decide(refused(), None, ANNE, NOON, POLICY)
    assert (case.state, case.decision and case.decision.by) == ("decided", ANNE)


def test_confirming_another_outcome_is_refused_as_a_revision() -> None:
    with pytest.raises(NotNow, match="departs"):
        life.decide(refused(), "granted", ANNE, NOON, POLICY, FOR)


@pytest.mark.parametrize(("case", "outcome"), [(refused(), "granted"), (granted(), "refused")])
def test_a_revision_needs_a_ground_both_ways(case: Case, outcome: Verdict) -> None:
    with pytest.raises(BadChoice, match="ground_absent"):
        life.revise(case, outcome, ANNE, NOON, POLICY, None)
    ground = FOR if outcome == "granted" else AGAINST
    revised = life.revise(case, outcome, ANNE, NOON, POLICY, ground)
    assert revised.decision is not None
    assert (revised.decision.outcome, revised.decision.ground) == (outcome, ground.code)


def test_a_ground_speaks_for_its_outcome_and_in_words() -> None:
    with pytest.raises(BadChoice, match="ground_foreign"):
        life.revise(refused(), "granted", ANNE, NOON, POLICY, AGAINST)
    with pytest.raises(BadChoice, match="words"):
        life.revise(refused(), "granted", ANNE, NOON, POLICY, Ground("other", " well "))


def test_a_revision_to_what_stands_is_a_confirmation() -> None:
    with pytest.raises(NotNow, match="confirms"):
        life.revise(refused(), "refused", ANNE, NOON, POLICY, AGAINST)


def test_a_referred_file_is_studied_not_confirmed_nor_revised() -> None:
    with pytest.raises(NotNow, match="nothing_to_confirm"):
        life.decide(referred(), None, ANNE, NOON, POLICY)
    with pytest.raises(NotNow, match="nothing_to_revise"):
        life.revise(referred(), "granted", ANNE, NOON, POLICY, FOR)
    with pytest.raises(BadChoice, match="ground_absent"):
        life.decide(referred(), "refused", ANNE, NOON, POLICY)
    assert life.decide(referred(), "granted", ANNE, NOON, POLICY, FOR).state == "decided"


@pytest.mark.parametrize("amount", [1_000_001.0, None])
def test_a_large_or_unknown_amount_needs_a_second_person_who_is_another(
    amount: float | None,
) -> None:
    waiting = life.revise(refused(amount), "granted", ANNE, NOON, POLICY, FOR)
    assert (waiting.state, waiting.decision) == ("awaiting_second", None)
    with pytest.raises(NotNow, match="same_person"):
        life.approve(waiting, ANNE, NOON, POLICY)
    case = life.approve(waiting, BRUNO, NOON, POLICY)
    assert case.decision is not None
    assert (case.state, case.decision.by, case.decision.second) == ("decided", ANNE, BRUNO)


def test_the_amount_itself_needs_no_second_person_nor_does_a_confirmation() -> None:
    at_limit = life.revise(refused(POLICY.second_person_above), "granted", ANNE, NOON, POLICY, FOR)
    assert at_limit.state == "decided"
    assert life.decide(refused(9e9), None, ANNE, NOON, POLICY).state == "decided"


def test_granting_what_a_rule_refuses_needs_a_second_person_at_any_amount() -> None:
    case = life.revise(refused(20_000.0, bound=True), "granted", ANNE, NOON, POLICY, FOR)
    assert case.state == "awaiting_second"


def test_a_studied_file_departs_from_its_class_at_the_cut_off() -> None:
    same = life.decide(referred("granted", 9e9), "granted", ANNE, NOON, POLICY, FOR)
    other = life.decide(referred("refused", 9e9), "granted", ANNE, NOON, POLICY, FOR)
    assert (same.state, other.state) == ("decided", "awaiting_second")


def test_a_declined_choice_leaves_the_file_where_it_was() -> None:
    for before in (refused(9e9), referred("refused", 9e9)):
        choose = life.decide if before.state == "referred" else life.revise
        waiting = choose(before, "granted", ANNE, NOON, POLICY, FOR)
        assert life.decline(waiting) == before


def test_a_proposal_holds_thirty_days_then_a_new_score_is_asked_for() -> None:
    assert life.decide(refused(), None, ANNE, after(30), POLICY).state == "decided"
    with pytest.raises(NotNow, match="proposal_expired until=2026-12-20"):
        life.decide(refused(), None, ANNE, after(30.01), POLICY)
    again = life.propose(refused(), Proposed("refused", "refused", False, False, after(31)), POLICY)
    assert life.decide(again, None, ANNE, after(32), POLICY).state == "decided"


def test_a_second_person_comes_too_late_as_well() -> None:
    waiting = life.revise(refused(9e9), "granted", ANNE, NOON, POLICY, FOR)
    with pytest.raises(NotNow, match="proposal_expired"):
        life.approve(waiting, BRUNO, after(31), POLICY)


def test_a_file_holds_ninety_days_then_a_new_one_is_asked_for() -> None:
    late = Proposed("refused", "refused", False, False, after(90.5))
    with pytest.raises(NotNow, match="file_expired until=2027-02-18"):
        life.propose(refused(), late, POLICY)
    recent = refused(at=after(80))
    with pytest.raises(NotNow, match="file_expired"):
        life.decide(recent, None, ANNE, after(91), POLICY)
    with pytest.raises(NotNow, match="file_holds"):
        life.expire(recent, after(90), POLICY)
    assert life.expire(recent, after(91), POLICY).state == "expired"


def test_a_decision_that_waits_to_be_notified_does_not_expire() -> None:
    with pytest.raises(NotNow, match="expire_not_now"):
        life.expire(granted(), after(400), POLICY)


def test_a_manager_revises_before_notification_and_never_after() -> None:
    assert life.revise(granted(), "refused", ANNE, NOON, POLICY, AGAINST).state == "decided"
    for step in (
        lambda: life.revise(notified(), "granted", ANNE, NOON, POLICY, FOR),
        lambda: life.decide(notified(), None, ANNE, NOON, POLICY),
        lambda: life.withdraw(notified()),
    ):
        with pytest.raises(NotNow, match="_not_now state=notified"):
            step()


def test_a_new_score_before_notification_takes_back_what_was_chosen() -> None:
    again = life.propose(granted(), Proposed("refused", "refused", False, False, NOON), POLICY)
    assert (again.state, again.decision) == ("proposed", None)


def test_a_reviewer_upholds_or_changes_but_not_their_own_decision() -> None:
    asked = life.request_review(notified(), NOON, POLICY)
    with pytest.raises(NotNow, match="reviewer_took_part"):
        life.conclude(asked, "granted", ANNE, NOON, FOR)
    upheld = life.conclude(asked, "refused", RITA, NOON, AGAINST)
    changed = life.conclude(asked, "granted", RITA, NOON, FOR)
    assert (upheld.state, upheld.decision) == ("upheld", asked.decision)
    assert changed.decision is not None
    assert (changed.state, changed.decision.outcome, changed.decision.by) == (
        "changed",
        "granted",
        RITA,
    )


def test_a_review_is_asked_for_within_the_policys_days_and_politely_refused_afterwards() -> None:
    last = life.request_review(notified(), after(POLICY.review_days), POLICY)
    assert last.state == "review_requested"
    with pytest.raises(NotNow, match="review_too_late until=2027-01-19") as late:
        life.request_review(notified(), after(POLICY.review_days + 1), POLICY)
    assert "jusqu'au 19 janvier 2027. Vous pouvez encore" in told(late.value, "fr")
    assert "until 19 January 2027. You can still" in told(late.value, "en")


def test_the_days_for_a_review_count_from_when_the_decision_was_told() -> None:
    told_late = notified(after(20))
    asked = life.request_review(told_late, after(20 + POLICY.review_days), POLICY)
    assert asked.state == "review_requested"
    with pytest.raises(NotNow, match="review_too_late"):
        life.request_review(told_late, after(21 + POLICY.review_days), POLICY)


def test_a_correction_after_notification_goes_to_a_reviewer() -> None:
    assert life.correct(notified()).state == "review_requested"
    assert life.correct(life.correct(notified())).state == "review_requested"
    with pytest.raises(NotNow, match="correct_not_now"):
        life.correct(granted())


def test_new_existing_and_returning_clients_are_told_apart() -> None:
    stranger = people.one()
    known = people.with_history(stranger, bureau=({"SK_ID_BUREAU": 1, "DAYS_CREDIT": -10},))
    assert acquaintance(stranger, ()) == "new"
    assert acquaintance(known, ()) == "existing"
    assert acquaintance(stranger, ("application-1",)) == "returning"
