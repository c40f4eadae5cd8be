"""What clients ask for by right: access, export, correction, erasure, each with its month."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from clairscore.client.records import ShownRequest
from clairscore.dashboard.parts.clock import due_text, on
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.parts.listing import cursor_of, onward
from clairscore.dashboard.parts.problem import notice
from clairscore.dashboard.parts.said import said
from clairscore.dashboard.parts.table import Cell, Head, table
from clairscore.dashboard.places import address
from clairscore.dashboard.visit import Visit
from clairscore.errors import Refused
from clairscore.i18n import day, sentence, t

PAGE = 20


def show(visit: Visit) -> None:
    """Show the requests that wait, or the one that the address names."""
    name = visit.asked.get("id")
    if name:
        _one(name, visit)
    else:
        _all(visit)


def _all(visit: Visit) -> None:
    lang = visit.lang
    page = visit.client.waiting_requests(cursor=visit.asked.get("cursor"), limit=PAGE)
    heading(t("requests.title", lang))
    if not page.items:
        empty(t("requests.empty", lang))
        return
    names = ("kind", "client", "due", "received", "state")
    heads = [Head(t(f"requests.column.{name}", lang)) for name in names]
    table(t("requests.caption", lang), heads, [_row(each, visit) for each in page.items])
    cursor = cursor_of(visit)
    onward("requests", cursor, page.next, lang)


def _row(each: ShownRequest, visit: Visit) -> list[Cell | str]:
    lang, today = visit.lang, datetime.now(UTC).date()
    late = today.isoformat() > each.due
    flags = (t("reviews.late", lang),) if late else ()
    return [
        Cell(sentence(each.kind_text), href=address("requests", id=each.id)),
        str(each.client),
        Cell(due_text(each.due, today, lang), flags=flags),
        on(each.received, lang),
        each.state_text,
    ]


def _one(name: str, visit: Visit) -> None:
    lang = visit.lang
    answered: ShownRequest | None = st.session_state.get(f"request-{name}")
    if answered is not None:
        heading(t("requests.title_done", lang, state=answered.state_text))
        _answer_told(answered, visit)
        return
    whole = visit.client.show_request(name)
    asked = whole.request
    heading(t("requests.title_one", lang, kind=asked.kind_text, client=str(asked.client)))
    due = due_text(asked.due, datetime.now(UTC).date(), lang)
    st.write(t("requests.due", lang, due=due))
    said(whole.words)
    if asked.answered is not None:
        _answer_told(asked, visit)
    elif visit.may("admin"):
        _answer(asked, visit)


def _answer(asked: ShownRequest, visit: Visit) -> None:
    """Granting; an erasure cannot be taken back and is confirmed apart."""
    lang = visit.lang
    st.write(t(f"requests.grant_help.{'erasure' if asked.kind == 'erasure' else 'other'}", lang))
    sure = True
    if asked.kind == "erasure":
        sure = st.checkbox(t("requests.sure", lang), key="requests-sure")
    if not st.button(t("requests.grant", lang), type="primary", key="requests-grant"):
        return
    if not sure:
        st.error(t("requests.not_sure", lang))
        return
    try:
        done = visit.client.answer_request(asked.id)
    except Refused as error:
        notice(error, lang)
        return
    st.session_state[f"request-{asked.id}"] = done
    st.rerun()


def _answer_told(done: ShownRequest, visit: Visit) -> None:
    lang = visit.lang
    st.write(sentence(done.state_text) + ".")
    if done.answer_text:
        st.write(done.answer_text)
    if done.possible_from:
        first = day(date.fromisoformat(done.possible_from), lang)
        st.write(t("requests.possible_from", lang, day=first))
    back = t("requests.back", lang)
    st.html(f'<p><a href="{address("requests")}" target="_self">{back}</a></p>')
