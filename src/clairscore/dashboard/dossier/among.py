"""Where the file stands among others: one variable, or two; by two splits that never mix."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import streamlit as st

from clairscore.charts import Binned, Counts, Group, pair_grid, position
from clairscore.client.records import Distribution, Joint, ShownAxis, Variables
from clairscore.dashboard.dossier.subject import Subject
from clairscore.dashboard.parts.definition import definition
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.figure import figure
from clairscore.dashboard.parts.muted import muted
from clairscore.dashboard.visit import Visit
from clairscore.i18n import sentence, t

Split = Literal["proposed", "observed"]
SPLITS: tuple[Split, ...] = ("proposed", "observed")
FIRST, SECOND = "AMT_CREDIT", "AMT_INCOME_TOTAL"


def among(subject: Subject, visit: Visit) -> None:
    """One variable among similar files or all, then two variables among all."""
    lang, known = visit.lang, visit.client.variables()
    split: Split = st.radio(
        t("dossier.split", lang),
        SPLITS,
        format_func=lambda each: t(f"similar.split.{each}", lang),
        horizontal=True,
        key="among-split",
    )
    _one(subject, visit, known, split)
    _two(subject, visit, known, split)


def binned(axis: ShownAxis) -> Binned:
    """A variable as figures take it; days that count back from day 0 are below nought."""
    back = bool(axis.edges) and axis.edges[0] < 0
    return Binned(axis.label, axis.names, words=axis.kind == "word", backwards=back)


def _one(subject: Subject, visit: Visit, known: Variables, split: Split) -> None:
    lang = visit.lang
    left, right = st.columns(2)
    with left:
        variable = _variable(t("dossier.variable", lang), known, None, FIRST, "among-one")
    with right:
        similar = st.radio(
            t("dossier.crowd", lang),
            (True, False),
            format_func=lambda each: t(f"dossier.crowd_{'similar' if each else 'all'}", lang),
            horizontal=True,
            key="among-crowd",
        )
    found = visit.client.distribution(variable=variable, split=split, client=subject.number)
    place = found.place
    if not similar:
        found = visit.client.distribution(variable=variable, split=split)
    _position(found, place, visit)


def _position(found: Distribution, place: int | None, visit: Visit) -> None:
    lang = visit.lang
    parts = [Group(part.label, part.counts) for part in found.parts if part.counts is not None]
    if not parts or not any(part.people for part in parts):
        empty(t("similar.too_few", lang))
        return
    told = [part for part in parts if part.people]
    figure(position(binned(found.axis), told, place, found.split_label, lang), "position", level=3)
    muted(found.group)
    definition(sentence(found.axis.label), found.axis.definition)


def _two(subject: Subject, visit: Visit, known: Variables, split: Split) -> None:
    lang = visit.lang
    st.subheader(t("dossier.two", lang), anchor=False)
    left, right = st.columns(2)
    with left:
        first = _variable(t("dossier.first", lang), known, known.paired, FIRST, "among-first")
    with right:
        others = tuple(name for name in known.paired if name != first)
        usual = SECOND if first != SECOND else FIRST
        second = _variable(t("dossier.second", lang), known, others, usual, f"among-second-{first}")
    found = visit.client.grid(first=first, second=second, split=split, client=subject.number)
    _grid(found if found.first.variable == first else turned(found), visit)


def turned(found: Joint) -> Joint:
    """The same grid with its variables exchanged: the service has an order of its own."""
    rows, columns = (binned(axis).bins for axis in (found.first, found.second))
    parts = tuple(replace(part, counts=_turned(part.counts, rows, columns)) for part in found.parts)
    place = None if found.place is None else (found.place[1], found.place[0])
    return replace(found, first=found.second, second=found.first, parts=parts, place=place)


def _turned(
    counts: tuple[int | None, ...] | None, rows: int, columns: int
) -> tuple[int | None, ...] | None:
    if counts is None:
        return None
    return tuple(counts[row * columns + column] for column in range(columns) for row in range(rows))


def _grid(found: Joint, visit: Visit) -> None:
    parts = [Counts(part.label, part.counts) for part in found.parts if part.counts is not None]
    if len(parts) < 2:
        empty(t("similar.too_few", visit.lang))
        return
    drawn = pair_grid(
        binned(found.first), binned(found.second), (parts[0], parts[1]), found.place, visit.lang
    )
    figure(drawn, "pair-grid", level=3)
    for axis in (found.first, found.second):
        definition(sentence(axis.label), axis.definition)


def _variable(
    label: str, known: Variables, among: tuple[str, ...] | None, first: str, key: str
) -> str:
    names = {each.variable: sentence(each.label) for each in known.variables}
    offered = [name for name in names if among is None or name in among]
    at = offered.index(first) if first in offered else 0
    chosen: str = st.selectbox(label, offered, at, format_func=lambda each: names[each], key=key)
    return chosen
