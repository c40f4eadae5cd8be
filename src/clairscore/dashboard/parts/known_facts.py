"""The facts of a file by theme, each with its meaning where the word stands."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from clairscore.client.records import Fact, Facts
from clairscore.dashboard.parts.definition import defined
from clairscore.i18n import Lang, day, sentence, t


def known_facts(found: Facts, lang: Lang) -> None:
    """Facts that serve for something, known ones first, as a list of names and values."""
    used = [fact for fact in found.facts if fact.use != "unused" and fact.raw is not None]
    missing = [fact for fact in found.facts if fact.use != "unused" and fact.raw is None]
    as_of = day(date.fromisoformat(found.as_of), lang)
    st.write(t("known_facts.as_of", lang, day=as_of))
    st.html(_list(used))
    if missing:
        with st.expander(t("known_facts.missing", lang, count=str(len(missing)))):
            st.html(_list(missing))


def _list(shown: list[Fact]) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{defined(sentence(fact.label), _meaning(fact))}</th>"
        f"<td>{escape(fact.value)}</td></tr>"
        for fact in shown
    )
    return f'<table class="wide pairs"><tbody>{rows}</tbody></table>'


def _meaning(fact: Fact) -> str:
    return f"{fact.definition} ({fact.source})" if fact.source else fact.definition
