"""For the auditor: the chain of events verified, and a decision replayed to the last bit."""

from __future__ import annotations

import streamlit as st

from clairscore.client.records import Replay, ShownDecision
from clairscore.dashboard.parts.clock import on
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.parts.listing import cursor_of, onward
from clairscore.dashboard.parts.problem import notice
from clairscore.dashboard.parts.table import Cell, Head, table
from clairscore.dashboard.places import address
from clairscore.dashboard.visit import Visit
from clairscore.errors import Refused
from clairscore.i18n import Lang, fixed, number, t

PAGE = 20
DIGITS = 12


def show(visit: Visit) -> None:
    """Show the replay that the address asks for, the verification, and decisions to choose from."""
    lang, name = visit.lang, visit.asked.get("decision")
    heading(t("audit.title_replay" if name else "audit.title", lang))
    if name:
        _replay(name, visit)
    _verification(visit)
    _decisions(visit)


def _replay(name: str, visit: Visit) -> None:
    lang = visit.lang
    try:
        found = visit.client.replay(name)
    except Refused as error:
        notice(error, lang)
        return
    if found.text is not None:
        st.info(found.text)
        return
    word = "audit.same" if found.same else "audit.different"
    st.html(f'<p class="note" role="status">{t(word, lang, decision=name)}</p>')
    if found.why_not:
        st.warning(found.why_not)
    _levels(found, lang)


def _levels(found: Replay, lang: Lang) -> None:
    if found.level_a is not None:
        level = found.level_a
        heads = [Head(t(f"audit.column.{each}", lang)) for each in ("what", "recorded", "again")]
        rows = [
            [
                t("audit.probability", lang),
                fixed(level.recorded_probability, lang, DIGITS),
                fixed(level.probability, lang, DIGITS),
            ],
            [
                t("audit.log_odds", lang),
                fixed(level.recorded_log_odds, lang, DIGITS),
                fixed(level.log_odds, lang, DIGITS),
            ],
        ]
        table(t("audit.level_a", lang), heads, rows)
    if found.level_b is not None:
        moved = number(found.level_b.moved, lang)
        st.write(t("audit.level_b_same" if found.level_b.same else "audit.level_b", lang,
                   **({} if found.level_b.same else {"moved": moved})))  # fmt: skip
    st.write(t("audit.versions", lang, then=found.package_recorded or "–", now=found.package_now))


def _verification(visit: Visit) -> None:
    lang = visit.lang
    st.header(t("audit.chain", lang), anchor=False)
    st.write(t("audit.chain_help", lang))
    if not st.button(t("audit.verify", lang), type="primary", key="audit-verify"):
        return
    found = visit.client.verification()
    counts = {"events": number(found.events, lang), "anchored": number(found.anchored, lang)}
    if found.intact:
        st.html(f'<p class="note" role="status">{t("audit.intact", lang, **counts)}</p>')
        return
    st.error(t("audit.broken", lang, **counts))
    st.markdown("\n".join(f"- {fault}" for fault in found.faults))


def _decisions(visit: Visit) -> None:
    lang = visit.lang
    st.header(t("audit.decisions", lang), anchor=False)
    page = visit.client.list_decisions(cursor=visit.asked.get("cursor"), limit=PAGE)
    if not page.items:
        empty(t("audit.no_decision", lang))
        return
    names = ("decision", "day", "client", "outcome", "basis", "state")
    heads = [Head(t(f"audit.column.{name}", lang)) for name in names]
    table(t("audit.decisions_caption", lang), heads, [_row(each, lang) for each in page.items])
    cursor = cursor_of(visit)
    onward("audit", cursor, page.next, lang)


def _row(each: ShownDecision, lang: Lang) -> list[Cell | str]:
    return [
        Cell(t("audit.replay", lang, id=each.id[-6:]), href=address("audit", decision=each.id)),
        on(each.created, lang),
        str(each.client),
        Cell(t(f"review.{each.outcome}", lang), sign=each.outcome),
        t(f"audit.basis.{each.basis}", lang),
        t(f"audit.state.{each.state}", lang),
    ]
