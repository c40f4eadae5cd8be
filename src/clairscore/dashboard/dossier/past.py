"""Credits elsewhere and earlier applications on a time line, and the payments of one of them."""

from __future__ import annotations

import streamlit as st

from clairscore.charts import Payment, Span, loan_line, payments
from clairscore.client.records import ShownLoan
from clairscore.dashboard.dossier.subject import Subject
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.figure import figure
from clairscore.dashboard.visit import Visit
from clairscore.i18n import t

ENDS = ("ended", "last_due", "planned_end")
"""Events that end a loan, the surest first."""
LATE = frozenset("12345")
"""Months that a credit bureau calls late."""


def past(subject: Subject, visit: Visit) -> None:
    """Every credit of the newest file, and on demand the payments of one."""
    lang, found = visit.lang, visit.client.history(subject.number)
    spans = [span for loan in found.loans if (span := span_of(loan))]
    if not found.loans:
        empty(t("dossier.no_past", lang))
        return
    figure(loan_line(spans, len(found.loans) - len(spans), lang), "loans", level=3)
    paid = [loan for loan in found.loans if payments_of(loan)]
    if not paid:
        return
    chosen = st.selectbox(
        t("dossier.payments_of", lang),
        range(len(paid)),
        index=None,
        format_func=lambda at: f"{at + 1}. {paid[at].text}",
        placeholder=t("dossier.payments_choose", lang),
        key=f"payments-{found.credit_file}",
    )
    if chosen is not None:
        figure(payments(payments_of(paid[chosen]), lang), "payments", level=3)


def span_of(loan: ShownLoan) -> Span | None:
    """The loan from its beginning to its end; None where no day of it is known."""
    days = [event.day for event in loan.events]
    if loan.day is None and not days:
        return None
    start = loan.day if loan.day is not None else min(days)
    ends = [event.day for kind in ENDS for event in loan.events if event.kind == kind]
    lent = loan.stage in ("running", "ended")
    end = ends[0] if ends and lent else max([start, *days]) if lent else start
    late = tuple(
        float(event.day)
        for event in loan.events
        if (event.days_late or 0) > 0 or (loan.source == "bureau" and event.status in LATE)
    )
    where = "elsewhere" if loan.source == "bureau" else "here"
    return Span(where, loan.stage, float(start), float(max(start, end)), late, loan.text)  # type: ignore[arg-type]


def payments_of(loan: ShownLoan) -> list[Payment]:
    """The instalments whose payment is known, oldest first."""
    return [
        Payment(float(event.day), float(event.days_late), event.text)
        for event in sorted(loan.events, key=lambda event: event.day)
        if event.kind == "instalment" and event.days_late is not None
    ]
