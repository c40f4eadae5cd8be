"""The instalments of earlier loans, and the monthly rows that agree with them.

One schedule of due dates and lateness makes both `installments_payments` and
`POS_CASH_balance`: a month shows days past due exactly when an instalment was paid after its end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.data.synthetic.draw import (
    DAYS_A_MONTH,
    OLDEST_DAY,
    Bools,
    Draw,
    Floats,
    Ints,
    from_quantiles,
    month_of,
    on_grid,
    repeat_rows,
    starts_of,
)
from clairscore.data.synthetic.frames import Values, code
from clairscore.data.synthetic.loans import Loans
from clairscore.data.synthetic.traits import Traits

LATE_FROM = 1.26
"""Lateness score from which an instalment is paid after its due day."""
LATE_LOG, LATE_SLOPE = 0.55, 2.6
EARLY = (-60, -33, -27, -15, -7, -1, 0, 0, 0, 0)
SPLIT_SHARE = 0.06
FORGOTTEN_SHARE = 0.016


@dataclass(frozen=True, slots=True)
class Schedule:
    """One entry an instalment that fell due, of the loans in `loans` (positions)."""

    loan: NDArray[np.int32]
    place: NDArray[np.int32]
    due: NDArray[np.int32]
    late: NDArray[np.int32]
    first_row: NDArray[np.int64]
    counts: NDArray[np.int32]


def schedule(draw: Draw, traits: Traits, loans: Loans) -> Schedule:
    """Due day and days late (negative: early) of every instalment before the application."""
    first_due = np.nan_to_num(loans.first_due, nan=1.0).astype(np.int32)
    fallen_due = np.maximum(0, (-1 - first_due) // 30 + 1)
    counts = np.where(loans.repayable, np.minimum(loans.paid_terms, fallen_due), 0)
    loan, place = repeat_rows(counts)
    due = first_due[loan] + 30 * place
    late = _lateness(draw, traits, loans, loan, due)
    return Schedule(loan, place, due, late, starts_of(counts), counts.astype(np.int32))


def _lateness(draw: Draw, traits: Traits, loans: Loans, loan: Ints, due: Ints) -> NDArray[np.int32]:
    size = len(loan)
    stress = traits.stress(loans.client[loan], -month_of(due))
    of_loan = draw.normal(len(loans))[loan]
    score = 0.43 * stress + np.float32(0.61) * of_loan + np.float32(0.65) * draw.normal(size)
    over = np.maximum(score - LATE_FROM, 0)
    late = np.exp(np.minimum(LATE_LOG + LATE_SLOPE * over, 7.6))
    early = from_quantiles(draw.normal(size) + 0.08 * stress, EARLY)
    return np.where(score > LATE_FROM, np.ceil(late), np.rint(early)).astype(np.int32)


def instalments(draw: Draw, loans: Loans, schedule: Schedule) -> Values:
    """Payments of the loans: one row an instalment, two where it was paid in parts."""
    parts = 1 + draw.chance(_split_chance(schedule), len(schedule.loan)).astype(np.int32)
    row, part = repeat_rows(parts)
    loan, due = schedule.loan[row], schedule.due[row]
    share = np.where(parts[row] == 2, np.where(part == 0, 0.55, 0.45), 1.0)
    paid_on = due + schedule.late[row] - np.where(parts[row] == 2, (1 - part) * 6, 0)
    owed = loans.annuity[loan] * _last_is_smaller(loans, schedule)[row]
    never = (paid_on >= 0) | draw.chance(0.00015, len(row))
    keep = due >= OLDEST_DAY
    values: Values = {
        "LOAN": loan,
        "NUM_INSTALMENT_VERSION": _version(draw, loans, schedule)[row],
        "NUM_INSTALMENT_NUMBER": schedule.place[row] + 1,
        "DAYS_INSTALMENT": due,
        "DAYS_ENTRY_PAYMENT": np.where(never, np.nan, np.maximum(paid_on, -3200)),
        "AMT_INSTALMENT": on_grid(owed, 0.045),
        "AMT_PAYMENT": np.where(never, np.nan, on_grid(owed * share, 0.045)),
    }
    return {name: column[keep] for name, column in values.items()}


def _split_chance(schedule: Schedule) -> Floats:
    return np.where(schedule.late > 0, 0.16, SPLIT_SHARE)


def _last_is_smaller(loans: Loans, schedule: Schedule) -> NDArray[np.float64]:
    """The last instalment of a loan evens out the sum; an early one pays off the rest."""
    last = schedule.place == loans.paid_terms[schedule.loan] - 1
    rest = loans.term[schedule.loan] - schedule.place - 1
    return np.where(last, np.where(rest > 0, 1 + 0.85 * rest, 0.97), 1.0)


def _version(draw: Draw, loans: Loans, schedule: Schedule) -> NDArray[np.int32]:
    """Version of the payment calendar: it grows where the calendar was changed."""
    size = len(loans)
    changed = np.where(draw.chance(0.11, size), 2 + draw.stream.geometric(0.6, size) - 1, 1)
    since = draw.uniform(size) * loans.paid_terms
    early = schedule.place == loans.paid_terms[schedule.loan] - 1
    early &= loans.paid_terms[schedule.loan] < loans.term[schedule.loan]
    of_row = np.where(schedule.place >= since[schedule.loan], changed[schedule.loan], 1)
    return np.asarray((of_row + early).astype(np.int32))


def monthly(draw: Draw, traits: Traits, loans: Loans, schedule: Schedule) -> Values:
    """The rows of `POS_CASH_balance`, from the month of decision to that of the last payment."""
    chosen = np.flatnonzero(loans.repayable)
    first = np.rint(loans.decided[chosen] / DAYS_A_MONTH).astype(np.int32)
    closing = month_of(loans.last_due[chosen])
    last = np.minimum(closing + 1, -1)
    counts = np.maximum(0, last - np.maximum(first, -96) + 1)
    parent, place = repeat_rows(counts)
    loan = chosen[parent]
    month = np.maximum(first, -96)[parent] + place
    done = (month > closing[parent]) & (month == last[parent])
    elapsed = _elapsed(loans, loan, month)
    past_due, tolerated = _past_due(draw, traits, loans, schedule, loan, month)
    unknown = draw.chance(0.0026, len(loan))
    term = np.where(done, loans.paid_terms[loan], loans.term[loan])
    return {
        "LOAN": loan,
        "MONTHS_BALANCE": month,
        "CNT_INSTALMENT": np.where(unknown, np.nan, term),
        "CNT_INSTALMENT_FUTURE": np.where(
            unknown, np.nan, np.where(done, 0, np.maximum(loans.term[loan] - elapsed, 0))
        ),
        "NAME_CONTRACT_STATUS": _status(draw, done, place, past_due),
        "SK_DPD": past_due,
        "SK_DPD_DEF": np.where(tolerated, 0, past_due),
    }


def _elapsed(loans: Loans, loan: Ints, month: Ints) -> NDArray[np.int32]:
    """How many instalments have fallen due by the end of the month."""
    end = (month + 1) * DAYS_A_MONTH
    count = np.floor((end - loans.first_due[loan] - 1) / 30) + 1
    return np.asarray(np.clip(count, 0, loans.term[loan]).astype(np.int32))


def _past_due(
    draw: Draw, traits: Traits, loans: Loans, schedule: Schedule, loan: Ints, month: Ints
) -> tuple[NDArray[np.int32], Bools]:
    """Days past due at the end of each month, and whether the sum was too small to matter."""
    place = _elapsed(loans, loan, month) - 1
    dated = (place >= 0) & (place < schedule.counts[loan])
    row = np.where(dated, schedule.first_row[loan] + place, 0)
    due, late = (_at(column, row) for column in (schedule.due, schedule.late))
    waited = np.floor((month + 1) * DAYS_A_MONTH).astype(np.int32) - due
    days = np.where(dated & (late > waited), np.maximum(waited, 1), 0)
    forgotten = draw.chance(
        FORGOTTEN_SHARE * np.exp(-0.2 + 0.9 * traits.lasting_stress()[loans.client]), len(loans)
    )
    since = loans.first_due * draw.uniform(len(loans))
    old = forgotten[loan] & ((month + 1) * DAYS_A_MONTH > since[loan])
    remnant = np.where(old, np.ceil((month + 1) * DAYS_A_MONTH - since[loan]), 0)
    small = old | draw.chance(0.25, len(loan))
    return np.maximum(days, np.nan_to_num(remnant)).astype(np.int32), small


def _at(column: Ints, row: Ints) -> Ints:
    return column[row] if len(column) else np.zeros(len(row), dtype=np.int32)


def _status(draw: Draw, done: Bools, place: Ints, past_due: Ints) -> NDArray[np.int16]:
    table, column, size = "POS_CASH_balance", "NAME_CONTRACT_STATUS", len(done)
    status = np.zeros(size, dtype=np.int16)
    chance = draw.uniform(size)
    status[(place == 0) & (chance < 0.095)] = code(table, column, "Signed")
    status[(place == 0) & (chance > 0.996)] = code(table, column, "Approved")
    status[(past_due > 40) & (chance < 0.05)] = code(table, column, "Demand")
    status[done & (chance < 0.985)] = code(table, column, "Completed")
    status[done & (chance > 0.991)] = code(table, column, "Returned to the store")
    status[(past_due > 300) & (chance > 0.995)] = code(table, column, "Amortized debt")
    return status
