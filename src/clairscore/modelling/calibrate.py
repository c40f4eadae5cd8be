"""Two numbers that make log-odds true: a logistic regression of the outcome on the log-odds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Calibration, Floats
from clairscore.decision.logistic import probability
from clairscore.errors import Fault
from clairscore.metrics import Interval, normal

STEPS = 50
CLOSE = 1e-10
NOISE = 1e-6
"""Below this a step is Newton's last, and the likelihood too flat to compare."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Slope and intercept with intervals; a calibrated model has slope 1 and intercept 0."""

    slope: Interval
    intercept: Interval

    @property
    def calibration(self) -> Calibration:
        """The two numbers, to apply."""
        return Calibration(self.slope.value, self.intercept.value)

    @property
    def is_transferred(self) -> bool:
        """Whether both intervals hold the calibrated model's 1 and 0."""
        return self.slope.holds(1) and self.intercept.holds(0)


def fit(y: NDArray[np.bool_], log_odds: Floats) -> Fit:
    """Maximum likelihood by Newton's steps, to the last digits; intervals from the information.

    Platt 1999 without his smoothed targets; Cox 1958 for the reading of slope and intercept.
    Fault where the likelihood has no maximum (the log-odds separate the classes, or are constant).
    """
    design = np.column_stack([log_odds, np.ones_like(log_odds)])
    beta = np.array([0.0, np.log((y.sum() + 0.5) / ((~y).sum() + 0.5))])
    for _ in range(STEPS):
        gradient, information = _likelihood(design, y, beta)
        step = _uphill(design, y, beta, _solved(information, gradient))
        beta = beta + step
        if np.abs(step).max() < CLOSE * max(1.0, float(np.abs(beta).max())):
            return _fit(beta, _solved(_likelihood(design, y, beta)[1], np.eye(2)))
    raise _no_maximum()


def _uphill(design: Floats, y: NDArray[np.bool_], beta: Floats, step: Floats) -> Floats:
    """The step, halved until it does not lower the likelihood: Newton's may jump too far."""
    here = _log_likelihood(design, y, beta)
    while np.abs(step).max() > NOISE and _log_likelihood(design, y, beta + step) < here:
        step = step / 2
    return step


def _log_likelihood(design: Floats, y: NDArray[np.bool_], beta: Floats) -> float:
    predictor = design @ beta
    return -float(np.logaddexp(0, np.where(y, -predictor, predictor)).sum())


def _likelihood(design: Floats, y: NDArray[np.bool_], beta: Floats) -> tuple[Floats, Floats]:
    """Gradient (2,) and information (2, 2) of the log-likelihood."""
    p = probability(design @ beta)
    return design.T @ (y - p), (design * (p * (1 - p))[:, None]).T @ design


def _solved(information: Floats, gradient: Floats) -> Floats:
    if np.linalg.cond(information) > 1 / np.finfo(np.float64).eps:
        raise _no_maximum()
    return np.asarray(np.linalg.solve(information, gradient))


def _fit(beta: Floats, covariance: Floats) -> Fit:
    slope, intercept = (
        normal(float(value), float(variance), "normal, observed information")
        for value, variance in zip(beta, np.diag(covariance), strict=True)
    )
    return Fit(slope, intercept)


def _no_maximum() -> Fault:
    return Fault(
        "calibration: found log-odds that separate the outcomes or do not vary, expected an"
        " overlap; look for a leak of the outcome, or give more clients"
    )
