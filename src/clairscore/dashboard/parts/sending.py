"""What a form sends to the service; what it refuses is said in its words, beside the form."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from clairscore.dashboard.parts.problem import notice
from clairscore.dashboard.visit import Visit
from clairscore.errors import Refused


def taken(send: Callable[[], object], visit: Visit, *, redraws: bool = False) -> bool:
    """Whether the service took it.

    `redraws`: where somebody else was faster the screen is drawn anew, and shows the difference.
    """
    try:
        send()
    except Refused as error:
        if redraws and error.code == "changed_meanwhile":
            st.rerun()
        notice(error, visit.lang)
        return False
    return True


def sent(send: Callable[[], object], visit: Visit) -> None:
    """Send it, and draw the screen as it is then."""
    if taken(send, visit):
        st.rerun()
