"""How true a probability is: Brier, log loss, calibration error and a perfect model's own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from clairscore.metrics.arrays import Floats, Ints, outcomes, scores
from clairscore.metrics.intervals import LEVEL, Interval, normal, percentile

BINS = 20


def brier(y: ArrayLike, probability: ArrayLike) -> float:
    """Mean squared error of the probability (Brier 1950)."""
    return float(brier_by_client(y, probability).mean())


def log_loss(y: ArrayLike, probability: ArrayLike) -> float:
    """Mean negative log-likelihood, natural logarithm; infinite for a certain and wrong answer."""
    return float(log_loss_by_client(y, probability).mean())


def brier_by_client(y: ArrayLike, probability: ArrayLike) -> Floats:
    """Squared error of each client's probability (n,)."""
    outcome = outcomes(y)
    return np.square(scores(probability, outcome) - outcome)


def log_loss_by_client(y: ArrayLike, probability: ArrayLike) -> Floats:
    """Negative log-likelihood of each client's outcome (n,)."""
    outcome = outcomes(y)
    values = scores(probability, outcome)
    with np.errstate(divide="ignore"):
        return -np.log(np.where(outcome, values, 1 - values))


def mean_interval(by_client: ArrayLike, level: float = LEVEL) -> Interval:
    """Mean over clients with its normal interval (central limit theorem)."""
    values = np.asarray(by_client, dtype=np.float64)
    variance = float(values.var(ddof=1) / len(values)) if len(values) > 1 else 0.0
    return normal(float(values.mean()), variance, "normal over clients", level)


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """One bin of the reliability diagram: clients, mean probability, share with difficulties."""

    clients: int
    predicted: float
    observed: float


def calibration_bins(
    y: ArrayLike, probability: ArrayLike, bins: int = BINS
) -> tuple[CalibrationBin, ...]:
    """Bins of about equal counts by rising probability; equal probabilities share a bin."""
    outcome = outcomes(y)
    values = scores(probability, outcome)
    code, counts = _equal_count_bins(values, bins)
    predicted = np.bincount(code, weights=values) / counts
    observed = np.bincount(code, weights=outcome) / counts
    rows = zip(counts.tolist(), predicted.tolist(), observed.tolist(), strict=True)
    return tuple(CalibrationBin(*row) for row in rows)


def calibration_error(y: ArrayLike, probability: ArrayLike, bins: int = BINS) -> float:
    """Expected calibration error: mean over clients of |observed - predicted| of their bin.

    Naeini, Cooper and Hauskrecht 2015, with equal-count bins.
    """
    outcome = outcomes(y)
    values = scores(probability, outcome)
    code, _ = _equal_count_bins(values, bins)
    return float(np.abs(np.bincount(code, weights=outcome - values)).sum() / len(values))


def perfect_calibration_error(
    probability: ArrayLike,
    *,
    seed: int,
    draws: int = 400,
    bins: int = BINS,
    level: float = LEVEL,
) -> Interval:
    """Calibration error that a perfect model of these probabilities shows by chance alone.

    Mean and range over outcomes simulated from the probabilities themselves.
    """
    values = np.asarray(probability, dtype=np.float64)
    code, counts = _equal_count_bins(values, bins)
    rows = np.argsort(code, kind="stable")
    sorted_values, starts = values[rows], np.concatenate([[0], np.cumsum(counts)[:-1]])
    rng = np.random.default_rng(seed)
    errors = np.empty(draws)
    for draw in range(draws):
        gaps = (rng.random(len(values)) < sorted_values) - sorted_values
        errors[draw] = np.abs(np.add.reduceat(gaps, starts)).sum() / len(values)
    return percentile(float(errors.mean()), errors, "simulated perfect model", level)


def observed_minus_predicted(
    y: ArrayLike, probability: ArrayLike, low: float = 0.0, high: float = 1.0
) -> Interval:
    """Share with difficulties minus mean probability among clients in [low, high], with interval.

    The variance is a perfect model's, sum of p (1 - p) (Spiegelhalter 1986). NaN without clients.
    """
    outcome = outcomes(y)
    values = scores(probability, outcome)
    inside = (values >= low) & (values <= high)
    n = max(int(inside.sum()), 1)
    gap = float((outcome[inside] - values[inside]).sum() / n) if inside.any() else float("nan")
    variance = float((values[inside] * (1 - values[inside])).sum()) / n**2
    return normal(gap, variance, "normal over clients")


def _equal_count_bins(values: Floats, bins: int) -> tuple[Ints, Ints]:
    """Bin of each value and clients per bin; ties stay together, empty bins vanish."""
    ranked = np.sort(values)
    edges = np.unique(ranked[np.arange(1, bins) * len(ranked) // bins])
    _, code, counts = np.unique(
        np.searchsorted(edges, values, "right"), return_inverse=True, return_counts=True
    )
    return code.astype(np.int64), counts.astype(np.int64)
