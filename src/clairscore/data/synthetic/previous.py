"""The rows of `previous_application`: what was asked, what was answered, on what terms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clairscore.data.schema import NEVER
from clairscore.data.synthetic import shares
from clairscore.data.synthetic.draw import Bools, Draw, from_quantiles, on_grid
from clairscore.data.synthetic.frames import MISSING, Values, code, pick, pick_by
from clairscore.data.synthetic.loans import (
    CANCELED,
    CASH,
    CONSUMER,
    REFUSED,
    REVOLVING,
    UNUSED,
    Loans,
)

TABLE = "previous_application"
SELLER_AREA = (2, 13, 20, 36, 100, 581, 2000, 2550, 5000, 250000)
CLOSING_LAG = (2, 2, 3, 4, 6, 8, 10, 15, 73, 700)


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
