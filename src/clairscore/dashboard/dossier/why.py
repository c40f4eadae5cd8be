"""Why: reasons with their meaning, every theme's weight, what may change it."""

from __future__ import annotations

from html import escape

import streamlit as st

from clairscore.charts import Bar, reasons, reasons_within
from clairscore.client.records import OwnReason, ShownTheme, Theme
from clairscore.dashboard.dossier.subject import Subject
from clairscore.dashboard.parts.definition import defined
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.figure import figure
from clairscore.dashboard.visit import Visit
from clairscore.i18n import Lang, money, t

MOST = 12
"""Features of a theme that are drawn; all others are the validator's."""


def why(subject: Subject, visit: Visit) -> None:
    """Reasons in words, side by side, then every theme as a bar."""
    told, lang = subject.overview.explained, visit.lang
    if told is not None:
        left, right = st.columns(2)
        with left:
            _reasons(t("title.against", lang), told.reasons_against, "reasons.none_against", visit)
        with right:
            _reasons(t("title.for", lang), told.reasons_for, "reasons.none_for", visit)
    bars = bars_of(subject)
    if not bars:
        empty(t("dossier.no_reasons", lang))
        return
    figure(reasons(bars, lang), "reasons", level=3)
    if told is not None:
        _within(subject, visit)
        _providers(told.providers, visit)


def bars_of(subject: Subject) -> list[Bar]:
    """Each theme's weight."""
    return [Bar(each.name, each.contribution) for each in themes_of(subject)]


def themes_of(subject: Subject) -> tuple[ShownTheme, ...] | tuple[Theme, ...]:
    """Every theme of the proposal, else of the client's line of the book."""
    if subject.proposal is not None:
        return subject.proposal.themes
    return subject.overview.score.themes if subject.overview.score else ()


def changes(subject: Subject, visit: Visit) -> None:
    """At most three changes that would have it granted, each verified by the service."""
    application, lang = subject.application, visit.lang
    if application is None or subject.proposal is None:
        empty(t("dossier.changes_later", lang))
        return
    found = visit.client.recourse(application.id)
    st.subheader(t("dossier.changes", lang), anchor=False)
    st.html(f'<p class="flag">{escape(found.label)}</p>')
    st.write(found.text)
    told = [(change.text, _cost(change.extra_cost, visit)) for change in found.changes]
    lines = "".join(f"<li>{escape(text)}{cost}</li>" for text, cost in told)
    if lines:
        st.html(f"<ol>{lines}</ol>")
    if visit.may("manager") and st.button(t("dossier.simulate", lang), key="to-simulation"):
        visit.go("simulation", application=application.id)


def _cost(extra: float | None, visit: Visit) -> str:
    if extra is None:
        return ""
    told = t("dossier.extra_cost", visit.lang, amount=money(extra, visit.lang, visit.who.currency))
    return f" <span class='muted'>{escape(told)}</span>"


def _reasons(title: str, found: tuple[OwnReason, ...], none: str, visit: Visit) -> None:
    st.subheader(title, anchor=False)
    if not found:
        st.write(t(none, visit.lang))
        return
    st.html(f"<ol class='reasons'>{''.join(_reason(each, visit.lang) for each in found)}</ol>")


def _reason(reason: OwnReason, lang: Lang) -> str:
    facts = "".join(f"<li>{escape(fact)}</li>" for fact in reason.facts)
    meanings = "".join(
        f"<dt>{escape(each.label)}</dt><dd>{escape(each.definition)}</dd>"
        for each in reason.definitions
    )
    more = (
        f"<details><summary>{escape(t('dossier.meanings', lang))}</summary>"
        f"<p>{escape(reason.explanation)}</p><dl>{meanings}</dl></details>"
    )
    return f"<li><strong>{escape(reason.text)}</strong><ul>{facts}</ul>{more}</li>"


def _within(subject: Subject, visit: Visit) -> None:
    """The features of a theme that the person asks for; the service is asked only then."""
    lang, proposal = visit.lang, subject.proposal
    assert proposal is not None
    names = {each.theme: each.name for each in proposal.themes}
    chosen = st.selectbox(
        t("dossier.within", lang),
        list(names),
        index=None,
        format_func=lambda each: names[each],
        placeholder=t("dossier.within_choose", lang),
        key=f"within-{proposal.id}",
    )
    if chosen is None:
        return
    weighed = visit.client.contributions(proposal.application)
    theme = next(each for each in weighed.themes if each.theme == chosen)
    heavy = [each for each in theme.features if each.contribution][:MOST]
    if not heavy:
        empty(t("dossier.within_none", lang))
        return
    bars = [Bar(each.text, each.contribution) for each in heavy]
    figure(reasons_within(theme.name, bars, lang), f"within-{chosen}", level=3)
    st.html("".join(defined(each.text, " ".join(each.definitions)) + "<br>" for each in heavy))


def _providers(lines: tuple[str, ...], visit: Visit) -> None:
    if not lines:
        return
    with st.expander(t("title.scores", visit.lang), key="providers"):
        for line in lines:
            st.write(line)
