"""LightGBM by client folds: fold models with early stopping, out-of-fold log-odds, the refit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Floats, Matrix
from clairscore.modelling.recipe import Recipe, parameters

if TYPE_CHECKING:
    from lightgbm import Booster, Dataset

Columns = NDArray[np.int64]
CHUNK = 50_000
Task = TypeVar("Task")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True, eq=False)
class FoldModel:
    """One fold's model: it never saw the clients of `fold`. It reads `columns` of the matrix.

    `best` is its best round; a few further rounds are kept, so that it can answer at another one.
    """

    fold: int
    booster: Booster
    best: int
    columns: Columns

    @property
    def gain(self) -> Floats:
        """Gain of each of its columns at its best round."""
        return np.asarray(self.booster.feature_importance("gain", iteration=self.best), np.float64)


def fold_models(
    matrix: Matrix,
    y: NDArray[np.bool_],
    fold: NDArray[np.int8],
    monotone: Sequence[int],
    recipe: Recipe,
    seed: int,
) -> tuple[FoldModel, ...]:
    """A model for each fold on all columns, from one shared dataset."""
    every = np.arange(matrix.shape[1])
    shared = dataset(matrix, y, parameters(recipe, monotone, seed))

    def fitted(number: int) -> FoldModel:
        return _fit_fold(shared, number, fold, every, monotone, recipe, seed)

    return tuple(side_by_side(fitted, _numbers(fold), recipe.workers))


def fold_models_on(
    matrix: Matrix,
    y: NDArray[np.bool_],
    fold: NDArray[np.int8],
    columns: Sequence[Columns],
    monotone: Sequence[int],
    recipe: Recipe,
    seed: int,
) -> tuple[FoldModel, ...]:
    """A model for each fold on that fold's own columns."""

    def fitted(pair: tuple[int, Columns]) -> FoldModel:
        number, chosen = pair
        constraints = [monotone[column] for column in chosen]
        data = dataset(columns_of(matrix, chosen), y, parameters(recipe, constraints, seed))
        return _fit_fold(data, number, fold, chosen, constraints, recipe, seed)

    pairs = list(zip(_numbers(fold), columns, strict=True))
    return tuple(side_by_side(fitted, pairs, recipe.workers))


def side_by_side(
    work: Callable[[Task], Outcome], tasks: Sequence[Task], workers: int
) -> list[Outcome]:
    """The outcome of each task, `workers` at once; LightGBM leaves the interpreter while it runs.

    One thread a model and models side by side: threads inside one model wait for each other at
    every node (12 times slower where other programs want the processors too).
    """
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, tasks))


def refit(
    matrix: Matrix,
    y: NDArray[np.bool_],
    monotone: Sequence[int],
    recipe: Recipe,
    seed: int,
    rounds: int,
) -> Booster:
    """One model on all the clients, of exactly `rounds` trees."""
    import lightgbm

    settings = parameters(recipe, monotone, seed)
    return lightgbm.train(settings, dataset(matrix, y, settings), num_boost_round=rounds)


def out_of_fold(
    models: Sequence[FoldModel], matrix: Matrix, fold: NDArray[np.int8], rounds: Sequence[int]
) -> Floats:
    """Raw log-odds of each client by the model that never saw him, after that fold's `rounds`."""
    raw = np.full(len(matrix), np.nan)
    for model, last in zip(models, rounds, strict=True):
        rows = np.flatnonzero(fold == model.fold)
        raw[rows] = raw_log_odds(model.booster, matrix, rows, model.columns, last)
    return raw


def raw_log_odds(
    booster: Booster, matrix: Matrix, rows: Columns, columns: Columns, rounds: int
) -> Floats:
    """Raw log-odds of some rows, in pieces that keep memory bounded."""
    pieces = [
        booster.predict(
            np.ascontiguousarray(matrix[np.ix_(piece, columns)]),
            raw_score=True,
            num_iteration=rounds,
            num_threads=1,
        )
        for piece in _pieces(rows)
    ]
    return np.concatenate(pieces).astype(np.float64)


def common_rounds(models: Sequence[FoldModel]) -> int:
    """Mean best round of the folds, at least one."""
    return max(1, round(float(np.mean([model.best for model in models]))))


def rounds_of_others(models: Sequence[FoldModel]) -> list[int]:
    """For each fold the mean best round of the *other* folds: its own clients choose nothing."""
    total = sum(model.best for model in models)
    return [max(1, round((total - model.best) / (len(models) - 1))) for model in models]


def columns_of(matrix: Matrix, columns: Columns) -> Matrix:
    """Some columns by rising number, column by column in memory; all of them without a copy."""
    return matrix if len(columns) == matrix.shape[1] else np.asarray(matrix.T[columns].T)


def dataset(matrix: Matrix, y: NDArray[np.bool_], settings: dict[str, object]) -> Dataset:
    """The binned data; the raw matrix is not kept by it."""
    import lightgbm

    return lightgbm.Dataset(matrix, label=y.astype(np.float32), params=settings).construct()


def _fit_fold(
    data: Dataset,
    number: int,
    fold: NDArray[np.int8],
    columns: Columns,
    monotone: Sequence[int],
    recipe: Recipe,
    seed: int,
) -> FoldModel:
    import lightgbm

    booster = lightgbm.train(
        parameters(recipe, monotone, seed),
        data.subset(np.flatnonzero(fold != number).tolist()),
        num_boost_round=recipe.most_rounds,
        valid_sets=[data.subset(np.flatnonzero(fold == number).tolist())],
        callbacks=[lightgbm.early_stopping(recipe.patience, verbose=False)],
    )
    return FoldModel(number, booster, int(booster.best_iteration), columns)


def _numbers(fold: NDArray[np.int8]) -> list[int]:
    return [int(number) for number in np.unique(fold)]


def _pieces(rows: Columns) -> Iterator[Columns]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
