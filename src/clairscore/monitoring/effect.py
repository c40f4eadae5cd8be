"""What the change of applicants does to approvals, expected difficulties and money."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import polars as pl

from clairscore.decision.booster import Floats
from clairscore.decision.logistic import probability
from clairscore.decision.policy import Policy
from clairscore.metrics import normal
from clairscore.monitoring.classes import Classes, reference_classes
from clairscore.monitoring.report import Change, Effect
from clairscore.monitoring.sides import Yardstick

REFUSED_BY_RULE, REFUSED_BY_SCORE = "refused_by_rule", "refused_by_score"
METHOD = "normal over clients"


def effect(
    yardstick: Yardstick,
    log_odds: Floats,
    proposals: pl.DataFrame,
    policy: Policy,
    unit_value: float | None,
) -> Effect:
    """The effect of the score alone on both sides, and what rules and referral make of it now.

    Both sides are taken at their announced probabilities; the cut-off is the policy's.
    """
    reference = reference_classes(yardstick.score, policy.cut_off_log_odds)
    p = probability(log_odds)
    granted = policy.grants(p)
    costs = np.where(granted, policy.cost_ratio * p, 1 - p)
    return Effect(
        approvals=_change(reference, reference.granted, granted),
        expected=_change(reference, reference.probability, p),
        expected_granted=_change(_only_granted(reference), reference.probability, p[granted]),
        cost=_change(reference, 1_000 * _cost(reference, policy.cost_ratio), 1_000 * costs),
        unit_value=unit_value,
        outcomes=shares(_outcomes(proposals), proposals.height),
        causes=shares(_causes(proposals), proposals.height),
    )


def shares(counts: Mapping[str, int], whole: int) -> dict[str, float]:
    """Counts as shares of a whole."""
    return {name: count / max(whole, 1) for name, count in counts.items()}


def _change(reference: Classes, by_class: Floats | np.ndarray, current: np.ndarray) -> Change:
    """Mean of both sides; the reference's spread is that between its classes."""
    values = np.asarray(by_class, dtype=np.float64)
    now = np.asarray(current, dtype=np.float64)
    n = max(reference.size, 1)
    before = float(reference.counts @ values) / n
    spread = float(reference.counts @ np.square(values - before)) / n
    if not len(now):
        return Change(before, float("nan"), normal(float("nan"), float("nan"), METHOD), 1.0)
    variance = spread / n + float(now.var()) / len(now)
    gap = float(now.mean()) - before
    return Change(
        before, float(now.mean()), normal(gap, variance, METHOD), by_chance(gap, variance)
    )


def by_chance(gap: float, variance: float) -> float:
    """Probability of a normal gap at least as large, either way."""
    if variance <= 0:
        return float(gap == 0)
    return math.erfc(abs(gap) / math.sqrt(2 * variance))


def _only_granted(classes: Classes) -> Classes:
    kept = np.where(classes.granted, classes.counts, 0)
    return Classes(classes.edges, kept, classes.probability, classes.granted)


def _cost(classes: Classes, ratio: float) -> Floats:
    p = classes.probability
    return np.asarray(np.where(classes.granted, ratio * p, 1 - p))


def _outcomes(proposals: pl.DataFrame) -> dict[str, int]:
    """Granted, referred, and refusals by rule and by score apart."""
    refused = pl.col("outcome") == "refused"
    by_rule = refused & (pl.col("decided_by") == "rule")
    told = (
        pl.when(by_rule)
        .then(pl.lit(REFUSED_BY_RULE))
        .when(refused)
        .then(pl.lit(REFUSED_BY_SCORE))
        .otherwise("outcome")
    )
    found = dict(proposals.select(told.alias("told"))["told"].value_counts().iter_rows())
    names = ("granted", "referred", REFUSED_BY_RULE, REFUSED_BY_SCORE)
    return {name: found.get(name, 0) for name in names}


def _causes(proposals: pl.DataFrame) -> dict[str, int]:
    """How often each cause of a referral fires, the most frequent first."""
    told = proposals["causes"].cast(pl.String).str.split(" ").explode().drop_nulls()
    counts = told.filter(told != "").value_counts().iter_rows()
    return dict(sorted(counts, key=lambda each: (-each[1], each[0])))
