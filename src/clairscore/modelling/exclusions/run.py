"""Exclusion costs with their effects: answers are kept as they come, and used again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path

import polars as pl

from clairscore.data.files import write_atomically
from clairscore.decision.policy import Policy
from clairscore.features.catalogue import Catalogue, Extent, catalogue
from clairscore.metrics import RATIO
from clairscore.modelling.evaluate import Progress, cross_validated
from clairscore.modelling.exclusions.cost import Exclusions, ItemCost, item_cost, noise
from clairscore.modelling.exclusions.items import ITEMS, Item
from clairscore.modelling.figures import Answers, figures
from clairscore.modelling.population import Population, population
from clairscore.modelling.recipe import Recipe, recipe_for

DIGITS = 16


@dataclass(frozen=True)
class Kept:
    """Answers of features by cross-validation, each seed kept in a folder once it is done.

    A seed's file is named by the digest of all that decides it, so nothing stale is ever found.
    """

    folder: Path
    every: Population
    recipe: Recipe
    folds: int
    seeds: int
    progress: Progress

    def answers(self, name: str, chosen: Catalogue) -> Answers:
        """The answers of these features, as found, else as computed."""
        people = self.every.only(chosen)
        each = [self._seed(name, people, self.recipe.seed + at) for at in range(self.seeds)]
        probabilities = tuple(frame["probability"].to_numpy() for frame in each)
        return Answers(people.y, probabilities, tuple(frame["fold"].to_numpy() for frame in each))

    def _seed(self, name: str, people: Population, seed: int) -> pl.DataFrame:
        recipe = replace(self.recipe, seed=seed)
        path = self.folder / f"{name}-{seed}-{self._digest(people, recipe)}.parquet"
        if not path.exists():
            found, _ = cross_validated(people, recipe, self.folds, 1)
            columns = {"probability": found.probabilities[0], "fold": found.folds[0]}
            self.folder.mkdir(parents=True, exist_ok=True)
            with write_atomically(path) as draft:
                pl.DataFrame(columns).write_parquet(draft)
        self.progress(f"{name}: seed {seed - self.recipe.seed + 1} of {self.seeds}")
        return pl.read_parquet(path)

    def _digest(self, people: Population, recipe: Recipe) -> str:
        facts = {
            "data": dict(people.data),
            "features": people.catalogue.version,
            "learnt": people.rows.catalogue.version if people.rows else None,
            "directions": people.monotone,
            "recipe": asdict(recipe),
            "folds": self.folds,
            "lightgbm": version("lightgbm"),
        }
        text = json.dumps(facts, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def exclusions(
    folders: Sequence[Path],
    kept: Path,
    *,
    items: Sequence[Item] = ITEMS,
    folds: int = 5,
    seeds: int = 3,
    extent: Extent = "plain",
    tables: Collection[str] | None = None,
    ratio: float = RATIO,
    seed: int = 20,
    progress: Progress = lambda _: None,
    done: Callable[[Exclusions], None] = lambda _: None,
) -> Exclusions:
    """The cost of each item on the labelled clients of the folders, all on the same folds.

    `tables` keeps the features that read these tables only, and the items that they have facts for.
    `done` hears the record after each item. Finished answers lie in the folder `kept` and are used
    again, so that a killed run goes on where it was.
    """
    excluded = Policy().excluded_columns
    offered = catalogue(extent) if tables is None else catalogue(extent).of_tables(tables)
    every = population(folders, offered)
    recipe = recipe_for(len(every), seed=seed)
    store = Kept(kept, every, recipe, folds, seeds, progress)
    served = offered.without(excluded)
    base = store.answers("served", served)
    record = Exclusions(
        catalogue=extent,
        features=len(served),
        folds=folds,
        seeds=seeds,
        ratio=ratio,
        recipe=recipe,
        data=every.data,
        figures=figures(base, ratio=ratio, seed=seed),
        noise=noise(base, ratio),
        items=(),
    )
    for item in items:
        chosen = item.catalogue(offered, excluded)
        moved = _moved(served, chosen)
        if not moved:
            progress(f"{item.name}: no feature of this catalogue reads it")
            continue
        answers = store.answers(item.name, chosen)
        cost: ItemCost = item_cost(item, base, answers, moved, ratio=ratio, seed=seed)
        record = replace(record, items=(*record.items, cost))
        done(record)
    return record


def _moved(served: Catalogue, chosen: Catalogue) -> int:
    """Features that only one of the two has, or that have another direction."""
    before = {feature.name: feature.monotone for feature in served}
    after = {feature.name: feature.monotone for feature in chosen}
    return sum(before.get(name) != after.get(name) for name in before.keys() | after.keys())
