"""Row models fitted so that no client's own outcome speaks in his features.

A training client's rows are predicted by the model of the folds he is not in; everybody else's by
the model of all training clients. For an honest estimate this is done again for each outer fold,
from its training part alone (`nested`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.data.schema import CLIENT_KEY
from clairscore.decision.booster import Matrix
from clairscore.features.engines import Fitted, input_matrix
from clairscore.features.learnt import Rows
from clairscore.features.spec import RowModel
from clairscore.modelling.fits import NO_FITS, Fits
from clairscore.modelling.folds import deal
from clairscore.modelling.learner import Target, common_rounds, fold_models, refit
from clairscore.modelling.population import Population
from clairscore.modelling.recipe import Recipe, row_recipe

INNER_FOLDS = 5
Fold = NDArray[np.int8]


def fitted_on(
    rows: Rows,
    clients: NDArray[np.int64],
    y: NDArray[np.bool_],
    fold: Fold,
    recipe: Recipe,
    seed: int,
    fits: Fits = NO_FITS,
) -> Fitted:
    """Every row model, one a fold of these clients and last one on all of them."""
    dealt = pl.DataFrame({CLIENT_KEY: clients, "TARGET": y, "fold": fold})
    folds = int(fold.max()) + 1
    texts = {
        model.name: _texts(model, rows.teaching(model), dealt, folds, recipe, seed, fits)
        for model in rows.catalogue.row_models
    }
    return Fitted(texts, dict(zip(clients.tolist(), fold.tolist(), strict=True)))


def served(fitted: Fitted, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The named models as they are served: those of all training clients."""
    return {name: fitted.models[name][-1:] for name in names}


def with_learnt(people: Population, rows: Rows, fitted: Fitted) -> Population:
    """The clients with their learnt features beside the others."""
    aligned = pl.DataFrame({CLIENT_KEY: people.clients}).join(
        rows.features(fitted), on=CLIENT_KEY, how="left", maintain_order="left"
    )
    columns: Matrix = aligned.select(rows.catalogue.names).to_numpy(order="fortran")
    return people.with_columns(columns, rows.catalogue)


def nested(
    people: Population,
    rows: Rows,
    fold: Fold,
    number: int,
    recipe: Recipe,
    seed: int,
    fits: Fits = NO_FITS,
) -> Population:
    """The clients with learnt features that those of fold `number` had no part in teaching."""
    taught = fold != number
    clients, y = people.clients[taught], people.y[taught]
    inner = deal(clients, y, folds=INNER_FOLDS, seed=seed, test_share=0.0).fold
    return with_learnt(people, rows, fitted_on(rows, clients, y, inner, recipe, seed, fits))


def _texts(
    model: RowModel,
    teaching: pl.DataFrame,
    dealt: pl.DataFrame,
    folds: int,
    recipe: Recipe,
    seed: int,
    fits: Fits,
) -> tuple[str, ...]:
    """One LightGBM text a fold, of the common number of rounds, and that of all clients."""
    known = teaching.join(dealt, on=CLIENT_KEY, how="inner", maintain_order="left")
    matrix, y = input_matrix(known, model.taught_by), _target(known, model)
    fold = known["fold"].to_numpy()
    settings = row_recipe(recipe, len(known), "regression" if model.lesson else "binary")
    directions = model.directions or (0,) * len(model.inputs)
    models = fold_models(matrix, y, fold, directions, settings, seed, fits)
    rounds = common_rounds(models)
    last = refit(matrix, y, directions, settings, seed, rounds, fits).model_to_string()
    by_fold = {each.fold: each.booster.model_to_string(num_iteration=rounds) for each in models}
    return (*(by_fold.get(number, last) for number in range(folds)), last)


def _target(known: pl.DataFrame, model: RowModel) -> Target:
    if model.lesson is None:
        outcome: NDArray[np.bool_] = known["TARGET"].to_numpy()
        return outcome
    target = model.lesson.target
    return known[target.column].to_numpy() / np.float64(target.scale)
