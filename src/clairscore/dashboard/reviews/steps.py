"""The steps of a review: taken in hand, one's own opinion, then the model's, then the answer."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from clairscore.client.records import KnownGrounds, ShownProposal, WholeReview
from clairscore.dashboard.parts.ground import ground
from clairscore.dashboard.parts.once import key_of
from clairscore.dashboard.parts.said import said
from clairscore.dashboard.reviews.differences import Seen
from clairscore.dashboard.reviews.sending import send
from clairscore.dashboard.visit import Visit
from clairscore.i18n import sentence, t

Outcome = Literal["granted", "refused"]
OUTCOMES: tuple[Outcome, ...] = ("granted", "refused")


def take(visit: Visit, work: Seen) -> None:
    """The button that takes the review in hand."""
    review = work.whole.review
    if st.button(t("review.take", visit.lang), type="primary", key="review-take"):
        send(
            visit,
            review.id,
            lambda: visit.client.assign_review(
                review.id,
                idempotency_key=key_of(f"assign-{review.id}-{review.revision}"),
                if_match=work.etag,
            ),
        )


def opinion(visit: Visit, work: Seen) -> None:
    """The form for one's own opinion: the model's is shown only afterwards."""
    lang, review = visit.lang, work.whole.review
    st.header(t("review.opinion", lang), anchor=False)
    st.write(t("review.opinion_help", lang))
    with st.form("review-opinion"):
        outcome = _outcome(t("review.opinion_outcome", lang), None, "review-opinion-outcome", lang)
        words = st.text_area(
            t("review.opinion_words", lang), key="review-opinion-words", max_chars=2_000
        )
        sent = st.form_submit_button(t("review.give", lang), type="primary")
    if not sent:
        return
    if outcome is None or not words.strip():
        st.error(t("review.opinion_missing", lang))
        return
    send(
        visit,
        review.id,
        lambda: visit.client.give_opinion(
            review.id,
            outcome=outcome,
            words=words.strip(),
            idempotency_key=key_of(f"opinion-{review.id}-{review.revision}-{outcome}-{words}"),
            if_match=work.etag,
        ),
    )


def answer(visit: Visit, work: Seen, decided: Outcome, known: KnownGrounds) -> None:
    """The form that ends the review: the decision upheld or changed, with a reason."""
    lang, review = visit.lang, work.whole.review
    st.header(t("review.answer", lang), anchor=False)
    first = work.whole.opinion or decided
    outcome = _outcome(t("review.answer_outcome", lang), first, "review-answer-outcome", lang)
    assert outcome is not None
    kept = "review.will_uphold" if outcome == decided else "review.will_change"
    st.info(t(kept, lang, outcome=t(f"review.{decided}", lang)))
    given = ground(known, outcome, "review-answer", lang)
    if not st.button(t("review.conclude", lang), type="primary", key="review-conclude"):
        return
    if given is None:
        st.error(t("ground.missing", lang))
        return
    print_ = f"{outcome}-{given.code}-{given.words}"
    send(
        visit,
        review.id,
        lambda: visit.client.conclude(
            review.id,
            outcome=outcome,
            ground=given,
            idempotency_key=key_of(f"conclude-{review.id}-{review.revision}-{print_}"),
            if_match=work.etag,
        ),
    )


def model_opinion(proposal: ShownProposal | None, visit: Visit) -> None:
    """What the model and the rules proposed, behind the person's own opinion."""
    lang = visit.lang
    st.header(t("review.model", lang), anchor=False)
    if proposal is None:
        st.write(t("review.model_hidden", lang))
        return
    with st.expander(t("review.model_show", lang)):
        st.write(sentence(t(f"outcome.{proposal.outcome}", lang)))
        for section in proposal.text:
            st.markdown(f"**{section.title}**")
            st.markdown("\n".join(f"- {line}" for line in section.lines))


def own_opinion(whole: WholeReview, visit: Visit) -> None:
    """What the reviewer said first."""
    if whole.opinion is None:
        return
    lang = visit.lang
    st.header(t("review.first", lang), anchor=False)
    st.write(t("review.first_said", lang, outcome=t(f"review.{whole.opinion}", lang)))
    said(whole.opinion_words)


def _outcome(
    label: str, first: Outcome | None, key: str, lang: Literal["fr", "en"]
) -> Outcome | None:
    chosen: Outcome | None = st.radio(
        label,
        OUTCOMES,
        index=None if first is None else OUTCOMES.index(first),
        format_func=lambda each: t(f"review.{each}", lang),
        key=key,
    )
    return chosen
