"""The facts of the file by theme: value, meaning where the word stands, source, as-of day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

import streamlit as st

from clairscore.client.records import Fact
from clairscore.dashboard.dossier.subject import Subject
from clairscore.dashboard.parts.definition import defined
from clairscore.dashboard.visit import Visit
from clairscore.i18n import Lang, day, sentence, t


def facts(subject: Subject, visit: Visit) -> None:
    """What the calculation uses by theme, then what only rules use, then what nothing uses."""
    lang, found = visit.lang, visit.client.facts(subject.number)
    st.subheader(t("dossier.facts", lang), anchor=False)
    as_of = day(date.fromisoformat(found.as_of), lang)
    st.write(t("dossier.facts_as_of", lang, day=as_of, version=str(found.version)))
    themes = dict.fromkeys(fact.theme for fact in found.facts if fact.use == "model")
    for theme in themes:
        chosen = [fact for fact in found.facts if fact.use == "model" and fact.theme == theme]
        name = t(f"theme.{theme}.name", lang) if theme else t("dossier.no_theme", lang)
        known = sum(fact.raw is not None for fact in chosen)
        label = t("dossier.theme_facts", lang, theme=name, known=known, count=len(chosen))
        with st.expander(label, key=f"facts-{theme}"):
            if theme:
                st.write(t(f"theme.{theme}.explanation", lang))
            st.html(table_of(chosen, lang))
    for use in ("rules", "unused"):
        rest = [fact for fact in found.facts if fact.use == use]
        if rest:
            label = t(f"dossier.facts_{use}", lang, count=len(rest))
            with st.expander(label, key=f"facts-{use}"):
                st.html(table_of(rest, lang))


def table_of(chosen: Iterable[Fact], lang: Lang) -> str:
    """Facts as an HTML table: the word with its meaning, the value, who supplies it."""
    heads = "".join(
        f'<th role="columnheader" scope="col">{escape(t(f"dossier.fact_{name}", lang))}</th>'
        for name in ("word", "value", "source")
    )
    body = "".join(_row(fact, lang) for fact in chosen)
    return (
        f'<table role="table" class="wide stacked"><thead role="rowgroup"><tr role="row">{heads}'
        f'</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def _row(fact: Fact, lang: Lang) -> str:
    source = fact.source or t("dossier.source_file", lang)
    value, said = (escape(t(f"dossier.fact_{name}", lang)) for name in ("value", "source"))
    return (
        f'<tr role="row"><th role="rowheader" scope="row">'
        f"{defined(sentence(fact.label), fact.definition)}</th>"
        f'<td role="cell" data-head="{value}"><span>{escape(fact.value)}</span></td>'
        f'<td role="cell" data-head="{said}"><span>{escape(source)}</span></td></tr>'
    )
