"""Loans and what happened to them, in words."""

from __future__ import annotations

from collections.abc import Mapping

from clairscore.contract import Event, Loan
from clairscore.decision.units import Cell, Style, duration, told_value, word
from clairscore.i18n import money, sentence, t

KIND: Mapping[str, str] = {"bureau": "CREDIT_TYPE", "previous_application": "NAME_CONTRACT_TYPE"}
STATE: Mapping[str, str] = {
    "bureau": "CREDIT_ACTIVE",
    "previous_application": "NAME_CONTRACT_STATUS",
}
MONTH: Mapping[str, str] = {"bureau": "STATUS", "previous_application": "NAME_CONTRACT_STATUS"}
"""Columns whose words say a loan's kind, its state, and its state in one month."""
DAY = Cell("bureau", "DAYS_CREDIT_ENDDATE")


def loan_text(loan: Loan, style: Style) -> str:
    """What kind of loan, how much, in what state."""
    lang = style.lang
    told = [word(KIND[loan.source], loan.kind, lang) if loan.kind else t("history.unnamed", lang)]
    if loan.amount is not None:
        told.append(money(loan.amount, lang, style.currency))
    if loan.status is not None:
        told.append(word(STATE[loan.source], loan.status, lang))
    return sentence(", ".join(told))


def event_text(loan: Loan, event: Event, style: Style) -> str:
    """What happened to the loan and when, how much was due and paid, and how late."""
    lang = style.lang
    told = [t(f"history.{event.kind}", lang), told_value(DAY, event.day, style)]
    if event.status is not None:
        told.append(word(MONTH[loan.source], event.status, lang))
    if event.amount is not None:
        of = "due" if event.kind == "instalment" else "owed"
        told.append(t(f"history.{of}", lang, amount=money(event.amount, lang, style.currency)))
    if event.paid is not None:
        told.append(t("history.paid", lang, amount=money(event.paid, lang, style.currency)))
    if event.days_late is not None and event.days_late > 0:
        told.append(t("history.late", lang, duration=duration(event.days_late, lang)))
    return sentence(", ".join(told))
