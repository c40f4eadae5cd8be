"""Time lines of a credit file: loans, their events, in order, with delays."""

from __future__ import annotations

import pytest

from clairscore.contract import CreditFile, Event, Loan
from clairscore.decision.history import loans_of, stage_of
from clairscore.decision.history_told import event_text, loan_text
from clairscore.decision.units import Style
from clairscore.i18n import LANGUAGES, Lang
from tests.decision import people

FILE = people.with_history(
    people.one(),
    bureau=(
        {
            "SK_ID_BUREAU": 1,
            "CREDIT_TYPE": "Car loan",
            "CREDIT_ACTIVE": "Closed",
            "DAYS_CREDIT": -900,
            "DAYS_CREDIT_ENDDATE": 200,
            "DAYS_ENDDATE_FACT": -30,
            "AMT_CREDIT_SUM": 9_000.0,
        },
    ),
    bureau_balance=({"SK_ID_BUREAU": 1, "MONTHS_BALANCE": -2, "STATUS": "1"},),
    previous_application=(
        {
            "SK_ID_PREV": 7,
            "NAME_CONTRACT_TYPE": "Consumer loans",
            "NAME_CONTRACT_STATUS": "Approved",
            "DAYS_DECISION": -400,
            "DAYS_TERMINATION": 365_243,
            "AMT_CREDIT": 1_000.0,
        },
    ),
    installments_payments=(
        {
            "SK_ID_PREV": 7,
            "NUM_INSTALMENT_NUMBER": 1,
            "DAYS_INSTALMENT": -370,
            "DAYS_ENTRY_PAYMENT": -372,
            "AMT_INSTALMENT": 100.0,
            "AMT_PAYMENT": 60.0,
        },
        {
            "SK_ID_PREV": 7,
            "NUM_INSTALMENT_NUMBER": 1,
            "DAYS_INSTALMENT": -370,
            "DAYS_ENTRY_PAYMENT": -365,
            "AMT_INSTALMENT": 100.0,
            "AMT_PAYMENT": 40.0,
        },
        {"SK_ID_PREV": 9, "DAYS_INSTALMENT": -20, "AMT_INSTALMENT": 50.0},
    ),
)


def test_loans_come_latest_first_and_unnamed_ones_last() -> None:
    assert [(loan.source, loan.number, loan.day) for loan in loans_of(FILE)] == [
        ("previous_application", 7, -400),
        ("bureau", 1, -900),
        ("previous_application", 9, None),
    ]


def test_payments_of_one_instalment_are_added_up_and_late_by_the_last() -> None:
    granted = loans_of(FILE)[0]
    assert granted.events == (
        Event(-400, "opened"),
        Event(-370, "instalment", amount=100.0, paid=100.0, days_late=5),
    )


def test_a_date_that_never_came_is_no_event() -> None:
    assert "ended" not in {event.kind for event in loans_of(FILE)[0].events}


def test_an_instalment_that_nobody_paid_has_no_payment_and_no_delay() -> None:
    assert loans_of(FILE)[2].events == (Event(-20, "instalment", amount=50.0),)


def test_events_of_a_loan_elsewhere_are_in_order() -> None:
    elsewhere = loans_of(FILE)[1]
    assert [event.kind for event in elsewhere.events] == ["opened", "month", "ended", "planned_end"]
    assert elsewhere.events[1] == Event(-61, "month", status="1")


def test_every_row_of_a_history_is_told_once(crowd: list[CreditFile]) -> None:
    for file in crowd[:60]:
        loans = loans_of(file)
        numbers = [loan.number for loan in loans if loan.source == "bureau"]
        assert sorted(numbers) == sorted(row["SK_ID_BUREAU"] for row in file.history["bureau"])
        months = sum(
            len(file.history[name]) for name in ("POS_CASH_balance", "credit_card_balance")
        )
        told = [e for loan in loans if loan.source != "bureau" for e in loan.events]
        assert sum(event.kind == "month" for event in told) == months


@pytest.mark.parametrize("lang", LANGUAGES)
def test_loans_and_events_can_be_told_in_words(crowd: list[CreditFile], lang: Lang) -> None:
    style = Style.of(lang, "€")
    for file in [FILE, *crowd[:20]]:
        for loan in loans_of(file):
            texts = [loan_text(loan, style), *(event_text(loan, e, style) for e in loan.events)]
            assert all(text[0].isupper() or text[0].isdigit() for text in texts)
            assert not any("None" in text or "{" in text for text in texts)


def test_a_late_instalment_in_words() -> None:
    granted = loans_of(FILE)[0]
    told = event_text(granted, granted.events[1], Style.of("fr", "€")).replace("\xa0", " ")
    assert told == "Échéance, il y a 12 mois, à payer : 100 €, payé : 100 €, retard de 5 jours"
    assert loan_text(loans_of(FILE)[1], Style.of("en", "€")).startswith("Car loan, €9,000, ")


def test_where_a_loan_stands_is_told_by_its_state_or_its_dates() -> None:
    def here(status: str, **days: int) -> Loan:
        row = {"SK_ID_PREV": 7, "NAME_CONTRACT_STATUS": status, "DAYS_DECISION": -400, **days}
        (found,) = loans_of(people.with_history(people.one(), previous_application=(row,)))
        return found

    assert stage_of(here("Approved", DAYS_LAST_DUE=40)) == "running"
    assert stage_of(here("Approved", DAYS_LAST_DUE=-40)) == "ended"
    assert stage_of(here("Approved", DAYS_TERMINATION=365_243)) == "ended"
    assert stage_of(here("Refused")) == "refused"
    assert stage_of(here("Canceled")) == stage_of(here("Unused offer")) == "unused"
    assert [stage_of(each) for each in loans_of(FILE) if each.source == "bureau"] == ["ended"]
