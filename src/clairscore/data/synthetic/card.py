"""Revolving credits with this lender: month by month drawings, balance, payments and arrears."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.data.synthetic.draw import (
    DAYS_A_MONTH,
    Draw,
    Floats,
    Ints,
    month_of,
    on_grid,
    repeat_rows,
    sigmoid,
)
from clairscore.data.synthetic.frames import Values, code
from clairscore.data.synthetic.loans import Loans
from clairscore.data.synthetic.traits import Traits

Matrix = NDArray[np.float32]

MONTHS = 96
USED_SCORE = 0.75
INTEREST = np.float32(0.022)
MINIMUM = np.float32(0.05)


@dataclass(frozen=True, slots=True)
class Month:
    """One month of every card: amounts in units, one entry a card."""

    balance: Matrix
    atm: Matrix
    shop: Matrix
    minimum: Matrix
    paid: Matrix
    past_due: Matrix
    limit: Matrix


@dataclass(frozen=True, slots=True)
class Cards:
    """The block's cards with their months as matrices: card x month, newest month first."""

    loan: NDArray[np.int64]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    months: tuple[Month, ...]

    def rows(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Card and month of each monthly row."""
        card, place = repeat_rows(np.maximum(0, self.last - self.first + 1))
        return card, (self.last[card] - place).astype(np.int32)

    def column(self, name: str, card: Ints, month: Ints) -> NDArray[np.float64]:
        """One quantity at the given cards and months."""
        if not len(card):
            return np.zeros(0)
        matrix = np.stack([getattr(of_month, name) for of_month in self.months])
        return matrix[-1 - month, card].astype(np.float64)


def cards(draw: Draw, traits: Traits, loans: Loans) -> Cards:
    """What happened on each card, simulated month by month from its first."""
    loan = np.flatnonzero(loans.cards & draw.chance(0.97, len(loans)))
    first = np.maximum(
        month_of(loans.decided[loan]) + draw.position((0.4, 0.4, 0.2), len(loan)), -MONTHS
    )
    gone = draw.position((0.72, 0.14, 0.1, 0.04), len(loan))
    last = np.maximum(-1 - gone, first).astype(np.int32)
    keep = first <= -1
    loan, first, last = loan[keep], first[keep].astype(np.int32), last[keep]
    return Cards(loan, first, last, _simulated(draw, traits, loans, loan, first))


def _simulated(
    draw: Draw, traits: Traits, loans: Loans, loan: Ints, first: Ints
) -> tuple[Month, ...]:
    """Months -1, -2, ... of every card; before its first month a card is at rest."""
    size = len(loan)
    limit = on_grid(np.maximum(loans.amount[loan], 45000), 22500).astype(np.float32)
    habit = draw.normal(size)
    needy = traits.stress_now()[loans.client[loan]]
    used = draw.chance(sigmoid(USED_SCORE + 0.9 * needy), size)
    opened = first + np.where(draw.chance(0.6, size), 0, (25 * draw.uniform(size)).astype(np.int32))
    owed, waited = np.zeros(size, np.float32), np.zeros(size, np.float32)
    months: list[Month] = []
    for month in range(-MONTHS, 0):
        live = used & (month >= opened)
        stress = traits.stress(loans.client[loan], np.full(size, -month, dtype=np.int32))
        step = _month(draw, limit, habit, live, stress, owed, waited)
        owed, waited = step.balance, step.past_due
        months.append(step)
    return tuple(reversed(months))


def _month(
    draw: Draw,
    limit: Matrix,
    habit: Matrix,
    live: NDArray[np.bool_],
    stress: Floats,
    owed: Matrix,
    waited: Matrix,
) -> Month:
    """One month: draw towards the level that stress makes one live at, then pay or miss."""
    size = len(limit)
    level = sigmoid(-0.2 + 2.1 * stress + 0.5 * habit) * 1.06
    draws = live & draw.chance(np.clip(0.10 + 0.38 * level, 0, 1), size)
    room = np.maximum(level * limit - owed, 0.02 * limit * np.abs(habit))
    drawn = np.where(draws, room * (0.2 + 0.8 * draw.uniform(size)), 0).astype(np.float32)
    cash = np.where(
        draw.chance(0.52, size), drawn, drawn * draw.chance(0.2, size) * np.float32(0.5)
    )
    minimum = np.minimum(owed, np.maximum(MINIMUM * owed, 250)).astype(np.float32)
    missed = (owed > 0) & (0.85 * stress + 0.60 * draw.normal(size) > 1.72)
    eager = draw.chance(sigmoid(-1.6 - 0.9 * stress), size)
    share = np.where(eager, 1.6 * draw.uniform(size), 0)
    paid = np.where(missed, 0, np.maximum(minimum * np.float32(1.03), share * owed))
    paid = np.minimum(paid, owed * (1 + INTEREST)).astype(np.float32)
    balance = np.maximum((owed - paid) * (1 + INTEREST) + drawn, 0)
    balance = np.where(balance < 40, 0, balance).astype(np.float32)
    past_due = np.where(missed, waited + np.float32(DAYS_A_MONTH) * (0.2 + 0.8 * (waited > 0)), 0)
    return Month(
        balance,
        cash.astype(np.float32),
        drawn - cash,
        minimum,
        paid,
        past_due.astype(np.float32),
        limit,
    )


def monthly(draw: Draw, cards: Cards) -> Values:
    """The rows of `credit_card_balance`."""
    card, month = cards.rows()
    size = len(card)
    at = {
        name: cards.column(name, card, month)
        for name in ("balance", "atm", "shop", "minimum", "paid", "past_due", "limit")
    }
    balance, atm, shop, paid = (
        on_grid(at[name], 0.045) for name in ("balance", "atm", "shop", "paid")
    )
    atm = on_grid(atm, 4500)
    other = np.where((atm + shop > 0) & draw.chance(0.02, size), shop, 0)
    unmoved = _unmoved(draw, cards, at, card)
    interest = on_grid(at["balance"] * 0.03 * draw.uniform(size), 0.045)
    counts = _counts(draw, atm, shop, other)
    credit_note = np.where(
        (balance == 0) & draw.chance(0.02, size), on_grid(380 * draw.uniform(size), 4.5), 0
    )
    past_due = np.where(at["past_due"] > 0, np.maximum(np.rint(at["past_due"]), 1), 0)
    closed = draw.chance(0.06, len(cards.loan))[card] & (month > -12)
    blocked = closed | (draw.chance(0.36, len(cards.loan))[card] & (balance == 0))
    return {
        "LOAN": cards.loan[card],
        "MONTHS_BALANCE": month,
        "AMT_BALANCE": balance,
        "AMT_CREDIT_LIMIT_ACTUAL": np.where(blocked & (balance == 0), 0, at["limit"]),
        "AMT_DRAWINGS_ATM_CURRENT": np.where(unmoved, np.nan, atm),
        "AMT_DRAWINGS_CURRENT": atm + shop,
        "AMT_DRAWINGS_OTHER_CURRENT": np.where(unmoved, np.nan, other),
        "AMT_DRAWINGS_POS_CURRENT": np.where(unmoved, np.nan, shop - other),
        "AMT_INST_MIN_REGULARITY": np.where(
            draw.chance(0.07, size), np.nan, on_grid(at["minimum"], 0.045)
        ),
        "AMT_PAYMENT_CURRENT": np.where(unmoved & (paid == 0), np.nan, paid),
        "AMT_PAYMENT_TOTAL_CURRENT": paid,
        "AMT_RECEIVABLE_PRINCIPAL": np.maximum(balance - interest, 0),
        "AMT_RECIVABLE": balance - credit_note,
        "AMT_TOTAL_RECEIVABLE": balance - credit_note,
        **{name: np.where(unmoved, np.nan, count) for name, count in counts.items()},
        "CNT_DRAWINGS_CURRENT": sum(counts.values(), start=np.zeros(size)),
        "CNT_INSTALMENT_MATURE_CUM": _matured(draw, cards, card, month, at["minimum"]),
        "NAME_CONTRACT_STATUS": _status(draw, closed),
        "SK_DPD": past_due,
        "SK_DPD_DEF": np.where(draw.chance(0.45, size), 0, past_due),
    }


def _unmoved(
    draw: Draw, cards: Cards, at: dict[str, NDArray[np.float64]], card: Ints
) -> NDArray[np.bool_]:
    """Months without movement, whose drawings some cards leave empty."""
    silent = draw.chance(0.42, len(cards.loan))[card]
    still = (at["atm"] + at["shop"] == 0) & (at["balance"] == 0)
    return np.asarray(still & silent)


def _counts(draw: Draw, atm: Floats, shop: Floats, other: Floats) -> Values:
    size = len(atm)
    few = np.where(atm > 0, 1 + draw.stream.poisson(0.9, size), 0)
    many = np.where(shop - other > 0, 1 + draw.stream.poisson(3.5, size), 0)
    return {
        "CNT_DRAWINGS_ATM_CURRENT": few,
        "CNT_DRAWINGS_OTHER_CURRENT": (other > 0).astype(np.int64),
        "CNT_DRAWINGS_POS_CURRENT": many,
    }


def _matured(
    draw: Draw, cards: Cards, card: Ints, month: Ints, minimum: Floats
) -> NDArray[np.float64]:
    """Instalments that have fallen due so far."""
    due = np.stack([of_month.minimum > 0 for of_month in cards.months]).astype(np.int16)
    so_far = due[::-1].cumsum(axis=0)[::-1] if due.size else due
    count = so_far[-1 - month, card].astype(np.float64) if len(card) else np.zeros(0)
    return np.where(draw.chance(0.07, len(minimum)), np.nan, count)


def _status(draw: Draw, closed: NDArray[np.bool_]) -> NDArray[np.int16]:
    table, column = "credit_card_balance", "NAME_CONTRACT_STATUS"
    status = np.where(closed, code(table, column, "Completed"), code(table, column, "Active"))
    chance = draw.uniform(len(closed))
    status[chance < 0.0023] = code(table, column, "Signed")
    status[chance > 0.9999] = code(table, column, "Sent proposal")
    status[chance > 0.99999] = code(table, column, "Refused")
    return status.astype(np.int16)


def instalments(draw: Draw, cards: Cards) -> Values:
    """Payments on cards: the minimum of each month, often in several small parts."""
    card, month = cards.rows()
    at = {name: cards.column(name, card, month) for name in ("minimum", "paid", "past_due")}
    due = np.flatnonzero(at["minimum"] > 0)
    parts = 1 + draw.stream.poisson(1.2, len(due)).astype(np.int32)
    row, _ = repeat_rows(parts)
    origin = due[row]
    of_card, day = card[origin], np.rint((month[origin] + 0.6) * DAYS_A_MONTH)
    missed = at["past_due"][origin] > 0
    delay = np.where(
        missed,
        np.ceil(at["past_due"][origin] * draw.uniform(len(row))),
        -np.floor(9 * draw.uniform(len(row))),
    )
    share = np.where(parts[row] > 1, 1 / parts[row] * (0.5 + draw.uniform(len(row))), 1.0)
    owed = on_grid(at["minimum"][origin] * share, 0.045)
    amount = np.where(
        missed, owed, on_grid(np.maximum(at["paid"], at["minimum"])[origin] * share, 0.045)
    )
    entered = day + delay
    never = entered >= 0
    number = _numbers(cards, of_card, month[origin])
    return {
        "LOAN": cards.loan[of_card],
        "NUM_INSTALMENT_VERSION": np.zeros(len(row)),
        "NUM_INSTALMENT_NUMBER": number,
        "DAYS_INSTALMENT": np.minimum(day, -1),
        "DAYS_ENTRY_PAYMENT": np.where(never, np.nan, entered),
        "AMT_INSTALMENT": owed,
        "AMT_PAYMENT": np.where(never, np.nan, amount),
    }


def _numbers(cards: Cards, card: Ints, month: Ints) -> NDArray[np.int64]:
    return (month - cards.first[card] + 1).astype(np.int64)
