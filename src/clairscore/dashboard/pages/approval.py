"""A second pair of eyes: somebody else's choice above an amount, approved or dropped."""

from __future__ import annotations

import streamlit as st

from clairscore.client import Versioned
from clairscore.client.records import ShownDecision, Whole
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.parts.known_facts import known_facts
from clairscore.dashboard.parts.once import key_of
from clairscore.dashboard.parts.said import said
from clairscore.dashboard.parts.sending import taken
from clairscore.dashboard.places import address
from clairscore.dashboard.reviews.steps import model_opinion
from clairscore.dashboard.visit import Visit
from clairscore.i18n import money, sentence, t


def show(visit: Visit) -> None:
    """Show the choice that waits, the facts, and the two answers."""
    lang = visit.lang
    found = visit.client.show_application(visit.asked.get("application", ""))
    whole = found.value
    heading(t("approval.title", lang, client=str(whole.application.client)))
    st.html(f'<p><a href="{address("reviews")}" target="_self">{t("review.back", lang)}</a></p>')
    if whole.pending is None:
        empty(t("approval.none", lang))
        return
    _choice(whole.pending, whole, visit)
    st.header(t("review.facts", lang), anchor=False)
    known_facts(visit.client.facts(whole.application.client), lang)
    model_opinion(whole.proposal, visit)
    st.header(t("approval.answer", lang), anchor=False)
    _answers(visit, found)


def _choice(pending: ShownDecision, whole: Whole, visit: Visit) -> None:
    lang = visit.lang
    st.write(t("approval.chosen", lang, outcome=t(f"review.{pending.outcome}", lang)))
    if whole.application.amount is not None:
        amount = money(whole.application.amount, lang, visit.who.currency)
        st.write(t("review.amount", lang, amount=amount))
    if pending.ground_text:
        st.write(sentence(pending.ground_text))
    if pending.words:
        said(pending.words)


def _answers(visit: Visit, found: Versioned[Whole]) -> None:
    name = found.value.application.id
    left, right = st.columns(2)
    with left:
        yes = st.button(t("approval.approve", visit.lang), type="primary", key="approval-yes")
    with right:
        no = st.button(t("approval.decline", visit.lang), key="approval-no")
    if not (yes or no):
        return
    key = key_of(f"approve-{name}-{yes}")
    if taken(
        lambda: visit.client.approve(name, approve=yes, idempotency_key=key, if_match=found.etag),
        visit,
    ):
        visit.go("reviews")
