"""An act of a person: a button that says what it will do, then one that does it, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from clairscore.dashboard.parts.kept import keep, kept
from clairscore.dashboard.parts.sending import taken
from clairscore.dashboard.visit import Visit
from clairscore.i18n import t


def two_acts(
    name: str, label: str, says: str, act: Callable[[], None], visit: Visit, *, primary: bool
) -> None:
    """A button that says what it will do, then one that does it and one that does not."""
    armed = f"armed-{name}"
    if not kept(armed, False):
        kind: Literal["primary", "secondary"] = "primary" if primary else "secondary"
        st.button(label, key=name, type=kind, on_click=keep, args=(armed, True))
        return
    st.info(says)
    yes = st.button(t("dossier.yes", visit.lang), key=f"{name}-yes", type="primary")
    st.button(t("dossier.no", visit.lang), key=f"{name}-no", on_click=keep, args=(armed, False))
    if yes and sent(act, visit):
        keep(armed, False)
        st.rerun()


def sent(act: Callable[[], object], visit: Visit) -> bool:
    """Whether the service took it; somebody faster is shown as a difference."""
    return taken(act, visit, redraws=True)
