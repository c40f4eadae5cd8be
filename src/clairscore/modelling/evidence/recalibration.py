"""Other calibrations than the one that is served, fitted out of fold, judged on the test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from clairscore.decision.booster import Floats
from clairscore.metrics import (
    Interval,
    brier_by_client,
    calibration_error,
    log_loss_by_client,
    mean_interval,
    observed_minus_predicted,
    perfect_calibration_error,
)
from clairscore.modelling.answers import Part, RunAnswers
from clairscore.modelling.figures import NEAR_CUT_OFF

Name = Literal["served", "isotonic", "beta"]
INSIDE = 1e-9
"""Probabilities stay this far from 0 and 1, where a logarithm has no value."""


@dataclass(frozen=True, slots=True)
class Calibrated:
    """One calibration on the untouched test. `levels` are its different probabilities."""

    name: Name
    error: float
    perfect_error: Interval
    brier: Interval
    log_loss: Interval
    near_cut_off: Interval
    levels: int


def calibrations(answers: RunAnswers, seed: int) -> tuple[Calibrated, ...]:
    """The served two-parameter logistic, isotonic regression and beta calibration."""
    known, test = answers.out_of_fold, answers.test
    return (
        _judged("served", test, test.probability, seed),
        _judged("isotonic", test, isotonic(known, test.probability), seed),
        _judged("beta", test, beta(known, test.probability), seed),
    )


def isotonic(known: Part, probability: Floats) -> Floats:
    """Rising steps through the known outcomes (Zadrozny and Elkan 2002)."""
    from sklearn.isotonic import IsotonicRegression

    steps = IsotonicRegression(out_of_bounds="clip").fit(known.probability, known.y)
    return np.clip(np.asarray(steps.predict(probability), dtype=np.float64), INSIDE, 1 - INSIDE)


def beta(known: Part, probability: Floats) -> Floats:
    """Logistic regression on ln p and -ln(1 - p) (Kull, Silva Filho and Flach 2017)."""
    from sklearn.linear_model import LogisticRegression

    curve = LogisticRegression(C=np.inf, max_iter=1_000).fit(_logs(known.probability), known.y)
    return np.asarray(curve.predict_proba(_logs(probability))[:, 1], dtype=np.float64)


def _logs(probability: Floats) -> Floats:
    inside = np.clip(probability, INSIDE, 1 - INSIDE)
    return np.column_stack([np.log(inside), -np.log1p(-inside)])


def _judged(name: Name, test: Part, p: Floats, seed: int) -> Calibrated:
    return Calibrated(
        name=name,
        error=calibration_error(test.y, p),
        perfect_error=perfect_calibration_error(p, seed=seed),
        brier=mean_interval(brier_by_client(test.y, p)),
        log_loss=mean_interval(log_loss_by_client(test.y, p)),
        near_cut_off=observed_minus_predicted(test.y, p, *NEAR_CUT_OFF),
        levels=len(np.unique(p)),
    )
