"""LightGBM by client folds: fold models with early stopping, out-of-fold log-odds, the refit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Floats, Matrix
from clairscore.modelling.fits import NO_FITS, Fits, Grown
from clairscore.modelling.recipe import Recipe, parameters

if TYPE_CHECKING:
    from lightgbm import Booster, Dataset

Columns = NDArray[np.int64]
Target = NDArray[np.bool_] | NDArray[np.float64]
"""The clients' outcomes, or a number to learn."""
CHUNK = 50_000
Task = TypeVar("Task")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True, eq=False)
class FoldModel:
    """One fold's model: it never saw the clients of `fold`. It reads `columns` of the matrix.

    `best` is its best round; the `patience` rounds after it are kept, so that it can answer at the
    other folds' round.
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
    y: Target,
    fold: NDArray[np.int8],
    monotone: Sequence[int],
    recipe: Recipe,
    seed: int,
    fits: Fits = NO_FITS,
) -> tuple[FoldModel, ...]:
    """A model for each fold on all columns, from one shared dataset.

    Those found in `fits` are not fitted again.
    """
    every = np.arange(matrix.shape[1])
    settings = parameters(recipe, monotone, seed)
    shared = cache(lambda: dataset(matrix, y, settings))
    about = fits.digest(matrix, y, fold)
    keys = {number: _key(fits, about, settings, recipe, number) for number in _numbers(fold)}
    if not all(key in fits for key in keys.values()):
        shared()  # before the workers ask for it

    def fitted(number: int) -> FoldModel:
        grown = fits.get(keys[number], lambda: _grow(shared(), number, fold, settings, recipe))
        return _model(number, grown, every)

    return tuple(side_by_side(fitted, list(keys), recipe.workers))


def fold_model(
    matrix: Matrix,
    y: Target,
    fold: NDArray[np.int8],
    number: int,
    monotone: Sequence[int],
    recipe: Recipe,
    seed: int,
    fits: Fits = NO_FITS,
) -> FoldModel:
    """The model of one fold alone on all columns, where every fold has a matrix of its own."""
    settings = parameters(recipe, monotone, seed)
    key = _key(fits, fits.digest(matrix, y, fold), settings, recipe, number)

    def grow() -> Grown:
        return _grow(dataset(matrix, y, settings), number, fold, settings, recipe)

    return _model(number, fits.get(key, grow), np.arange(matrix.shape[1]))


def fold_models_on(
    matrix: Matrix,
    y: Target,
    fold: NDArray[np.int8],
    columns: Sequence[Columns],
    monotone: Sequence[int],
    recipe: Recipe,
    seed: int,
    fits: Fits = NO_FITS,
) -> tuple[FoldModel, ...]:
    """A model for each fold on that fold's own columns; those found in `fits` are not fitted."""
    about = fits.digest(matrix, y, fold)

    def fitted(pair: tuple[int, Columns]) -> FoldModel:
        number, chosen = pair
        settings = parameters(recipe, [monotone[column] for column in chosen], seed)
        key = _key(fits, about + fits.digest(chosen), settings, recipe, number)

        def grow() -> Grown:
            data = dataset(columns_of(matrix, chosen), y, settings)
            return _grow(data, number, fold, settings, recipe)

        return _model(number, fits.get(key, grow), chosen)

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
    y: Target,
    monotone: Sequence[int],
    recipe: Recipe,
    seed: int,
    rounds: int,
    fits: Fits = NO_FITS,
) -> Booster:
    """One model on all the clients, of exactly `rounds` trees; not fitted where found in `fits`."""
    import lightgbm

    settings = parameters(recipe, monotone, seed)
    key = fits.key(fits.digest(matrix, y), {**settings, "rounds": rounds})

    def grow() -> Grown:
        model = lightgbm.train(settings, dataset(matrix, y, settings), num_boost_round=rounds)
        return Grown(model.model_to_string(), rounds)

    return lightgbm.Booster(model_str=fits.get(key, grow).text)


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


def dataset(matrix: Matrix, y: Target, settings: dict[str, object]) -> Dataset:
    """The binned data; the raw matrix is not kept by it."""
    import lightgbm

    return lightgbm.Dataset(matrix, label=y.astype(np.float32), params=settings).construct()


def _key(
    fits: Fits, about: str, settings: Mapping[str, object], recipe: Recipe, number: int
) -> str:
    stop = {"most_rounds": recipe.most_rounds, "patience": recipe.patience, "fold": number}
    return fits.key(about, {**settings, **stop})


def _grow(
    data: Dataset,
    number: int,
    fold: NDArray[np.int8],
    settings: dict[str, object],
    recipe: Recipe,
) -> Grown:
    import lightgbm

    booster = lightgbm.train(
        settings,
        data.subset(np.flatnonzero(fold != number).tolist()),
        num_boost_round=recipe.most_rounds,
        valid_sets=[data.subset(np.flatnonzero(fold == number).tolist())],
        callbacks=[lightgbm.early_stopping(recipe.patience, verbose=False)],
        keep_training_booster=True,  # else it is cut at its best round
    )
    return Grown(booster.model_to_string(num_iteration=-1), int(booster.best_iteration))


def _model(number: int, grown: Grown, columns: Columns) -> FoldModel:
    """Always from its text, so that a model found again is the one just fitted."""
    import lightgbm

    return FoldModel(number, lightgbm.Booster(model_str=grown.text), grown.best, columns)


def _numbers(fold: NDArray[np.int8]) -> list[int]:
    return [int(number) for number in np.unique(fold)]


def _pieces(rows: Columns) -> Iterator[Columns]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
