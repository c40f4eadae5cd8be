"""What is wrong with a draft: a summary at the top, each line leading to its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from clairscore.client.records import ApplicationForm
from clairscore.errors import Wrong
from clairscore.i18n import Lang, sentence, t

PLACE = re.compile(r"(?:body\.credit_file\.)?(\w+)(?:\[(\d+)\])?(?:\.(\w+))?$")


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing to mend: what it says, and the field's anchor where there is one."""

    text: str
    anchor: str | None = None


def anchor_of(column: str) -> str:
    """Where a field stands on the page."""
    return f"field-{column}"


def place(column: str) -> None:
    """Make the field's place one that a link can lead to."""
    st.html(f'<span id="{escape(anchor_of(column))}"></span>')


def summary(flaws: Sequence[Flaw], lang: Lang) -> None:
    """Say everything that has to be mended, before the form."""
    if not flaws:
        return
    items = "".join(f"<li>{_line(each)}</li>" for each in flaws)
    title = escape(t("apply.summary", lang, count=str(len(flaws))))
    st.html(
        f'<div class="summary" role="alert" tabindex="-1"><h2>{title}</h2><ul>{items}</ul></div>'
    )


def told(errors: Sequence[Wrong], form: ApplicationForm, lang: Lang) -> list[Flaw]:
    """The service's faults in the form's words: which fact, which row, what is expected."""
    labels = labels_of(form)
    return [_flaw(each, labels, lang) for each in errors]


def labels_of(form: ApplicationForm) -> dict[str, str]:
    """Label of each column that the form asks for."""
    fields = [each for group in form.groups for each in group.fields]
    return {each.column: each.label for each in (*form.credit, *fields)}


def _flaw(wrong: Wrong, labels: Mapping[str, str], lang: Lang) -> Flaw:
    text = wrong.text or wrong.type
    found = PLACE.search(wrong.at)
    if found is None:
        return Flaw(f"{wrong.at} : {text}" if lang == "fr" else f"{wrong.at}: {text}")
    table, row, column = found.groups()
    what = labels.get(column or "", column or table)
    if row is not None:
        where = t("apply.row", lang, what=what, table=table, row=str(int(row) + 1), text=text)
        return Flaw(sentence(where))
    anchor = anchor_of(column) if column in labels and table == "application" else None
    return Flaw(sentence(t("apply.fault", lang, what=what, text=text)), anchor)


def _line(flaw: Flaw) -> str:
    words = escape(flaw.text)
    return f'<a href="#{escape(flaw.anchor)}">{words}</a>' if flaw.anchor else words
