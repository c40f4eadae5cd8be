"""Random forest: many deep trees that vote, missing values sent the better way at each split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clairscore.decision.booster import Floats, Matrix
from clairscore.modelling.candidates.candidate import Attempt, Settings, log_odds_of
from clairscore.modelling.candidates.sample import Sample
from clairscore.modelling.recipe import Recipe

if TYPE_CHECKING:
    from sklearn.ensemble import RandomForestClassifier

TREES, TRIED = 300, 100
"""More trees are never worse: fewer are enough to tell settings apart."""


@dataclass(frozen=True, eq=False)
class Forest:
    """A fitted forest."""

    forest: RandomForestClassifier

    def log_odds(self, matrix: Matrix) -> Floats:
        """Log-odds of the mean vote (n,)."""
        votes = self.forest.predict_proba(matrix)[:, 1]
        return log_odds_of(np.asarray(votes, dtype=np.float64))


def fit(sample: Sample, settings: Settings, recipe: Recipe, rounds: int) -> Forest:  # noqa: ARG001
    """Trees without monotone directions (Breiman 2001)."""
    return _grown(sample, settings, recipe, TREES)


def attempt(learnt: Sample, held: Sample, settings: Settings, recipe: Recipe) -> Attempt:
    """Answers for the held clients by fewer trees."""
    return Attempt(_grown(learnt, settings, recipe, TRIED).log_odds(held.matrix))


def _grown(sample: Sample, settings: Settings, recipe: Recipe, trees: int) -> Forest:
    from sklearn.ensemble import RandomForestClassifier

    made = RandomForestClassifier(
        n_estimators=trees,
        min_samples_leaf=int(settings["leaf_clients"]),
        max_features=float(settings["features_share"]),
        n_jobs=1,
        random_state=recipe.seed,
    )
    return Forest(made.fit(sample.matrix, sample.y))
