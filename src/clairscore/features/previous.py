"""Features of the client's earlier applications with the lender."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from clairscore.data.schema import RATE_SCALE
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
from clairscore.features.spec import RATIO_BOUND, Feature, Source, fixed_ratio, halving_weight

PREVIOUS = Source("previous_application", "previous", "earlier_applications")

EVERY = PREVIOUS.every_row
APPROVED = PREVIOUS.where("approved", "NAME_CONTRACT_STATUS", "Approved")
REFUSED = PREVIOUS.where("refused", "NAME_CONTRACT_STATUS", "Refused")

annuity = PREVIOUS.column("AMT_ANNUITY")
asked = PREVIOUS.column("AMT_APPLICATION")
credit = PREVIOUS.column("AMT_CREDIT")
down_payment = PREVIOUS.column("AMT_DOWN_PAYMENT")
goods = PREVIOUS.column("AMT_GOODS_PRICE")
hour = PREVIOUS.column("HOUR_APPR_PROCESS_START")
down_rate = PREVIOUS.column("RATE_DOWN_PAYMENT")
days_decision = PREVIOUS.column("DAYS_DECISION")
payments = PREVIOUS.column("CNT_PAYMENT")

asked_to_credit = PREVIOUS.quotient("asked_to_credit", asked, credit)
total_cost = PREVIOUS.derive(
    "total_cost",
    fixed_ratio(nw.col("AMT_ANNUITY") * nw.col("CNT_PAYMENT"), nw.col("AMT_CREDIT")),
    annuity,
    payments,
    credit,
    bound=RATIO_BOUND,
    scale=RATE_SCALE,
)
termination = PREVIOUS.column("DAYS_TERMINATION")
last_due = PREVIOUS.column("DAYS_LAST_DUE")
first_due = PREVIOUS.column("DAYS_FIRST_DUE")
planned_end = PREVIOUS.column("DAYS_LAST_DUE_1ST_VERSION")
ended_early = PREVIOUS.derive(
    "ended_early",
    nw.col("DAYS_LAST_DUE_1ST_VERSION") - nw.col("DAYS_LAST_DUE"),
    planned_end,
    last_due,
    bound=planned_end.bound * 2,
)

MEASURES = (
    (annuity, "min max mean"),
    (asked, "min max mean"),
    (credit, "min max mean"),
    (asked_to_credit, "min max mean var"),
    (down_payment, "min max mean"),
    (goods, "min max mean"),
    (hour, "min max mean"),
    (down_rate, "min max mean"),
    (days_decision, "min max mean"),
    (payments, "mean sum"),
)

CATEGORIES = (
    "NAME_CONTRACT_TYPE",
    "WEEKDAY_APPR_PROCESS_START",
    "FLAG_LAST_APPL_PER_CONTRACT",
    "NAME_CASH_LOAN_PURPOSE",
    "NAME_CONTRACT_STATUS",
    "NAME_PAYMENT_TYPE",
    "CODE_REJECT_REASON",
    "NAME_TYPE_SUITE",
    "NAME_CLIENT_TYPE",
    "NAME_GOODS_CATEGORY",
    "NAME_PORTFOLIO",
    "NAME_PRODUCT_TYPE",
    "CHANNEL_TYPE",
    "NAME_SELLER_INDUSTRY",
    "NAME_YIELD_GROUP",
    "PRODUCT_COMBINATION",
)

PLAIN: tuple[Feature, ...] = (
    row_count(PREVIOUS),
    row_count(PREVIOUS, APPROVED),
    row_count(PREVIOUS, REFUSED),
    *(
        feature
        for quantity, statistics in MEASURES
        for feature in rollup(PREVIOUS, quantity, statistics, EVERY, APPROVED, REFUSED)
    ),
    *category_shares(PREVIOUS, CATEGORIES, EVERY),
    *rollup(PREVIOUS, PREVIOUS.column("NFLAG_LAST_APPL_IN_DAY"), "mean", EVERY),
    *rollup(PREVIOUS, PREVIOUS.column("NFLAG_INSURED_ON_APPROVAL"), "mean", EVERY),
    *rollup(PREVIOUS, PREVIOUS.column("RATE_INTEREST_PRIMARY"), "mean", EVERY),
    *rollup(PREVIOUS, PREVIOUS.column("RATE_INTEREST_PRIVILEGED"), "mean", EVERY),
    *rollup(PREVIOUS, PREVIOUS.column("SELLERPLACE_AREA"), "mean", EVERY),
    *rollup(PREVIOUS, PREVIOUS.column("DAYS_FIRST_DRAWING"), "max mean", EVERY),
    *rollup(PREVIOUS, first_due, "max mean", EVERY),
    *rollup(PREVIOUS, planned_end, "max mean", EVERY),
    *rollup(PREVIOUS, last_due, "max mean", EVERY),
    *rollup(PREVIOUS, termination, "max mean", EVERY),
    *rollup(PREVIOUS, total_cost, "min max mean", APPROVED),
    *rollup(PREVIOUS, ended_early, "max mean", APPROVED),
)

YEAR = PREVIOUS.since("DAYS_DECISION", 365, "12m")
age_months = PREVIOUS.age_in_months(days_decision)

SHAPES: tuple[Feature, ...] = (
    row_count(PREVIOUS, YEAR),
    *(share_of_rows(PREVIOUS, REFUSED, PREVIOUS.last(rows)) for rows in (1, 3, 5, 10)),
    *rollup(PREVIOUS, total_cost, "mean", PREVIOUS.last(3), YEAR),
    *rollup(PREVIOUS, credit, "mean max", PREVIOUS.last(1), PREVIOUS.last(3), YEAR),
    *rollup(PREVIOUS, annuity, "mean", PREVIOUS.last(1), PREVIOUS.last(3)),
    share_of_rows(PREVIOUS, REFUSED, YEAR),
    short_over_long(PREVIOUS, credit, YEAR, EVERY),
    slope(PREVIOUS, credit, days_decision, EVERY),
    weighted_mean(
        PREVIOUS, asked_to_credit, halving_weight(PREVIOUS, age_months, 12), "ewm", EVERY
    ),
    since_last(PREVIOUS, "DAYS_DECISION", REFUSED),
    since_last(PREVIOUS, "DAYS_DECISION", APPROVED),
)
