"""The decision for the person across the table: large, plain, nobody else's data on the screen."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from clairscore.charts import Figure, hundred, risk_scale
from clairscore.charts.marks import larger
from clairscore.client.records import OwnReason
from clairscore.dashboard.dossier.answer import asked
from clairscore.dashboard.dossier.subject import Subject, state_of, subject_of
from clairscore.dashboard.pages.client import risk_of
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.figure import figure
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.parts.kept import keep, kept
from clairscore.dashboard.visit import Visit
from clairscore.i18n import Lang, sentence, t

LARGE = """<style>
.frame-head, .skip { display: none !important; }
[data-testid="stMain"] p, [data-testid="stMain"] li { font-size: 1.5rem; line-height: 1.6; }
[data-testid="stMain"] h1 { font-size: 2.6rem; } [data-testid="stMain"] h2 { font-size: 1.9rem; }
[data-testid="stMain"] button p { font-size: 1.1rem; }
</style>"""
"""The frame's menu and the person's name are taken away; words grow by half."""


def show(visit: Visit) -> None:
    """Show one file to the person whom it is about."""
    subject, lang = subject_of(visit), visit.lang
    st.html(LARGE)
    heading(t("presentation.title", lang))
    told, risk = subject.overview.explained, risk_of(subject)
    if told is None or risk is None:
        empty(t("presentation.nothing", lang))
        _leave(subject, visit)
        return
    asked(subject, visit)
    st.html(f"<p><strong>{escape(sentence(_answer(subject, lang)))}.</strong></p>")
    st.write(told.position.risk)
    figure(_large(hundred(risk[0], lang)), "presented-hundred")
    figure(_large(risk_scale(*risk, lang)), "presented-scale")
    _reasons(t("title.against", lang), told.reasons_against)
    _reasons(t("title.for", lang), told.reasons_for)
    _changes(subject, visit)
    st.write(t("presentation.rights", lang))
    _leave(subject, visit)


def _answer(subject: Subject, lang: Lang) -> str:
    """What was decided, else what is proposed; what the manager has still to do stays unsaid."""
    whole = subject.overview.whole
    if whole is not None and whole.decision is not None:
        return t(f"review.{whole.decision.outcome}", lang)
    return state_of(subject, lang)


def _large(shown: Figure) -> Figure:
    grown = larger(dict(shown.chart), 1.35) if isinstance(shown.chart, dict) else shown.chart
    assert isinstance(grown, dict)
    return replace(shown, chart=grown)


def _reasons(title: str, found: tuple[OwnReason, ...]) -> None:
    """Sentences alone: figures and words of the trade stay on the manager's screen."""
    if not found:
        return
    st.header(title, anchor=False)
    items = "".join(
        f"<li>{escape(each.text)} <span class='muted'>{escape(each.explanation)}</span></li>"
        for each in found
    )
    st.html(f"<ol>{items}</ol>")


def _changes(subject: Subject, visit: Visit) -> None:
    """What could change it, where it was refused or is studied."""
    proposal = subject.proposal
    if proposal is None or proposal.outcome == "granted":
        return
    found = visit.client.recourse(proposal.application)
    st.header(t("dossier.changes", visit.lang), anchor=False)
    st.write(found.text)
    if found.changes:
        items = "".join(f"<li>{escape(each.text)}</li>" for each in found.changes)
        st.html(f"<ul>{items}</ul>")
        st.write(found.label)


def _leave(subject: Subject, visit: Visit) -> None:
    """Two acts: the screen has to be turned back before the manager's words are on it again."""
    asked = f"leave-{subject.number}"
    if not kept(asked, False):
        st.button(
            t("presentation.leave", visit.lang),
            key=asked + "-ask",
            on_click=keep,
            args=(asked, True),
        )
        return
    st.info(t("presentation.turn", visit.lang))
    if st.button(t("presentation.leave_now", visit.lang), key=asked + "-now", type="primary"):
        keep(asked, False)
        visit.go("client", number=subject.number)
    st.button(
        t("presentation.stay", visit.lang), key=asked + "-stay", on_click=keep, args=(asked, False)
    )
