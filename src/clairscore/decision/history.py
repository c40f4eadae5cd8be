"""The histories of a credit file as time lines: loans, and what happened to each, by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from clairscore.contract import CreditFile, Event, EventKind, Loan, LoanStage, Value
from clairscore.data.schema import TABLES
from clairscore.decision.facts import holds
from clairscore.decision.units import DAYS_A_MONTH

Row = Mapping[str, Value]

BUREAU, PREVIOUS = "bureau", "previous_application"
BUREAU_DAYS: Mapping[str, EventKind] = {
    "DAYS_CREDIT": "opened",
    "DAYS_CREDIT_ENDDATE": "planned_end",
    "DAYS_ENDDATE_FACT": "ended",
}
NOT_LENT: Mapping[str, LoanStage] = {
    "Refused": "refused",
    "Canceled": "unused",
    "Unused offer": "unused",
}
PREVIOUS_DAYS: Mapping[str, EventKind] = {
    "DAYS_DECISION": "opened",
    "DAYS_FIRST_DUE": "first_due",
    "DAYS_LAST_DUE": "last_due",
    "DAYS_TERMINATION": "ended",
}


def loans_of(credit_file: CreditFile) -> tuple[Loan, ...]:
    """Every loan and earlier application of the file, the latest first, each with its events."""
    found = [*_elsewhere(credit_file), *_here(credit_file)]
    undated = -(10**6)
    return tuple(sorted(found, key=lambda loan: -(undated if loan.day is None else loan.day)))


def stage_of(loan: Loan) -> LoanStage:
    """Where a loan stands on day 0: a refused or unused application never became one.

    A loan here runs while an end of it lies ahead; one without any known end has ended.
    """
    if loan.source == BUREAU:
        return "running" if loan.status == "Active" else "ended"
    if loan.status is not None and loan.status in NOT_LENT:
        return NOT_LENT[loan.status]
    ends = [
        event.day for event in loan.events if event.kind in ("planned_end", "ended", "last_due")
    ]
    return "running" if any(day > 0 for day in ends) else "ended"


def _elsewhere(credit_file: CreditFile) -> Iterator[Loan]:
    months = _by_number(credit_file, "bureau_balance", "SK_ID_BUREAU")
    for row in credit_file.history.get(BUREAU, ()):
        number = int(row["SK_ID_BUREAU"])
        events = [*_dated(BUREAU, row, BUREAU_DAYS), *map(_status_month, months.pop(number, ()))]
        yield Loan(
            source="bureau",
            number=number,
            day=_whole(BUREAU, row, "DAYS_CREDIT"),
            kind=_word(BUREAU, row, "CREDIT_TYPE"),
            status=_word(BUREAU, row, "CREDIT_ACTIVE"),
            amount=_number(BUREAU, row, "AMT_CREDIT_SUM"),
            owed=_number(BUREAU, row, "AMT_CREDIT_SUM_DEBT"),
            events=_ordered(events),
        )


def _here(credit_file: CreditFile) -> Iterator[Loan]:
    """Earlier applications with their instalments and months, then loans known by those alone."""
    events = _events_here(credit_file)
    for row in credit_file.history.get(PREVIOUS, ()):
        number = int(row["SK_ID_PREV"])
        own = [*_dated(PREVIOUS, row, PREVIOUS_DAYS), *events.pop(number, ())]
        yield Loan(
            source="previous_application",
            number=number,
            day=_whole(PREVIOUS, row, "DAYS_DECISION"),
            kind=_word(PREVIOUS, row, "NAME_CONTRACT_TYPE"),
            status=_word(PREVIOUS, row, "NAME_CONTRACT_STATUS"),
            amount=_number(PREVIOUS, row, "AMT_CREDIT"),
            owed=None,
            events=_ordered(own),
        )
    for number, own in events.items():
        yield Loan("previous_application", number, None, None, None, None, None, _ordered(own))


def _events_here(credit_file: CreditFile) -> dict[int, list[Event]]:
    events: dict[int, list[Event]] = defaultdict(list)
    payments = _by_number(credit_file, "installments_payments", "SK_ID_PREV")
    for number, rows in payments.items():
        events[number] += _instalments(rows)
    for table, balance in (("POS_CASH_balance", None), ("credit_card_balance", "AMT_BALANCE")):
        for number, rows in _by_number(credit_file, table, "SK_ID_PREV").items():
            events[number] += [_balance_month(table, row, balance) for row in rows]
    return events


def _instalments(rows: Sequence[Row]) -> Iterator[Event]:
    """One event an instalment, its payments added up; late by its last payment."""
    table = "installments_payments"
    due: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        names = ("NUM_INSTALMENT_VERSION", "NUM_INSTALMENT_NUMBER", "DAYS_INSTALMENT")
        due[tuple(row.get(name) for name in names)].append(row)
    for parts in due.values():
        day = int(parts[0]["DAYS_INSTALMENT"])
        paid = [_number(table, row, "AMT_PAYMENT") for row in parts]
        entries = [_whole(table, row, "DAYS_ENTRY_PAYMENT") for row in parts]
        last = max((each for each in entries if each is not None), default=None)
        yield Event(
            day=day,
            kind="instalment",
            amount=_number(table, parts[0], "AMT_INSTALMENT"),
            paid=sum(each for each in paid if each is not None) if any(paid) else None,
            days_late=None if last is None else last - day,
        )


def _status_month(row: Row) -> Event:
    return Event(_month(row), "month", status=_word("bureau_balance", row, "STATUS"))


def _balance_month(table: str, row: Row, balance: str | None) -> Event:
    return Event(
        day=_month(row),
        kind="month",
        amount=_number(table, row, balance) if balance else None,
        days_late=_whole(table, row, "SK_DPD"),
        status=_word(table, row, "NAME_CONTRACT_STATUS"),
    )


def _month(row: Row) -> int:
    """The day on which a month before the application began, to about half a day."""
    return round(int(row["MONTHS_BALANCE"]) * DAYS_A_MONTH)


def _dated(table: str, row: Row, days: Mapping[str, EventKind]) -> Iterator[Event]:
    for column, kind in days.items():
        day = _whole(table, row, column)
        if day is not None:
            yield Event(day, kind)


def _by_number(credit_file: CreditFile, table: str, key: str) -> dict[int, list[Row]]:
    rows: dict[int, list[Row]] = defaultdict(list)
    for row in credit_file.history.get(table, ()):
        rows[int(row[key])].append(row)
    return rows


def _ordered(events: Sequence[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda event: event.day))


def _number(table: str, row: Row, column: str) -> float | None:
    return float(row[column]) if holds(row, TABLES[table][column]) else None


def _whole(table: str, row: Row, column: str) -> int | None:
    return int(row[column]) if holds(row, TABLES[table][column]) else None


def _word(table: str, row: Row, column: str) -> str | None:
    return str(row[column]) if holds(row, TABLES[table][column]) else None
