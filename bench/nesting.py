"""What row models gain by an honest estimate, and what a cheaper protocol would add to it.

On the real rows of CLAIRSCORE_REAL_DATA, with the least number of clients lifted. Nested: for each
outer fold the row models are fitted again on its training part. Cheaper: they are fitted once on
the outer folds, so that the clients who judge had a part in what the training clients are told.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from bench.real import VARIABLE
from bench.record import Record, parser_of, run
from clairscore.decision.booster import Floats
from clairscore.features.learnt import Rows
from clairscore.metrics import RATIO, Interval
from clairscore.modelling.evaluate import (
    Difference,
    cross_calibrated,
    cross_validated,
    difference_of,
    offered,
)
from clairscore.modelling.figures import Answers, Groups
from clairscore.modelling.folds import deal
from clairscore.modelling.learner import fold_models, out_of_fold, rounds_of_others
from clairscore.modelling.population import Population, population
from clairscore.modelling.recipe import Recipe, recipe_for
from clairscore.modelling.row_models import fitted_on, with_learnt


def main(words: list[str]) -> None:
    named = os.environ.get(VARIABLE, "")
    if not named or not Path(named).is_dir():
        print(f"skipped: {VARIABLE} names no folder; set it to a folder of Kaggle's files")
        return
    parser = parser_of("nesting", __doc__, 0)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=2)
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """Without row models, nested, and by the cheaper protocol, on the same folds."""
    people = population([Path(os.environ[VARIABLE])], offered("full", None, None), fewest=0)
    recipe = recipe_for(len(people))
    without, _ = cross_validated(replace(people, rows=None), recipe, options.folds, options.seeds)
    nested, _ = cross_validated(people, recipe, options.folds, options.seeds)
    cheap = cheaper(people, recipe, options.folds, options.seeds)
    gain, inflation = _over(without, nested), _over(nested, cheap)
    return [
        Record(
            "nesting",
            f"row models {_told(gain.auc)} AUC; the cheaper protocol would add"
            f" {_told(inflation.auc)}",
            None,
            f"real, {len(people):,} clients, {options.seeds} x {options.folds} folds",
            len(people),
            recipe.seed,
            {"nested": asdict(gain), "cheaper": asdict(inflation)},
        )
    ]


def cheaper(people: Population, recipe: Recipe, folds: int, seeds: int) -> Answers:
    """Answers of models whose row models were fitted once, on the folds that judge."""
    assert people.rows is not None, "no history rows here to learn from"
    probabilities: list[Floats] = []
    fold_sets: list[Groups] = []
    for seed in range(recipe.seed, recipe.seed + seeds):
        fold = deal(people.clients, people.y, folds=folds, seed=seed, test_share=0.0).fold
        raw = _raw(people, people.rows, fold, recipe, seed)
        probabilities.append(cross_calibrated(people.y, raw, fold))
        fold_sets.append(fold)
    return Answers(people.y, tuple(probabilities), tuple(fold_sets))


def _raw(people: Population, rows: Rows, fold: Groups, recipe: Recipe, seed: int) -> Floats:
    fitted = fitted_on(rows, people.clients, people.y, fold.astype(np.int8), recipe, seed)
    told = with_learnt(people, rows, fitted)
    models = fold_models(told.matrix, told.y, fold, told.monotone, recipe, seed)
    return out_of_fold(models, told.matrix, fold, rounds_of_others(models))


def _over(first: Answers, second: Answers) -> Difference:
    return difference_of(first, second, "", ratio=RATIO, seed=20)


def _told(found: Interval) -> str:
    return f"{found.value:+.4f} ({found.low:+.4f} to {found.high:+.4f})"


if __name__ == "__main__":
    main(sys.argv[1:])
