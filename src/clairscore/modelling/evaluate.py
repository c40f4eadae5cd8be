"""Cross-validated figures of a catalogue on labelled data, alone or against another catalogue.

No client takes part in anything that answers for him: his fold's model, its number of rounds (the
mean of the other folds' best) and its calibration (fitted on the other folds' log-odds) come from
other clients.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import NormalDist

import numpy as np

from clairscore.decision.booster import Floats, Matrix
from clairscore.decision.bundle import Json
from clairscore.decision.logistic import probability
from clairscore.decision.policy import Policy
from clairscore.features.catalogue import Catalogue, Extent, catalogue
from clairscore.features.learnt import Rows
from clairscore.metrics import (
    RATIO,
    Interval,
    cost_difference,
    influence_interval,
    normal,
)
from clairscore.modelling.calibrate import fit
from clairscore.modelling.figures import Answers, Figures, Groups, Outcomes, figures
from clairscore.modelling.fits import NO_FITS, Fits
from clairscore.modelling.folds import deal
from clairscore.modelling.learner import (
    FoldModel,
    fold_model,
    fold_models,
    out_of_fold,
    raw_log_odds,
    rounds_of_others,
    side_by_side,
)
from clairscore.modelling.population import Population, population
from clairscore.modelling.recipe import Recipe, recipe_for
from clairscore.modelling.row_models import nested

Progress = Callable[[str], None]
Read = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a catalogue gains over `against`: AUC up is better, cost down is better.

    `auc` is over clients (DeLong, paired); `auc_over_folds` over the folds and seeds, corrected for
    their shared training clients.
    """

    against: str
    auc: Interval
    auc_over_folds: Interval
    cost_per_1000: Interval
    cost_share_of_grant_all: Interval


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of one catalogue by cross-validation, and its difference from another.

    `data` is the sha256 of each file that was read.
    """

    catalogue: str
    tables: tuple[str, ...]
    features: int
    folds: int
    seeds: int
    ratio: float
    recipe: Recipe
    rounds: tuple[int, ...]
    fold_aucs: tuple[float, ...]
    figures: Figures
    against: Figures | None
    difference: Difference | None
    data: Mapping[str, str]
    warnings: tuple[str, ...]

    def as_json(self) -> dict[str, Json]:
        """The record as plain JSON values."""
        return asdict(self)


def evaluate(
    folders: Sequence[Path],
    *,
    folds: int = 5,
    seeds: int = 3,
    extent: Extent = "plain",
    tables: Collection[str] | None = None,
    against: Extent | None = None,
    excluded: Collection[Read] | None = None,
    ratio: float = RATIO,
    seed: int = 20,
    progress: Progress = lambda _: None,
) -> Evaluation:
    """Cross-validation on the labelled clients of the folders, with the same folds for `against`.

    `tables` keeps the features that read these tables only; `excluded` drops those that read these
    columns (default: those that the default policy keeps out).
    """
    features = offered(extent, tables, excluded)
    progress(f"features: {len(features)} of catalogue {extent}")
    people = population(folders, features)
    if people.features < len(features):
        progress(f"features: {people.features}, since {len(people)} clients teach no row model")
    chosen = recipe_for(len(people), seed=seed)
    found, rounds = cross_validated(people, chosen, folds, seeds, progress)
    result = figures(found, ratio=ratio, seed=seed)
    other, difference = None, None
    if against is not None:
        rival = population(folders, offered(against, tables, excluded))
        progress(f"features: {rival.features} of catalogue {against}")
        answers, _ = cross_validated(rival, chosen, folds, seeds, progress)
        other = figures(answers, ratio=ratio, seed=seed)
        difference = difference_of(answers, found, against, ratio=ratio, seed=seed)
    return Evaluation(
        catalogue=extent,
        tables=tuple(sorted(features.reads)),
        features=people.features,
        folds=folds,
        seeds=seeds,
        ratio=ratio,
        recipe=chosen,
        rounds=tuple(rounds),
        fold_aucs=tuple(found.fold_aucs()),
        figures=result,
        against=other,
        difference=difference,
        data=people.data,
        warnings=result.warnings,
    )


def cross_validated(
    people: Population,
    recipe: Recipe,
    folds: int,
    seeds: int,
    progress: Progress = lambda _: None,
    fits: Fits = NO_FITS,
) -> tuple[Answers, list[int]]:
    """Out-of-fold calibrated probabilities by each seed, and the rounds of every fold."""
    probabilities, fold_sets, rounds = [], [], []
    for number in range(seeds):
        seed = recipe.seed + number
        fold = deal(people.clients, people.y, folds=folds, seed=seed, test_share=0.0).fold
        raw, used = _one_seed(people, fold, recipe, seed, fits)
        probabilities.append(cross_calibrated(people.y, raw, fold))
        fold_sets.append(fold)
        rounds += used
        progress(f"seed {number + 1} of {seeds}: {folds} folds, rounds {used}")
    return Answers(people.y, tuple(probabilities), tuple(fold_sets)), rounds


def cross_calibrated(y: Outcomes, raw: Floats, fold: Groups) -> Floats:
    """Probabilities (n,), each fold calibrated on the log-odds of the others."""
    calibrated = np.empty(len(raw))
    for number in np.unique(fold):
        inside = fold == number
        calibrated[inside] = fit(y[~inside], raw[~inside]).calibration.log_odds(raw[inside])
    return probability(calibrated)


def difference_of(
    first: Answers, second: Answers, against: str, *, ratio: float, seed: int
) -> Difference:
    """What `second` gains over `first` on the same clients and folds."""
    (one, one_influence), (two, two_influence) = (
        answers.auc_and_influence() for answers in (first, second)
    )
    cost = cost_difference(first.y, first.costs(ratio), second.costs(ratio), seed=seed, ratio=ratio)
    gaps = np.subtract(second.fold_aucs(), first.fold_aucs())
    folds = len(np.unique(first.folds[0]))
    return Difference(
        against,
        influence_interval(two - one, two_influence - one_influence),
        corrected_interval(gaps, folds),
        cost.per_1000,
        cost.share_of_grant_all,
    )


def corrected_interval(gaps: Floats, folds: int) -> Interval:
    """Mean difference over repeated folds, its variance corrected for shared training clients.

    Nadeau and Bengio 2003: s^2 (1 / J + test share / training share); Student's t by the first
    terms of Cornish and Fisher.
    """
    variance = float(gaps.var(ddof=1)) * (1 / len(gaps) + 1 / (folds - 1))
    z, freedom = NormalDist().inv_cdf(0.975), len(gaps) - 1
    student = z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
    return normal(float(gaps.mean()), variance * (student / z) ** 2, "corrected resampled t")


def _one_seed(
    people: Population, fold: Groups, recipe: Recipe, seed: int, fits: Fits
) -> tuple[Floats, list[int]]:
    if people.rows is not None:
        return _one_seed_nested(people, people.rows, fold, recipe, seed, fits)
    models = fold_models(people.matrix, people.y, fold, people.monotone, recipe, seed, fits)
    rounds = rounds_of_others(models)
    return out_of_fold(models, people.matrix, fold, rounds), rounds


def _one_seed_nested(
    people: Population, rows: Rows, fold: Groups, recipe: Recipe, seed: int, fits: Fits
) -> tuple[Floats, list[int]]:
    """The same with row models that the clients of a fold had no part in, fold by fold."""
    alone = replace(recipe, workers=1)

    def fitted(number: int) -> tuple[FoldModel, Matrix]:
        taught = nested(people, rows, fold, number, alone, seed, fits)
        model = fold_model(
            taught.matrix, taught.y, fold, number, taught.monotone, alone, seed, fits
        )
        return model, taught.matrix[fold == number]

    answered = side_by_side(fitted, np.unique(fold).tolist(), recipe.workers)
    rounds = rounds_of_others([model for model, _ in answered])
    raw = np.empty(len(people))
    for (model, matrix), last in zip(answered, rounds, strict=True):
        every = np.arange(len(matrix))
        raw[fold == model.fold] = raw_log_odds(model.booster, matrix, every, model.columns, last)
    return raw, rounds


def offered(
    extent: Extent, tables: Collection[str] | None, excluded: Collection[Read] | None
) -> Catalogue:
    """The catalogue without what reads excluded columns (default: the policy's) or other tables."""
    barred = Policy().excluded_columns if excluded is None else frozenset(excluded)
    allowed = catalogue(extent).without(barred)
    return allowed if tables is None else allowed.of_tables(tables)
