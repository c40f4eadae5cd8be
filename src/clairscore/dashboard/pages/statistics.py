"""What each person decided, how often against the proposal, and how reviews judged it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from clairscore.client.records import Decider, Reviewer
from clairscore.dashboard.pages.models import names_of
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.parts.muted import muted
from clairscore.dashboard.parts.table import Head, table
from clairscore.dashboard.visit import Visit
from clairscore.i18n import Lang, number, t

DECIDED = (
    "confirmed", "studied", "revised_to_granted", "revised_to_refused", "declined", "reviewed",
    "upheld", "changed", "mature", "difficulties",
)  # fmt: skip
REVIEWED = ("upheld", "changed", "late", "waiting")


def show(visit: Visit) -> None:
    """Show the counts by person: of those who decide, and of those who review."""
    lang = visit.lang
    found, names = visit.client.people(), names_of(visit)
    revised = sum(each.revised_to_granted + each.revised_to_refused for each in found.deciders)
    heading(t("statistics.title", lang, revised=number(revised, lang)))
    muted(t("statistics.help", lang))
    st.header(t("statistics.deciders", lang), anchor=False)
    _table(found.deciders, DECIDED, "statistics.deciders_caption", names, lang)
    st.header(t("statistics.reviewers", lang), anchor=False)
    _table(found.reviewers, REVIEWED, "statistics.reviewers_caption", names, lang)


def _table(
    people: Sequence[Decider | Reviewer],
    counts: tuple[str, ...],
    caption: str,
    names: Mapping[str, str],
    lang: Lang,
) -> None:
    if not people:
        empty(t("statistics.none", lang))
        return
    heads = [Head(t("statistics.column.person", lang))]
    heads += [Head(t(f"statistics.column.{name}", lang), "number") for name in counts]
    rows = [
        [
            names.get(each.person, t("statistics.person", lang, number=number(at, lang))),
            *(number(getattr(each, name), lang) for name in counts),
        ]
        for at, each in enumerate(people, 1)
    ]
    table(t(caption, lang), heads, rows)
