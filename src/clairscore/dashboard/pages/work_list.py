"""The work list: find a client by number, and the clients of the portfolio."""

from __future__ import annotations

import streamlit as st

from clairscore.client.records import Line
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.parts.table import Cell, Head, table
from clairscore.dashboard.places import address
from clairscore.dashboard.visit import Visit
from clairscore.i18n import percent, t

PAGE = 20


def show(visit: Visit) -> None:
    """Show the list from the service, as the address asks for it."""
    lang = visit.lang
    heading(t("work.title", lang))
    _look_up(visit)
    found = visit.client.list_clients(cursor=visit.asked.get("cursor"), limit=PAGE)
    if not found.items:
        empty(t("work.empty", lang))
        return
    heads = [
        Head(t("work.column.client", lang)),
        Head(t("work.column.probability", lang), "number"),
        Head(t("work.column.outcome", lang)),
    ]
    table(t("work.caption", lang), heads, [_row(line, visit) for line in found.items])


def _look_up(visit: Visit) -> None:
    with st.form("look-up", border=False):
        asked = st.text_input(t("work.look_up", visit.lang), max_chars=19, key="work-number")
        sent = st.form_submit_button(t("work.open", visit.lang))
    if sent and asked.strip():
        visit.go("client", number=asked.strip())


def _row(line: Line, visit: Visit) -> list[Cell | str]:
    lang = visit.lang
    outcome = t(f"outcome.{line.outcome}", lang) if line.outcome else t("work.no_score", lang)
    return [
        Cell(str(line.client), href=address("client", number=line.client)),
        percent(line.probability, lang) if line.probability is not None else "-",
        Cell(outcome, sign=line.outcome),
    ]
