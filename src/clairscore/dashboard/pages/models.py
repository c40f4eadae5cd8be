"""Champion and challenger: how they differ, who changed what and when, a change in two names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from clairscore.charts import Fields, swap_set
from clairscore.client.records import ModelChange, Models
from clairscore.dashboard.parts.clock import on
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.figure import figure
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.parts.listing import cursor_of, onward
from clairscore.dashboard.parts.said import said
from clairscore.dashboard.parts.sending import sent
from clairscore.dashboard.parts.table import Head, table
from clairscore.dashboard.visit import Visit
from clairscore.i18n import t

PAGE = 20
Change = Literal["promote", "rollback", "challenge", "retire"]
CHANGES: tuple[Change, ...] = ("challenge", "promote", "rollback", "retire")


def show(visit: Visit) -> None:
    """Show the known models, the swap set, the change that waits and the log of changes."""
    lang = visit.lang
    found, names = visit.client.list_models(), names_of(visit)
    waiting = "models.title_pending" if found.pending else "models.title"
    heading(t(waiting, lang))
    _known(found, visit)
    _swap(visit)
    if found.pending is not None:
        _pending(found.pending, names, visit)
    elif visit.may("admin"):
        _ask(found, visit)
    _log(names, visit)


def names_of(visit: Visit) -> Mapping[str, str]:
    """Names of accounts by record, for those who may see them."""
    if not visit.may("admin", "auditor"):
        return {}
    found: dict[str, str] = {}
    cursor: str | None = None
    while True:
        page = visit.client.list_users(cursor=cursor, limit=100)
        found |= {each.id: each.name for each in page.items}
        cursor = page.next
        if cursor is None:
            return found


def _known(found: Models, visit: Visit) -> None:
    lang = visit.lang
    if not found.items:
        empty(t("models.none", lang))
        return
    heads = [Head(t(f"models.column.{name}", lang)) for name in ("bundle", "role", "registered")]
    rows = [
        [each.bundle, t(f"models.role.{each.role}", lang), on(each.registered, lang)]
        for each in found.items
    ]
    table(t("models.caption", lang), heads, rows)


def _swap(visit: Visit) -> None:
    swap = visit.client.compare_challenger()
    total = (
        swap.both_granted + swap.both_refused + swap.granted_to_refused + swap.refused_to_granted
    )
    if swap.challenger is None or not total:
        empty(t("models.no_challenger", visit.lang))
        return
    fields = Fields(
        swap.both_granted, swap.granted_to_refused, swap.refused_to_granted, swap.both_refused
    )
    figure(swap_set(fields, visit.lang), "models-swap")


def _pending(change: ModelChange, names: Mapping[str, str], visit: Visit) -> None:
    lang = visit.lang
    st.header(t("models.pending", lang), anchor=False)
    st.write(
        t(
            "models.asked",
            lang,
            change=t(f"models.change.{change.kind}", lang),
            bundle=change.bundle,
            who=names.get(change.actor, t("models.somebody", lang)),
            day=on(change.created, lang),
        )
    )
    said(change.reason)
    _gates(change, visit)
    if not visit.may("admin"):
        return
    if change.actor == visit.who.user:
        st.info(t("models.second_person", lang))
    reason = st.text_area(t("models.reason", lang), key="models-answer", max_chars=2_000)
    shut = change.gates in ("failed", "absent")
    override = shut and st.checkbox(t("models.override", lang), key="models-override")
    left, right = st.columns(2)
    with left:
        yes = st.button(t("models.approve", lang), type="primary", key="models-yes")
    with right:
        no = st.button(t("models.decline", lang), key="models-no")
    if yes or no:
        _answer(change, reason.strip(), yes, override, visit)


def _gates(change: ModelChange, visit: Visit) -> None:
    """What the gates said when a promotion was asked for."""
    if change.gates is None:
        return
    st.write(t(f"models.gates.{change.gates}", visit.lang))
    if change.comparison is not None:
        for sentence in visit.client.show_comparison(change.comparison).text:
            st.write(f"- {sentence}")


def _answer(change: ModelChange, reason: str, approve: bool, override: bool, visit: Visit) -> None:
    if not reason:
        st.error(t("models.reason_missing", visit.lang))
        return
    sent(
        lambda: visit.client.answer_change(
            change.id, approve=approve, reason=reason, override=override
        ),
        visit,
    )


def _ask(found: Models, visit: Visit) -> None:
    """A change to ask for; a second person approves it."""
    lang = visit.lang
    st.header(t("models.ask", lang), anchor=False)
    st.write(t("models.ask_help", lang))
    with st.form("models-register", border=False):
        name = st.text_input(t("models.register_name", lang), key="models-name", max_chars=12)
        registered = st.form_submit_button(t("models.register", lang))
    if registered and name.strip():
        sent(lambda: visit.client.register_model(bundle=name.strip()), visit)
    if not found.items:
        return
    with st.form("models-ask", border=False):
        change = st.selectbox(
            t("models.what", lang),
            CHANGES,
            format_func=lambda each: t(f"models.change.ask_{each}", lang),
            key="models-change",
        )
        bundle = st.selectbox(
            t("models.which", lang), [each.bundle for each in found.items], key="models-bundle"
        )
        reason = st.text_area(t("models.reason", lang), key="models-why", max_chars=2_000)
        asked = st.form_submit_button(t("models.send", lang), type="primary")
    if asked and not reason.strip():
        st.error(t("models.reason_missing", lang))
    elif asked:
        sent(
            lambda: visit.client.ask_change(change=change, bundle=bundle, reason=reason.strip()),
            visit,
        )


def _log(names: Mapping[str, str], visit: Visit) -> None:
    lang = visit.lang
    st.header(t("models.log", lang), anchor=False)
    page = visit.client.list_changes(cursor=visit.asked.get("cursor"), limit=PAGE)
    if not page.items:
        empty(t("models.log_empty", lang))
        return
    heads = [
        Head(t(f"models.column.{name}", lang))
        for name in ("day", "change", "bundle", "replaced", "who", "reason")
    ]
    rows = [
        [
            on(each.created, lang),
            t(f"models.change.{each.kind}", lang),
            each.bundle,
            each.replaced or "–",
            names.get(each.actor, t("models.somebody", lang)),
            each.reason,
        ]
        for each in page.items
    ]
    table(t("models.log_caption", lang), heads, rows)
    onward("models", cursor_of(visit), page.next, lang)
