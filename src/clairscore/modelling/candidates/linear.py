"""Logistic regression on prepared columns, with the ways of preparing them compared."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Floats, Matrix
from clairscore.modelling.candidates.candidate import Settings, Treatment
from clairscore.modelling.candidates.preparation import (
    Encoding,
    Scaling,
    Transform,
    applied,
    preparation,
    prepared,
)
from clairscore.modelling.candidates.sample import Sample
from clairscore.modelling.candidates.treatment import oversampled, undersampled
from clairscore.modelling.recipe import Recipe

if TYPE_CHECKING:
    from sklearn.compose import ColumnTransformer
    from sklearn.linear_model import LogisticRegression

STEPS = 500
"""Most iterations of the solver; columns that nobody scaled do not let it converge in any."""
REFERENCE: Settings = {"encoding": "one-hot", "transform": "none", "scaling": "standard"}


@dataclass(frozen=True, eq=False)
class Linear:
    """A fitted preparation and the regression on it."""

    steps: ColumnTransformer
    regression: LogisticRegression

    def log_odds(self, matrix: Matrix) -> Floats:
        """Raw log-odds (n,)."""
        found = self.regression.decision_function(applied(self.steps, matrix))
        return np.asarray(found, dtype=np.float64)


def fit(sample: Sample, settings: Settings, recipe: Recipe, rounds: int) -> Linear:  # noqa: ARG001
    """L2-penalised maximum likelihood by L-BFGS; C is the inverse penalty."""
    return _fitted(sample, settings, recipe, "none")


def treated(treatment: Treatment, sample: Sample, settings: Settings, recipe: Recipe) -> Linear:
    """The same with a treatment of the imbalance."""
    chosen = undersampled(sample, recipe.seed) if treatment == "undersampling" else sample
    return _fitted(chosen, settings, recipe, treatment)


def _fitted(sample: Sample, settings: Settings, recipe: Recipe, treatment: Treatment) -> Linear:
    steps = preparation(
        sample.columns.given_in(sample.matrix),
        cast(Encoding, settings["encoding"]),
        cast(Transform, settings["transform"]),
        cast(Scaling, settings["scaling"]),
    )
    ready, y = prepared(steps, sample), sample.y
    if treatment == "smote":
        ready, y = oversampled(ready, y, recipe.seed)
    weights = "balanced" if treatment == "weights" else None
    return Linear(steps, _regression(ready, y, float(settings["C"]), weights))


def _regression(
    ready: Floats, y: NDArray[np.bool_], inverse_penalty: float, weights: str | None
) -> LogisticRegression:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the table shows what comes of it
        made = LogisticRegression(C=inverse_penalty, max_iter=STEPS, class_weight=weights)
        return made.fit(ready, y)
