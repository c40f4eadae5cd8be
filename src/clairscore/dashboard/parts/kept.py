"""What a person has entered, kept while the session lasts: widgets forget it when they are left."""

from __future__ import annotations

from typing import TypeVar

import streamlit as st

T = TypeVar("T")


def kept(name: str, first: T) -> T:
    """What was kept under the name; `first` where nothing was, which is then kept."""
    found: T = st.session_state.setdefault(name, first)
    return found


def keep(name: str, value: object) -> None:
    """Keep the value under the name."""
    st.session_state[name] = value


def forget(prefix: str) -> None:
    """Drop everything whose name begins so."""
    for name in [str(each) for each in st.session_state if str(each).startswith(prefix)]:
        del st.session_state[name]
