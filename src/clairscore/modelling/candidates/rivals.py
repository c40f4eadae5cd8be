"""The two other well-known boosters, with the same monotone directions as the served one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clairscore.decision.booster import Floats, Matrix
from clairscore.modelling.candidates.candidate import Attempt, Settings
from clairscore.modelling.candidates.sample import Sample
from clairscore.modelling.recipe import Recipe

if TYPE_CHECKING:
    from catboost import CatBoost
    from xgboost import Booster, QuantileDMatrix

BINS = 64


@dataclass(frozen=True, eq=False)
class XGBoosted:
    """A fitted XGBoost model."""

    booster: Booster

    def log_odds(self, matrix: Matrix) -> Floats:
        """Raw log-odds (n,)."""
        return np.asarray(self.booster.inplace_predict(matrix, predict_type="margin"), np.float64)


def attempt_xgboost(learnt: Sample, held: Sample, settings: Settings, recipe: Recipe) -> Attempt:
    """Stop where the log loss of the held clients is lowest."""
    import xgboost

    data = _quantiles(learnt)
    booster = xgboost.train(
        _xgboost_parameters(learnt, settings, recipe),
        data,
        num_boost_round=recipe.most_rounds,
        evals=[(xgboost.DMatrix(held.matrix, held.y, nthread=1), "held")],
        early_stopping_rounds=recipe.patience,
        verbose_eval=False,
    )
    best = int(booster.best_iteration) + 1
    return Attempt(XGBoosted(booster[:best]).log_odds(held.matrix), best)


def fit_xgboost(sample: Sample, settings: Settings, recipe: Recipe, rounds: int) -> XGBoosted:
    """As many trees as `rounds`, on all the clients of the sample."""
    import xgboost

    chosen = _xgboost_parameters(sample, settings, recipe)
    return XGBoosted(xgboost.train(chosen, _quantiles(sample), num_boost_round=rounds))


@dataclass(frozen=True, eq=False)
class CatBoosted:
    """A fitted CatBoost model."""

    booster: CatBoost

    def log_odds(self, matrix: Matrix) -> Floats:
        """Raw log-odds (n,)."""
        found = self.booster.predict(matrix, prediction_type="RawFormulaVal", thread_count=1)
        return np.asarray(found, dtype=np.float64)


def attempt_catboost(learnt: Sample, held: Sample, settings: Settings, recipe: Recipe) -> Attempt:
    """Stop where the log loss of the held clients is lowest."""
    from catboost import CatBoost, Pool

    booster = CatBoost(_catboost_parameters(learnt, settings, recipe, recipe.most_rounds))
    booster.fit(
        Pool(learnt.matrix, learnt.y.astype(int)),
        eval_set=Pool(held.matrix, held.y.astype(int)),
        early_stopping_rounds=recipe.patience,
    )
    return Attempt(CatBoosted(booster).log_odds(held.matrix), int(booster.get_best_iteration()) + 1)


def fit_catboost(sample: Sample, settings: Settings, recipe: Recipe, rounds: int) -> CatBoosted:
    """As many trees as `rounds`, on all the clients of the sample."""
    from catboost import CatBoost, Pool

    booster = CatBoost(_catboost_parameters(sample, settings, recipe, rounds))
    return CatBoosted(booster.fit(Pool(sample.matrix, sample.y.astype(int))))


def _quantiles(sample: Sample) -> QuantileDMatrix:
    import xgboost

    return xgboost.QuantileDMatrix(sample.matrix, sample.y, max_bin=BINS, nthread=1)


def _xgboost_parameters(sample: Sample, settings: Settings, recipe: Recipe) -> dict[str, object]:
    return {
        "objective": "binary:logistic",
        "eval_metric": "logloss",
        "tree_method": "hist",
        "max_bin": BINS,
        "eta": settings["learning_rate"],
        "max_depth": settings["depth"],
        "min_child_weight": recipe.leaf_weight,
        "colsample_bytree": min(1.0, recipe.features_per_tree / len(sample.columns.names)),
        "alpha": recipe.l1,
        "lambda": settings["l2"],
        "monotone_constraints": tuple(sample.columns.monotone),
        "nthread": 1,
        "seed": recipe.seed,
    }


def _catboost_parameters(
    sample: Sample, settings: Settings, recipe: Recipe, rounds: int
) -> dict[str, object]:
    return {
        "loss_function": "Logloss",
        "iterations": rounds,
        "learning_rate": settings["learning_rate"],
        "depth": settings["depth"],
        "l2_leaf_reg": settings["l2"],
        "rsm": min(1.0, recipe.features_per_tree / len(sample.columns.names)),
        "border_count": BINS,
        "monotone_constraints": list(sample.columns.monotone),
        "thread_count": 1,
        "random_seed": recipe.seed,
        "allow_writing_files": False,
        "verbose": False,
    }
