"""What a person said, as a quotation."""

from __future__ import annotations

from html import escape

import streamlit as st


def said(words: str) -> None:
    """Show the words as they were written, line by line."""
    lines = "<br>".join(escape(line) for line in words.splitlines())
    st.html(f'<blockquote class="said">{lines}</blockquote>')
