"""Fine search of the served learner's settings by business cost, resumed where it was stopped.

Optuna keeps the trials in a journal of JSON lines. Each trial draws with a seed of its own, from
what was finished before it, so that a run that was killed ends as one that was not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Literal

from clairscore.decision.booster import Floats
from clairscore.decision.logistic import probability
from clairscore.features.catalogue import Extent
from clairscore.metrics import RATIO, auc_difference, cost_difference
from clairscore.modelling.calibrate import fit
from clairscore.modelling.candidates import boosted
from clairscore.modelling.candidates.compare import digest, versions
from clairscore.modelling.evaluate import Read, cross_validated, difference_of, offered
from clairscore.modelling.figures import Answers
from clairscore.modelling.learner import common_rounds, fold_models, out_of_fold, refit
from clairscore.modelling.machine import machine
from clairscore.modelling.population import Population, population
from clairscore.modelling.recipe import Recipe, recipe_for
from clairscore.modelling.train import Split, split
from clairscore.modelling.trials import (
    SPACE,
    Search,
    finished,
    importance,
    one_trial,
    opened,
    row_of,
    with_settings,
)
from clairscore.modelling.tuned import Gain, TrialRow, Tuned, UntouchedGain

Learner = Literal["lightgbm"]
Progress = Callable[[str], None]

PACKAGES = ("clairscore", "lightgbm", "numpy", "optuna", "polars")

REDEALT, SEEDS = 100, 2
"""Added to the seed for the folds that judge the best recipe, and how many times they are dealt."""


def tune(
    folder: Path,
    journal: Path,
    *,
    learner: Learner = "lightgbm",
    trials: int = 40,
    extent: Extent = "plain",
    tables: Collection[str] | None = None,
    excluded: Collection[Read] | None = None,
    ratio: float = RATIO,
    seed: int = 20,
    resume: bool = False,
    progress: Progress = lambda _: None,
) -> Tuned:
    """Search on the labelled clients of the folder, without those kept apart for the last test.

    With `resume` the trials of the journal that came from the same data, settings and versions
    count; without it the journal begins anew.
    """
    people = population([folder], offered(extent, tables, excluded))
    progress(f"features: {len(people.catalogue)} of catalogue {extent}, {len(people):,} clients")
    recipe = recipe_for(len(people), seed=seed)
    return tune_people(
        people,
        recipe,
        journal,
        learner=learner,
        trials=trials,
        extent=extent,
        ratio=ratio,
        resume=resume,
        progress=progress,
    )


def tune_people(
    people: Population,
    recipe: Recipe,
    journal: Path,
    *,
    learner: Learner = "lightgbm",
    trials: int = 40,
    extent: str = "plain",
    ratio: float = RATIO,
    resume: bool = False,
    progress: Progress = lambda _: None,
) -> Tuned:
    """The search on a population, from the recipe."""
    parts = split(people, recipe)
    study = opened(journal, _name(people, parts, recipe, ratio), resume)
    search = Search(parts, recipe, ratio)
    while len(finished(study)) < trials:
        row = one_trial(study, search)
        progress(
            f"trial {row.number} of {trials}: cost {row.cost_share_of_grant_all:.4f} of grant-all,"
            f" AUC {row.auc:.4f}, {row.state}, {row.cpu_seconds:.0f} s"
        )
    rows = tuple(map(row_of, finished(study)[:trials]))
    best = _cheapest(rows)
    chosen = with_settings(recipe, best.settings)
    progress("best recipe against the first one")
    return Tuned(
        learner=learner,
        catalogue=extent,
        tables=tuple(sorted(people.catalogue.reads)),
        features=len(people.catalogue),
        features_version=people.catalogue.version,
        clients=len(people),
        difficulties=int(people.y.sum()),
        folds=recipe.folds,
        seed=recipe.seed,
        ratio=ratio,
        space=SPACE,
        trials=rows,
        best=best.number,
        recipe=chosen,
        from_recipe=recipe,
        importance=importance(study, recipe.seed),
        gain=gain(parts, recipe, chosen, ratio),
        data=dict(people.data),
        versions=versions(PACKAGES),
        machine=machine(),
    )


def gain(parts: Split, first: Recipe, best: Recipe, ratio: float) -> Gain:
    """What the best recipe gains, on folds drawn anew and on the untouched part."""
    anew = [replace(each, seed=first.seed + REDEALT) for each in (first, best)]
    one, two = (cross_validated(parts.training, each, first.folds, SEEDS)[0] for each in anew)
    redealt = difference_of(one, two, "recipe", ratio=ratio, seed=first.seed)
    return Gain(redealt, untouched_gain(parts, first, best, ratio))


def untouched_gain(parts: Split, first: Recipe, best: Recipe, ratio: float) -> UntouchedGain:
    """The gain on clients that no trial saw, by models of the training part."""
    y = parts.test.y
    one, two = (Answers.of_one(y, served_probability(parts, each)) for each in (first, best))
    cost = cost_difference(y, one.costs(ratio), two.costs(ratio), seed=first.seed, ratio=ratio)
    return UntouchedGain(
        clients=len(y),
        difficulties=int(y.sum()),
        auc=auc_difference(y, one.probabilities[0], two.probabilities[0]),
        cost_per_1000=cost.per_1000,
        cost_share_of_grant_all=cost.share_of_grant_all,
    )


def served_probability(parts: Split, recipe: Recipe) -> Floats:
    """Probabilities of the untouched clients (n,) by a model of the training part, as served."""
    people, fold = parts.training, parts.folds.fold[~parts.folds.untouched]
    models = fold_models(people.matrix, people.y, fold, people.monotone, recipe, recipe.seed)
    rounds = common_rounds(models)
    raw = out_of_fold(models, people.matrix, fold, [rounds] * len(models))
    model = refit(people.matrix, people.y, people.monotone, recipe, recipe.seed, rounds)
    log_odds = boosted.Boosted(model).log_odds(parts.test.matrix)
    return probability(fit(people.y, raw).calibration.log_odds(log_odds))


def _cheapest(rows: Sequence[TrialRow]) -> TrialRow:
    """The complete trial of lowest cost, the first of equal ones; trial 0 is always complete."""
    whole = [row for row in rows if row.state == "complete"]
    return min(whole, key=lambda row: row.cost_share_of_grant_all)


def _name(people: Population, parts: Split, recipe: Recipe, ratio: float) -> str:
    """A digest of all that the trials come from: other data, recipe or library, another name."""
    made_of = {
        "data": digest(people, parts.folds.fold),
        "recipe": asdict(recipe),
        "ratio": ratio,
        "space": [asdict(each) for each in SPACE],
        "versions": versions(PACKAGES),
    }
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:16]
