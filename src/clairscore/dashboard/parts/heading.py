"""The title of a screen: its only first heading, and what the browser's tab says."""

from __future__ import annotations

import streamlit as st


def heading(state: str) -> None:
    """Say the state that the screen shows: « Client 100001 : refus proposé »."""
    st.set_page_config(page_title=f"{state} · Clairscore")
    st.title(state, anchor=False)
