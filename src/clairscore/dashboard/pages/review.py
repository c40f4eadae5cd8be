"""One review: the client's words and the facts first, the own opinion, then the model's."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

import streamlit as st

from clairscore.client.records import Whole, WholeReview
from clairscore.dashboard.pages.reviews import whose
from clairscore.dashboard.parts.clock import due_text, on
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.parts.known_facts import known_facts
from clairscore.dashboard.parts.said import said
from clairscore.dashboard.places import address
from clairscore.dashboard.reviews.differences import Seen, seen
from clairscore.dashboard.reviews.documents import ask, documents, note_answer
from clairscore.dashboard.reviews.steps import (
    answer,
    model_opinion,
    opinion,
    own_opinion,
    take,
)
from clairscore.dashboard.visit import Visit
from clairscore.i18n import money, sentence, t


def show(visit: Visit) -> None:
    """Show the review that the address names, and the step that is next."""
    lang, name = visit.lang, visit.asked.get("id", "")
    found = visit.client.show_review(name)
    review = found.value.review
    heading(t("review.title", lang, client=str(review.client), state=review.state_text))
    work = seen(found, visit, lambda reviewer: whose(reviewer, visit))
    whole = visit.client.show_application(review.application).value
    _clock(found.value, whole, visit)
    st.header(t("review.words", lang), anchor=False)
    said(found.value.point_of_view)
    _documents(visit, work)
    if review.state == "requested" and visit.may("reviewer"):
        take(visit, work)
    st.header(t("review.facts", lang), anchor=False)
    known_facts(visit.client.facts(review.client), lang)
    _steps(visit, work, whole)


def _clock(found: WholeReview, whole: Whole, visit: Visit) -> None:
    """What was decided about how much, who looks, and until when it is answered."""
    lang, review, decision = visit.lang, found.review, whole.decision
    lines = [
        t("review.asked_on", lang, day=on(review.requested, lang)),
        t("review.in_hands", lang, who=whose(review.reviewer, visit)),
    ]
    if review.state != "concluded":
        today = datetime.now(UTC).date()
        lines.insert(1, t("review.due", lang, due=due_text(review.due, today, lang)))
    amount = whole.application.amount
    if amount is not None:
        lines.append(t("review.amount", lang, amount=money(amount, lang, visit.who.currency)))
    if decision is not None and review.state != "concluded":
        lines.append(t("review.decided", lang, outcome=t(f"review.{decision.outcome}", lang)))
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    back = f'<a href="{address("reviews")}" target="_self">{escape(t("review.back", lang))}</a>'
    st.html(f"<p>{back}</p><ul>{items}</ul>")


def _steps(visit: Visit, work: Seen, whole: Whole) -> None:
    review = work.whole.review
    mine = review.reviewer == visit.who.user
    own_opinion(work.whole, visit)
    if review.state == "assigned" and mine:
        opinion(visit, work)
    if review.state in ("opinion_given", "concluded") or not visit.may("reviewer"):
        model_opinion(work.whole.proposal, visit)
    elif visit.may("reviewer"):
        model_opinion(None, visit)
    if review.state == "opinion_given" and mine and whole.decision is not None:
        answer(visit, work, whole.decision.outcome, visit.client.grounds())
    if review.state == "concluded":
        _concluded(work.whole, visit)


def _documents(visit: Visit, work: Seen) -> None:
    """What was asked of the client, and the form that is next: to ask, or to note the answer."""
    review = work.whole.review
    documents(visit, work)
    if review.waits_for_client and visit.may("manager"):
        note_answer(visit, work)
    mine = review.reviewer == visit.who.user and review.state in ("assigned", "opinion_given")
    if mine and visit.may("reviewer") and not review.waits_for_client:
        ask(visit, work)


def _concluded(whole: WholeReview, visit: Visit) -> None:
    lang, review = visit.lang, whole.review
    st.header(t("review.ended", lang), anchor=False)
    st.write(sentence(t(f"lifecycle.review.{review.outcome}", lang)))
    if review.ground is not None:
        st.write(sentence(t(f"lifecycle.ground.{review.ground}", lang)))
    said(whole.answer_words)
