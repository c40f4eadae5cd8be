"""LightGBM as it is served, and with other settings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from clairscore.decision.booster import Floats, Matrix
from clairscore.modelling.candidates.candidate import Attempt, Settings, Treatment
from clairscore.modelling.candidates.preparation import applied, imputed_and_scaled
from clairscore.modelling.candidates.sample import Sample
from clairscore.modelling.candidates.treatment import oversampled, undersampled, weight
from clairscore.modelling.learner import dataset
from clairscore.modelling.recipe import Recipe, parameters

if TYPE_CHECKING:
    from lightgbm import Booster
    from sklearn.base import TransformerMixin


@dataclass(frozen=True, eq=False)
class Boosted:
    """A fitted booster, and what its columns went through before, if anything."""

    booster: Booster
    steps: TransformerMixin | None = None

    def log_odds(self, matrix: Matrix) -> Floats:
        """Raw log-odds (n,)."""
        ready = matrix if self.steps is None else applied(self.steps, matrix)
        found = self.booster.predict(np.ascontiguousarray(ready), raw_score=True, num_threads=1)
        return np.asarray(found, dtype=np.float64)


def attempt(learnt: Sample, held: Sample, settings: Settings, recipe: Recipe) -> Attempt:
    """Stop where the log loss of the held clients is lowest."""
    import lightgbm

    chosen = parameters(with_settings(recipe, settings), learnt.columns.monotone, recipe.seed)
    data = dataset(learnt.matrix, learnt.y, chosen)
    booster = lightgbm.train(
        chosen,
        data,
        num_boost_round=recipe.most_rounds,
        valid_sets=[lightgbm.Dataset(held.matrix, label=held.y.astype(np.float32), reference=data)],
        callbacks=[lightgbm.early_stopping(recipe.patience, verbose=False)],
    )
    best = max(1, int(booster.best_iteration))
    found = booster.predict(held.matrix, raw_score=True, num_iteration=best, num_threads=1)
    return Attempt(np.asarray(found, dtype=np.float64), best)


def fit(sample: Sample, settings: Settings, recipe: Recipe, rounds: int) -> Boosted:
    """As many trees as `rounds`, on all the clients of the sample."""
    return _fitted(sample, with_settings(recipe, settings), rounds, "none")


def treated(
    treatment: Treatment, sample: Sample, settings: Settings, recipe: Recipe, rounds: int
) -> Boosted:
    """The same with a treatment of the imbalance; SMOTE needs the missing values imputed."""
    chosen = undersampled(sample, recipe.seed) if treatment == "undersampling" else sample
    return _fitted(chosen, with_settings(recipe, settings), rounds, treatment)


def with_settings(recipe: Recipe, settings: Settings) -> Recipe:
    """The recipe with other values where the settings name one of its fields."""
    whole = {"depth", "leaf_clients", "features_per_tree"}
    given = {name: int(value) for name, value in settings.items() if name in whole}
    rates = {name: float(value) for name, value in settings.items() if name not in whole}
    return replace(recipe, **given, **rates)  # type: ignore[arg-type]


def _fitted(sample: Sample, recipe: Recipe, rounds: int, treatment: Treatment) -> Boosted:
    import lightgbm

    settings = parameters(recipe, sample.columns.monotone, recipe.seed)
    steps, matrix, y = None, sample.matrix, sample.y
    if treatment == "smote":
        steps, ready = imputed_and_scaled(sample.matrix)
        made, y = oversampled(ready, y, recipe.seed)
        matrix = made.astype(np.float32)
    if treatment == "weights":
        settings |= {"scale_pos_weight": weight(y)}
    return Boosted(lightgbm.train(settings, dataset(matrix, y, settings), rounds), steps)
