"""A chart with its conclusion in words, its text alternative and its table."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from clairscore.charts.figure import Figure
from clairscore.charts.theme import NUMBERS
from clairscore.dashboard.parts.table import Head, markup
from clairscore.i18n import t


def figure(shown: Figure, key: str, level: Literal[2, 3] = 2) -> None:
    """Show the figure under its title, a heading of this level; `key` is unique on the screen."""
    (st.header if level == 2 else st.subheader)(shown.title, anchor=False)
    st.vega_lite_chart(localised(shown), width="stretch", theme=None, key=key, alt=shown.alt)
    st.write(shown.conclusion)
    with st.expander(t("frame.table", shown.lang)):
        heads = [Head(words) for words in shown.table.columns]
        st.html(markup(shown.title, heads, shown.table.rows))


def localised(shown: Figure) -> dict[str, object]:
    """The chart as Vega-Lite, its numbers written as in the figure's language."""
    drawn: dict[str, object] = dict(shown.spec())
    settings = drawn["config"]
    assert isinstance(settings, dict)
    drawn["config"] = {**settings, "locale": {"number": NUMBERS[shown.lang]}}
    return drawn
