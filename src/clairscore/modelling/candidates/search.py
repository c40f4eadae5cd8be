"""The choice of settings inside the training clients: the outer validation fold sees none of it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Floats
from clairscore.decision.logistic import probability
from clairscore.errors import Fault
from clairscore.metrics import RATIO, auc, cost_by_client, log_loss, theoretical_cut_off
from clairscore.modelling.calibrate import fit
from clairscore.modelling.candidates.candidate import Candidate, Settings
from clairscore.modelling.candidates.sample import Rows, Sample
from clairscore.modelling.folds import deal
from clairscore.modelling.recipe import Recipe

PARTS = 3
JUDGES = 5_000
"""Inner parts answer in turn until that many clients have, or all of them."""
INNER = 1_000
"""Added to the seed, so that inner parts do not follow the outer ones."""


@dataclass(frozen=True, slots=True)
class Tried:
    """How one choice of settings did on the inner parts, after calibration by two numbers.

    Log loss decides: over some thousand clients it tells settings apart where the cost, a few
    clients on either side of one cut-off, does not. `log_loss` is None where answers do not vary.
    """

    settings: Settings
    rounds: int
    log_loss: float | None
    auc: float
    cost_share_of_grant_all: float | None


@dataclass(frozen=True, slots=True)
class Choice:
    """The settings and rounds that the training clients chose, and all that were tried."""

    settings: Settings
    rounds: int
    tried: tuple[Tried, ...]


def choose(candidate: Candidate, sample: Sample, recipe: Recipe) -> Choice:
    """The settings of lowest log loss over inner parts, the first of equal ones."""
    if len(candidate.settings) == 1 and not candidate.rounds:
        return Choice(candidate.settings[0], 0, ())
    splits = list(inner_splits(sample, recipe.seed))
    tried = tuple(_tried(candidate, each, sample, splits, recipe) for each in candidate.settings)
    best = min(tried, key=lambda one: math.inf if one.log_loss is None else one.log_loss)
    return Choice(best.settings, best.rounds, tried)


def inner_splits(sample: Sample, seed: int) -> Iterator[tuple[Rows, Rows]]:
    """Rows to learn from and rows to be judged on, of as many inner parts as `JUDGES` asks for."""
    part = deal(sample.clients, sample.y, folds=PARTS, seed=seed + INNER, test_share=0.0).fold
    answered = 0
    for number in range(PARTS):
        if answered < JUDGES:
            held = np.flatnonzero(part == number)
            answered += len(held)
            yield np.flatnonzero(part != number), held


def _tried(
    candidate: Candidate,
    settings: Settings,
    sample: Sample,
    splits: list[tuple[Rows, Rows]],
    recipe: Recipe,
) -> Tried:
    found = [
        candidate.attempt(sample.at(learnt), sample.at(held), settings, recipe)
        for learnt, held in splits
    ]
    raw = np.concatenate([one.log_odds for one in found])
    y = sample.y[np.concatenate([held for _, held in splits])]
    rounds = round(float(np.mean([one.rounds for one in found])))
    return Tried(settings, rounds, *_judged(y, raw))


def _judged(y: NDArray[np.bool_], raw: Floats) -> tuple[float | None, float, float | None]:
    """Log loss, AUC and cost share of answers calibrated on themselves."""
    try:
        p = probability(fit(y, raw).calibration.log_odds(raw))
    except Fault:
        return None, auc(y, raw), None
    cost = cost_by_client(y, p < theoretical_cut_off(RATIO)).sum()
    return log_loss(y, p), auc(y, raw), float(cost / (RATIO * y.sum()))
