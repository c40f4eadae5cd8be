"""What a candidate is: a name, a handful of settings, and how it learns from a sample."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from clairscore.decision.booster import Floats, Matrix
from clairscore.modelling.candidates.sample import Sample
from clairscore.modelling.recipe import Recipe

Setting = str | int | float
Settings = Mapping[str, Setting]
Group = Literal["learner", "logistic", "imbalance"]
Treatment = Literal["none", "weights", "smote", "undersampling"]

MOST_CERTAIN = 12.0
"""Log-odds beyond which an answer is not believed: forests may answer 0 or 1."""


class Model(Protocol):
    """Anything that answers for clients it has not seen."""

    def log_odds(self, matrix: Matrix) -> Floats:
        """Raw log-odds of payment difficulties (n,)."""
        ...


@dataclass(frozen=True, slots=True)
class Points:
    """One row of a scorecard: the bin of a feature, its clients, their outcome, its points.

    `difficulties` is the share among its clients, None where they are too few to tell of.
    """

    feature: str
    bin: str
    clients: int
    difficulties: float | None
    woe: float
    points: float


@dataclass(frozen=True, eq=False)
class Attempt:
    """Raw log-odds (n,) for clients kept apart, and the rounds after which they were best."""

    log_odds: Floats
    rounds: int = 0


Fit = Callable[[Sample, Settings, Recipe, int], Model]
"""A model of a sample, after the given rounds where the learner goes by rounds."""
Try = Callable[[Sample, Sample, Settings, Recipe], Attempt]
"""Learn from the first sample, answer for the second, which may also say when to stop."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A learner with the settings among which its training clients choose.

    `rounds` says that the number of rounds is found by trying; `slow` that it may learn from a
    subsample; `treatment` what is done about the imbalance, to `learner` as it is without.
    """

    name: str
    settings: tuple[Settings, ...]
    fit: Fit
    attempt: Try
    group: Group = "learner"
    rounds: bool = False
    slow: bool = False
    learner: str = ""
    treatment: Treatment = "none"


def without_rounds(fit: Fit) -> Try:
    """How a learner that needs no stopping is tried: fit, then answer."""

    def attempt(learnt: Sample, held: Sample, settings: Settings, recipe: Recipe) -> Attempt:
        return Attempt(fit(learnt, settings, recipe, 0).log_odds(held.matrix))

    return attempt


def log_odds_of(probability: Floats) -> Floats:
    """Log-odds of probabilities (n,), bounded where a learner is too sure."""
    with np.errstate(divide="ignore"):
        raw = np.log(probability) - np.log1p(-probability)
    return np.asarray(np.clip(raw, -MOST_CERTAIN, MOST_CERTAIN))
