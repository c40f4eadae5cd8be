"""Features of the client's earlier applications with the lender."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals.stable.v2 as nw

from clairscore.data.schema import RATE_SCALE
from clairscore.features.exact import RATIO_BOUND, fixed_ratio
from clairscore.features.rollup import (
    category_shares,
    overall,
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

PREVIOUS = Source("previous_application", "previous", "earlier_applications")

EVERY = PREVIOUS.every_row
APPROVED = PREVIOUS.where("approved", "NAME_CONTRACT_STATUS", "Approved")
REFUSED = PREVIOUS.where("refused", "NAME_CONTRACT_STATUS", "Refused")
CASH = PREVIOUS.where("cash", "NAME_CONTRACT_TYPE", "Cash loans")
CONSUMER = PREVIOUS.where("consumer", "NAME_CONTRACT_TYPE", "Consumer loans")

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

HALF_YEAR, TWO_YEARS, THREE_YEARS = (
    PREVIOUS.since("DAYS_DECISION", days, f"{months}m")
    for months, days in ((6, 183), (24, 730), (36, 1_096))
)
LAST = PREVIOUS.last(1)
LAST_FEW = tuple(PREVIOUS.last(rows) for rows in (3, 5, 10))
LAST_FACTS: Mapping[str, tuple[str, ...]] = {
    "NAME_CONTRACT_TYPE": ("Cash loans", "Consumer loans", "Revolving loans"),
    "NAME_CONTRACT_STATUS": ("Canceled", "Unused offer"),
    "CODE_REJECT_REASON": ("HC", "LIMIT", "SCO", "SCOFR"),
    "NAME_GOODS_CATEGORY": ("Mobile", "Consumer Electronics", "Computers", "Furniture"),
    "NAME_CLIENT_TYPE": ("New",),
    "NAME_PRODUCT_TYPE": ("x-sell",),
}
"""What is told of the last application, word by word; the rarest words are left out."""

OUTRIGHT = PREVIOUS.where("refused_limit_or_score", "CODE_REJECT_REASON", "LIMIT", "SCO", "SCOFR")
yield_level = PREVIOUS.derive(
    "yield_level",
    nw.when(nw.col("NAME_YIELD_GROUP") < 4).then(nw.col("NAME_YIELD_GROUP")),
    PREVIOUS.column("NAME_YIELD_GROUP"),
    bound=4,
)
plan_left = PREVIOUS.derive(
    "plan_left", nw.col("DAYS_LAST_DUE_1ST_VERSION").clip(0, None), planned_end, bound=45_000
)
ON_PLAN = PREVIOUS.subset("still_planned", nw.col("DAYS_LAST_DUE_1ST_VERSION") > 0, planned_end)

RECENT: tuple[Feature, ...] = (
    *(row_count(PREVIOUS, window) for window in (HALF_YEAR, TWO_YEARS, THREE_YEARS)),
    *(row_count(PREVIOUS, REFUSED & window) for window in (HALF_YEAR, YEAR, TWO_YEARS)),
    *(row_count(PREVIOUS, APPROVED & window) for window in (HALF_YEAR, YEAR, TWO_YEARS)),
    row_count(PREVIOUS, OUTRIGHT & TWO_YEARS),
    *(share_of_rows(PREVIOUS, REFUSED, window) for window in (TWO_YEARS, THREE_YEARS)),
    *(share_of_rows(PREVIOUS, APPROVED, window) for window in (LAST, *LAST_FEW)),
    *(
        share
        for share in category_shares(PREVIOUS, LAST_FACTS, LAST)
        if share.subset in LAST_FACTS[share.column]
    ),
    *rollup(PREVIOUS, goods, "max", LAST),
    *rollup(PREVIOUS, payments, "max", LAST),
    *rollup(PREVIOUS, payments, "max", APPROVED),
    *rollup(PREVIOUS, payments, "mean max", APPROVED & TWO_YEARS),
    *rollup(PREVIOUS, down_rate, "max", LAST),
    *rollup(PREVIOUS, asked_to_credit, "max", LAST),
    *rollup(PREVIOUS, yield_level, "max", LAST),
    *rollup(PREVIOUS, yield_level, "mean", APPROVED, REFUSED, *LAST_FEW),
    *rollup(PREVIOUS, down_rate, "mean", *LAST_FEW),
    *rollup(PREVIOUS, asked_to_credit, "mean", *LAST_FEW),
    *rollup(PREVIOUS, credit, "mean", *LAST_FEW[1:], APPROVED & TWO_YEARS),
    *rollup(PREVIOUS, annuity, "mean", *LAST_FEW[1:], APPROVED & TWO_YEARS),
    *rollup(PREVIOUS, ended_early, "mean max", *LAST_FEW),
    *rollup(PREVIOUS, plan_left, "max sum", APPROVED),
    row_count(PREVIOUS, APPROVED & ON_PLAN),
    *rollup(PREVIOUS, annuity, "sum", APPROVED & ON_PLAN),
    overall(PREVIOUS, asked_to_credit, asked, credit, APPROVED),
    overall(PREVIOUS, asked_to_credit, asked, credit, REFUSED),
)
