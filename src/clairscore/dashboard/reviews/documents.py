"""Documents in a review: what was asked of the client and answered, and the forms for both."""

from __future__ import annotations

from html import escape

import streamlit as st

from clairscore.client.records import AnsweredPiece, ShownAsking, ShownPiece
from clairscore.dashboard.parts.clock import on
from clairscore.dashboard.parts.muted import muted
from clairscore.dashboard.parts.once import key_of
from clairscore.dashboard.parts.said import said
from clairscore.dashboard.reviews.differences import Seen
from clairscore.dashboard.reviews.sending import send
from clairscore.dashboard.visit import Visit
from clairscore.i18n import Lang, sentence, t

MOST = 2_000


def documents(visit: Visit, work: Seen) -> None:
    """What was asked and answered so far; nothing where nothing was."""
    lang, askings = visit.lang, work.whole.askings
    if not askings:
        return
    st.header(t("supporting.title", lang), anchor=False)
    for each in askings:
        _asking(each, lang)
    if work.whole.review.waits_for_client:
        st.info(t("supporting.waits", lang))


def ask(visit: Visit, work: Seen) -> None:
    """The form by which the reviewer asks for documents."""
    lang, review = visit.lang, work.whole.review
    with st.expander(t("supporting.ask.open", lang)):
        muted(t("supporting.ask.help", lang))
        known = visit.client.supporting_documents().items
        with st.form("review-ask", border=False):
            st.markdown(f"**{t('supporting.ask.documents', lang)}**")
            chosen = tuple(
                each.code
                for each in known
                if st.checkbox(sentence(each.text), key=f"review-ask-{each.code}")
            )
            words = st.text_area(
                t("supporting.ask.words", lang),
                help=t("supporting.ask.words_help", lang),
                key="review-ask-words",
                max_chars=MOST,
            ).strip()
            sent = st.form_submit_button(t("supporting.ask.do", lang))
        if sent and not (chosen and words):
            st.error(t("supporting.ask.missing", lang))
        elif sent:
            key = key_of(f"ask-{review.id}-{review.revision}-{chosen}-{words}")
            send(
                visit,
                review.id,
                lambda: visit.client.ask_documents(
                    review.id,
                    documents=chosen,
                    words=words,
                    idempotency_key=key,
                    if_match=work.etag,
                ),
            )


def note_answer(visit: Visit, work: Seen) -> None:
    """The form by which an adviser notes what a client answered at the desk."""
    lang, review = visit.lang, work.whole.review
    asked = work.whole.askings[-1]
    with st.expander(t("supporting.answer.open", lang)):
        muted(t("supporting.answer.help", lang))
        with st.form("review-note", border=False):
            st.markdown(f"**{t('supporting.answer.given', lang)}**")
            pieces = tuple(_given(each) for each in asked.documents)
            words = st.text_area(
                t("supporting.answer.words", lang), key="review-note-words", max_chars=MOST
            ).strip()
            sent = st.form_submit_button(t("supporting.answer.do", lang))
        if sent and not words:
            st.error(t("supporting.answer.missing", lang))
        elif sent:
            key = key_of(f"note-{review.id}-{review.revision}-{pieces}-{words}")
            send(
                visit,
                review.id,
                lambda: visit.client.note_documents(
                    review.id,
                    words=words,
                    documents=pieces,
                    idempotency_key=key,
                    if_match=work.etag,
                ),
            )


def _given(piece: ShownPiece) -> AnsweredPiece:
    given = st.checkbox(sentence(piece.text), key=f"review-note-{piece.document}")
    return AnsweredPiece(document=piece.document, given=given)


def _asking(found: ShownAsking, lang: Lang) -> None:
    """One request: its words, its documents, and the answer where there is one."""
    days = {"day": on(found.asked, lang), "due": on(found.due, lang)}
    st.write(t("supporting.asked", lang, **days))
    said(found.words)
    items = "".join(f"<li>{escape(_piece(each, lang))}</li>" for each in found.documents)
    st.html(f"<ul>{items}</ul>")
    if found.answered is None:
        return
    key = "supporting.answered" if found.by_client else "supporting.answered_for"
    st.write(t(key, lang, day=on(found.answered, lang)))
    said(found.answer_words)


def _piece(piece: ShownPiece, lang: Lang) -> str:
    state = "awaited" if piece.given is None else "given" if piece.given else "missing"
    told = f"{sentence(piece.text)} – {t(f'supporting.{state}', lang)}"
    return f"{told} : {piece.note}" if piece.note else told
