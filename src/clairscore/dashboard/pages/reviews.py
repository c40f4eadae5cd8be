"""The queue of reviews: the longest waiting first, with the day until which each is answered."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from clairscore.client.records import ShownApplication, ShownReview
from clairscore.dashboard.parts.clock import due_text, on
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.parts.listing import cursor_of, onward
from clairscore.dashboard.parts.table import Cell, Head, table
from clairscore.dashboard.places import address
from clairscore.dashboard.visit import Visit
from clairscore.i18n import money, number, t

PAGE = 20
OPEN = ("requested", "assigned", "opinion_given")
CHOICES = ("open", "mine", "concluded")


def show(visit: Visit) -> None:
    """Show the reviews that wait, one's own, or those that ended."""
    lang = visit.lang
    asked = visit.asked.get("show", "open")
    chosen = asked if asked in CHOICES else "open"
    found = visit.client.list_reviews(
        state=("concluded",) if chosen == "concluded" else OPEN,  # type: ignore[arg-type]
        mine=True if chosen == "mine" else None,
        cursor=visit.asked.get("cursor"),
        limit=PAGE,
    )
    late = sum(each.late for each in found.items if each.state != "concluded")
    title = "reviews.title_late" if late else "reviews.title"
    heading(t(title, lang, late=number(late, lang)) if late else t(title, lang))
    _choices(chosen, visit)
    if found.items:
        names = ("client", "due", "asked", "state", "reviewer")
        heads = [Head(t(f"reviews.column.{name}", lang)) for name in names]
        rows = [_row(each, visit) for each in found.items]
        table(t(f"reviews.caption_{chosen}", lang), heads, rows)
    else:
        empty(t(f"reviews.empty_{chosen}", lang))
    onward("reviews", {"show": chosen, **cursor_of(visit)}, found.next, lang)
    if visit.may("manager", "reviewer"):
        _seconds(visit)


def _choices(chosen: str, visit: Visit) -> None:
    """Links, so that each list has an address of its own."""
    parts = []
    for name in CHOICES if visit.may("reviewer") else ("open", "concluded"):
        words = t(f"reviews.show_{name}", visit.lang)
        if name == chosen:
            parts.append(f"<strong>{words}</strong>")
        else:
            parts.append(f'<a href="{address("reviews", show=name)}" target="_self">{words}</a>')
    st.html(f"<p>{' · '.join(parts)}</p>")


def _row(each: ShownReview, visit: Visit) -> list[Cell | str]:
    lang = visit.lang
    today = datetime.now(UTC).date()
    open_ = each.state != "concluded"
    due = due_text(each.due, today, lang) if open_ else on(each.answered or each.due, lang)
    flags = (t("reviews.late", lang),) if each.late else ()
    return [
        Cell(str(each.client), href=address("review", id=each.id)),
        Cell(due, flags=flags),
        on(each.requested, lang),
        each.state_text,
        whose(each.reviewer, visit),
    ]


def whose(reviewer: str | None, visit: Visit) -> str:
    """Who looks, without telling the name of somebody's account."""
    if reviewer is None:
        return t("reviews.nobody", visit.lang)
    own = reviewer == visit.who.user
    return t("reviews.you" if own else "reviews.other", visit.lang)


def _seconds(visit: Visit) -> None:
    """Choices of others that wait for a second pair of eyes."""
    lang = visit.lang
    st.header(t("seconds.title", lang), anchor=False)
    waiting = visit.client.list_applications(state=("awaiting_second",), limit=PAGE).items
    if not waiting:
        empty(t("seconds.empty", lang))
        return
    heads = [Head(t(f"seconds.column.{name}", lang)) for name in ("client", "amount", "opened")]
    table(t("seconds.caption", lang), heads, [_second(each, visit) for each in waiting])


def _second(each: ShownApplication, visit: Visit) -> list[Cell | str]:
    lang = visit.lang
    known = each.amount is not None
    amount = money(each.amount or 0.0, lang, visit.who.currency) if known else "–"
    link = address("approval", application=each.id)
    return [Cell(str(each.client), href=link), amount, on(each.opened, lang)]
