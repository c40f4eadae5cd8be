"""The candidate that knows nothing: everybody gets the share of difficulties among the learnt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clairscore.decision.booster import Floats, Matrix
from clairscore.modelling.candidates.candidate import Settings, log_odds_of
from clairscore.modelling.candidates.sample import Sample
from clairscore.modelling.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Prior:
    """scikit-learn's DummyClassifier with the strategy `prior`, without the library."""

    share: float

    def log_odds(self, matrix: Matrix) -> Floats:
        """The same log-odds for each row (n,)."""
        return np.full(len(matrix), float(log_odds_of(np.array([self.share]))[0]))


def fit(sample: Sample, settings: Settings, recipe: Recipe, rounds: int) -> Prior:  # noqa: ARG001
    """The share of difficulties in the sample."""
    return Prior(float(sample.y.mean()))
