"""Features of the payments on earlier loans: how late, how early, how complete."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from clairscore.features.rollup import (
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

INSTALMENTS = Source("installments_payments", "instalments", "repayment_here")
EVERY = INSTALMENTS.every_row

due = INSTALMENTS.column("DAYS_INSTALMENT")
paid_on = INSTALMENTS.column("DAYS_ENTRY_PAYMENT")
owed = INSTALMENTS.column("AMT_INSTALMENT")
paid = INSTALMENTS.column("AMT_PAYMENT")
version = INSTALMENTS.column("NUM_INSTALMENT_VERSION")
number = INSTALMENTS.column("NUM_INSTALMENT_NUMBER")

delay = nw.col("DAYS_ENTRY_PAYMENT") - nw.col("DAYS_INSTALMENT")
days_late = INSTALMENTS.derive(
    "days_late",
    nw.when(delay > 0).then(delay).otherwise(nw.when(delay <= 0).then(0)),
    due,
    paid_on,
    bound=due.bound * 2,
)
days_early = INSTALMENTS.derive(
    "days_early",
    nw.when(delay < 0).then(-delay).otherwise(nw.when(delay >= 0).then(0)),
    due,
    paid_on,
    bound=due.bound * 2,
)
paid_share = INSTALMENTS.quotient("paid_share", paid, owed)
shortfall = INSTALMENTS.derive(
    "shortfall",
    nw.col("AMT_INSTALMENT") - nw.col("AMT_PAYMENT"),
    owed,
    paid,
    bound=2e8 * 1_000 / 10,
    scale=1_000,
)

PLAIN: tuple[Feature, ...] = (
    row_count(INSTALMENTS),
    *rollup(INSTALMENTS, version, "max mean"),
    *rollup(INSTALMENTS, number, "max mean"),
    *rollup(INSTALMENTS, days_late, "max mean sum var"),
    *rollup(INSTALMENTS, days_early, "max mean sum var"),
    *rollup(INSTALMENTS, paid_share, "min max mean sum var"),
    *rollup(INSTALMENTS, shortfall, "max mean sum var"),
    *rollup(INSTALMENTS, owed, "max mean sum"),
    *rollup(INSTALMENTS, paid, "min max mean sum"),
    *rollup(INSTALMENTS, paid_on, "max mean sum"),
)

LATE = INSTALMENTS.subset("late", nw.col("days_late") > 0, days_late)
LATE_WEEK = INSTALMENTS.subset("late_7_days", nw.col("days_late") > 7, days_late)
LATE_FORTNIGHT = INSTALMENTS.subset("late_15_days", nw.col("days_late") > 15, days_late)
PARTIAL = INSTALMENTS.subset("partial", nw.col("shortfall") > 0, shortfall)
WINDOWS = tuple(
    INSTALMENTS.since("DAYS_INSTALMENT", days, f"{months}m")
    for months, days in ((6, 183), (12, 365), (24, 730), (36, 1_096))
)
LAST = tuple(INSTALMENTS.last(rows) for rows in (12, 24, 60))
age_months = INSTALMENTS.age_in_months(due)

SHAPES: tuple[Feature, ...] = (
    *(
        share_of_rows(INSTALMENTS, late, window)
        for late in (LATE, LATE_WEEK, LATE_FORTNIGHT, PARTIAL)
        for window in (EVERY, *WINDOWS)
    ),
    *rollup(INSTALMENTS, days_late, "max mean", *WINDOWS, *LAST),
    *rollup(INSTALMENTS, paid_share, "min mean", *WINDOWS),
    *(slope(INSTALMENTS, days_late, due, last) for last in LAST),
    *(slope(INSTALMENTS, paid_share, due, last) for last in LAST),
    *(
        weighted_mean(
            INSTALMENTS,
            days_late,
            halving_weight(INSTALMENTS, age_months, months),
            f"ewm_{months}m",
            EVERY,
        )
        for months in (6, 24)
    ),
    short_over_long(INSTALMENTS, days_late, WINDOWS[1], EVERY),
    since_last(INSTALMENTS, "DAYS_INSTALMENT", LATE),
    since_last(INSTALMENTS, "DAYS_INSTALMENT", PARTIAL),
)

QUARTER = INSTALMENTS.since("DAYS_INSTALMENT", 92, "3m")

PAYMENTS: tuple[Feature, ...] = (
    *(
        share_of_rows(INSTALMENTS, late, last)
        for late in (LATE, LATE_WEEK, PARTIAL)
        for last in LAST[:2]
    ),
    *rollup(INSTALMENTS, days_late, "max mean", QUARTER, INSTALMENTS.last(5)),
    *rollup(INSTALMENTS, days_early, "mean", *WINDOWS[:2], LAST[0]),
    *rollup(INSTALMENTS, shortfall, "sum max", *WINDOWS[:2]),
    *rollup(INSTALMENTS, paid_share, "mean", *LAST),
    *rollup(INSTALMENTS, owed, "sum mean", QUARTER, *WINDOWS[:2]),
    *rollup(INSTALMENTS, paid, "sum", *WINDOWS[:2]),
    *(overall(INSTALMENTS, paid_share, paid, owed, window) for window in (EVERY, *WINDOWS[:2])),
    *(
        weighted_mean(
            INSTALMENTS,
            paid_share,
            halving_weight(INSTALMENTS, age_months, months),
            f"ewm_{months}m",
            EVERY,
        )
        for months in (6,)
    ),
    short_over_long(INSTALMENTS, days_late, WINDOWS[0], WINDOWS[2]),
    short_over_long(INSTALMENTS, owed, WINDOWS[0], WINDOWS[2]),
    since_last(INSTALMENTS, "DAYS_INSTALMENT", LATE_WEEK),
)
