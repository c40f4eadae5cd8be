"""What earlier loans with us cost: the flat rate that annuity, number and amount imply."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from clairscore.data.schema import RATE_SCALE
from clairscore.features.exact import RATIO_BOUND, fixed_ratio
from clairscore.features.previous import (
    APPROVED,
    CASH,
    CONSUMER,
    PREVIOUS,
    YEAR,
    annuity,
    credit,
    days_decision,
    payments,
)
from clairscore.features.rollup import rollup, slope
from clairscore.features.spec import Feature

flat_rate = PREVIOUS.derive(
    "flat_rate",
    fixed_ratio(
        nw.col("AMT_ANNUITY") * nw.col("CNT_PAYMENT") - nw.col("AMT_CREDIT"),
        nw.col("AMT_CREDIT") * nw.col("CNT_PAYMENT"),
    ),
    annuity,
    payments,
    credit,
    bound=RATIO_BOUND,
    scale=RATE_SCALE,
)
"""(annuity x n / credit - 1) / n, for each instalment."""

RATES: tuple[Feature, ...] = (
    *rollup(PREVIOUS, flat_rate, "min mean max", APPROVED, APPROVED & CASH, APPROVED & CONSUMER),
    *rollup(PREVIOUS, flat_rate, "mean", PREVIOUS.last(1), PREVIOUS.last(3), APPROVED & YEAR),
    slope(PREVIOUS, flat_rate, days_decision, APPROVED),
)
