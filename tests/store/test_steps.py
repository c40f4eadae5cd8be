"""Each step of an application's life is kept whole, in both databases, with its event."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clairscore.decision.lifecycle.case import Case
from clairscore.decision.lifecycle.grounds import Ground
from clairscore.errors import Absent, BadChoice, BrokenRecord, NotNow
from clairscore.store import applications, decisions, notices, proposals, reviews, steps
from clairscore.store.audit import history, verify
from clairscore.store.opening import Store
from clairscore.store.standing import Stands
from tests.store.files import (
    ANNE,
    BRUNO,
    CLARA,
    CLIENT,
    POLICY,
    RITA,
    Bureau,
    record,
)

FOR = Ground("income_proved", "three payslips were shown")
AGAINST = Ground("debt_undeclared", "a running loan came up")


@pytest.fixture
def bureau(store: Store) -> Bureau:
    return Bureau(store)


def proposed(bureau: Bureau, outcome: str = "refused", amount: float = 200_000.0) -> Stands:
    opened = bureau.opened(amount)
    with bureau.act() as act:
        return steps.propose(act, bureau.stands(opened), record(outcome, at=act.at), POLICY)  # type: ignore[arg-type]


def notified(bureau: Bureau) -> Stands:
    now = proposed(bureau)
    with bureau.act() as act:
        decided = steps.decide(act, now, None, None, POLICY)
    with bureau.act() as act:
        return steps.notify(act, decided, "fr", b"%PDF-")


def unchanged(bureau: Bureau, before: Stands) -> bool:
    return bureau.stands(before.application).case == before.case


def test_a_second_open_application_for_the_product_names_the_first(bureau: Bureau) -> None:
    first = bureau.opened()
    with pytest.raises(NotNow, match=f"open_application first={first.id}"):
        bureau.opened()
    with bureau.act() as act:
        steps.withdraw(act, bureau.stands(first))
    assert bureau.opened().state == "draft"


def test_what_a_step_gives_is_what_is_read_afterwards(bureau: Bureau) -> None:
    for before in (proposed(bureau, "granted"),):
        assert bureau.stands(before.application) == before


def test_a_proposal_is_read_back_to_the_last_bit(bureau: Bureau) -> None:
    now = proposed(bureau)
    with bureau.store.database.read() as read:
        stored = proposals.proposal(read, now.known_proposal.id)
    found = proposals.record_of(stored, bureau.store.keys.of(CLIENT))
    assert found == record(at=bureau.now)
    assert stored.probability == found.proposal.probability


def test_a_proposal_without_its_content_is_a_broken_record(bureau: Bureau) -> None:
    from dataclasses import replace

    bare = replace(proposed(bureau).known_proposal, sealed=None)
    with pytest.raises(BrokenRecord, match="its encrypted content is gone"):
        proposals.record_of(bare, bureau.store.keys.of(CLIENT))


def test_the_policys_own_decision_is_kept_as_its_own(bureau: Bureau) -> None:
    now = proposed(bureau, "granted")
    assert (now.application.state, now.known_decision.basis) == ("decided", "automatic")
    assert now.known_decision.choice.by.role == "policy"


def test_a_refused_step_leaves_nothing_behind(bureau: Bureau) -> None:
    before = proposed(bureau)
    with pytest.raises(BadChoice), bureau.act() as act:
        steps.revise(act, before, "granted", None, POLICY)
    assert unchanged(bureau, before)
    with bureau.store.database.read() as read:
        assert decisions.of_application(read, before.application.id) == []


def test_a_revision_keeps_who_when_why_and_what_it_replaces(bureau: Bureau) -> None:
    before = proposed(bureau, "granted")
    with bureau.act() as act:
        after = steps.revise(act, before, "refused", AGAINST, POLICY)
    found = after.known_decision
    assert (found.basis, found.actor, found.reason_code) == ("revised", "anne", "debt_undeclared")
    assert found.replaces == before.known_decision.id
    assert decisions.words_of(found, bureau.store.keys.of(CLIENT)) == AGAINST.words
    assert bureau.stands(before.application) == after
    with bureau.store.database.read() as read:
        states = [each.state for each in decisions.of_application(read, before.application.id)]
    assert states == ["replaced", "holds"]


def test_a_large_revision_waits_for_another_person(bureau: Bureau) -> None:
    before = proposed(bureau, amount=5_000_000.0)
    with bureau.act() as act:
        waiting = steps.revise(act, before, "granted", FOR, POLICY)
    assert (waiting.application.state, waiting.decision) == ("awaiting_second", None)
    with pytest.raises(NotNow, match="same_person"), bureau.act() as act:
        steps.approve(act, waiting, POLICY)
    with bureau.act(BRUNO) as act:
        after = steps.approve(act, bureau.stands(before.application), POLICY)
    assert (after.known_decision.actor, after.known_decision.second_actor) == ("anne", "bruno")
    assert bureau.stands(before.application).case.decision == after.case.decision


def test_a_large_revision_of_what_was_decided_replaces_it_only_once_approved(
    bureau: Bureau,
) -> None:
    before = proposed(bureau, "granted", amount=5_000_000.0)
    with bureau.act() as act:
        waiting = steps.revise(act, before, "refused", AGAINST, POLICY)
    assert waiting.known_decision.outcome == "granted"
    with bureau.act(BRUNO) as act:
        after = steps.approve(act, bureau.stands(before.application), POLICY)
    assert after.known_decision.outcome == "refused"
    assert bureau.stands(before.application) == after


def test_a_declined_choice_is_kept_and_the_file_is_where_it_was(bureau: Bureau) -> None:
    before = proposed(bureau, amount=5_000_000.0)
    with bureau.act() as act:
        waiting = steps.revise(act, before, "granted", FOR, POLICY)
    with bureau.act(BRUNO) as act:
        after = steps.decline(act, waiting)
    assert (after.application.state, after.pending) == ("proposed", None)
    assert unchanged(bureau, before)
    with bureau.store.database.read() as read:
        kept = decisions.of_application(read, before.application.id)
    assert [each.state for each in kept] == ["declined"]


def test_a_new_score_replaces_what_was_chosen(bureau: Bureau) -> None:
    before = proposed(bureau, "granted")
    with bureau.act() as act:
        after = steps.propose(act, before, record("refused", at=act.at), POLICY)
    assert (after.application.state, after.decision) == ("proposed", None)
    assert bureau.stands(before.application) == after


def test_a_referred_file_is_studied(bureau: Bureau) -> None:
    before = proposed(bureau, "referred")
    with bureau.act() as act:
        after = steps.decide(act, before, "refused", AGAINST, POLICY)
    assert after.known_decision.basis == "studied"


def test_what_was_told_is_kept_as_it_was_given(bureau: Bureau) -> None:
    now = notified(bureau)
    with bureau.store.database.read() as read:
        (notice,) = notices.of_application(read, now.application.id)
    assert (notice.kind, notice.lang, notice.decision) == (
        "decision",
        "fr",
        now.known_decision.id,
    )
    assert notices.document_of(notice, bureau.store.keys.of(CLIENT)) == b"%PDF-"


def test_the_information_notice_is_known_with_its_time(bureau: Bureau) -> None:
    opened = bureau.opened()
    with bureau.store.database.read() as read:
        assert notices.information_of(read, opened.id) is None
    with bureau.act() as act:
        shown = notices.acknowledge(act, opened, "2026-1", "fr")
    with bureau.store.database.read() as read:
        assert notices.information_of(read, opened.id) == shown


def test_an_old_file_expires_and_a_young_one_does_not(bureau: Bureau) -> None:
    before = proposed(bureau)
    with pytest.raises(NotNow, match="file_holds"), bureau.act() as act:
        steps.expire(act, before, POLICY)
    bureau.now += timedelta(days=91)
    with bureau.act() as act:
        assert steps.expire(act, before, POLICY).application.state == "expired"


def test_a_review_goes_its_way_and_a_changed_decision_names_the_reviewer(bureau: Bureau) -> None:
    told = notified(bureau)
    with bureau.act(CLARA) as act:
        asked = reviews.request_review(act, told, "I have a new job since.", POLICY)
    assert (asked.state, asked.due) == ("requested", "2026-12-04")
    now = bureau.stands(told.application)
    with bureau.act(RITA) as act:
        mine = reviews.assign(act, now, asked, RITA)
    with pytest.raises(NotNow, match="opinion_first"), bureau.act(RITA) as act:
        reviews.conclude(act, now, mine, "granted", FOR)
    with bureau.act(RITA) as act:
        looked = reviews.give_opinion(act, mine, "granted", "the job is permanent")
    with bureau.act(RITA) as act:
        done, after = reviews.conclude(act, now, looked, "granted", FOR)
    assert (done.state, done.outcome, done.reason_code) == ("concluded", "changed", FOR.code)
    assert (after.application.state, after.known_decision.actor) == ("changed", "rita")
    assert after.known_decision.replaces == told.known_decision.id
    assert bureau.stands(told.application) == after
    with bureau.store.database.read() as read:
        assert reviews.review(read, asked.id) == done
    said = reviews.said_in(done, bureau.store.keys.of(CLIENT))
    assert said.point_of_view == "I have a new job since."
    assert (said.opinion, said.opinion_words, said.answer_words) == (
        "granted",
        "the job is permanent",
        FOR.words,
    )


def test_an_upheld_decision_stays_as_it_was(bureau: Bureau) -> None:
    told = notified(bureau)
    with bureau.act(CLARA) as act:
        asked = reviews.request_review(act, told, "I do not agree with this.", POLICY)
    now = bureau.stands(told.application)
    with bureau.act(RITA) as act:
        mine = reviews.assign(act, now, asked, RITA)
        looked = reviews.give_opinion(act, mine, "granted", "it looked well at first")
        done, after = reviews.conclude(act, now, looked, "refused", AGAINST)
    assert (done.outcome, after.application.state) == ("upheld", "upheld")
    assert bureau.stands(told.application).known_decision == told.known_decision


def test_a_manager_does_not_review_their_own_decision(bureau: Bureau) -> None:
    told = notified(bureau)
    with bureau.act(CLARA) as act:
        asked = reviews.request_review(act, told, "I do not agree with this.", POLICY)
    with pytest.raises(NotNow, match="reviewer_took_part"), bureau.act(ANNE) as act:
        reviews.assign(act, bureau.stands(told.application), asked, ANNE)


def test_every_step_is_in_the_chain_under_the_clients_pseudonym(bureau: Bureau) -> None:
    told = notified(bureau)
    with bureau.store.database.read() as read:
        found = verify(read, bureau.store.secrets.chain, bureau.store.database.anchor.read())
        decided = history(read, told.known_decision.id)
        made = history(read, told.known_proposal.id)
    assert found.faults == ()
    assert [event.action for event in decided] == ["decision.choose"]
    assert [(event.digest, event.about) for event in made] == [
        (told.known_proposal.digest, bureau.store.keys.pseudonym(CLIENT))
    ]


def test_lists_are_by_portfolio_newest_first_and_page_by_page(bureau: Bureau) -> None:
    one = notified(bureau)
    two = proposed(bureau, "granted")
    with bureau.store.database.read() as read:
        north = [each.id for each in applications.list_applications(read, portfolio="north")]
        assert north == [two.application.id, one.application.id]
        assert applications.list_applications(read, portfolio="south") == []
        found = decisions.list_decisions(read, portfolio="north", outcome="granted")
        assert [each.id for each in found] == [two.known_decision.id]
        after = decisions.list_decisions(read, before=two.known_decision.id, states=("holds",))
        assert [each.id for each in after] == [one.known_decision.id]
        assert applications.of_client(read, CLIENT)[0].id == two.application.id


def test_what_is_not_there_is_absent(bureau: Bureau) -> None:
    with bureau.store.database.read() as read:
        for look in (applications.application, proposals.proposal, decisions.decision):
            with pytest.raises(Absent, match="nobody: there is none"):
                look(read, "nobody")
        with pytest.raises(Absent, match="there is none"):
            reviews.review(read, "nobody")
    assert bureau.stands(bureau.opened()).case == Case(bureau.now, 200_000.0)
