"""The trials of a fine search: settings drawn by Optuna, judged by cost on the same folds.

Each trial draws with a seed of its own, from what was finished before it, so that a search that was
killed and taken up ends as one that was not.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Floats
from clairscore.errors import Fault
from clairscore.metrics import cost_by_client, log_loss, theoretical_cut_off
from clairscore.modelling.candidates import boosted
from clairscore.modelling.candidates.candidate import Setting
from clairscore.modelling.candidates.sample import Sample, sample_of
from clairscore.modelling.evaluate import cross_calibrated
from clairscore.modelling.figures import Answers
from clairscore.modelling.learner import side_by_side
from clairscore.modelling.recipe import MOST_TREES, Recipe
from clairscore.modelling.train import Split
from clairscore.modelling.tuned import Dimension, TrialRow

if TYPE_CHECKING:
    from optuna import Study, Trial
    from optuna.trial import FrozenTrial

Settings = Mapping[str, Setting]

SPACE = (
    Dimension("depth", 3, 5, whole=True, log=False),
    Dimension("leaf_clients", 10, 300, whole=True, log=True),
    Dimension("leaf_weight", 0.5, 20.0, whole=False, log=True),
    Dimension("l1", 0.01, 10.0, whole=False, log=True),
    Dimension("l2", 0.1, 100.0, whole=False, log=True),
    Dimension("features_per_tree", 10, 200, whole=True, log=True),
)
"""The learning rate stays the recipe's: a smaller one is better and slower, which is no finding."""
AT_RANDOM = 10
"""Trials drawn at random before the sampler learns from them (TPE, Bergstra et al. 2011)."""
UNPRUNED = 5
ENOUGH = 4
"""Complete trials below which no setting can be called important."""


class Search:
    """The training part, its folds and the recipe that a trial changes."""

    def __init__(self, parts: Split, recipe: Recipe, ratio: float) -> None:
        self.sample: Sample = sample_of(parts.training)
        self.fold: NDArray[np.int8] = parts.folds.fold[~parts.folds.untouched]
        self.recipe, self.ratio = recipe, ratio

    def answer(self, number: int, settings: Settings) -> tuple[Floats, int]:
        """Raw log-odds of a fold's clients by a model of the others, and its best round."""
        inside = np.flatnonzero(self.fold == number)
        learnt = self.sample.at(np.flatnonzero(self.fold != number))
        recipe = with_settings(self.recipe, settings)
        found = boosted.attempt(learnt, self.sample.at(inside), {}, recipe)
        return found.log_odds, found.rounds

    def figures(self, raw: Floats) -> dict[str, float]:
        """Cost share and controls of the clients who have an answer, calibrated across folds."""
        done = ~np.isnan(raw)
        y, fold = self.sample.y[done], self.fold[done]
        try:
            p = cross_calibrated(y, raw[done], fold)
        except Fault:  # answers that do not vary: everyone gets the same
            p = np.full(len(y), y.mean())
        granted = p < theoretical_cut_off(self.ratio)
        return {
            "cost_share_of_grant_all": float(
                cost_by_client(y, granted, self.ratio).sum() / (self.ratio * y.sum())
            ),
            "auc": Answers(y, (p,), (fold,)).auc_and_influence()[0],
            "accuracy_at_cut_off": float((granted != y).mean()),
            "log_loss": log_loss(y, p),
        }


def one_trial(study: Study, search: Search) -> TrialRow:
    """Ask for settings, judge them some folds at a time, tell what came of it."""
    from optuna.trial import TrialState

    recipe = search.recipe
    number = _reseed(study, recipe)
    trial, began = study.ask(), time.process_time()
    settings = _suggested(trial)
    raw, rounds, pruned = np.full(len(search.sample), np.nan), [], False
    for numbers in _in_turns(recipe.folds, recipe.workers):
        found = side_by_side(lambda fold: search.answer(fold, settings), numbers, recipe.workers)
        for fold, (log_odds, best) in zip(numbers, found, strict=True):
            raw[search.fold == fold] = log_odds
            rounds.append(best)
        figures = search.figures(raw)
        trial.report(figures["cost_share_of_grant_all"], len(rounds))
        pruned = len(rounds) < recipe.folds and trial.should_prune()
        if pruned:
            break
    told = figures | {
        "number": number,
        "rounds": rounds,
        "cpu_seconds": round(time.process_time() - began, 2),
    }
    for name, value in told.items():
        trial.set_user_attr(name, value)
    if pruned:
        return row_of(study.tell(trial, state=TrialState.PRUNED))
    return row_of(study.tell(trial, figures["cost_share_of_grant_all"]))


def opened(journal: Path, name: str, resume: bool) -> Study:
    """The study of that name in the journal; a trial that a killed run left is given up."""
    import optuna
    from optuna.storages import JournalStorage
    from optuna.storages.journal import JournalFileBackend
    from optuna.trial import TrialState

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    if not resume:
        journal.unlink(missing_ok=True)
    study = optuna.create_study(
        storage=JournalStorage(JournalFileBackend(str(journal))),
        study_name=name,
        pruner=optuna.pruners.MedianPruner(n_startup_trials=UNPRUNED),
        load_if_exists=True,
    )
    for left in study.get_trials(deepcopy=False, states=(TrialState.RUNNING,)):
        study.tell(left.number, state=TrialState.FAIL)
    return study


def finished(study: Study) -> list[FrozenTrial]:
    """The trials that were judged, to the end or until they were pruned, in their order."""
    from optuna.trial import TrialState

    return study.get_trials(deepcopy=False, states=(TrialState.COMPLETE, TrialState.PRUNED))


def with_settings(recipe: Recipe, settings: Settings) -> Recipe:
    """The recipe with a trial's settings, and no more trees than such a model may serve."""
    changed = boosted.with_settings(recipe, settings)
    return replace(changed, most_rounds=min(recipe.most_rounds, MOST_TREES[changed.depth]))


def importance(study: Study, seed: int) -> dict[str, float]:
    """Share of the cost's variance over the trials that each setting explains (fANOVA)."""
    from optuna.importance import FanovaImportanceEvaluator, get_param_importances

    costs = {trial.value for trial in finished(study) if trial.value is not None}
    if len(costs) < ENOUGH:
        return {}
    found = get_param_importances(study, evaluator=FanovaImportanceEvaluator(seed=seed))
    return {name: float(share) for name, share in found.items()}


def row_of(trial: FrozenTrial) -> TrialRow:
    """A finished trial as it is told."""
    told = dict(trial.user_attrs)
    rounds = tuple(told.pop("rounds"))
    return TrialRow(
        number=told.pop("number"),
        state="pruned" if trial.state.name == "PRUNED" else "complete",
        settings=dict(trial.params),
        folds=len(rounds),
        rounds=rounds,
        **told,
    )


def _reseed(study: Study, recipe: Recipe) -> int:
    """Give the next trial its own seed, the first one the recipe's settings; the trial's number."""
    from optuna.samplers import TPESampler
    from optuna.trial import TrialState

    number = len(finished(study))
    study.sampler = TPESampler(
        seed=recipe.seed + number, n_startup_trials=AT_RANDOM, multivariate=True
    )
    waiting = study.get_trials(deepcopy=False, states=(TrialState.WAITING,))
    if number == 0 and not waiting:
        study.enqueue_trial({each.name: getattr(recipe, each.name) for each in SPACE})
    return number


def _suggested(trial: Trial) -> dict[str, Setting]:
    settings: dict[str, Setting] = {}
    for each in SPACE:
        if each.whole:
            low, high = int(each.low), int(each.high)
            settings[each.name] = trial.suggest_int(each.name, low, high, log=each.log)
        else:
            settings[each.name] = trial.suggest_float(each.name, each.low, each.high, log=each.log)
    return settings


def _in_turns(folds: int, workers: int) -> Iterator[Sequence[int]]:
    """The folds, as many at once as are fitted side by side, two at least: one cannot be judged."""
    step = max(2, workers)
    for start in range(0, folds, step):
        yield range(start, min(start + step, folds))
