"""Features of the credits held elsewhere, each with its monthly record."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from clairscore.data.schema import RATE_SCALE, TABLES
from clairscore.features.exact import RATIO_BOUND, fixed_ratio
from clairscore.features.rollup import (
    category_shares,
    rollup,
    row_count,
    share_of_rows,
    short_over_long,
    since_last,
    slope,
    slug,
    weighted_mean,
)
from clairscore.features.source import Source, halving_weight
from clairscore.features.spec import Atom, Feature

BUREAU = Source("bureau", "bureau", "credits_elsewhere")
MONTHS = Source("bureau_balance", "bureau_balance", "credits_elsewhere")

EVERY = BUREAU.every_row
ACTIVE = BUREAU.where("active", "CREDIT_ACTIVE", "Active")
CLOSED = BUREAU.where("closed", "CREDIT_ACTIVE", "Closed")

days_credit = BUREAU.column("DAYS_CREDIT")
days_end = BUREAU.column("DAYS_CREDIT_ENDDATE")
days_end_fact = BUREAU.column("DAYS_ENDDATE_FACT")
days_update = BUREAU.column("DAYS_CREDIT_UPDATE")
day_overdue = BUREAU.column("CREDIT_DAY_OVERDUE")
max_overdue = BUREAU.column("AMT_CREDIT_MAX_OVERDUE")
credit = BUREAU.column("AMT_CREDIT_SUM")
debt = BUREAU.column("AMT_CREDIT_SUM_DEBT")
overdue = BUREAU.column("AMT_CREDIT_SUM_OVERDUE")
limit = BUREAU.column("AMT_CREDIT_SUM_LIMIT")
annuity = BUREAU.column("AMT_ANNUITY")
prolonged = BUREAU.column("CNT_CREDIT_PROLONG")

month = MONTHS.column("MONTHS_BALANCE")
monthly_rows = Atom("rows", MONTHS.every_row)
monthly_first = Atom("min", MONTHS.every_row, month)
monthly_last = Atom("max", MONTHS.every_row, month)
monthly_status = {
    word: Atom("rows", MONTHS.where(f"status_{slug(word)}", "STATUS", word))
    for word in TABLES["bureau_balance"]["STATUS"].vocabulary
}
LATE_WORDS = ("1", "2", "3", "4", "5")
monthly_late = tuple(monthly_status[word] for word in LATE_WORDS)

months_known = BUREAU.derive(
    "months_known", monthly_rows.value, bound=1e6, child_atoms=(monthly_rows,)
)
first_month = BUREAU.derive(
    "first_month", monthly_first.value, bound=1_200, child_atoms=(monthly_first,)
)
last_month = BUREAU.derive(
    "last_month", monthly_last.value, bound=1_200, child_atoms=(monthly_last,)
)
months_late = BUREAU.derive(
    "months_late",
    sum((atom.value for atom in monthly_late[1:]), monthly_late[0].value),
    bound=1e6,
    child_atoms=monthly_late,
)
worst_status = BUREAU.derive(
    "worst_status",
    nw.max_horizontal(
        *(
            (atom.value > 0).cast(nw.Int64) * int(word)
            for word, atom in zip(LATE_WORDS, monthly_late, strict=True)
        )
    ),
    bound=5,
    child_atoms=monthly_late,
)


def months_share(word: str) -> tuple[Feature, ...]:
    """Share of a credit's known months that have this status, averaged over the credits."""
    name = f"months_{slug(word)}"
    inside = monthly_status[word]
    share = BUREAU.derive(
        name,
        fixed_ratio(inside.value, monthly_rows.value),
        bound=RATIO_BOUND,
        scale=RATE_SCALE,
        child_atoms=(inside, monthly_rows),
    )
    return tuple(rollup(BUREAU, share, "mean", EVERY, ACTIVE, CLOSED))


duration = BUREAU.derive(
    "duration",
    nw.col("DAYS_CREDIT_ENDDATE") - nw.col("DAYS_CREDIT"),
    days_end,
    days_credit,
    bound=days_end.bound * 2,
)
debt_share = BUREAU.quotient("debt_share", debt, credit)
overdue_share = BUREAU.quotient("overdue_share", overdue, debt)

MEASURES = (
    (days_credit, "min max mean var"),
    (days_end, "min max mean"),
    (days_update, "mean"),
    (day_overdue, "max mean"),
    (max_overdue, "max mean"),
    (credit, "max mean sum"),
    (debt, "max mean sum"),
    (overdue, "mean sum"),
    (limit, "mean sum"),
    (annuity, "max mean"),
    (prolonged, "sum"),
    (first_month, "min"),
    (last_month, "max"),
    (months_known, "mean sum"),
    (worst_status, "max mean"),
    (months_late, "sum"),
)

PLAIN: tuple[Feature, ...] = (
    row_count(BUREAU),
    row_count(BUREAU, ACTIVE),
    *(
        feature
        for quantity, statistics in MEASURES
        for feature in rollup(BUREAU, quantity, statistics, EVERY, ACTIVE, CLOSED)
    ),
    *category_shares(BUREAU, ("CREDIT_ACTIVE", "CREDIT_CURRENCY", "CREDIT_TYPE"), EVERY),
    *(
        share
        for word in TABLES["bureau_balance"]["STATUS"].vocabulary
        for share in months_share(word)
    ),
    *rollup(BUREAU, days_end_fact, "max mean", EVERY),
    *rollup(BUREAU, duration, "max mean", EVERY, ACTIVE),
    *rollup(BUREAU, debt_share, "max mean", EVERY, ACTIVE),
    *rollup(BUREAU, overdue_share, "max mean", ACTIVE),
)

YEAR = BUREAU.since("DAYS_CREDIT", 365, "12m")
TWO_YEARS = BUREAU.since("DAYS_CREDIT", 730, "24m")
age_months = BUREAU.age_in_months(days_credit)
LATE = BUREAU.subset("overdue", nw.col("CREDIT_DAY_OVERDUE") > 0, day_overdue)

SHAPES: tuple[Feature, ...] = (
    row_count(BUREAU, YEAR),
    *rollup(BUREAU, credit, "sum mean", YEAR, TWO_YEARS),
    *rollup(BUREAU, debt_share, "mean", YEAR, TWO_YEARS, BUREAU.last(3)),
    *rollup(BUREAU, credit, "mean max", BUREAU.last(3)),
    share_of_rows(BUREAU, ACTIVE, TWO_YEARS),
    short_over_long(BUREAU, credit, YEAR, EVERY),
    slope(BUREAU, debt_share, days_credit, EVERY),
    weighted_mean(BUREAU, debt_share, halving_weight(BUREAU, age_months, 12), "ewm", EVERY),
    since_last(BUREAU, "DAYS_CREDIT", EVERY),
    since_last(BUREAU, "DAYS_CREDIT", LATE),
)
