"""What changed of an application since a person opened it: shown before any step is sent."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from clairscore.dashboard.dossier.subject import Subject
from clairscore.dashboard.parts.clock import on
from clairscore.dashboard.parts.kept import keep, kept
from clairscore.dashboard.parts.table import Head, table
from clairscore.dashboard.visit import Visit
from clairscore.i18n import Lang, sentence, t


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person saw of an application first: the version, and what it said."""

    etag: str | None
    told: tuple[tuple[str, str], ...]


def version_seen(subject: Subject, visit: Visit) -> str | None:
    """The version that a step has to name: the one first seen, until changes are acknowledged."""
    application = subject.application
    if application is None:
        return None
    name = _name(application.id)
    now = Seen(subject.etag, _told(subject, visit.lang))
    first: Seen = kept(name, now)
    if first.etag == now.etag:
        return now.etag
    st.warning(t("dossier.changed_meanwhile", visit.lang))
    heads = [Head(t(f"dossier.column.{each}", visit.lang)) for each in ("part", "seen", "now")]
    rows = [
        [t(f"dossier.part.{part}", visit.lang), old, new]
        for (part, old), (_, new) in zip(first.told, now.told, strict=True)
        if old != new
    ]
    table(t("dossier.differences", visit.lang), heads, rows)
    st.button(t("dossier.go_on", visit.lang), key=f"{name}-go", on_click=keep, args=(name, now))
    return first.etag


def acknowledge(application: str) -> None:
    """The next look begins with the version that is there then: the step was one's own."""
    st.session_state.pop(_name(application), None)


def _name(application: str) -> str:
    return f"dossier-{application}-seen"


def _told(subject: Subject, lang: Lang) -> tuple[tuple[str, str], ...]:
    whole = subject.overview.whole
    assert whole is not None
    decision, pending = whole.decision, whole.pending
    proposal = whole.proposal
    return (
        ("state", sentence(whole.application.state_text)),
        (
            "proposal",
            f"{t(f'outcome.{proposal.outcome}', lang)}, {on(proposal.created, lang)}"
            if proposal
            else "–",
        ),
        ("decision", t(f"review.{decision.outcome}", lang) if decision else "–"),
        ("who", subject.who(decision.actor) if decision else "–"),
        ("pending", t(f"review.{pending.outcome}", lang) if pending else "–"),
    )
