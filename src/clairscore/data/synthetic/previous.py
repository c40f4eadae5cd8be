"""Earlier applications with this lender: what was asked, what was answered, on what terms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.data.schema import NEVER
from clairscore.data.synthetic import shares
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
from clairscore.data.synthetic.frames import MISSING, Values, code, pick, pick_by
from clairscore.data.synthetic.traits import Traits

TABLE = "previous_application"

KNOWN_SHARE = 0.9512
APPLICATIONS = (1, 1, 1, 1.8, 3.7, 6.3, 10, 13, 19.5, 60)
CASH, CONSUMER, REVOLVING = 0, 1, 2
APPROVED, CANCELED, REFUSED, UNUSED = 0, 1, 2, 3

CASES = {
    (CONSUMER, APPROVED): 0.3715,
    (CASH, APPROVED): 0.187,
    (CASH, CANCELED): 0.150,
    (REVOLVING, APPROVED): 0.093,
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
SELLER_AREA = (2, 13, 20, 36, 100, 581, 2000, 2550, 5000, 250000)
FIRST_DUE_LAG = (30, 30, 30, 30, 31, 33, 43, 51, 124, 500)
CLOSING_LAG = (2, 2, 3, 4, 6, 8, 10, 15, 73, 700)


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
    older = draw.stream.poisson(0.25, size) * known
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
    seen = mix((0.42, stress), noise=draw.normal(size))
    refused = (ordered(seen, (1 - REFUSED_SHARE, REFUSED_SHARE)) == 1) & ~old
    kind = np.where(refused, draw.value(REFUSED_KINDS, size), kind)
    kind = np.where(old, np.where(draw.chance(0.155, size), REVOLVING, CONSUMER), kind)
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


def previous(draw: Draw, loans: Loans) -> Values:
    """The rows of `previous_application` (also those not listed, for the caller to drop)."""
    unpriced = _unpriced(draw, loans)
    return {
        "LOAN": np.arange(len(loans)),
        **_money(draw, loans, unpriced),
        **_answer(draw, loans),
        **_dates(draw, loans),
        **_channel(draw, loans),
        **_goods(draw, loans),
        **_product(draw, loans, unpriced),
    }


def _unpriced(draw: Draw, loans: Loans) -> Bools:
    """Applications that ended before there was an offer."""
    canceled = (loans.state == CANCELED) & draw.chance(0.966, len(loans))
    refused = (loans.state == REFUSED) & draw.chance(
        np.where(loans.kind == REVOLVING, 0.045, 0.168), len(loans)
    )
    return np.asarray(canceled | refused)


def _money(draw: Draw, loans: Loans, none: Bools) -> Values:
    size = len(loans)
    unasked = none & (loans.kind != CONSUMER) | none & (loans.state == CANCELED)
    blank_card = (loans.kind == REVOLVING) & (loans.state != CANCELED) & draw.chance(0.41, size)
    offerless = none | ((loans.state == UNUSED) & draw.chance(0.983, size))
    amount = np.where(unasked | blank_card, 0.0, loans.amount)
    has_down = np.where(loans.kind == CONSUMER, 0.98, np.where(loans.kind == CASH, 0.10, 0.015))
    has_down = draw.chance(has_down, size) & ~unasked
    rate = np.where(
        has_down, np.where(loans.kind == CONSUMER, loans.down_payment * 1.089, 0), np.nan
    )
    priced = ~offerless & draw.chance(0.0098, size) & (loans.kind == CONSUMER)
    return {
        "NAME_CONTRACT_TYPE": np.where(
            none & draw.chance(0.0012, size), code(TABLE, "NAME_CONTRACT_TYPE", "XNA"), loans.kind
        ),
        "AMT_ANNUITY": np.where(offerless, np.nan, loans.annuity),
        "AMT_APPLICATION": amount,
        "AMT_CREDIT": np.where(unasked, 0.0, loans.credit),
        "AMT_DOWN_PAYMENT": np.where(
            has_down, on_grid(np.nan_to_num(rate) / 1.089 * loans.amount, 4.5), np.nan
        ),
        "AMT_GOODS_PRICE": np.where(amount > 0, loans.amount, np.nan),
        "RATE_DOWN_PAYMENT": np.clip(rate, 0, 0.99),
        "RATE_INTEREST_PRIMARY": np.where(
            priced, np.where(draw.chance(0.2, size), 0.142443, 0.189122), np.nan
        ),
        "RATE_INTEREST_PRIVILEGED": np.where(
            priced, np.where(draw.chance(0.5, size), 0.835095, 0.867336), np.nan
        ),
        "CNT_PAYMENT": np.where(offerless, np.nan, loans.term),
        "NAME_YIELD_GROUP": _yield_group(loans, offerless),
    }


def _yield_group(loans: Loans, offerless: Bools) -> NDArray[np.int16]:
    names = ("low_action", "low_normal", "middle", "high")
    codes = np.array([code(TABLE, "NAME_YIELD_GROUP", name) for name in names], dtype=np.int16)
    price = loans.annuity * np.maximum(loans.term, 1) / np.maximum(loans.credit, 1)
    monthly = (price - 1) / np.maximum(loans.term, 1) * 2
    group = codes[np.searchsorted((0.0095, 0.0235, 0.0365), monthly)]
    nothing = offerless | (loans.kind == REVOLVING)
    return np.where(nothing, code(TABLE, "NAME_YIELD_GROUP", "XNA"), group).astype(np.int16)


REASONS = (
    {"HC": 0.745, "LIMIT": 0.118, "SCO": 0.075, "SCOFR": 0.038, "VERIF": 0.016, "XNA": 0.008},
    {"LIMIT": 0.424, "HC": 0.273, "SCO": 0.26, "XNA": 0.026, "VERIF": 0.012, "SCOFR": 0.006},
    {"HC": 0.731, "SCOFR": 0.116, "LIMIT": 0.075, "SCO": 0.047, "XNA": 0.018, "SYSTEM": 0.008},
)
PAYMENTS = (
    {"Cash through the bank": 0.885, "XNA": 0.11, "Non-cash from your account": 0.004},
    {
        "Cash through the bank": 0.862,
        "XNA": 0.13,
        "Non-cash from your account": 0.006,
        "Cashless from the account of the employer": 0.001,
    },
    {"XNA": 1.0},
    {"XNA": 0.989, "Cash through the bank": 0.011},
)


def _answer(draw: Draw, loans: Loans) -> Values:
    size = len(loans)
    first = (
        np.concatenate(([True], loans.client[1:] != loans.client[:-1]))
        if size
        else np.zeros(0, bool)
    )
    reason = pick_by(draw, TABLE, "CODE_REJECT_REASON", loans.kind, REASONS)
    approved_word = code(TABLE, "CODE_REJECT_REASON", "XAP")
    reason = np.where(loans.state == REFUSED, reason, approved_word)
    reason = np.where(loans.state == UNUSED, code(TABLE, "CODE_REJECT_REASON", "CLIENT"), reason)
    payment = np.where((loans.state == CANCELED) | (loans.state == UNUSED), 3, loans.kind)
    again = {"Repeater": 0.893, "Refreshed": 0.1, "New": 0.0055, "XNA": 0.0012}
    once = {"New": 0.82, "Repeater": 0.15, "Refreshed": 0.03}
    return {
        "NAME_CONTRACT_STATUS": loans.state,
        "DAYS_DECISION": loans.decided,
        "CODE_REJECT_REASON": reason,
        "NAME_PAYMENT_TYPE": pick_by(draw, TABLE, "NAME_PAYMENT_TYPE", payment, PAYMENTS),
        "NAME_CLIENT_TYPE": pick_by(
            draw, TABLE, "NAME_CLIENT_TYPE", first.astype(np.int16), (again, once)
        ),
        "NFLAG_LAST_APPL_IN_DAY": draw.chance(0.9965, size),
        "FLAG_LAST_APPL_PER_CONTRACT": draw.chance(0.9950, size).astype(np.int16),
        "NFLAG_INSURED_ON_APPROVAL": np.where(
            np.isnan(loans.first_due), np.nan, loans.insured & (loans.kind != REVOLVING)
        ),
        "WEEKDAY_APPR_PROCESS_START": pick(
            draw, TABLE, "WEEKDAY_APPR_PROCESS_START", shares.PREVIOUS_WEEKDAY, size
        ),
        "HOUR_APPR_PROCESS_START": np.clip(np.rint(12.48 + 3.33 * draw.normal(size)), 0, 23),
    }


def _dates(draw: Draw, loans: Loans) -> Values:
    """First and last due dates; what has not happened yet is Kaggle's 365243."""
    size, card = len(loans), loans.kind == REVOLVING
    none = np.isnan(loans.first_due)
    scheduled = loans.first_due + 30 * (loans.term - 1)
    ended = loans.first_due + 30 * (loans.paid_terms - 1)
    card_over = card & draw.chance(0.19, size)
    gone = loans.decided * (0.9 * draw.uniform(size))
    ended = np.where(card, np.where(card_over, np.rint(gone), 1), ended)
    closing = ended + np.rint(from_quantiles(draw.normal(size), CLOSING_LAG))
    drawn = card & draw.chance(0.64, size)
    drawing = np.minimum(-1, loans.decided + np.rint(draw.exponential(60, size)))
    idle = card & ~drawn
    return {
        "DAYS_FIRST_DRAWING": np.where(none, np.nan, np.where(drawn, drawing, NEVER)),
        "DAYS_FIRST_DUE": np.where(
            none, np.nan, np.where(idle | (loans.first_due >= 0), NEVER, loans.first_due)
        ),
        "DAYS_LAST_DUE_1ST_VERSION": np.where(none, np.nan, np.where(card, NEVER, scheduled)),
        "DAYS_LAST_DUE": np.where(none, np.nan, np.where(ended >= 0, NEVER, ended)),
        "DAYS_TERMINATION": np.where(none, np.nan, np.where(closing >= 0, NEVER, closing)),
    }


CHANNELS = (
    {
        "Credit and cash offices": 0.775,
        "Country-wide": 0.084,
        "AP+ (Cash loan)": 0.068,
        "Contact center": 0.058,
        "Stone": 0.006,
        "Regional / Local": 0.005,
        "Channel of corporate sales": 0.006,
    },
    {"Country-wide": 0.588, "Stone": 0.273, "Regional / Local": 0.137, "Car dealer": 0.001},
    {
        "Credit and cash offices": 0.66,
        "Country-wide": 0.15,
        "AP+ (Cash loan)": 0.07,
        "Contact center": 0.06,
        "Regional / Local": 0.03,
        "Stone": 0.02,
        "Channel of corporate sales": 0.006,
    },
)


def _channel(draw: Draw, loans: Loans) -> Values:
    size = len(loans)
    consumer = loans.kind == CONSUMER
    area = np.rint(from_quantiles(draw.normal(size), SELLER_AREA))
    in_shop = consumer | draw.chance(np.where(loans.kind == CASH, 0.10, 0.27), size)
    in_shop &= ~((loans.state == CANCELED) & draw.chance(0.99, size))
    industry = pick(draw, TABLE, "NAME_SELLER_INDUSTRY", shares.SELLER_INDUSTRY, size)
    suite = pick(draw, TABLE, "NAME_TYPE_SUITE", shares.PREVIOUS_COMPANION, size)
    alone = np.where(loans.state == CANCELED, 0.965, np.where(loans.kind == REVOLVING, 0.55, 0.33))
    return {
        "CHANNEL_TYPE": pick_by(draw, TABLE, "CHANNEL_TYPE", loans.kind, CHANNELS),
        "SELLERPLACE_AREA": np.where(in_shop, area, -1),
        "NAME_SELLER_INDUSTRY": np.where(
            in_shop, industry, code(TABLE, "NAME_SELLER_INDUSTRY", "XNA")
        ),
        "NAME_TYPE_SUITE": np.where(draw.chance(alone, size), MISSING, suite),
    }


def _goods(draw: Draw, loans: Loans) -> Values:
    size = len(loans)
    goods = pick(draw, TABLE, "NAME_GOODS_CATEGORY", shares.GOODS_CATEGORY, size)
    bought = (loans.kind == CONSUMER) & (loans.state != CANCELED) & draw.chance(0.99, size)
    purpose = pick(draw, TABLE, "NAME_CASH_LOAN_PURPOSE", shares.PURPOSE, size)
    stated = np.where(loans.state == REFUSED, 0.235, np.where(loans.state == CANCELED, 0.007, 0.09))
    unstated = code(TABLE, "NAME_CASH_LOAN_PURPOSE", "XNA")
    purpose = np.where(draw.chance(stated, size), purpose, unstated)
    return {
        "NAME_GOODS_CATEGORY": np.where(bought, goods, code(TABLE, "NAME_GOODS_CATEGORY", "XNA")),
        "NAME_CASH_LOAN_PURPOSE": np.where(
            loans.kind == CASH, purpose, code(TABLE, "NAME_CASH_LOAN_PURPOSE", "XAP")
        ),
    }


COMBINATIONS = (
    {"Cash X-Sell: middle": 0.37, "Cash X-Sell: low": 0.268, "Cash X-Sell: high": 0.149},
    {
        "POS household with interest": 0.362,
        "POS mobile with interest": 0.302,
        "POS industry with interest": 0.141,
        "POS household without interest": 0.111,
        "POS mobile without interest": 0.036,
        "POS other with interest": 0.033,
        "POS industry without interest": 0.016,
        "POS others without interest": 0.0035,
    },
    {"Card Street": 1.0},
    {"Cash Street: high": 0.126, "Cash Street: middle": 0.075, "Cash Street: low": 0.075},
    {"Card X-Sell": 1.0},
    {"Cash": 1.0},
)


def _product(draw: Draw, loans: Loans, nothing: Bools) -> Values:
    size = len(loans)
    cross = draw.chance(np.where(loans.state == REFUSED, 0.6, 0.83), size)
    portfolio = np.array([code(TABLE, "NAME_PORTFOLIO", word) for word in ("Cash", "POS", "Cards")])
    kind = loans.kind
    walk_in = np.where(cross, 0, 1).astype(np.int16)
    product = np.where(
        (kind == CONSUMER) | nothing, code(TABLE, "NAME_PRODUCT_TYPE", "XNA"), walk_in
    )
    group = np.where(kind == CASH, np.where(cross, 0, 3), np.where(kind == CONSUMER, 1, 2))
    group = np.where((kind == REVOLVING) & cross & ~nothing, 4, group)
    group = np.where((kind == CASH) & nothing, 5, group)
    return {
        "NAME_PORTFOLIO": np.where(nothing, code(TABLE, "NAME_PORTFOLIO", "XNA"), portfolio[kind]),
        "NAME_PRODUCT_TYPE": product,
        "PRODUCT_COMBINATION": pick_by(draw, TABLE, "PRODUCT_COMBINATION", group, COMBINATIONS),
    }
