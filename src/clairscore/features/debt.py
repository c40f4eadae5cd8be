"""The state of the debts elsewhere: what is owed, to whom, until when, and since when in time."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from clairscore.data.schema import MONEY_SCALE
from clairscore.features.bureau import (
    ACTIVE,
    BUREAU,
    CLOSED,
    EVERY,
    MONTHS,
    TWO_YEARS,
    YEAR,
    annuity,
    credit,
    days_end,
    days_end_fact,
    debt,
    debt_share,
    max_overdue,
    month,
    overdue,
)
from clairscore.features.exact import ratio, whole
from clairscore.features.rollup import overall, rollup, row_count, share_of_rows
from clairscore.features.spec import Atom, Feature

HALF_YEAR = BUREAU.since("DAYS_CREDIT", 183, "6m")
THREE_YEARS = BUREAU.since("DAYS_CREDIT", 1_096, "36m")

CARDS = BUREAU.where("cards", "CREDIT_TYPE", "Credit card")
CONSUMER = BUREAU.where("consumer", "CREDIT_TYPE", "Consumer credit")
MICROLOANS = BUREAU.where("microloans", "CREDIT_TYPE", "Microloan")
MORTGAGES = BUREAU.where("mortgages", "CREDIT_TYPE", "Mortgage", "Real estate loan")
RUNNING_TYPES = tuple(ACTIVE & kind for kind in (CARDS, CONSUMER, MICROLOANS, MORTGAGES))

days_left = BUREAU.derive(
    "days_left", nw.col("DAYS_CREDIT_ENDDATE").clip(0, None), days_end, bound=days_end.bound
)
WITH_END = BUREAU.subset("not_yet_due", nw.col("DAYS_CREDIT_ENDDATE") > 0, days_end)

monthly_due = BUREAU.derive(
    "monthly_due",
    whole(ratio(nw.col("AMT_CREDIT_SUM_DEBT").clip(0, None) * 30, nw.col("days_left").clip(30))),
    debt,
    days_left,
    bound=debt.bound,
    scale=MONEY_SCALE,
)
"""What is owed spread over the months that are left, at least one: few bureaus tell annuities."""

closed_early = BUREAU.derive(
    "closed_early",
    nw.col("DAYS_CREDIT_ENDDATE") - nw.col("DAYS_ENDDATE_FACT"),
    days_end,
    days_end_fact,
    bound=days_end.bound * 2,
)
worst_overdue_share = BUREAU.quotient("worst_overdue_share", max_overdue, credit)

LATE_MONTHS = MONTHS.where("late", "STATUS", "1", "2", "3", "4", "5")
late_months = {
    window: Atom("rows", LATE_MONTHS & MONTHS.since("MONTHS_BALANCE", window, f"{window}m"))
    for window in (12, 24)
}
latest_late = Atom("max", LATE_MONTHS, month)
late_12_months, late_24_months = (
    BUREAU.derive(f"months_late_{window}m", atom.value, bound=1e6, child_atoms=(atom,))
    for window, atom in late_months.items()
)
last_late_month = BUREAU.derive(
    "last_late_month", latest_late.value, bound=1_200, child_atoms=(latest_late,)
)

DEBT: tuple[Feature, ...] = (
    *(row_count(BUREAU, window) for window in (HALF_YEAR, TWO_YEARS, THREE_YEARS)),
    *(row_count(BUREAU, ACTIVE & window) for window in (HALF_YEAR, YEAR)),
    *(row_count(BUREAU, kind) for kind in RUNNING_TYPES),
    *(row_count(BUREAU, MICROLOANS & window) for window in (YEAR, THREE_YEARS)),
    *(row_count(BUREAU, CONSUMER & window) for window in (YEAR,)),
    row_count(BUREAU, ACTIVE & WITH_END),
    *rollup(BUREAU, debt, "sum", *RUNNING_TYPES),
    *rollup(BUREAU, days_left, "max mean sum", ACTIVE),
    *rollup(BUREAU, monthly_due, "sum max", ACTIVE),
    *rollup(BUREAU, annuity, "sum", ACTIVE),
    overall(BUREAU, debt_share, debt, credit, ACTIVE),
    overall(BUREAU, debt_share, debt, credit, ACTIVE & CARDS),
    overall(BUREAU, debt_share, debt, credit, ACTIVE & CONSUMER),
    overall(BUREAU, debt_share, debt, credit, ACTIVE & YEAR),
    overall(BUREAU, worst_overdue_share, max_overdue, credit, EVERY),
    *rollup(BUREAU, overdue, "max", ACTIVE),
    *rollup(BUREAU, worst_overdue_share, "max mean", EVERY),
    *rollup(BUREAU, closed_early, "mean max min", CLOSED),
    *rollup(BUREAU, late_12_months, "sum", EVERY),
    *rollup(BUREAU, late_24_months, "sum", EVERY),
    *rollup(BUREAU, last_late_month, "max", EVERY),
    *(share_of_rows(BUREAU, ACTIVE, BUREAU.last(rows)) for rows in (1, 3, 5, 10)),
    *rollup(BUREAU, debt_share, "mean max", BUREAU.last(5), BUREAU.last(10)),
    *rollup(BUREAU, credit, "mean", BUREAU.last(1), BUREAU.last(5), BUREAU.last(10)),
)
