"""A model that tells current from reference applications: how well, by what, and whom it confuses.

Where it cannot, they are one population. Where it can, its odds say how many current applicants
there are like a reference one: the weight that makes the reference look like them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Floats, Matrix
from clairscore.decision.logistic import probability
from clairscore.metrics import auc, auc_influence, influence_interval
from clairscore.monitoring.report import Telling, ToldApart

MOST_ROWS = 15_000
"""Applications of each side, evenly spaced: the AUC's standard error is 0.003."""
FOLDS, ROUNDS, SHOWN = 3, 60, 15
SETTINGS: dict[str, str | int | float | bool] = {
    "objective": "binary",
    "learning_rate": 0.1,
    "num_leaves": 15,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.4,
    "max_bin": 31,
    "num_threads": 1,
    "deterministic": True,
    "force_col_wise": True,
    "verbosity": -1,
}


@dataclass(frozen=True, eq=False)
class Apart:
    """Log-odds of being current, out of fold, of both sides' applications, and each feature's
    gain."""

    reference: Floats
    current: Floats
    gain: Floats


def evenly(rows: int, most: int = MOST_ROWS) -> NDArray[np.int64]:
    """At most so many places among rows, evenly spaced."""
    return np.unique(np.linspace(0, rows - 1, min(rows, most)).round()).astype(np.int64)


def apart(reference: Matrix, current: Matrix, seed: int) -> Apart:
    """Cross-validated in three folds; both sides weigh alike, whatever their numbers."""
    matrix = np.concatenate([reference, current])
    y = np.arange(len(matrix)) >= len(reference)
    fold = np.random.default_rng(seed).integers(0, FOLDS, len(matrix))
    raw, gain = np.zeros(len(matrix)), np.zeros(matrix.shape[1])
    for held in range(FOLDS):
        told, gains = _fitted(matrix, y, fold == held, seed + held)
        raw[fold == held] = told
        gain += gains
    return Apart(raw[~y], raw[y], gain)


def told_apart(found: Apart, names: Sequence[str]) -> ToldApart:
    """How well, with DeLong's interval, and by which features."""
    y = np.arange(len(found.reference) + len(found.current)) >= len(found.reference)
    raw = np.concatenate([found.reference, found.current])
    share = found.gain / max(float(found.gain.sum()), np.finfo(np.float64).tiny)
    first = np.argsort(-share, kind="stable")[:SHOWN]
    return ToldApart(
        reference=len(found.reference),
        current=len(found.current),
        auc=influence_interval(auc(y, raw), auc_influence(y, raw)),
        features=tuple(Telling(names[at], float(share[at])) for at in first if share[at] > 0),
    )


def weights(found: Apart, most: float = 20.0) -> Floats:
    """How many current applicants stand behind each reference one (n,), mean 1, at most `most`.

    The odds of being current, since both sides weigh alike in the model.
    """
    p = probability(found.reference)
    odds = np.minimum(p / (1 - p), most)
    return np.asarray(odds / odds.mean())


def effective(weight: Floats) -> float:
    """How many equally weighted applications would tell as much (Kish 1965)."""
    return float(weight.sum() ** 2 / np.square(weight).sum())


def _fitted(
    matrix: Matrix, y: NDArray[np.bool_], held: NDArray[np.bool_], seed: int
) -> tuple[Floats, Floats]:
    import lightgbm

    side = np.where(y, 0.5 / max(y[~held].mean(), 1e-9), 0.5 / max((~y[~held]).mean(), 1e-9))
    data = lightgbm.Dataset(matrix[~held], y[~held], weight=side[~held], free_raw_data=True)
    model = lightgbm.train({**SETTINGS, "seed": seed}, data, ROUNDS)
    told = model.predict(matrix[held], raw_score=True)
    return np.asarray(told, dtype=np.float64), model.feature_importance("gain").astype(np.float64)
