"""What would betray a leak: a shuffled outcome that is still found, one feature that knows it all.

And how far application_test is another population: a model that tells its rows from labelled ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.decision.booster import Floats, Matrix
from clairscore.metrics import Interval, auc, auc_interval, influence_interval, student
from clairscore.modelling.figures import Answers
from clairscore.modelling.folds import deal, hashed
from clairscore.modelling.learner import FoldModel, fold_models, out_of_fold, rounds_of_others
from clairscore.modelling.recipe import Recipe

MOST_ROWS = 60_000
"""Clients behind the checks that train models: chosen by the hash of their number."""
FOLDS = 3
QUICK = 0.1
"""Learning rate of the checks: what they look for is large."""
FEW_ROUNDS = 300
KNOWS_TOO_MUCH = 0.80
"""No honest single feature of this data comes near this AUC."""
SHOWN = 15
SHUFFLES = 5


@dataclass(frozen=True, slots=True)
class Named:
    """One feature and its AUC alone, whichever way it points, missing taken as an end."""

    feature: str
    auc: Interval


@dataclass(frozen=True, slots=True)
class Shuffled:
    """Mean AUC out of fold after the outcomes were shuffled, some times; a sound run holds 0.5."""

    clients: int
    times: int
    auc: Interval


@dataclass(frozen=True, slots=True)
class Singles:
    """The features that tell most alone, strongest first, and how many pass `limit`."""

    clients: int
    features: int
    beyond: tuple[str, ...]
    strongest: tuple[Named, ...]
    limit: float = KNOWS_TOO_MUCH


@dataclass(frozen=True, slots=True)
class Telling:
    """A feature and its share of the gain of a model."""

    feature: str
    share: float


@dataclass(frozen=True, slots=True)
class Adversarial:
    """How well a model tells application_test from application_train (0.5: not at all)."""

    train: int
    test: int
    auc: Interval
    features: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Clients that occur twice among the labelled, or in both files, and equal feature rows."""

    labelled: int
    twice: int
    in_both: int
    same_features: int


@dataclass(frozen=True, eq=False)
class Rows:
    """Clients (n,), their features (n, features) and outcomes (n,)."""

    clients: NDArray[np.int64]
    matrix: Matrix
    y: NDArray[np.bool_]

    def sample(self, most: int, seed: int) -> Rows:
        """At most so many clients, those with the smallest hash of their number."""
        if len(self.clients) <= most:
            return self
        kept = np.sort(np.argsort(hashed(self.clients, seed), kind="stable")[:most])
        return Rows(self.clients[kept], self.matrix[kept], self.y[kept])


def shuffled_outcome(rows: Rows, recipe: Recipe) -> Shuffled:
    """Cross-validation as usual, after the outcomes changed owners; five times."""
    some = rows.sample(MOST_ROWS, recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    areas = []
    for _ in range(SHUFFLES):
        answers, _ = _told_apart(replace(some, y=rng.permutation(some.y)), recipe)
        areas.append(answers.auc_and_influence()[0])
    return Shuffled(len(some.y), SHUFFLES, student(areas))


def single_features(rows: Rows, names: Sequence[str]) -> Singles:
    """The AUC of each feature alone."""
    areas = np.array([_alone(rows.matrix[:, at], rows.y)[0] for at in range(len(names))])
    order = np.argsort(-areas, kind="stable")
    strongest = tuple(_named(names[at], rows.matrix[:, at], rows.y) for at in order[:SHOWN])
    beyond = tuple(names[at] for at in order if areas[at] > KNOWS_TOO_MUCH)
    return Singles(len(rows.y), len(names), beyond, strongest)


def adversarial(
    labelled: Matrix, unlabelled: Matrix, names: Sequence[str], recipe: Recipe
) -> Adversarial:
    """A model of which file a row came from, cross-validated on at most 60,000 rows."""
    matrix = np.concatenate([labelled, unlabelled])
    y = np.arange(len(matrix)) >= len(labelled)
    rows = Rows(np.arange(len(matrix)), matrix, y).sample(MOST_ROWS, recipe.seed)
    answers, models = _told_apart(rows, recipe)
    gain = np.sum([model.gain for model in models], axis=0)
    share = gain / max(float(gain.sum()), np.finfo(np.float64).tiny)
    first = np.argsort(-share, kind="stable")[:SHOWN]
    return Adversarial(
        train=int((~rows.y).sum()),
        test=int(rows.y.sum()),
        auc=influence_interval(*answers.auc_and_influence()),
        features=tuple(Telling(names[at], float(share[at])) for at in first if share[at] > 0),
    )


def duplicates(
    labelled: NDArray[np.int64], unlabelled: NDArray[np.int64], matrix: Matrix
) -> Duplicates:
    """Whether a client could be learnt from and judged; `matrix` is that of the labelled."""
    hashes = pl.DataFrame(np.asarray(matrix)).hash_rows(seed=0)
    return Duplicates(
        labelled=len(labelled),
        twice=len(labelled) - len(np.unique(labelled)),
        in_both=len(np.intersect1d(labelled, unlabelled)),
        same_features=len(hashes) - hashes.n_unique(),
    )


def _told_apart(rows: Rows, recipe: Recipe) -> tuple[Answers, tuple[FoldModel, ...]]:
    """Out-of-fold answers of quick models without constraints, and the models."""
    quick = replace(recipe, learning_rate=QUICK, most_rounds=FEW_ROUNDS, patience=30)
    fold = deal(rows.clients, rows.y, folds=FOLDS, seed=recipe.seed, test_share=0.0).fold
    free = [0] * rows.matrix.shape[1]
    models = fold_models(rows.matrix, rows.y, fold, free, quick, recipe.seed)
    raw = out_of_fold(models, rows.matrix, fold, rounds_of_others(models))
    return Answers(rows.y, (raw,), (fold,)), models


def _named(name: str, values: NDArray[np.float32], y: NDArray[np.bool_]) -> Named:
    _, score = _alone(values, y)
    return Named(name, auc_interval(y, score))


def _alone(values: NDArray[np.float32], y: NDArray[np.bool_]) -> tuple[float, Floats]:
    """The best AUC of a feature, and the score that has it."""
    missing = np.isnan(values)
    scores = [
        sign * np.where(missing, end, values).astype(np.float64)
        for sign in (1.0, -1.0)
        for end in (np.float32(-np.inf), np.float32(np.inf))
    ]
    areas = [auc(y, score) for score in scores]
    best = int(np.argmax(areas))
    return areas[best], scores[best]
