"""A box for each fact: named in plain words, its unit, its meaning, whether it must be there."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from clairscore.client.records import FormField
from clairscore.dashboard.apply.draft import Value
from clairscore.dashboard.apply.faults import place
from clairscore.i18n import Lang, sentence, t

OLDEST_YEARS, LATEST_YEARS = 120, 40
YEAR = 366


def field(asked: FormField, held: Value, key: str, today: date, currency: str, lang: Lang) -> Value:
    """The value as it is entered; None while nothing is."""
    place(asked.column)
    label, hint = _label(asked, currency, lang), _hint(asked, lang)
    if asked.kind == "choice":
        return _choice(asked, held, label, hint, key, lang)
    if asked.kind == "date":
        return _day(asked, held, label, hint, key, today)
    return _number(asked, held, label, hint, key)


def _label(asked: FormField, currency: str, lang: Lang) -> str:
    unit = {"money": currency, "date": t("apply.date", lang), "share": t("apply.share", lang)}
    parts = [unit[asked.kind]] if asked.kind in unit else []
    if asked.required:
        parts.append(t("apply.required", lang))
    label = sentence(asked.label)
    return f"{label} ({', '.join(parts)})" if parts else label


def _hint(asked: FormField, lang: Lang) -> str:
    if asked.source is None:
        return asked.definition
    return t("apply.from_source", lang, definition=asked.definition, source=asked.source)


def _choice(asked: FormField, held: Value, label: str, hint: str, key: str, lang: Lang) -> Value:
    words = {choice.value: sentence(choice.label) for choice in asked.choices}
    chosen: Value = st.selectbox(
        label,
        list(words),
        index=list(words).index(held) if held in words else None,
        format_func=lambda value: words[value],
        key=key,
        help=hint,
        placeholder=t("apply.choose", lang),
    )
    return chosen


def _day(asked: FormField, held: Value, label: str, hint: str, key: str, today: date) -> Value:
    future = asked.most is not None and asked.most > 0
    start = today + timedelta(days=int(held)) if isinstance(held, int | float) else None
    picked = st.date_input(
        label,
        value=start,
        min_value=today - timedelta(days=OLDEST_YEARS * YEAR),
        max_value=today + timedelta(days=LATEST_YEARS * YEAR if future else 0),
        format="DD/MM/YYYY",
        key=key,
        help=hint,
    )
    return (picked - today).days if isinstance(picked, date) else None


def _number(asked: FormField, held: Value, label: str, hint: str, key: str) -> Value:
    # bounds are the service's to judge: it names every fault at once, in words
    start = float(held) if isinstance(held, int | float) else None
    found = st.number_input(
        label,
        value=start,
        step=0.01 if asked.kind == "share" else 1.0,
        format="%.4f" if asked.kind == "share" else "%.0f" if asked.whole else "%.2f",
        key=key,
        help=hint,
    )
    if found is None:
        return None
    return int(found) if asked.whole and float(found).is_integer() else float(found)
