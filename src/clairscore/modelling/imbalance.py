"""What treating the imbalance does to a probability, before and after it is calibrated again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Floats
from clairscore.decision.logistic import probability
from clairscore.metrics import (
    Interval,
    brier_by_client,
    calibration_error,
    cost_by_client,
    cost_interval,
    influence_interval,
    mean_interval,
    perfect_calibration_error,
    theoretical_cut_off,
)
from clairscore.modelling.calibrate import fit
from clairscore.modelling.candidates.candidate import Candidate, Treatment, log_odds_of
from clairscore.modelling.evaluate import Difference, difference_of
from clairscore.modelling.figures import Answers

UNTREATED = {"served": "lightgbm", "logistic-reference": "logistic"}
"""The candidates without treatment, and the learner that each stands for."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """How true the probabilities are, and what deciding by them at 1 / (1 + ratio) costs.

    Slope and intercept are those of the outcome on the log-odds: 1 and 0 for a true probability.
    """

    predicted: float
    observed: float
    slope: Interval
    intercept: Interval
    calibration_error: float
    perfect_calibration_error: Interval
    brier: Interval
    granted_share: Interval
    cost_per_1000: Interval
    cost_share_of_grant_all: Interval


@dataclass(frozen=True, slots=True)
class Treated:
    """One learner under one treatment; `difference` is its gain over the untreated one, after."""

    learner: str
    treatment: Treatment
    auc: Interval
    before: Reliability
    after: Reliability
    difference: Difference | None


def treatments(
    chosen: Mapping[str, Candidate],
    raw: Mapping[str, Floats],
    answers: Mapping[str, Answers],
    *,
    ratio: float,
    seed: int,
) -> tuple[Treated, ...]:
    """A row for each treatment, and one for none, of each learner whose treatments were run."""
    rows = []
    for base, learner in UNTREATED.items():
        treated = [name for name, each in chosen.items() if _treats(each, base)]
        if not treated or base not in raw:
            continue
        for name in (base, *treated):
            found = answers[name]
            gain = None
            if name != base:
                gain = difference_of(answers[base], found, "none", ratio=ratio, seed=seed)
            rows.append(
                Treated(
                    learner,
                    chosen[name].treatment,
                    influence_interval(*found.auc_and_influence()),
                    reliability(found.y, raw[name], ratio=ratio, seed=seed),
                    reliability(
                        found.y, log_odds_of(found.probabilities[0]), ratio=ratio, seed=seed
                    ),
                    gain,
                )
            )
    return tuple(rows)


def reliability(y: NDArray[np.bool_], log_odds: Floats, *, ratio: float, seed: int) -> Reliability:
    """The reliability of log-odds taken at their word."""
    p = probability(log_odds)
    granted = p < theoretical_cut_off(ratio)
    cost = cost_interval(y, cost_by_client(y, granted, ratio), seed=seed, ratio=ratio)
    found = fit(y, log_odds)
    return Reliability(
        predicted=float(p.mean()),
        observed=float(y.mean()),
        slope=found.slope,
        intercept=found.intercept,
        calibration_error=calibration_error(y, p),
        perfect_calibration_error=perfect_calibration_error(p, seed=seed),
        brier=mean_interval(brier_by_client(y, p)),
        granted_share=mean_interval(granted),
        cost_per_1000=cost.per_1000,
        cost_share_of_grant_all=cost.share_of_grant_all,
    )


def _treats(candidate: Candidate, base: str) -> bool:
    return candidate.treatment != "none" and candidate.learner == base
