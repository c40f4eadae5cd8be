"""A word with its meaning where it stands: opened by a click or by the keyboard."""

from __future__ import annotations

from html import escape

import streamlit as st


def defined(word: str, meaning: str) -> str:
    """HTML of the word with its meaning folded beneath, for tables and lists."""
    return (
        f'<details class="definition"><summary>{escape(word)}</summary>'
        f"<p>{escape(meaning)}</p></details>"
    )


def definition(word: str, meaning: str) -> None:
    """The word with its meaning, as an element of its own."""
    st.html(defined(word, meaning))
