"""Credits with other lenders, and their monthly states.

A client's stress shows in how many credits he opened lately, how much of them is still owed,
overdue days and sums, and, month by month, in the states of `bureau_balance`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.data.synthetic import shares
from clairscore.data.synthetic.draw import (
    DAYS_A_MONTH,
    OLDEST_DAY,
    Bools,
    Draw,
    Floats,
    Ints,
    from_quantiles,
    mix,
    month_of,
    on_grid,
    ordered,
    repeat_rows,
    sigmoid,
)
from clairscore.data.synthetic.facts import Facts
from clairscore.data.synthetic.frames import Values, code, pick, words
from clairscore.data.synthetic.traits import Traits

KNOWN_SHARE = 0.8584
CREDITS = (1, 1, 1, 2, 4.1, 7.6, 12, 15, 21.5, 60)
DAY = (28, 95, 170, 405, 985, 1665, 2240, 2560, 2860, 2922)
AMOUNT = (9000, 20000, 27500, 55000, 130000, 320000, 780000, 1220000, 2600000, 20000000)
CARD_LIMIT = (0, 0, 0, 26000, 103500, 225000, 410000, 500000, 900000, 3000000)
CAR_PRICE = (225000, 450000, 675000, 1000000, 1500000, 2300000, 3300000, 4500000, 9e6, 1.2e7)
HOME_PRICE = (750000, 1300000, 1900000, 3200000, 4800000, 7200000, 1.05e7, 1.35e7, 1.8e7, 9e7)
SMALL_SUM = (4500, 7400, 9000, 13500, 23000, 47000, 80000, 100000, 300000, 2000000)
TERMS = (91, 121, 184, 274, 365, 379, 548, 730, 1096, 1461, 1826, 2557)
TERM_SHARES = (0.05, 0.05, 0.11, 0.12, 0.2, 0.06, 0.09, 0.1, 0.1, 0.03, 0.085, 0.005)
MAX_OVERDUE = (9, 148, 500, 3420, 7470, 15280, 27380, 42750, 117700, 1500000)
DAYS_OVERDUE = (4, 6, 8, 14, 31, 120, 1500, 1860, 2300, 2700)
UPDATE_LAG = (0, 0, 0, 0, 5, 110, 640, 1130, 1800, 2700)
UPDATE_ACTIVE = (0, 2, 4, 8, 18, 34, 115, 560, 1400, 2400)
ORPHANS = 0.053
"""Share of followed credits that have monthly states but no row in `bureau`."""
FOLLOWED_SHARE = 0.455

CONSUMER, CARD, CAR, HOME, SMALL = 0, 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Credits:
    """One entry a credit; days count back from the application (negative is past)."""

    client: NDArray[np.int32]
    kind: NDArray[np.int16]
    opened: NDArray[np.float64]
    term: NDArray[np.float64]
    closed: NDArray[np.float64]
    sold: Bools
    listed: Bools
    followed: Bools

    def __len__(self) -> int:
        return len(self.client)

    @property
    def active(self) -> Bools:
        return self.closed >= 0


def known_to_bureau(draw: Draw, size: int) -> Bools:
    """Which clients have a row in `bureau` at all."""
    return draw.chance(KNOWN_SHARE, size)


def credits(draw: Draw, traits: Traits, known: Bools) -> Credits:
    """Every credit that the block's clients had elsewhere."""
    score = mix((0.18, traits.shock), (-0.05, traits.willingness), noise=draw.normal(len(traits)))
    counts = np.maximum(1, np.rint(from_quantiles(score, CREDITS))).astype(np.int32) * known
    client, _ = repeat_rows(counts)
    size = len(client)
    kind = _kinds(draw, traits, client)
    opened = _opened(draw, traits, client, kind)
    term = _terms(draw, kind)
    followed_client = draw.chance(FOLLOWED_SHARE, len(traits))
    followed = followed_client[client] & draw.chance(0.985, size)
    return Credits(
        client=client,
        kind=kind,
        opened=opened,
        term=term,
        closed=_closed(draw, kind, opened, term),
        sold=draw.chance(0.0017 * np.exp(0.9 * traits.stress_now()[client]), size),
        listed=~(followed & draw.chance(ORPHANS, size)),
        followed=followed,
    )


def _kinds(draw: Draw, traits: Traits, client: Ints) -> NDArray[np.int16]:
    size = len(client)
    kind = pick(draw, "bureau", "CREDIT_TYPE", shares.CREDIT_TYPE, size)
    urge = 0.006 * np.exp(1.0 * traits.stress_now()[client])
    kind[draw.chance(urge, size) & (kind == CONSUMER)] = SMALL
    return kind


def _opened(draw: Draw, traits: Traits, client: Ints, kind: Ints) -> NDArray[np.float64]:
    """Day of each credit, later for those who were short of money lately; some days twice."""
    size = len(client)
    score = draw.normal(size) - 0.22 * traits.shock[client] - 1.1 * (kind == SMALL)
    opened = -np.clip(np.rint(from_quantiles(score, DAY)), 2, -OLDEST_DAY)
    twice = np.flatnonzero(draw.chance(0.055, size)[1:] & (client[1:] == client[:-1])) + 1
    opened[twice] = opened[twice - 1]
    return opened


def _terms(draw: Draw, kind: Ints) -> NDArray[np.float64]:
    size = len(kind)
    score = draw.normal(size)
    months = np.rint(30 * np.exp(score))
    by_kind = {
        CARD: np.array((365, 730, 1096, 1461, 1826))[ordered(score, (0.2, 0.2, 0.3, 0.1, 0.2))],
        CAR: np.array((730, 1096, 1826, 2557))[ordered(score, (0.12, 0.33, 0.5, 0.05))],
        HOME: np.array((1826, 3652, 5479, 7305, 9131))[ordered(score, (0.1, 0.3, 0.3, 0.2, 0.1))],
        SMALL: np.clip(months, 5, 540),
    }
    term = np.array(TERMS)[ordered(score, TERM_SHARES)].astype(float)
    for number, terms in by_kind.items():
        term = np.where(kind == number, terms, term)
    return term


def _closed(draw: Draw, kind: Ints, opened: Floats, term: Floats) -> NDArray[np.float64]:
    """Day on which each credit ended or will end; cards are kept for years beyond their term."""
    size = len(kind)
    early = draw.chance(0.45, size)
    lasted = np.where(early, term * (0.25 + 0.75 * draw.uniform(size)), term)
    lasted = lasted + np.where(draw.chance(0.14, size), draw.exponential(45, size), 0)
    kept = 60 + draw.exponential(2300, size)
    closed = opened + np.where(kind == CARD, kept, lasted)
    return np.rint(closed)


def bureau(draw: Draw, traits: Traits, facts: Facts, credits: Credits) -> Values:
    """The rows of `bureau` (also those not listed, for the caller to drop)."""
    size, client, kind = len(credits), credits.client, credits.kind
    stress = traits.stress_now()[client]
    active = credits.active | credits.sold
    amount = _amount(draw, facts, credits)
    debt = _debt(draw, credits, amount, stress)
    overdue = _overdue(draw, credits.active, stress)
    return {
        "CREDIT_ACTIVE": _states(draw, credits, stress),
        "CREDIT_CURRENCY": pick(
            draw,
            "bureau",
            "CREDIT_CURRENCY",
            {"currency 1": 0.9992, "currency 2": 0.0007, "currency 3": 0.0001},
            size,
        ),
        "DAYS_CREDIT": credits.opened,
        "CREDIT_DAY_OVERDUE": overdue,
        "DAYS_CREDIT_ENDDATE": _scheduled_end(draw, credits),
        "DAYS_ENDDATE_FACT": np.where(active, np.nan, credits.closed),
        "AMT_CREDIT_MAX_OVERDUE": _worst(draw, traits, credits),
        "CNT_CREDIT_PROLONG": _prolonged(draw, stress),
        "AMT_CREDIT_SUM": amount,
        "AMT_CREDIT_SUM_DEBT": debt,
        "AMT_CREDIT_SUM_LIMIT": _unused(draw, credits, amount, debt),
        "AMT_CREDIT_SUM_OVERDUE": np.where(
            overdue > 0,
            on_grid(np.maximum(np.nan_to_num(debt), 0) * draw.uniform(size) * 0.3, 0.045),
            0,
        ),
        "CREDIT_TYPE": kind,
        "DAYS_CREDIT_UPDATE": _updated(draw, credits),
        "AMT_ANNUITY": _annuities(draw, credits, amount),
    }


def _states(draw: Draw, credits: Credits, stress: Floats) -> NDArray[np.int16]:
    names = {
        word: code("bureau", "CREDIT_ACTIVE", word) for word in words("bureau", "CREDIT_ACTIVE")
    }
    states = np.where(credits.active, names["Active"], names["Closed"])
    bad = credits.active & draw.chance(0.00003 * np.exp(stress), len(credits))
    states = np.where(credits.sold, names["Sold"], states)
    return np.where(bad, names["Bad debt"], states).astype(np.int16)


def _amount(draw: Draw, facts: Facts, credits: Credits) -> NDArray[np.float64]:
    wealth = (np.log(facts.income / 148000) / 0.49).astype(np.float32)[credits.client]
    length = ((np.log(credits.term) - 6.2) / 0.85).astype(np.float32)
    score = mix((0.40, wealth), (0.45, length), noise=draw.normal(len(credits)))
    amount = from_quantiles(score, AMOUNT)
    tables = {CARD: CARD_LIMIT, CAR: CAR_PRICE, HOME: HOME_PRICE, SMALL: SMALL_SUM}
    for number, quantiles in tables.items():
        amount = np.where(credits.kind == number, from_quantiles(score, quantiles), amount)
    round_sum = draw.chance(0.55, len(credits))
    return np.where(round_sum, on_grid(amount, 4500), on_grid(amount, 0.045))


def _debt(draw: Draw, credits: Credits, amount: Floats, stress: Floats) -> NDArray[np.float64]:
    """What is still owed: the rest of the term, or what the card has drawn; more under stress."""
    size = len(credits)
    left = np.clip(1 + credits.opened / credits.term, 0.02, 1)
    shaken = left * np.exp(0.12 * draw.normal(size) + 0.07 * stress)
    drawn = np.clip(sigmoid(-0.3 + 0.95 * stress + 1.3 * draw.normal(size)) * 1.1 - 0.05, 0, 1.1)
    drawn = np.where(draw.chance(sigmoid(0.4 - 0.7 * stress), size), 0.0, drawn)
    owed = amount * np.where(credits.kind == CARD, drawn, shaken)
    owed = np.where(draw.chance(0.14, size), 0.0, owed)
    closed = np.where(draw.chance(0.0075, size), 0.3 * owed, 0.0)
    owed = on_grid(np.where(credits.active, owed, closed), 0.045)
    owed = np.where(
        draw.chance(0.001, size) & (owed == 0), -on_grid(900 * draw.uniform(size), 4.5), owed
    )
    return np.where(draw.chance(np.where(credits.active, 0.103, 0.175), size), np.nan, owed)


def _overdue(draw: Draw, active: Bools, stress: Floats) -> NDArray[np.float64]:
    late = active & draw.chance(0.0035 * np.exp(1.1 * stress), len(stress))
    return np.where(late, np.rint(from_quantiles(draw.normal(len(stress)), DAYS_OVERDUE)), 0)


def _scheduled_end(draw: Draw, credits: Credits) -> NDArray[np.float64]:
    size = len(credits)
    forever = (credits.kind == CARD) & draw.chance(0.13, size)
    ends = credits.opened + np.where(forever, 31_000 + 2_000 * draw.uniform(size), credits.term)
    empty = np.where(credits.kind == CARD, 0.21, np.where(credits.kind == SMALL, 0.35, 0.012))
    return np.where(draw.chance(empty, size), np.nan, np.rint(ends))


def _worst(draw: Draw, traits: Traits, credits: Credits) -> NDArray[np.float64]:
    """Largest sum ever overdue, from the stress in the middle of the credit's life."""
    size = len(credits)
    middle = np.minimum(-1, (credits.opened + np.minimum(credits.closed, 0)) / 2)
    stress = traits.stress(credits.client, -month_of(middle))
    was_late = draw.chance(sigmoid(-1.72 + 0.7 * stress), size)
    sums = from_quantiles(mix((0.35, stress), noise=draw.normal(size)), MAX_OVERDUE)
    worst = np.where(was_late, on_grid(sums, 0.045), 0)
    return np.where(draw.chance(0.655, size), np.nan, worst)


def _prolonged(draw: Draw, stress: Floats) -> NDArray[np.int64]:
    once = draw.chance(0.0038 * np.exp(0.9 * stress), len(stress)).astype(np.int64)
    return np.asarray(once + once * draw.chance(0.2, len(stress)))


def _unused(draw: Draw, credits: Credits, amount: Floats, debt: Floats) -> NDArray[np.float64]:
    size = len(credits)
    open_card = (credits.kind == CARD) & credits.active & draw.chance(0.42, size)
    limit = np.where(open_card, np.maximum(0, amount - np.nan_to_num(debt)), 0)
    empty = np.where(credits.active, 0.27, 0.40)
    return np.where(draw.chance(empty, size), np.nan, on_grid(limit, 0.045))


def _updated(draw: Draw, credits: Credits) -> NDArray[np.float64]:
    size = len(credits)
    after = credits.closed + from_quantiles(draw.normal(size), UPDATE_LAG)
    running = -from_quantiles(draw.normal(size), UPDATE_ACTIVE)
    updated = np.where(credits.active, np.maximum(running, credits.opened), after)
    return np.asarray(np.rint(np.clip(updated, OLDEST_DAY, 0)))


def _annuities(draw: Draw, credits: Credits, amount: Floats) -> NDArray[np.float64]:
    size = len(credits)
    clients = int(credits.client.max(initial=0)) + 1
    silent = draw.chance(0.60, clients)[credits.client] | draw.chance(0.22, size)
    monthly = (
        amount / np.maximum(credits.term / DAYS_A_MONTH, 1) * (1.05 + 0.3 * draw.uniform(size))
    )
    shown = draw.chance(np.where(credits.active, 0.78, 0.19), size)
    return np.where(silent, np.nan, np.where(shown, on_grid(monthly, 4.5), 0))


STATE_CUTS = (1.95, 2.7, 2.76, 2.81, 2.85)
"""Stress score from which a month counts as state 1, 2, 3, 4, 5 of `bureau_balance`."""


def balance(draw: Draw, traits: Traits, credits: Credits) -> Values:
    """Monthly states of the followed credits, newest month first."""
    rows = np.flatnonzero(credits.followed)
    client, closing = credits.client[rows], month_of(np.minimum(credits.closed[rows], 0))
    first = np.maximum(month_of(credits.opened[rows]), -96)
    last = np.maximum(_last_month(draw, closing), first)
    parent, place = repeat_rows(last - first + 1)
    month = last[parent] - place
    return {
        "CREDIT": rows[parent],
        "MONTHS_BALANCE": month,
        "STATUS": _monthly_states(draw, traits, client, closing, parent, month),
    }


def _last_month(draw: Draw, closing: Ints) -> NDArray[np.int32]:
    """Most credits are reported up to the application, also after they ended."""
    size = len(closing)
    back = np.where(draw.chance(0.89, size), 0, (-70 * draw.uniform(size) ** 2).astype(np.int32))
    return np.maximum(back, -96).astype(np.int32)


def _monthly_states(
    draw: Draw, traits: Traits, client: Ints, closing: Ints, parent: Ints, month: Ints
) -> NDArray[np.int16]:
    size, credits = len(parent), len(client)
    of_credit = draw.normal(credits)
    unseen = np.clip(1.5 * draw.uniform(credits) ** 2 - 0.05, 0, 1)
    stress = traits.stress(client[parent], -month)
    score = (
        0.54 * stress + np.float32(0.58) * of_credit[parent] + np.float32(0.6) * draw.normal(size)
    )
    late = np.searchsorted(np.array(STATE_CUTS, dtype=np.float32), score, "right")
    names = {word: place for place, word in enumerate(words("bureau_balance", "STATUS"))}
    numbered = np.array([names[str(number)] for number in range(6)], dtype=np.int16)
    states = np.where(draw.uniform(size) < unseen[parent], names["X"], numbered[late])
    over = (month > closing[parent]) & (unseen[parent] < 1)
    return np.where(over, names["C"], states).astype(np.int16)
