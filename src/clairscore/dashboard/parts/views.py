"""Views of one screen: links, so that each has an address of its own."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from clairscore.dashboard.places import address


def views(screen: str, names: Sequence[tuple[str, str]], chosen: str, label: str) -> None:
    """Links to the views, by name and words; the one that is shown is told."""
    items = "".join(f"<li>{_item(screen, name, words, chosen)}</li>" for name, words in names)
    st.html(f'<nav aria-label="{escape(label)}"><ul class="pages">{items}</ul></nav>')


def _item(screen: str, name: str, words: str, chosen: str) -> str:
    current = ' aria-current="page"' if name == chosen else ""
    place = escape(address(screen, show=name))
    return f'<a href="{place}" target="_self"{current}>{escape(words)}</a>'
