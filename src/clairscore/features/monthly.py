"""Features of the monthly records of earlier loans and cards."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from clairscore.data.schema import RATE_SCALE, TABLES
from clairscore.features.rollup import (
    category_shares,
    rollup,
    row_count,
    share_of_rows,
    short_over_long,
    since_last,
    slope,
    weighted_mean,
)
from clairscore.features.source import Source, halving_weight
from clairscore.features.spec import Feature

POS = Source("POS_CASH_balance", "pos", "repayment_here")
CARD = Source("credit_card_balance", "card", "card_use")

POS_LATE = POS.subset("late", nw.col("SK_DPD_DEF") > 0, POS.column("SK_DPD_DEF"))

POS_PLAIN: tuple[Feature, ...] = (
    row_count(POS),
    *rollup(POS, POS.column("MONTHS_BALANCE"), "min max mean"),
    *rollup(POS, POS.column("SK_DPD"), "max mean sum"),
    *rollup(POS, POS.column("SK_DPD_DEF"), "max mean sum"),
    *rollup(POS, POS.column("CNT_INSTALMENT"), "min max mean"),
    *rollup(POS, POS.column("CNT_INSTALMENT_FUTURE"), "min max mean sum"),
    *category_shares(POS, ("NAME_CONTRACT_STATUS",), POS.every_row),
    share_of_rows(POS, POS_LATE, POS.every_row),
)

balance, limit = CARD.column("AMT_BALANCE"), CARD.column("AMT_CREDIT_LIMIT_ACTUAL")
drawn = CARD.column("AMT_DRAWINGS_CURRENT")
drawn_cash = CARD.column("AMT_DRAWINGS_ATM_CURRENT")
repaid = CARD.column("AMT_PAYMENT_TOTAL_CURRENT")
least_due = CARD.column("AMT_INST_MIN_REGULARITY")
utilisation = CARD.quotient("utilisation", balance, limit)
cash_share = CARD.quotient("cash_share", drawn_cash, drawn)
repaid_share = CARD.quotient("repaid_share", repaid, least_due)
CARD_NUMBERS = tuple(
    column.name
    for column in TABLES["credit_card_balance"].columns
    if column.kind in ("money", "count", "months")
)

CARD_PLAIN: tuple[Feature, ...] = (
    row_count(CARD),
    *(
        feature
        for name in CARD_NUMBERS
        for feature in rollup(CARD, CARD.column(name), "min max mean sum var")
    ),
    *category_shares(CARD, ("NAME_CONTRACT_STATUS",), CARD.every_row),
    *rollup(CARD, utilisation, "max mean var"),
    *rollup(CARD, cash_share, "max mean"),
    *rollup(CARD, repaid_share, "min mean"),
)


POS_YEAR, POS_TWO_YEARS = (POS.since("MONTHS_BALANCE", n, f"{n}m") for n in (12, 24))
CARD_HALF, CARD_YEAR = (CARD.since("MONTHS_BALANCE", n, f"{n}m") for n in (6, 12))


pos_age = POS.derive(
    "age_months", 0 - nw.col("MONTHS_BALANCE"), POS.column("MONTHS_BALANCE"), bound=1_200
)
card_age = CARD.derive(
    "age_months", 0 - nw.col("MONTHS_BALANCE"), CARD.column("MONTHS_BALANCE"), bound=1_200
)

SHAPES: tuple[Feature, ...] = (
    *rollup(POS, POS.column("SK_DPD_DEF"), "max mean", POS_YEAR, POS_TWO_YEARS, POS.last(12)),
    *rollup(POS, POS.column("CNT_INSTALMENT_FUTURE"), "mean sum", POS.last(3)),
    *(share_of_rows(POS, POS_LATE, window) for window in (POS_YEAR, POS_TWO_YEARS)),
    slope(POS, POS.column("SK_DPD_DEF"), POS.column("MONTHS_BALANCE"), POS_TWO_YEARS),
    weighted_mean(
        POS, POS.column("SK_DPD_DEF"), halving_weight(POS, pos_age, 12), "ewm", POS.every_row
    ),
    since_last(POS, "MONTHS_BALANCE", POS_LATE),
    *rollup(CARD, utilisation, "max mean", CARD_HALF, CARD_YEAR, CARD.last(3)),
    *rollup(CARD, drawn_cash, "sum mean", CARD_HALF, CARD_YEAR),
    short_over_long(CARD, utilisation, CARD_HALF, CARD.every_row),
    slope(CARD, utilisation, CARD.column("MONTHS_BALANCE"), CARD_YEAR),
    weighted_mean(CARD, utilisation, halving_weight(CARD, card_age, 6), "ewm", CARD.every_row),
)

POS_HALF, POS_THREE_YEARS = (POS.since("MONTHS_BALANCE", n, f"{n}m") for n in (6, 36))
POS_LATE_WEEK, POS_LATE_FORTNIGHT = (
    POS.subset(f"late_{days}_days", nw.col("SK_DPD_DEF") > days, POS.column("SK_DPD_DEF"))
    for days in (7, 15)
)
CARD_QUARTER, CARD_TWO_YEARS = (CARD.since("MONTHS_BALANCE", n, f"{n}m") for n in (3, 24))
CARD_LAST = CARD.last(1)
CARD_LATE = CARD.subset("late", nw.col("SK_DPD") > 0, CARD.column("SK_DPD"))
FULL_UP = CARD.subset("near_limit", nw.col("utilisation") > RATE_SCALE * 9 // 10, utilisation)
DRAWING_CASH = CARD.subset("cash_drawn", nw.col("AMT_DRAWINGS_ATM_CURRENT") > 0, drawn_cash)
LEAST_ONLY = CARD.subset("least_paid", nw.col("repaid_share") <= RATE_SCALE, repaid_share)
cash_to_limit = CARD.quotient("cash_to_limit", drawn_cash, limit)
paid_back = CARD.quotient("paid_back", repaid, balance)

STATEMENTS: tuple[Feature, ...] = (
    *rollup(POS, POS.column("SK_DPD_DEF"), "max mean", POS_HALF, POS_THREE_YEARS),
    *rollup(POS, POS.column("SK_DPD"), "max mean", POS_YEAR, POS_THREE_YEARS),
    *(share_of_rows(POS, POS_LATE, window) for window in (POS_HALF, POS_THREE_YEARS)),
    *(
        share_of_rows(POS, late, window)
        for late in (POS_LATE_WEEK, POS_LATE_FORTNIGHT)
        for window in (POS.every_row, POS_TWO_YEARS)
    ),
    slope(POS, POS.column("SK_DPD_DEF"), POS.column("MONTHS_BALANCE"), POS.last(24)),
    row_count(POS, POS_YEAR),
    *rollup(CARD, utilisation, "max mean", CARD_QUARTER, CARD_TWO_YEARS),
    *rollup(CARD, utilisation, "max", CARD_LAST),
    *rollup(CARD, balance, "max mean", CARD_HALF, CARD_YEAR),
    *rollup(CARD, balance, "max", CARD_LAST),
    *rollup(CARD, limit, "max", CARD_LAST),
    *rollup(CARD, CARD.column("CNT_DRAWINGS_ATM_CURRENT"), "sum mean", CARD_HALF, CARD_YEAR),
    *rollup(CARD, CARD.column("CNT_DRAWINGS_CURRENT"), "mean", CARD_HALF, CARD_YEAR),
    *rollup(CARD, cash_to_limit, "max mean", CARD.every_row, CARD_YEAR),
    *rollup(CARD, paid_back, "mean", CARD_HALF, CARD_YEAR),
    *rollup(CARD, repaid_share, "mean", CARD_HALF, CARD_YEAR),
    *(
        share_of_rows(CARD, months, window)
        for months in (FULL_UP, DRAWING_CASH, LEAST_ONLY, CARD_LATE)
        for window in (CARD.every_row, CARD_YEAR)
    ),
    *rollup(CARD, CARD.column("SK_DPD"), "max", CARD_YEAR),
    slope(CARD, utilisation, CARD.column("MONTHS_BALANCE"), CARD_TWO_YEARS),
    slope(CARD, balance, CARD.column("MONTHS_BALANCE"), CARD_YEAR),
    short_over_long(CARD, balance, CARD_QUARTER, CARD_YEAR),
    short_over_long(CARD, drawn, CARD_HALF, CARD.every_row),
    since_last(CARD, "MONTHS_BALANCE", DRAWING_CASH),
    since_last(CARD, "MONTHS_BALANCE", CARD_LATE),
)
