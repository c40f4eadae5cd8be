"""A step of a review sent to the service: where somebody else was faster, the page shows it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from clairscore.dashboard.parts.sending import taken
from clairscore.dashboard.reviews.differences import acknowledge
from clairscore.dashboard.visit import Visit


def send(visit: Visit, review: str, step: Callable[[], object]) -> None:
    """Send it; where somebody else was faster the page shows the difference."""
    if taken(step, visit, redraws=True):
        acknowledge(review)
        st.rerun()
