"""The answers once more before they are sent, the sending, and what came of it."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

import streamlit as st

from clairscore.client.records import ApplicationForm, ShownInformation, ShownProposal
from clairscore.dashboard.apply.draft import Draft, Value, go, put, start_again
from clairscore.dashboard.apply.faults import Flaw, summary, told
from clairscore.dashboard.apply.steps import HISTORIES, credit_table, worded
from clairscore.dashboard.parts.known_facts import known_facts
from clairscore.dashboard.parts.once import key_of
from clairscore.dashboard.parts.problem import notice
from clairscore.dashboard.parts.table import Head, table
from clairscore.dashboard.places import address
from clairscore.dashboard.visit import Visit
from clairscore.errors import Refused
from clairscore.i18n import Lang, number, sentence, t

RECORD = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def check(visit: Visit, now: Draft, form: ApplicationForm) -> None:
    """Everything that will be sent, each part with a way back to it."""
    lang, top = visit.lang, st.container()
    st.write(t("apply.check_help", lang))
    if now.client is not None:
        st.write(t("apply.check_client", lang, client=str(now.client)))
        known_facts(visit.client.facts(now.client), lang)
    elif now.file is not None:
        _file(now, form, lang)
    else:
        _facts(now, form, lang)
    if st.button(t("apply.send", lang), type="primary", key="apply-send"):
        with top:
            _send(visit, now, form)
    st.button(t("apply.back", lang), key="apply-back", on_click=go, args=(now.before("check"),))


def _facts(now: Draft, form: ApplicationForm, lang: Lang) -> None:
    heads = [Head(t("apply.column.fact", lang)), Head(t("apply.column.value", lang))]
    for group in form.groups:
        rows = [
            [sentence(each.label), worded(each.column, now.facts.get(each.column), form, lang)]
            for each in group.fields
        ]
        table(group.title, heads, rows)
    st.button(t("apply.edit_facts", lang), key="apply-edit-facts", on_click=go, args=("facts",))
    if now.credits:
        credit_table(now, form, lang)
    else:
        st.write(t("apply.no_credits", lang))
    st.button(t("apply.edit_credits", lang), key="apply-edit-credits", on_click=go,
              args=("credits",))  # fmt: skip


def _file(now: Draft, form: ApplicationForm, lang: Lang) -> None:
    assert now.file is not None
    found = now.file.get("application")
    facts = found if isinstance(found, dict) else {}
    fields = {each.column: each for group in form.groups for each in group.fields}
    heads = [Head(t("apply.column.fact", lang)), Head(t("apply.column.value", lang))]
    rows = [
        [sentence(each.label), worded(name, _plain(facts.get(name)), form, lang)]
        for name, each in fields.items()
        if name in facts
    ]
    table(t("apply.file_facts", lang, count=number(len(facts), lang)), heads, rows)
    histories = [
        [t(f"apply.history.{name}", lang), number(len(each), lang)]
        for name in HISTORIES
        if isinstance(each := now.file.get(name, []), list)
    ]
    heads = [Head(t("apply.column.history", lang)), Head(t("apply.column.rows", lang), "number")]
    table(t("apply.histories", lang), heads, histories)


def _plain(value: object) -> Value:
    return value if isinstance(value, str | int | float) else None


def _send(visit: Visit, now: Draft, form: ApplicationForm) -> None:
    """Open it and have it proposed, under one key: a second click is answered, not done again."""
    key = key_of(f"apply-{now.print_}")
    try:
        opened = visit.client.open_application(
            information=ShownInformation(version=now.notice or "", lang=visit.lang),
            client=now.client,
            credit_file=now.credit_file,
            idempotency_key=key,
        ).value
        visit.client.propose(opened.id, idempotency_key=f"{key}-proposal")
    except Refused as error:
        _refused(error, visit, form)
        return
    put(replace(now, step="done", application=opened.id))
    st.rerun()


def _refused(error: Refused, visit: Visit, form: ApplicationForm) -> None:
    if error.errors:
        summary(told(error.errors, form, visit.lang), visit.lang)
    elif error.reason == "open_application":
        _duplicate(error, visit)
    else:
        notice(error, visit.lang)


def _duplicate(error: Refused, visit: Visit) -> None:
    """The application that is open already, as a link to its client's file."""
    summary([Flaw(str(error))], visit.lang)
    found = RECORD.search(str(error))
    if found is None:
        return
    first = visit.client.show_application(found.group()).value.application
    words = escape(t("apply.first", visit.lang, client=str(first.client)))
    place = escape(address("client", number=first.client))
    st.html(f'<p><a href="{place}" target="_self">{words}</a></p>')


def done(visit: Visit, now: Draft) -> None:
    """What is proposed, and where to go on."""
    lang = visit.lang
    whole = visit.client.show_application(now.application or "").value
    client, proposal = whole.application.client, whole.proposal
    if proposal is not None:
        _proposed(proposal)
    links = [
        (address("client", number=client), t("apply.to_client", lang, client=str(client))),
        (
            address("simulation", application=whole.application.id),
            t("apply.to_simulation", lang),
        ),
    ]
    items = "".join(
        f'<li><a href="{escape(place)}" target="_self">{escape(words)}</a></li>'
        for place, words in links
    )
    st.html(f"<ul>{items}</ul>")
    st.button(t("apply.another", lang), key="apply-another", on_click=start_again)


def _proposed(proposal: ShownProposal) -> None:
    first = proposal.text[0]
    words = escape(first.title)
    st.html(f'<p class="note" role="status"><span class="{proposal.outcome}">{words}</span></p>')
    st.markdown("\n".join(f"- {line}" for line in first.lines))
