"""Earlier credits with this lender: who asked for what, the answer, the terms and their end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.data.synthetic.draw import (
    OLDEST_DAY,
    Bools,
    Draw,
    Floats,
    Ints,
    from_quantiles,
    mix,
    on_grid,
    ordered,
    repeat_rows,
)
from clairscore.data.synthetic.facts import Facts
from clairscore.data.synthetic.traits import Traits

KNOWN_SHARE = 0.9512
APPLICATIONS = (1, 1, 1, 1.8, 3.7, 6.3, 10, 13, 19.5, 60)
CASH, CONSUMER, REVOLVING = 0, 1, 2
APPROVED, CANCELED, REFUSED, UNUSED = 0, 1, 2, 3

CASES = {
    (CONSUMER, APPROVED): 0.3715,
    (CASH, APPROVED): 0.187,
    (CASH, CANCELED): 0.150,
    (REVOLVING, APPROVED): 0.085,
    (REVOLVING, CANCELED): 0.028,
    (CONSUMER, UNUSED): 0.0155,
    (CONSUMER, CANCELED): 0.001,
}
REFUSED_SHARE = 0.174
REFUSED_KINDS = {CASH: 0.585, CONSUMER: 0.25, REVOLVING: 0.165}

DAYS = {
    (CASH, APPROVED): (65, 186, 268, 473, 774, 1158, 1854, 2400, 2744, 2922),
    (CASH, REFUSED): (13, 45, 127, 222, 396, 663, 1285, 2010, 2618, 2922),
    (CASH, CANCELED): (5, 20, 51, 149, 261, 380, 484, 529, 578, 600),
    (CONSUMER, APPROVED): (43, 164, 265, 526, 1064, 1923, 2519, 2711, 2876, 2922),
    (CONSUMER, REFUSED): (31, 209, 298, 596, 1198, 2200, 2613, 2715, 2859, 2922),
    (CONSUMER, UNUSED): (63, 137, 203, 351, 749, 1404, 1959, 2104, 2263, 2900),
    (CONSUMER, CANCELED): (52, 77, 96, 428, 616, 700, 786, 2392, 2906, 2922),
    (REVOLVING, APPROVED): (49, 169, 235, 375, 620, 1120, 2420, 2680, 2880, 2922),
    (REVOLVING, REFUSED): (11, 131, 169, 276, 454, 810, 1355, 1596, 2736, 2922),
    (REVOLVING, CANCELED): (3, 19, 70, 134, 216, 411, 468, 531, 579, 600),
}
AMOUNTS = {
    CASH: (45000, 54000, 67500, 135000, 235000, 460000, 900000, 1130000, 1610000, 3150000),
    CONSUMER: (15750, 20480, 25650, 39555, 70400, 116500, 177500, 241000, 460000, 2900000),
    REVOLVING: (45000, 45000, 45000, 90000, 180000, 270000, 450000, 675000, 900000, 1350000),
}
CASH_TERMS = {
    6: 0.08,
    12: 0.27,
    18: 0.135,
    24: 0.18,
    30: 0.04,
    36: 0.135,
    42: 0.03,
    48: 0.08,
    60: 0.05,
}
CONSUMER_TERMS = {
    4: 0.04,
    6: 0.25,
    8: 0.045,
    10: 0.2,
    12: 0.325,
    14: 0.012,
    18: 0.037,
    24: 0.085,
    36: 0.006,
}
DOWN_PAYMENT = (0, 0, 0, 0, 0.045, 0.1, 0.2, 0.28, 0.487, 0.77)
FIRST_DUE_LAG = (30, 30, 30, 30, 31, 33, 43, 51, 124, 500)


@dataclass(frozen=True, slots=True)
class Loans:
    """One entry an earlier application, oldest first within a client; money in units.

    `listed` are those that `previous_application` shows; older ones left their schedules only.
    """

    client: NDArray[np.int32]
    kind: NDArray[np.int16]
    state: NDArray[np.int16]
    decided: NDArray[np.float64]
    amount: NDArray[np.float64]
    credit: NDArray[np.float64]
    down_payment: NDArray[np.float64]
    annuity: NDArray[np.float64]
    term: NDArray[np.int32]
    insured: Bools
    first_due: NDArray[np.float64]
    paid_terms: NDArray[np.int32]
    listed: Bools

    def __len__(self) -> int:
        return len(self.client)

    @property
    def last_due(self) -> NDArray[np.float64]:
        """Day of the last instalment really due, early repayment included; may lie ahead."""
        return self.first_due + 30 * (self.paid_terms - 1)

    @property
    def _dated(self) -> Bools:
        return np.asarray((self.state == APPROVED) & ~np.isnan(self.first_due))

    @property
    def repayable(self) -> Bools:
        """Approved with a schedule: these have POS and instalment rows."""
        return np.asarray(self._dated & (self.kind != REVOLVING))

    @property
    def cards(self) -> Bools:
        return np.asarray(self._dated & (self.kind == REVOLVING))


def loans(draw: Draw, traits: Traits, facts: Facts) -> Loans:
    """Every earlier application of the block's clients, also those before Kaggle's eight years."""
    client, old = _whose(draw, traits)
    kind, state = _cases(draw, traits, client, old)
    decided = _decided(draw, client, kind, state, old)
    order = np.lexsort((decided, client))
    client, old, decided = client[order], old[order], decided[order]
    kind, state = kind[order], state[order]
    size = len(client)
    amount, credit, down = _amounts(draw, traits, facts, client, kind, state)
    term = _terms(draw, kind, amount)
    stress = traits.stress(client, (-decided / 30).astype(np.int32))
    first_due = _first_due(draw, decided, kind)
    return Loans(
        client=client,
        kind=kind,
        state=state,
        decided=decided,
        amount=amount,
        credit=credit,
        down_payment=down,
        annuity=_annuity(draw, kind, credit, term, stress),
        term=term,
        insured=draw.chance(np.where(kind == CASH, 0.8, 0.16), size),
        first_due=np.where(state == APPROVED, first_due, np.nan),
        paid_terms=_paid_terms(draw, term, stress),
        listed=~old,
    )


def _whose(draw: Draw, traits: Traits) -> tuple[NDArray[np.int32], Bools]:
    """The client of each application, and whether it is older than Kaggle's eight years."""
    size = len(traits)
    score = mix((0.10, traits.shock), (-0.10, traits.willingness), noise=draw.normal(size))
    known = draw.chance(KNOWN_SHARE, size)
    counts = np.maximum(1, np.rint(from_quantiles(score, APPLICATIONS))).astype(np.int32) * known
    older = draw.stream.poisson(0.31, size) * known
    recent, _ = repeat_rows(counts)
    ancient, _ = repeat_rows(older)
    old = np.concatenate((np.zeros(len(recent), bool), np.ones(len(ancient), bool)))
    return np.concatenate((recent, ancient)), old


def _cases(
    draw: Draw, traits: Traits, client: Ints, old: Bools
) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Contract kind and answer; refusals follow stress as the lender saw it at the time."""
    size = len(client)
    stress = traits.stress(client, np.full(size, 9, dtype=np.int32))
    kinds, states = (np.array(part, dtype=np.int16) for part in zip(*CASES, strict=True))
    place = draw.position(list(CASES.values()), size)
    kind, state = kinds[place], states[place]
    seen = mix((0.43, stress), noise=draw.normal(size))
    refused = (ordered(seen, (1 - REFUSED_SHARE, REFUSED_SHARE)) == 1) & ~old
    kind = np.where(refused, draw.value(REFUSED_KINDS, size), kind)
    kind = np.where(old, np.where(draw.chance(0.21, size), REVOLVING, CONSUMER), kind)
    state = np.where(old, APPROVED, np.where(refused, REFUSED, state))
    return _one_card_one_loan(draw, client, kind.astype(np.int16), state.astype(np.int16))


def _one_card_one_loan(
    draw: Draw, client: Ints, kind: NDArray[np.int16], state: NDArray[np.int16]
) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """At most one card a client, and for nearly all one loan that was granted: he came back."""
    card = np.flatnonzero((kind == REVOLVING) & (state == APPROVED))
    second = card[_repeated(client[card])]
    state[second] = CANCELED
    kind[second] = CASH
    loan = (kind != REVOLVING) & (state == APPROVED)
    served = np.zeros(int(client.max(initial=0)) + 1, dtype=bool)
    served[client[loan]] = True
    first = np.flatnonzero(~_repeated(client))
    unserved = first[~served[client[first]] & draw.chance(0.985, len(first))]
    kind[unserved], state[unserved] = CONSUMER, APPROVED
    return kind, state


def _repeated(client: Ints) -> Bools:
    """Whether the client of each entry has an earlier entry."""
    repeated = np.ones(len(client), dtype=bool)
    repeated[np.unique(client, return_index=True)[1]] = False
    return repeated


def _decided(draw: Draw, client: Ints, kind: Ints, state: Ints, old: Bools) -> NDArray[np.float64]:
    """Day of each answer; attempts on one and the same day are common."""
    size = len(client)
    score = draw.normal(size)
    day = np.zeros(size)
    for (of_kind, of_state), quantiles in DAYS.items():
        rows = np.flatnonzero((kind == of_kind) & (state == of_state))
        day[rows] = from_quantiles(score[rows], quantiles)
    day = -np.clip(np.rint(day), 2, -OLDEST_DAY)
    day = np.where(old, OLDEST_DAY - np.rint(700 * draw.uniform(size) ** 1.4) - 1, day)
    again = draw.chance(0.26, size)[1:] & (client[1:] == client[:-1]) & ~old[1:]
    again &= (state[1:] == state[:-1]) | (day[:-1] > -600)
    rows = np.flatnonzero(again) + 1
    day[rows] = day[rows - 1]
    return day


def _amounts(
    draw: Draw, traits: Traits, facts: Facts, client: Ints, kind: Ints, state: Ints
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Amount asked for, amount granted, share paid down."""
    size = len(client)
    wealth = (np.log(facts.income / 148000) / 0.49).astype(np.float32)[client]
    score = mix((0.35, wealth), noise=draw.normal(size)) + 0.35 * (state == REFUSED)
    amount = np.zeros(size)
    for of_kind, quantiles in AMOUNTS.items():
        rows = np.flatnonzero(kind == of_kind)
        amount[rows] = from_quantiles(score[rows], quantiles)
    amount = np.where(kind == CONSUMER, on_grid(amount, 4.5), on_grid(amount, 4500))
    taste = mix((0.25, traits.willingness[client]), noise=draw.normal(size))
    down = np.where(kind == CONSUMER, from_quantiles(taste, DOWN_PAYMENT), 0)
    down = np.where(down < 0.04, 0, down)
    cover = np.where(draw.chance(0.45, size), 1.0, 1.02 + 0.5 * draw.uniform(size) ** 2)
    granted = np.where(kind == REVOLVING, 1.0, (1 - down) * cover)
    return amount, on_grid(amount * granted, 4.5), down


def _terms(draw: Draw, kind: Ints, amount: Floats) -> NDArray[np.int32]:
    size = len(kind)
    long = (np.log(np.maximum(amount, 1000)) - np.where(kind == CASH, 12.4, 11.1)) / 0.95
    score = mix((0.55, long.astype(np.float32)), noise=draw.normal(size))
    cash = np.array(list(CASH_TERMS))[ordered(score, list(CASH_TERMS.values()))]
    consumer = np.array(list(CONSUMER_TERMS))[ordered(score, list(CONSUMER_TERMS.values()))]
    return np.where(kind == CASH, cash, np.where(kind == CONSUMER, consumer, 0)).astype(np.int32)


def _annuity(
    draw: Draw, kind: Ints, credit: Floats, term: Ints, stress: Floats
) -> NDArray[np.float64]:
    """Monthly payment; the lender's price rises a little with the stress that it saw."""
    rate = 0.026 + 0.010 * draw.normal(len(kind)) + 0.0025 * stress
    rate = np.clip(rate, 0.004, 0.07)
    monthly = credit * rate / (1 - (1 + rate) ** -np.maximum(term, 1))
    return on_grid(np.where(kind == REVOLVING, credit / 20, monthly), 0.045)


def _first_due(draw: Draw, decided: Floats, kind: Ints) -> NDArray[np.float64]:
    size = len(decided)
    lag = np.rint(from_quantiles(draw.normal(size), FIRST_DUE_LAG))
    never = draw.chance(np.where(kind == CASH, 0.075, np.where(kind == CONSUMER, 0.02, 0.04)), size)
    return np.where(never, np.nan, decided + lag)


def _paid_terms(draw: Draw, term: Ints, stress: Floats) -> NDArray[np.int32]:
    """Instalments until the loan ends; a third of the loans are repaid early."""
    early = draw.chance(np.clip(0.46 - 0.10 * stress, 0.03, 0.9), len(term))
    share = np.where(early, 0.12 + 0.8 * draw.uniform(len(term)), 1.0)
    return np.maximum(1, np.ceil(term * share)).astype(np.int32)
