"""Facts that are wrong: chosen by name, corrected one by one, everything derived follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import streamlit as st

from clairscore.client.records import Fact, Facts
from clairscore.dashboard.offers.trial import Value
from clairscore.dashboard.parts.kept import keep, kept
from clairscore.dashboard.parts.muted import muted
from clairscore.dashboard.parts.table import Head, table
from clairscore.i18n import Lang, day, number, sentence, t

OLDEST = date(1900, 1, 1)


def corrections(facts: Facts, prefix: str, lang: Lang) -> Mapping[str, Value]:
    """The corrected facts by column; a person adds and takes back one at a time."""
    name = f"{prefix}corrections"
    chosen: dict[str, Value] = kept(name, {})
    known = {fact.column: fact for fact in facts.facts if _may(fact)}
    if chosen:
        _listed(known, chosen, facts, name, lang)
    with st.expander(t("simulate.correct", lang)):
        picked = st.selectbox(
            t("simulate.fact", lang),
            list(known),
            index=None,
            format_func=lambda column: sentence(known[column].label),
            key=f"{prefix}fact",
            placeholder=t("simulate.choose", lang),
        )
        if picked:
            _correct(known[picked], facts, chosen, name, lang)
    return chosen


def _may(fact: Fact) -> bool:
    return fact.correctable and fact.use != "unused"


def _correct(fact: Fact, facts: Facts, chosen: dict[str, Value], name: str, lang: Lang) -> None:
    st.write(t("simulate.fact_now", lang, label=sentence(fact.label), value=fact.value))
    muted(fact.definition)
    value = value_box(fact, date.fromisoformat(facts.as_of), f"{name}-{fact.column}", lang)
    st.button(
        t("simulate.take", lang),
        key=f"{name}-take",
        on_click=keep,
        args=(name, {**chosen, fact.column: value}),
    )


def value_box(fact: Fact, as_of: date, key: str, lang: Lang) -> Value:
    """A widget for the fact's kind; what it holds, as the file would hold it."""
    label = t("simulate.new_value", lang)
    if fact.kind == "choice":
        words = {choice.value: choice.label for choice in fact.choices}
        held = list(words).index(fact.raw) if fact.raw in words else None
        chosen: Value = st.selectbox(
            label, list(words), index=held, format_func=lambda value: words[value], key=key
        )
        return chosen
    if fact.kind == "date" and not isinstance(fact.raw, str):
        start = as_of + timedelta(days=int(fact.raw or 0))
        picked = st.date_input(
            label, value=max(start, OLDEST), min_value=OLDEST, max_value=as_of, key=key,
            format="DD/MM/YYYY",
        )  # fmt: skip
        return (picked - as_of).days if isinstance(picked, date) else None
    start_number = float(fact.raw) if isinstance(fact.raw, int | float) else 0.0
    least, step = (0.0, 0.01) if fact.kind == "share" else (0.0, 1.0)
    found = st.number_input(label, min_value=least, value=start_number, step=step, key=key)
    whole = fact.kind == "number" and float(found).is_integer()
    return int(found) if whole else float(found)


def _listed(
    known: Mapping[str, Fact], chosen: Mapping[str, Value], facts: Facts, name: str, lang: Lang
) -> None:
    as_of = date.fromisoformat(facts.as_of)
    heads = [Head(t(f"simulate.column.{each}", lang)) for each in ("fact", "before", "after")]
    rows = [
        [
            sentence(known[column].label),
            known[column].value,
            _told(known[column], value, as_of, lang),
        ]
        for column, value in chosen.items()
    ]
    table(t("simulate.corrected", lang), heads, rows)
    for column in chosen:
        left = {each: value for each, value in chosen.items() if each != column}
        st.button(
            t("simulate.take_back", lang, label=known[column].label),
            key=f"{name}-back-{column}",
            on_click=keep,
            args=(name, left),
        )


def _told(fact: Fact, value: Value, as_of: date, lang: Lang) -> str:
    if value is None:
        return t("word.missing", lang)
    if fact.kind == "choice":
        return next((each.label for each in fact.choices if each.value == value), str(value))
    if fact.kind == "date" and isinstance(value, int):
        return day(as_of + timedelta(days=value), lang)
    return number(float(value), lang, 2)
