"""Documents asked for in a review: by whom, until when, and what waits for the answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from clairscore.decision.lifecycle import review as second_look
from clairscore.decision.lifecycle.case import Actor, Choice
from clairscore.decision.lifecycle.documents import Piece, answer_due, answered, asking
from clairscore.decision.lifecycle.review import Review
from clairscore.decision.lifecycle.telling import told
from clairscore.decision.policy import Policy
from clairscore.errors import BadChoice, NotNow

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
RITA, OTHER = Actor("rita", "reviewer"), Actor("rene", "reviewer")
WORDS = "the contract would help"


def assigned() -> Review:
    asked = second_look.requested(Actor("client-1", "client"), MONDAY, Policy())
    return second_look.assign(asked, RITA, Choice("refused", Actor("anne", "manager"), MONDAY))


def waiting() -> Review:
    return second_look.ask_documents(assigned(), date(2026, 11, 30), RITA)


@pytest.mark.parametrize(
    ("today", "review_due", "expected"),
    [
        (date(2026, 11, 23), date(2026, 12, 7), date(2026, 11, 30)),  # five working days
        (date(2026, 12, 4), date(2026, 12, 7), date(2026, 12, 7)),  # no later than the review
        (date(2026, 12, 8), date(2026, 12, 7), date(2026, 12, 15)),  # late anyhow: time to answer
    ],
)
def test_a_client_has_five_working_days_and_the_reviews_own_clock_goes_on(
    today: date, review_due: date, expected: date
) -> None:
    assert answer_due(today, review_due) == expected


def test_documents_are_asked_for_by_the_reviewer_alone_and_one_request_at_a_time() -> None:
    due = date(2026, 11, 30)
    with pytest.raises(NotNow, match="another_reviewer"):
        second_look.ask_documents(assigned(), due, OTHER)
    asked = second_look.ask_documents(assigned(), due, RITA)
    assert (asked.waits_for_client, asked.due) == (True, assigned().due)
    with pytest.raises(NotNow, match="documents_asked"):
        second_look.ask_documents(asked, due, RITA)
    heard = second_look.answer_documents(asked, MONDAY)
    assert not heard.waits_for_client
    assert second_look.ask_documents(heard, due, RITA).waits_for_client


def test_nothing_is_answered_that_nobody_asked() -> None:
    with pytest.raises(NotNow, match="no_documents_asked"):
        second_look.answer_documents(assigned(), MONDAY)


def test_a_refusal_waits_for_the_answer_or_for_its_day_and_a_grant_for_neither() -> None:
    asked = waiting()
    second_look.require_heard(asked, "granted", MONDAY.date())
    with pytest.raises(NotNow, match="documents_awaited until=2026-11-30") as early:
        second_look.require_heard(asked, "refused", date(2026, 11, 29))
    assert "jusqu'à la veille du 30 novembre 2026" in told(early.value, "fr")
    second_look.require_heard(asked, "refused", date(2026, 11, 30))
    heard = second_look.answer_documents(asked, MONDAY)
    second_look.require_heard(heard, "refused", MONDAY.date())


def test_what_is_asked_for_is_named_in_words_and_in_a_known_order() -> None:
    found = asking(("work", "identity", "work"), WORDS, MONDAY, date(2026, 12, 7))
    assert found.documents == ("identity", "work")
    with pytest.raises(BadChoice, match="documents_absent"):
        asking((), WORDS, MONDAY, date(2026, 12, 7))
    with pytest.raises(BadChoice, match="words"):
        asking(("work",), "send it", MONDAY, date(2026, 12, 7))


def test_an_answer_speaks_of_every_document_and_of_no_other() -> None:
    found = asking(("work", "income"), WORDS, MONDAY, date(2026, 12, 7))
    said = Piece("work", given=True, note="signed in May")
    later = MONDAY + timedelta(days=1)
    done = answered(found, (said,), "I brought it yesterday", later, by_client=True)
    assert done.pieces == (Piece("income", given=False), said)
    with pytest.raises(BadChoice, match="document_foreign"):
        answered(found, (Piece("tax", given=True),), "here it is now", later, by_client=True)
    with pytest.raises(BadChoice, match="words"):
        answered(found, (said,), "here", later, by_client=True)
