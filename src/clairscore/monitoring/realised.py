"""What became of granted loans, beside the reference under the same limit.

Outcomes exist for granted loans only, whose risks are alike: an AUC of 0.80 among all is about 0.70
among them. So they are compared with training clients under the same limit, and with what their
own probabilities announced; loans that people granted above the limit stand apart.
"""

from __future__ import annotations

import numpy as np

from clairscore.decision.booster import Floats
from clairscore.decision.logistic import probability
from clairscore.decision.policy import Policy
from clairscore.metrics import Interval, auc_interval, percentile, wilson
from clairscore.monitoring.classes import (
    answers,
    classes_of,
    drawn_answers,
    expected_answers,
    reference_classes,
)
from clairscore.monitoring.effect import by_chance
from clairscore.monitoring.report import Realised, Region
from clairscore.monitoring.sides import Flags, Loans, Yardstick

DRAWS = 400
FEWEST_EACH = 10
"""Loans of either outcome from which an AUC is told."""


def realised(yardstick: Yardstick, loans: Loans, policy: Policy, seed: int) -> Realised:
    """Both strata, and the reference under the limit."""
    granted = policy.grants(probability(loans.log_odds))
    rate, ranking = reference_region(yardstick, policy)
    return Realised(
        granted=region(loans.log_odds[granted], loans.y[granted], policy, seed),
        manual=region(loans.log_odds[~granted], loans.y[~granted], policy, seed),
        reference_rate=rate,
        reference_ranking=ranking,
    )


def reference_region(yardstick: Yardstick, policy: Policy) -> tuple[float, float]:
    """Share of difficulties and AUC of the training clients whom the score grants."""
    classes = reference_classes(yardstick.score, policy.cut_off_log_odds)
    bad = np.where(classes.granted, yardstick.score.difficulties, 0).astype(np.float64)
    good = np.where(classes.granted, classes.counts, 0) - bad
    found = answers(good[None, :], bad[None, :], classes.granted, policy.cost_ratio)
    return float(found.rate[0]), float(found.auc[0])


def region(log_odds: Floats, y: Flags, policy: Policy, seed: int) -> Region:
    """One stratum; figures of nothing are NaN."""
    n, bad = len(y), int(y.sum())
    p = probability(log_odds)
    if not n:
        nothing = Interval(*(float("nan"),) * 3, "none")
        return Region(0, 0, nothing, float("nan"), 1.0, None, None)
    both = min(bad, n - bad) >= FEWEST_EACH
    return Region(
        loans=n,
        difficulties=bad,
        observed=wilson(bad, n),
        expected=float(p.mean()),
        chance=by_chance(bad - float(p.sum()), float((p * (1 - p)).sum())),
        ranking=auc_interval(y, log_odds) if both else None,
        expected_ranking=_expected_ranking(log_odds, policy, seed) if both else None,
    )


def _expected_ranking(log_odds: Floats, policy: Policy, seed: int) -> Interval:
    """The AUC that these loans would show if their probabilities were right."""
    classes = classes_of(log_odds, policy.cut_off_log_odds)
    told = expected_answers(classes, policy.cost_ratio)
    drawn = drawn_answers(classes, policy.cost_ratio, DRAWS, seed).auc
    known = drawn[np.isfinite(drawn)]
    return percentile(float(told.auc[0]), known, "simulated calibrated model")
