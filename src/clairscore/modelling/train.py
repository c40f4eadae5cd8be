"""From labelled clients to a bundle.

Fold models on all features; for each fold the features that its own model used; fold models again
on those, for the rounds and the out-of-fold log-odds; one refit on every training client; then the
untouched part is opened, once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clairscore.contract import CreditFile
from clairscore.data.credit_file import frames
from clairscore.decision.booster import Calibration, Floats, Scorer
from clairscore.decision.bundle import (
    Bundle,
    FeatureReference,
    Json,
    features_reference,
    reference_of,
    score_reference,
    set_exam,
)
from clairscore.decision.logistic import probability
from clairscore.decision.policy import Policy
from clairscore.decision.referral import referral_threshold
from clairscore.features.catalogue import Catalogue
from clairscore.features.engines import NOTHING_FITTED, Fitted
from clairscore.features.online import OneApplicant
from clairscore.modelling import row_models
from clairscore.modelling.calibrate import Fit, fit
from clairscore.modelling.cutoff import CutOff, cut_off
from clairscore.modelling.fits import NO_FITS, Fits
from clairscore.modelling.folds import Folds, deal
from clairscore.modelling.learner import (
    Columns,
    columns_of,
    common_rounds,
    fold_models,
    fold_models_on,
    out_of_fold,
    refit,
    side_by_side,
)
from clairscore.modelling.population import Population
from clairscore.modelling.recipe import MOST_TREES, Recipe
from clairscore.modelling.row_models import fitted_on, with_learnt
from clairscore.modelling.selection import served_columns, total_gain, used_columns

RANKING_PACE = 2.0
"""Larger steps where only the ranking of the features counts: half the rounds, half the time."""


class Steps:
    """Tells each step as it starts and keeps the seconds that it took."""

    def __init__(self, progress: Callable[[str], None], clock: Callable[[], float]) -> None:
        self.progress, self.clock = progress, clock
        self.started: list[tuple[str, float]] = []

    def __call__(self, name: str) -> None:
        self.started.append((name, self.clock()))
        self.progress(name)

    def seconds(self) -> dict[str, float]:
        """Seconds of each step; the last one lasts until now."""
        ends = [moment for _, moment in self.started[1:]] + [self.clock()]
        pairs = zip(self.started, ends, strict=True)
        return {name: round(end - start, 2) for (name, start), end in pairs}


def silent() -> Steps:
    """Steps that tell nobody."""
    return Steps(lambda _: None, time.monotonic)


@dataclass(frozen=True, eq=False)
class Learnt:
    """What the training clients taught.

    `served` are the columns that `model` reads, `raw` the out-of-fold log-odds of the training
    clients (n,) before calibration, `every` a model on all features, to judge the selection by;
    `other_seeds` the same as `raw` by models of other seeds, where the recipe asks for them.
    """

    model: str
    served: Columns
    rounds: int
    fold_rounds: tuple[int, ...]
    raw: Floats
    fit: Fit
    gain: Floats
    every: str
    other_seeds: tuple[Floats, ...] = ()

    @property
    def calibration(self) -> Calibration:
        return self.fit.calibration

    @property
    def probability(self) -> Floats:
        """Calibrated out-of-fold probabilities of the training clients (n,)."""
        return probability(self.calibration.log_odds(self.raw))

    def scorer(self) -> Scorer:
        """The served model, on its own columns."""
        return Scorer(self.model, self.calibration, len(self.served))


@dataclass(frozen=True, eq=False)
class Run:
    """One training run: everything that the bundle, its card and the run manifest are made of."""

    training: Population
    test: Population
    folds: Folds
    learnt: Learnt
    limit: CutOff
    policy: Policy
    recipe: Recipe
    fitted: Fitted = NOTHING_FITTED

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the served features, in the model's order."""
        return tuple(self.training.catalogue.names[column] for column in self.learnt.served)


@dataclass(frozen=True, eq=False)
class Split:
    """The clients that may be learnt from, and those that are only for the final test."""

    training: Population
    test: Population
    folds: Folds


def split(people: Population, recipe: Recipe) -> Split:
    """The training part with its folds, and the untouched part."""
    folds = deal(
        people.clients, people.y, folds=recipe.folds, seed=recipe.seed, test_share=recipe.test_share
    )
    return Split(people.where(~folds.untouched), people.where(folds.untouched), folds)


def train(
    parts: Split,
    recipe: Recipe,
    policy: Policy,
    steps: Steps | None = None,
    fits: Fits = NO_FITS,
) -> Run:
    """The run that these clients, this recipe and this policy give, the same bits each time.

    What is in `fits` is not fitted again. Fault where the data contradict the calibrated cut-off.
    """
    steps = steps or silent()
    parts, fitted = with_row_models(parts, recipe, steps, fits)
    training, folds = parts.training, parts.folds
    learnt = learn(training, folds.fold[~folds.untouched], recipe, steps, fits)
    steps("cut-off")
    limit = cut_off(training.y, learnt.probability, policy.cost_ratio, recipe.seed)
    policy = with_limits(policy, limit, learnt.probability)
    return Run(training, parts.test, folds, learnt, limit, policy, recipe, fitted)


def with_row_models(parts: Split, recipe: Recipe, steps: Steps, fits: Fits) -> tuple[Split, Fitted]:
    """The parts with their learnt features, and the row models: the training clients' values come
    from models of the other folds, those of the test part from the models that are served."""
    people, folds = parts.training, parts.folds
    rows = people.rows
    if rows is None:
        return parts, NOTHING_FITTED
    steps("row models")
    fold = folds.fold[~folds.untouched]
    fitted = fitted_on(rows, people.clients, people.y, fold, recipe, recipe.seed, fits)
    training, test = (with_learnt(each, rows, fitted) for each in (people, parts.test))
    return Split(training, test, folds), fitted


def learn(
    people: Population,
    fold: NDArray[np.int8],
    recipe: Recipe,
    steps: Steps,
    fits: Fits = NO_FITS,
) -> Learnt:
    """The served model and its calibration, from the training clients alone."""
    matrix, y, monotone, seed = people.matrix, people.y, people.monotone, recipe.seed
    steps("fold models on all features")
    quick = replace(recipe, learning_rate=RANKING_PACE * recipe.learning_rate)
    ranking = fold_models(matrix, y, fold, monotone, quick, seed, fits)
    steps("fold models on the features they use")
    columns = [used_columns(model, recipe.most_features) for model in ranking]
    models = fold_models_on(matrix, y, fold, columns, monotone, recipe, seed, fits)
    rounds = min(common_rounds(models), MOST_TREES[recipe.depth])
    raw = out_of_fold(models, matrix, fold, [rounds] * len(models))
    other_seeds = []
    for other in range(seed + 1, seed + recipe.seeds):
        steps(f"fold models of seed {other}")
        again = fold_models_on(matrix, y, fold, columns, monotone, recipe, other, fits)
        other_seeds.append(out_of_fold(again, matrix, fold, [rounds] * len(again)))
    gain = total_gain(models, matrix.shape[1])
    served = served_columns(gain, recipe.most_features)
    steps("refit on every training client")

    def fitted(columns: Columns) -> str:
        directions = [monotone[column] for column in columns]
        chosen = columns_of(matrix, columns)
        return refit(chosen, y, directions, recipe, seed, rounds, fits).model_to_string()

    everything = np.arange(matrix.shape[1])
    model, every = side_by_side(fitted, [served, everything], recipe.workers)
    return Learnt(
        model=model,
        served=served,
        rounds=rounds,
        fold_rounds=tuple(each.best for each in models),
        raw=raw,
        fit=fit(y, raw),
        gain=gain,
        every=every,
        other_seeds=tuple(other_seeds),
    )


def with_limits(policy: Policy, limit: CutOff, expected: Floats) -> Policy:
    """The policy with the cut-off, and the referral threshold that fits the capacity."""
    policy = policy.model_copy(update={"cut_off": limit.value})
    threshold = referral_threshold(expected, policy)
    referral = policy.referral.model_copy(update={"threshold": threshold})
    return policy.model_copy(update={"referral": referral})


def bundle_of(
    run: Run,
    card: Mapping[str, Json],
    applicants: Sequence[CreditFile],
    *,
    created: str,
    versions: Mapping[str, str],
) -> Bundle:
    """The bundle of a run; `applicants` are the synthetic clients of its exam."""
    served = run.training.catalogue.select(run.features)
    models = row_models.served(run.fitted, [model.name for model in served.row_models])
    pipeline = OneApplicant(served, Fitted(models))
    answers = np.stack([pipeline.features(frames(applicant)) for applicant in applicants])
    matrix = columns_of(run.training.matrix, run.learnt.served)
    log_odds = run.learnt.calibration.log_odds(run.learnt.raw)
    return Bundle(
        model=run.learnt.model,
        features=run.features,
        features_version=served.version,
        calibration=run.learnt.calibration,
        policy=run.policy,
        reference=replace(
            reference_of(matrix, run.features, log_odds),
            score=score_reference(log_odds, run.training.y, run.policy.cut_off_log_odds),
            served=_served(run, served),
        ),
        exam=set_exam(applicants, answers.astype(np.float32), run.learnt.scorer()),
        card=card,
        created=created,
        data=run.training.data,
        versions=versions,
        row_models=models,
    )


def _served(run: Run, served: Catalogue) -> dict[str, FeatureReference]:
    """The features that learn from outcomes, as the models that serve give them to the test."""
    learnt = [at for at, feature in enumerate(served) if feature.learns_outcome]
    columns = columns_of(run.test.matrix, run.learnt.served[learnt])
    return features_reference(columns, [run.features[at] for at in learnt])
