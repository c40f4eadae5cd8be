"""Keys of programs: listed, made (and shown once), revoked; and portfolios of clients."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from clairscore.client.records import Key
from clairscore.dashboard.parts.clock import on
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.problem import notice
from clairscore.dashboard.parts.sending import sent
from clairscore.dashboard.parts.table import Head, table
from clairscore.dashboard.visit import Visit
from clairscore.errors import Refused
from clairscore.i18n import Lang, number, t

KeyRole = Literal["service", "analyst", "auditor"]
KEY_ROLES: tuple[KeyRole, ...] = ("service", "analyst", "auditor")


def keys(visit: Visit) -> None:
    """Every key, a new one, and ending one."""
    lang = visit.lang
    found = visit.client.list_keys().items
    names = ("name", "roles", "portfolio", "created", "ends")
    heads = [Head(t(f"accounts.column.{each}", lang)) for each in names]
    if found:
        table(t("accounts.keys", lang), heads, [_row(each, lang) for each in found])
    else:
        empty(t("accounts.no_key", lang))
    if not visit.may("admin"):
        return
    _make(visit)
    _revoke([each for each in found if each.revoked is None], visit)


def portfolios(visit: Visit) -> None:
    """How many clients each portfolio has; a client moved; a code to open an account."""
    lang = visit.lang
    found = visit.client.list_portfolios().items
    heads = [
        Head(t("accounts.column.portfolio", lang)),
        Head(t("accounts.column.clients", lang), "number"),
    ]
    table(
        t("accounts.portfolios", lang),
        heads,
        [[each.name, number(each.clients, lang)] for each in found],
    )
    if not visit.may("admin"):
        return
    _assign(visit)
    _code(visit)


def _make(visit: Visit) -> None:
    lang = visit.lang
    st.header(t("accounts.new_key", lang), anchor=False)
    with st.form("accounts-key", border=False):
        name = st.text_input(t("accounts.key_name", lang), key="accounts-key-name", max_chars=100)
        roles = st.multiselect(
            t("accounts.roles", lang),
            KEY_ROLES,
            format_func=lambda role: t(f"accounts.role.{role}", lang),
            key="accounts-key-roles",
            placeholder=t("apply.choose", lang),
        )
        portfolio = st.text_input(t("accounts.portfolio", lang), key="accounts-key-portfolio")
        days = st.number_input(
            t("accounts.days", lang), 1, 3_650, 365, step=1, key="accounts-key-days"
        )
        ready = st.form_submit_button(t("accounts.make_key", lang), type="primary")
    if not ready:
        return
    if not (name.strip() and roles):
        st.error(t("accounts.key_missing", lang))
        return
    try:
        made = visit.client.add_key(
            name=name.strip(),
            roles=tuple(roles),
            portfolio=portfolio.strip() or None,
            days=int(days),
        )
    except Refused as error:
        notice(error, lang)
        return
    st.success(t("accounts.key_made", lang))
    st.code(made.key, language=None)


def _revoke(running: list[Key], visit: Visit) -> None:
    lang = visit.lang
    if not running:
        return
    names = {each.id: each.name for each in running}
    with st.form("accounts-revoke", border=False):
        chosen = st.selectbox(
            t("accounts.which_key", lang),
            list(names),
            index=None,
            format_func=lambda each: names[each],
            key="accounts-revoked",
            placeholder=t("apply.choose", lang),
        )
        ready = st.form_submit_button(t("accounts.revoke", lang))
    if ready and chosen:
        sent(lambda: visit.client.revoke_key(chosen), visit)


def _assign(visit: Visit) -> None:
    lang = visit.lang
    st.header(t("accounts.move", lang), anchor=False)
    with st.form("accounts-assign", border=False):
        client = st.text_input(t("apply.number", lang), key="accounts-client", max_chars=19)
        portfolio = st.text_input(t("accounts.to_portfolio", lang), key="accounts-to")
        ready = st.form_submit_button(t("accounts.move_send", lang), type="primary")
    if ready and _is_number(client, lang) and portfolio.strip():
        asked = int(client)
        sent(lambda: visit.client.assign_portfolio(asked, portfolio=portfolio.strip()), visit)


def _code(visit: Visit) -> None:
    lang = visit.lang
    st.header(t("accounts.code", lang), anchor=False)
    st.write(t("accounts.code_help", lang))
    with st.form("accounts-code", border=False):
        client = st.text_input(t("apply.number", lang), key="accounts-code-client", max_chars=19)
        ready = st.form_submit_button(t("accounts.make_code", lang))
    if not (ready and _is_number(client, lang)):
        return
    try:
        made = visit.client.make_activation_code(int(client))
    except Refused as error:
        notice(error, lang)
        return
    st.success(t("accounts.code_made", lang, client=client, day=on(made.expires, lang)))
    st.code(made.code, language=None)


def _is_number(given: str, lang: Lang) -> bool:
    if given.strip().isascii() and given.strip().isdigit():
        return True
    st.error(t("apply.number_fault", lang))
    return False


def _row(each: Key, lang: Lang) -> list[str]:
    roles = ", ".join(t(f"accounts.role.{role}", lang) for role in each.roles)
    ended = each.revoked or each.expires
    word = "accounts.revoked" if each.revoked else "accounts.until"
    ends = t(word, lang, day=on(ended, lang)) if ended else "–"
    return [each.name, roles, each.portfolio or "–", on(each.created, lang), ends]
