"""Words that stand back, yet dark enough to be read: Streamlit's own captions are too faint."""

from __future__ import annotations

from html import escape

import streamlit as st


def muted(words: str) -> None:
    """Say something beside."""
    st.html(f'<p class="muted">{escape(words)}</p>')
