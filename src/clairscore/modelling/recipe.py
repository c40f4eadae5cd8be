"""How the learner is set: by the number of clients, written down, never by hand in the code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Name = Literal["default", "best"]
Objective = Literal["binary", "regression"]

# exact contributions stay under 3 ms a row (docs/architecture.md)
MOST_TREES = {3: 3_000, 4: 3_000, 5: 1_000}


@dataclass(frozen=True, slots=True)
class Recipe:
    """Settings of one training run, LightGBM's words in brackets.

    Trees of `depth` grown on `features_per_tree` random features; a leaf holds at least
    `leaf_clients` clients (min_data_in_leaf) and `leaf_weight` of sum p(1 - p)
    (min_sum_hessian_in_leaf). Folds stop after `patience` rounds without a better log loss.
    At most `most_features` are served. `workers` models are fitted at once, each on one thread, so
    that their number changes no bit. No class weights: the probability must stay true. With more
    than one of `seeds`, the fold models are fitted with each, to measure what averaging would gain.
    """

    name: str = "default"
    seed: int = 20
    folds: int = 5
    test_share: float = 0.15
    learning_rate: float = 0.05
    depth: int = 4
    leaf_clients: int = 100
    leaf_weight: float = 5.0
    l1: float = 1.0
    l2: float = 30.0
    features_per_tree: int = 40
    bins: int = 63
    most_rounds: int = 3_000
    patience: int = 100
    most_features: int = 300  # what one applicant can wait for; 500 gained less than chance
    # basic bounds both children by their middle: the fastest, and it holds with feature sampling
    monotone_method: Literal["basic", "intermediate", "advanced"] = "basic"
    workers: int = 2
    objective: Objective = "binary"
    seeds: int = 1


SLOWER = 0.4
SEEDS = 5


def recipe_for(clients: int, name: Name = "default", seed: int = 20) -> Recipe:
    """The recipe for this many labelled clients: fewer clients, smaller steps and simpler trees.

    `best` takes smaller steps still, waits longer, and measures several seeds.
    """
    chosen = _by_size(clients, name, seed)
    if name == "default":
        return chosen
    pace, patience = SLOWER * chosen.learning_rate, round(chosen.patience / SLOWER)
    return replace(chosen, learning_rate=pace, patience=patience, seeds=SEEDS)


def _by_size(clients: int, name: Name, seed: int) -> Recipe:
    if clients < 10_000:
        return Recipe(
            name,
            seed,
            learning_rate=0.02,
            depth=3,
            leaf_clients=30,
            leaf_weight=2.0,
            l2=10.0,
            bins=127,
        )
    if clients < 100_000:
        return Recipe(
            name, seed, learning_rate=0.015, depth=3, leaf_clients=50, bins=127, patience=200
        )
    return Recipe(name, seed)


METRIC: Mapping[Objective, str] = {"binary": "binary_logloss", "regression": "l2"}
MANY_ROWS = 100_000
ROW_ROUNDS = 200


def row_recipe(recipe: Recipe, rows: int, objective: Objective) -> Recipe:
    """The recipe of a row model over this many rows: a client's rows all carry his one outcome, so
    leaves are large and the model small.

    No fold stops early: all answer at the same round as the refit, so that their scales match.
    """
    many = rows >= MANY_ROWS
    return Recipe(
        "rows",
        recipe.seed,
        recipe.folds,
        learning_rate=0.1 if many else 0.05,
        depth=5 if many else 3,
        leaf_clients=500 if many else 100,
        leaf_weight=10.0 if many else 5.0,
        l2=50.0,
        features_per_tree=20,
        most_rounds=ROW_ROUNDS,
        patience=ROW_ROUNDS,
        workers=recipe.workers,
        objective=objective,
    )


def parameters(recipe: Recipe, monotone: Sequence[int], seed: int) -> dict[str, object]:
    """LightGBM's parameters for features with these monotone constraints, deterministic."""
    return {
        "objective": recipe.objective,
        "metric": METRIC[recipe.objective],
        "learning_rate": recipe.learning_rate,
        "max_depth": recipe.depth,
        "num_leaves": 2**recipe.depth,
        "min_data_in_leaf": recipe.leaf_clients,
        "min_sum_hessian_in_leaf": recipe.leaf_weight,
        "lambda_l1": recipe.l1,
        "lambda_l2": recipe.l2,
        "feature_fraction": min(1.0, recipe.features_per_tree / max(len(monotone), 1)),
        "max_bin": recipe.bins,
        # a sample as wide as the default would cost 1.2 GB at 775 features
        "bin_construct_sample_cnt": 50_000,
        "monotone_constraints": list(monotone),
        "monotone_constraints_method": recipe.monotone_method,
        "num_threads": 1,
        "seed": seed,
        "deterministic": True,
        "force_col_wise": True,
        "verbosity": -1,
    }
