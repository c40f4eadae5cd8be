"""Accounts of people: listed, added, changed, closed."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from clairscore.client.records import Account
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.listing import cursor_of, onward
from clairscore.dashboard.parts.sending import sent
from clairscore.dashboard.parts.table import Cell, Head, table
from clairscore.dashboard.places import address
from clairscore.dashboard.visit import Visit
from clairscore.i18n import Lang, t

PAGE = 20
Role = Literal["manager", "reviewer", "analyst", "auditor", "admin"]
ROLES: tuple[Role, ...] = ("manager", "reviewer", "analyst", "auditor", "admin")


def people(visit: Visit) -> None:
    """The list, and a form to add one."""
    lang = visit.lang
    page = visit.client.list_users(cursor=visit.asked.get("cursor"), limit=PAGE)
    heads = [
        Head(t(f"accounts.column.{each}", lang)) for each in ("name", "roles", "portfolio", "state")
    ]
    if page.items:
        table(t("accounts.people", lang), heads, [_row(each, lang) for each in page.items])
    else:
        empty(t("accounts.nobody", lang))
    cursor = cursor_of(visit)
    onward("accounts", {"show": "people", **cursor}, page.next, lang)
    if visit.may("admin"):
        _add(visit)


def person(name: str, visit: Visit) -> None:
    """One account: other roles or another portfolio, a new password, closed or opened again."""
    lang = visit.lang
    found = visit.client.show_user(name)
    account = found.value
    table(
        account.name,
        [
            Head(t(f"accounts.column.{each}", lang))
            for each in ("name", "roles", "portfolio", "state")
        ],
        [_row(account, lang)],
    )
    if not visit.may("admin"):
        return
    if account.client is None:
        _change(account, found.etag, visit)
    _password(account, found.etag, visit)
    closed = account.disabled is not None
    st.write(t("accounts.open_help" if closed else "accounts.close_help", lang))
    if st.button(t("accounts.open" if closed else "accounts.close", lang), key="accounts-close"):
        sent(
            lambda: visit.client.change_user(account.id, disabled=not closed, if_match=found.etag),
            visit,
        )


def _add(visit: Visit) -> None:
    lang = visit.lang
    st.header(t("accounts.add", lang), anchor=False)
    with st.form("accounts-add", border=False, clear_on_submit=False):
        name = st.text_input(t("accounts.name", lang), key="accounts-name", max_chars=100)
        roles = _roles((), "accounts-roles", lang)
        portfolio = _portfolio("", "accounts-portfolio", lang)
        password = st.text_input(
            t("accounts.password", lang),
            type="password",
            key="accounts-password",
            help=t("accounts.password_help", lang),
        )
        ready = st.form_submit_button(t("accounts.add_send", lang), type="primary")
    if ready and not (name.strip() and roles and password):
        st.error(t("accounts.missing", lang))
    elif ready:
        sent(
            lambda: visit.client.add_user(
                name=name.strip(),
                roles=tuple(roles),
                password=password,
                portfolio=portfolio.strip() or None,
            ),
            visit,
        )


def _change(account: Account, etag: str | None, visit: Visit) -> None:
    lang = visit.lang
    with st.form("accounts-change", border=False):
        roles = _roles(account.roles, "accounts-new-roles", lang)
        portfolio = _portfolio(account.portfolio or "", "accounts-new-portfolio", lang)
        ready = st.form_submit_button(t("accounts.change", lang), type="primary")
    if ready:
        sent(
            lambda: visit.client.change_user(
                account.id, roles=tuple(roles), portfolio=portfolio.strip() or None, if_match=etag
            ),
            visit,
        )


def _password(account: Account, etag: str | None, visit: Visit) -> None:
    lang = visit.lang
    with st.form("accounts-password-form", border=False):
        given = st.text_input(
            t("accounts.new_password", lang),
            type="password",
            key="accounts-new-password",
            help=t("accounts.password_help", lang),
        )
        ready = st.form_submit_button(t("accounts.password_send", lang))
    if ready and given:
        sent(
            lambda: visit.client.change_user(account.id, password=given, if_match=etag),
            visit,
        )


def _roles(held: tuple[str, ...], key: str, lang: Lang) -> list[Role]:
    return st.multiselect(
        t("accounts.roles", lang),
        ROLES,
        default=[role for role in ROLES if role in held],
        format_func=lambda role: t(f"accounts.role.{role}", lang),
        key=key,
        placeholder=t("apply.choose", lang),
    )


def _portfolio(held: str, key: str, lang: Lang) -> str:
    return st.text_input(
        t("accounts.portfolio", lang), held, key=key, help=t("accounts.portfolio_help", lang)
    )


def _row(each: Account, lang: Lang) -> list[Cell | str]:
    roles = ", ".join(t(f"accounts.role.{role}", lang) for role in each.roles)
    state = "closed" if each.disabled else "open_state"
    link = address("accounts", show="people", id=each.id)
    return [Cell(each.name, href=link), roles, each.portfolio or "–", t(f"accounts.{state}", lang)]
