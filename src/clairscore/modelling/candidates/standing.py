"""How a candidate stands: every figure that judges it, what it chose, and what it costs to run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Floats
from clairscore.decision.logistic import probability
from clairscore.metrics import (
    CalibrationBin,
    Interval,
    calibration_bins,
    mean_interval,
    theoretical_cut_off,
)
from clairscore.modelling.candidates.candidate import Candidate, Group, Setting, Treatment
from clairscore.modelling.candidates.part import Part
from clairscore.modelling.candidates.search import Tried
from clairscore.modelling.evaluate import Difference, cross_calibrated, difference_of
from clairscore.modelling.figures import Answers, Figures, figures

Outcomes = NDArray[np.bool_]
Folds = NDArray[np.int8]
FALSE_ALARMS: Floats = np.linspace(0, 1, 51)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Share of right answers when refusing from the cost's cut-off on, and from one half on."""

    at_cut_off: Interval
    at_half: Interval


@dataclass(frozen=True, slots=True)
class FoldChoice:
    """What the training clients of one fold chose, and all that they tried."""

    settings: dict[str, Setting]
    rounds: int
    learnt_from: int
    tried: tuple[Tried, ...]


@dataclass(frozen=True, slots=True)
class Effort:
    """Seconds of one processor, mean over folds; MB at the height of the fit, the most of a fold.

    `memory_before_mb` is what program and training rows hold before; both of search and fit.
    """

    fit_seconds: float
    search_seconds: float
    predict_microseconds: float
    memory_before_mb: float | None
    peak_memory_mb: float | None
    load: float


@dataclass(frozen=True, slots=True)
class Standing:
    """One row of the comparison. `difference` is its gain over the served learner.

    `roc` holds the share of difficulties found at shares of false alarms 0, 0.02 ... 1; `bins` the
    reliability of the calibrated probabilities.
    """

    candidate: str
    group: Group
    learner: str
    treatment: Treatment
    choices: tuple[FoldChoice, ...]
    figures: Figures
    accuracy: Accuracy
    fold_aucs: tuple[float, ...]
    difference: Difference | None
    effort: Effort
    roc: tuple[float, ...]
    bins: tuple[CalibrationBin, ...]


def standing(
    candidate: Candidate,
    parts: Sequence[Part],
    answers: Answers,
    served: Answers | None,
    *,
    ratio: float,
    seed: int,
) -> Standing:
    """The row of a candidate from its parts, one a fold, and its answers."""
    against = None
    if served is not None:
        against = difference_of(served, answers, "served", ratio=ratio, seed=seed)
    p = answers.probabilities[0]
    return Standing(
        candidate=candidate.name,
        group=candidate.group,
        learner=candidate.learner or candidate.name,
        treatment=candidate.treatment,
        choices=tuple(FoldChoice(p.settings, p.rounds, p.learnt_from, p.tried) for p in parts),
        figures=figures(answers, ratio=ratio, seed=seed),
        accuracy=Accuracy(_right(answers.y, p, theoretical_cut_off(ratio)), _right(answers.y, p)),
        fold_aucs=tuple(answers.fold_aucs()),
        difference=against,
        effort=effort(parts),
        roc=found_by_false_alarms(answers.y, p),
        bins=calibration_bins(answers.y, p),
    )


def raw_of(parts: Sequence[Part], fold: Folds) -> Floats:
    """Raw log-odds of every client (n,) by the model that never saw him."""
    raw = np.full(len(fold), np.nan)
    for part in parts:
        raw[fold == part.fold] = part.log_odds
    return raw


def answers_of(y: Outcomes, raw: Floats, fold: Folds) -> Answers:
    """Probabilities calibrated across folds; those that do not vary within a fold stay as said."""
    varies = any(np.ptp(raw[fold == number]) > 0 for number in np.unique(fold))
    calibrated = cross_calibrated(y, raw, fold) if varies else probability(raw)
    return Answers(y, (calibrated,), (fold,))


def effort(parts: Sequence[Part]) -> Effort:
    """What the folds took, together."""
    return Effort(
        fit_seconds=_mean([part.fit_seconds for part in parts]),
        search_seconds=_mean([part.search_seconds for part in parts]),
        predict_microseconds=_mean([part.predict_microseconds for part in parts]),
        memory_before_mb=_most([part.memory_before_mb for part in parts]),
        peak_memory_mb=_most([part.peak_memory_mb for part in parts]),
        load=_mean([part.load for part in parts]),
    )


def found_by_false_alarms(y: Outcomes, p: Floats) -> tuple[float, ...]:
    """Share of difficulties at or above the score that each share of the others reaches."""
    limits = np.quantile(p[~y], 1 - FALSE_ALARMS)
    found = np.searchsorted(np.sort(p[y]), limits, "left")
    shares = 1 - found / y.sum()
    return tuple(float(share) for share in shares)


def _right(y: Outcomes, p: Floats, limit: float = 0.5) -> Interval:
    return mean_interval((p >= limit) == y)


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 4)


def _most(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return max(known) if known else None
