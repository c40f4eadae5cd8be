"""A new application in steps: who, what is told, facts, credits elsewhere, check, sent once."""

from __future__ import annotations

from html import escape

import streamlit as st

from clairscore.dashboard.apply.check import check, done
from clairscore.dashboard.apply.draft import Draft, draft
from clairscore.dashboard.apply.steps import credits, facts, notice, who
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.visit import Visit
from clairscore.i18n import t


def show(visit: Visit) -> None:
    """Show the step where the draft of this session stands."""
    now = draft()
    heading(t(f"apply.title_{now.step}", visit.lang))
    if now.step == "done":
        done(visit, now)
        return
    _steps(now, visit)
    if now.step == "who":
        who(visit, now)
    elif now.step == "notice":
        notice(visit, now)
    else:
        form = visit.client.application_form()
        {"facts": facts, "credits": credits, "check": check}[now.step](visit, now, form)


def _steps(now: Draft, visit: Visit) -> None:
    """Where one is, as a list."""
    here = {now.step: ' aria-current="step"'}
    items = "".join(
        f"<li{here.get(step, '')}>{escape(t(f'apply.step_{step}', visit.lang))}</li>"
        for step in now.steps
    )
    st.html(f'<ol class="steps">{items}</ol>')
