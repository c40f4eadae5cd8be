"""The paired cost of one fact: the same clients, the same folds, with it and without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise

import numpy as np

from clairscore.decision.booster import Floats
from clairscore.decision.bundle import Json
from clairscore.metrics import Interval, mean_interval, ratio_interval, theoretical_cut_off
from clairscore.modelling.evaluate import Difference, difference_of
from clairscore.modelling.exclusions.items import Change, Item
from clairscore.modelling.figures import Answers, Figures
from clairscore.modelling.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Changed:
    """Decisions by score that differ between two models, mean over seeds.

    `refused` and `granted` are shares of all clients whom only the second refuses, or only the
    second grants; `refusals` is the share of the first's refusals that the second grants.
    """

    refused: Interval
    granted: Interval
    refusals: Interval


@dataclass(frozen=True, slots=True)
class ItemCost:
    """What one fact is worth.

    `difference` is what the model with it gains over the model without it (for directions: without
    constraints over with them): AUC up and cost down speak for the fact, hence are the cost of its
    exclusion. `decisions` go from the served model to the changed one. `features` are the features
    that were added or removed, or lost their direction.
    """

    item: str
    change: Change
    columns: tuple[str, ...]
    features: int
    difference: Difference
    decisions: Changed


@dataclass(frozen=True, slots=True)
class Exclusions:
    """The costs of several facts. `figures` are those of the served features.

    `noise` tells how many decisions change where nothing but the folds does; None for one seed.
    """

    catalogue: str
    features: int
    folds: int
    seeds: int
    ratio: float
    recipe: Recipe
    data: Mapping[str, str]
    figures: Figures
    noise: Changed | None
    items: tuple[ItemCost, ...]

    def as_json(self) -> dict[str, Json]:
        """The record as plain JSON values."""
        return asdict(self)


def item_cost(
    item: Item, served: Answers, changed: Answers, features: int, *, ratio: float, seed: int
) -> ItemCost:
    """The cost of one fact from both models' answers on the same folds."""
    without, with_ = (changed, served) if item.change == "removed" else (served, changed)
    limit = theoretical_cut_off(ratio)
    pairs = zip(served.probabilities, changed.probabilities, strict=True)
    return ItemCost(
        item=item.name,
        change=item.change,
        columns=tuple(sorted(f"{table}.{column}" for table, column in item.columns)),
        features=features,
        difference=difference_of(without, with_, "without", ratio=ratio, seed=seed),
        decisions=changed_decisions(list(pairs), limit),
    )


def noise(served: Answers, ratio: float) -> Changed | None:
    """How many decisions change between two seeds of the same features."""
    seeds = served.probabilities
    if len(seeds) < 2:
        return None
    pairs = list(pairwise(seeds))
    return changed_decisions(pairs, theoretical_cut_off(ratio))


def changed_decisions(pairs: list[tuple[Floats, Floats]], limit: float) -> Changed:
    """Of each pair, the second's decisions against the first's at one cut-off."""
    before, after = (np.stack(each) >= limit for each in zip(*pairs, strict=True))
    freed = (before & ~after).mean(axis=0)
    return Changed(
        refused=mean_interval((~before & after).mean(axis=0)),
        granted=mean_interval(freed),
        refusals=ratio_interval(freed, before.mean(axis=0)),
    )
