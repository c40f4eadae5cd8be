"""A list or a chart without anything to show."""

from __future__ import annotations

from html import escape

import streamlit as st


def empty(words: str) -> None:
    """Say that there is nothing, and what would bring something."""
    st.html(f'<p class="empty" role="status">{escape(words)}</p>')
