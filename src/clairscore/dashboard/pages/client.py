"""One client's decision, as a manager explains it face to face: the answer, then why, then more."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from clairscore.charts import hundred, risk_scale
from clairscore.dashboard.dossier import among, facts, past, register, telling, weight, why
from clairscore.dashboard.dossier.answer import answer, asked
from clairscore.dashboard.dossier.differences import version_seen
from clairscore.dashboard.dossier.steps import steps
from clairscore.dashboard.dossier.subject import Subject, state_of, subject_of
from clairscore.dashboard.parts.figure import figure
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.parts.problem import notice
from clairscore.dashboard.visit import Visit
from clairscore.errors import ClairscoreError
from clairscore.i18n import t


def show(visit: Visit) -> None:
    """Show the client that the address names."""
    subject = subject_of(visit)
    title = t(
        "dossier.title", visit.lang, client=str(subject.number), state=state_of(subject, visit.lang)
    )
    heading(title)
    version = version_seen(subject, visit)
    asked(subject, visit)
    answer(subject, visit)
    steps(subject, visit, version)
    if not subject.hidden:
        _pictures(subject, visit)
        _turn_round(subject, visit)
    _sections(subject, visit, version)
    _another(visit)


def risk_of(subject: Subject) -> tuple[float, float] | None:
    """Probability and limit of the proposal, else of the line of the book; None without either."""
    told = subject.proposal or subject.overview.score
    return (told.probability, told.cut_off) if told else None


def _pictures(subject: Subject, visit: Visit) -> None:
    """The scale with the limit, and a hundred signs."""
    risk = risk_of(subject)
    if risk is None:
        return
    left, right = st.columns(2)
    with left:
        figure(risk_scale(*risk, visit.lang), "scale")
    with right:
        figure(hundred(risk[0], visit.lang), "hundred")


def _another(visit: Visit) -> None:
    """The way to another client, by number."""
    with st.form("another", border=False):
        number = st.text_input(t("dossier.another", visit.lang), max_chars=19, key="another-number")
        sent = st.form_submit_button(t("dossier.another_open", visit.lang))
    if sent and number.strip():
        visit.go("client", number=number.strip())


def _turn_round(subject: Subject, visit: Visit) -> None:
    """The way to the presentation, where there is something to present."""
    if subject.overview.explained is None or not visit.may("manager"):
        return
    if st.button(t("dossier.present", visit.lang), key="present"):
        visit.go("presentation", number=subject.number)


def _sections(subject: Subject, visit: Visit, version: str | None) -> None:
    """One part of the file at a time; the service is asked for it when it is opened."""
    lang = visit.lang
    shown: dict[str, Callable[[], None]] = {
        "why": lambda: why.why(subject, visit),
        "changes": lambda: why.changes(subject, visit),
        "among": lambda: among.among(subject, visit),
        "facts": lambda: facts.facts(subject, visit),
        "past": lambda: past.past(subject, visit),
        "weight": lambda: weight.weight(subject, visit),
        "follow_up": lambda: telling.follow_up(subject, visit, version),
        "register": lambda: register.register(subject, visit),
    }
    hidden = ("why", "changes", "among", "weight", "register") if subject.hidden else ()
    names = [name for name in shown if name not in hidden]
    st.header(t("dossier.more", lang), anchor=False)
    _section(names, shown, visit)


@st.fragment
def _section(names: list[str], shown: dict[str, Callable[[], None]], visit: Visit) -> None:
    lang = visit.lang
    chosen = st.radio(
        t("dossier.part_of_file", lang),
        names,
        format_func=lambda each: t(f"dossier.section.{each}", lang),
        horizontal=True,
        key="dossier-section",
    )
    try:
        shown[chosen]()
    except ClairscoreError as error:
        notice(error, lang)
