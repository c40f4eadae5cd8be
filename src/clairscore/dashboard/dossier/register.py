"""The validator's register: figures, every feature with its weight, the record's names."""

from __future__ import annotations

import streamlit as st

from clairscore.dashboard.dossier.subject import Subject
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.visit import Visit
from clairscore.i18n import t


def register(subject: Subject, visit: Visit) -> None:
    """The proposal as a validator reads it."""
    lang, proposal = visit.lang, subject.proposal
    st.subheader(t("dossier.register_title", lang), anchor=False)
    if proposal is None:
        empty(t("dossier.no_proposal", lang))
        return
    told = visit.client.show_proposal(proposal.application, register="validator")
    for at, section in enumerate(told.text):
        with st.expander(section.title, key=f"register-{at}"):
            st.markdown("\n".join(f"- {_plain(line)}" for line in section.lines))


def _plain(line: str) -> str:
    """The line as it is, no sign of it read as Markdown."""
    return "".join(
        f"\\{letter}" if letter in "\\`*_{}[]<>()#+-.!|$~:" else letter for letter in line
    )
