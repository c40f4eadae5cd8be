"""Who applies, what the person is told, and the facts and credits of somebody new."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from clairscore.client.records import ApplicationForm
from clairscore.dashboard.apply.draft import Draft, Row, Step, Value, go, put
from clairscore.dashboard.apply.faults import Flaw, anchor_of, summary
from clairscore.dashboard.apply.fields import field
from clairscore.dashboard.parts.muted import muted
from clairscore.dashboard.parts.table import Head, table
from clairscore.dashboard.visit import Visit
from clairscore.errors import Refused
from clairscore.i18n import Lang, day, number, sentence, t

HISTORIES = (
    "bureau",
    "bureau_balance",
    "previous_application",
    "POS_CASH_balance",
    "installments_payments",
    "credit_card_balance",
)


def who(visit: Visit, now: Draft) -> None:
    """A known client by number, or somebody new."""
    lang = visit.lang
    kinds = ("known", "new")
    chosen = st.radio(
        t("apply.who", lang),
        kinds,
        index=int(now.new),
        format_func=lambda each: t(f"apply.who_{each}", lang),
        key="apply-who",
    )
    if chosen == "new":
        if st.button(t("apply.go_on", lang), type="primary", key="apply-new"):
            put(replace(now, new=True, client=None, step="notice"))
            st.rerun()
        return
    with st.form("apply-known", border=False):
        first = str(now.client) if now.client else visit.asked.get("number", "")
        given = st.text_input(t("apply.number", lang), first, max_chars=19, key="apply-number")
        sent = st.form_submit_button(t("apply.go_on", lang), type="primary")
    if sent:
        _known(visit, now, given.strip())


def _known(visit: Visit, now: Draft, given: str) -> None:
    lang = visit.lang
    if not (given.isascii() and given.isdigit()):
        summary([Flaw(t("apply.number_fault", lang))], lang)
        return
    try:
        card = visit.client.show_client(int(given))
    except Refused as error:
        if error.status != 404:
            raise
        summary([Flaw(t("apply.number_unknown", lang, number=given))], lang)
        return
    put(replace(now, new=False, client=card.client, step="notice"))
    st.rerun()


def notice(visit: Visit, now: Draft) -> None:
    """The information notice, in the person's language; its version goes into the record."""
    lang = visit.lang
    shown = visit.client.information(lang=lang)
    st.header(shown.title, anchor=False)
    st.write(t("apply.notice_help", lang, version=shown.version))
    for line in shown.lead:
        st.write(line)
    for part in shown.parts:
        st.subheader(part.title, anchor=False)
        lines = [*part.paragraphs, *(f"- {item}" for item in part.items), *part.after]
        st.markdown("\n\n".join(line for line in lines if not line.startswith("- ")))
        if part.items:
            st.markdown("\n".join(f"- {item}" for item in part.items))
    if st.button(t("apply.notice_done", lang), type="primary", key="apply-notice"):
        put(replace(now, notice=shown.version, step=now.after("notice")))
        st.rerun()
    _back(now, "notice", lang)


def facts(visit: Visit, now: Draft, form: ApplicationForm) -> None:
    """The facts in groups, or a whole credit file."""
    lang, top = visit.lang, st.container()
    _upload(visit, now, form, top)
    st.subheader(t("apply.by_hand", lang), anchor=False)
    muted(t("apply.by_hand_help", lang))
    entered: dict[str, Value] = {}
    today = datetime.now(UTC).date()
    with st.form("apply-facts"):
        for group in form.groups:
            st.subheader(group.title, anchor=False)
            for asked in group.fields:
                held = now.facts.get(asked.column)
                key = f"apply-{asked.column}"
                entered[asked.column] = field(asked, held, key, today, visit.who.currency, lang)
        sent = st.form_submit_button(t("apply.go_on", lang), type="primary")
    if sent:
        put(replace(now, facts=entered, file=None))
        flaws = _missing(form, entered, lang)
        if flaws:
            with top:
                summary(flaws, lang)
            return
        go(now.after("facts"))
        st.rerun()
    _back(now, "facts", lang)


def _missing(form: ApplicationForm, entered: Row, lang: Lang) -> list[Flaw]:
    return [
        Flaw(t("apply.absent", lang, what=sentence(asked.label)), anchor_of(asked.column))
        for group in form.groups
        for asked in group.fields
        if asked.required and entered.get(asked.column) is None
    ]


def _upload(visit: Visit, now: Draft, form: ApplicationForm, top: DeltaGenerator) -> None:
    """A credit file instead of the form; one to copy stands beside."""
    lang = visit.lang
    st.subheader(t("apply.by_file", lang), anchor=False)
    muted(t("apply.by_file_help", lang))
    st.download_button(
        t("apply.template", lang),
        json.dumps(form.template, ensure_ascii=False, indent=1),
        "credit-file.json",
        "application/json",
        key="apply-template",
    )
    given = st.file_uploader(t("apply.file", lang), type=["json"], key="apply-file")
    if given is None:
        return
    try:
        read = json.loads(given.getvalue().decode("utf-8"))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        with top:
            summary([Flaw(t("apply.no_json", lang, line=number(line, lang)))], lang)
        return
    if not isinstance(read, dict):
        with top:
            summary([Flaw(t("apply.no_object", lang))], lang)
        return
    rows = sum(len(read[name]) for name in HISTORIES if isinstance(read.get(name), list))
    st.write(t("apply.file_read", lang, rows=number(rows, lang)))
    if st.button(t("apply.take_file", lang), type="primary", key="apply-take-file"):
        put(replace(now, file=read, step="check"))
        st.rerun()


def credits(visit: Visit, now: Draft, form: ApplicationForm) -> None:
    """Credits elsewhere, one row after the other; none is an answer."""
    lang = visit.lang
    st.header(t("apply.credits", lang), anchor=False)
    st.write(t("apply.credits_help", lang))
    if now.credits:
        credit_table(now, form, lang)
        for at in range(len(now.credits)):
            left = (*now.credits[:at], *now.credits[at + 1 :])
            st.button(
                t("apply.drop_credit", lang, row=number(at + 1, lang)),
                key=f"apply-drop-{at}",
                on_click=put,
                args=(replace(now, credits=left),),
            )
    _new_credit(visit, now, form)
    if st.button(t("apply.go_on", lang), type="primary", key="apply-credits"):
        go(now.after("credits"))
        st.rerun()
    _back(now, "credits", lang)


def _new_credit(visit: Visit, now: Draft, form: ApplicationForm) -> None:
    lang, today, row = visit.lang, datetime.now(UTC).date(), dict[str, Value]()
    at = len(now.credits)
    with st.form(f"apply-credit-{at}"):
        st.subheader(t("apply.new_credit", lang), anchor=False)
        for asked in form.credit:
            key = f"apply-credit-{at}-{asked.column}"
            row[asked.column] = field(asked, None, key, today, visit.who.currency, lang)
        sent = st.form_submit_button(t("apply.add_credit", lang))
    if not sent:
        return
    flaws = [
        Flaw(t("apply.absent", lang, what=sentence(asked.label)), anchor_of(asked.column))
        for asked in form.credit
        if asked.required and row.get(asked.column) is None
    ]
    if flaws:
        summary(flaws, lang)
        return
    put(replace(now, credits=(*now.credits, row)))
    st.rerun()


def credit_table(now: Draft, form: ApplicationForm, lang: Lang) -> None:
    """The credits as they were entered."""
    heads = [Head(t("apply.credit", lang)), *(Head(sentence(each.label)) for each in form.credit)]
    rows = [
        [number(at, lang), *(worded(each.column, row.get(each.column), form, lang)
                             for each in form.credit)]
        for at, row in enumerate(now.credits, 1)
    ]  # fmt: skip
    table(t("apply.credits", lang), heads, rows)


def worded(column: str, value: Value, form: ApplicationForm, lang: Lang) -> str:
    """A value as a person reads it."""
    fields = {each.column: each for group in form.groups for each in group.fields}
    fields |= {each.column: each for each in form.credit}
    asked = fields.get(column)
    if value is None:
        return t("word.missing", lang)
    if asked is not None and asked.kind == "choice":
        return next((each.label for each in asked.choices if each.value == value), str(value))
    if asked is not None and asked.kind == "date" and isinstance(value, int):
        return _day(value, lang)
    return number(value, lang, 2) if isinstance(value, int | float) else str(value)


def _day(days: int, lang: Lang) -> str:
    return day(datetime.now(UTC).date() + timedelta(days=days), lang)


def _back(now: Draft, step: Step, lang: Lang) -> None:
    st.button(
        t("apply.back", lang), key=f"apply-back-{step}", on_click=go, args=(now.before(step),)
    )
