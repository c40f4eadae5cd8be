"""How much the synthetic tables tell: AUC of the truth, of all features, of each table alone.

Out-of-fold, the default recipe, one seed; features as the default policy leaves them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from bench.folders import synthetic
from bench.record import Record, clients_in_words, is_full, parser_of, run
from clairscore.data.schema import APPLICATION, HISTORY_TABLES
from clairscore.decision.policy import Policy
from clairscore.features.catalogue import Catalogue, catalogue
from clairscore.features.spec import Feature
from clairscore.metrics import auc
from clairscore.modelling.evaluate import cross_validated
from clairscore.modelling.population import Population, population
from clairscore.modelling.recipe import recipe_for

BOUNDS = {
    "auc-oracle": (0.82, 0.84),
    "auc-full": (0.79, 0.81),
    "auc-application": (0.75, 0.77),
    "auc-history": (0.56, 0.68),
    "auc-column": (0.0, 0.70),
}


def main(words: list[str]) -> None:
    parser = parser_of("signal", __doc__, 300_000)
    parser.add_argument("--folder", type=Path, help="synthetic tables with their truth.parquet")
    parser.add_argument("--folds", type=int, default=5)
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """Every area of the structure."""
    with synthetic(options.folder, options, test_clients=0) as folder:
        people = population([folder], catalogue("plain").without(Policy().excluded_columns))
        truth = pl.read_parquet(folder / "truth.parquet", columns=["SK_ID_CURR", "log_odds"])
    return list(_records(people, truth, options))


def _records(
    people: Population, truth: pl.DataFrame, options: argparse.Namespace
) -> Iterator[Record]:
    def record(key: str, **areas: float) -> Record:
        low, high = BOUNDS[key]
        met = all(low <= area <= high for area in areas.values())
        told = ", ".join(f"{name} {area:.4f}" for name, area in areas.items())
        kept = met if is_full(options.clients) else None
        words = f"{clients_in_words(options)}, {options.folds} folds"
        return Record(key, told, kept, words, len(people), options.seed, dict(areas))

    yield record("auc-oracle", oracle=oracle(people, truth))
    yield record("auc-full", full=learnt(people, people.catalogue, options.folds))
    own = learnt(people, people.catalogue.of_tables([APPLICATION]), options.folds)
    yield record("auc-application", application=own)
    histories = {table: of_history(people.catalogue, table) for table in HISTORY_TABLES}
    areas = {table: learnt(people, each, options.folds) for table, each in histories.items()}
    yield record("auc-history", **areas)
    yield record("auc-column", **best_alone(people, catalogue("raw").names))


def oracle(people: Population, truth: pl.DataFrame) -> float:
    """AUC of the true log-odds."""
    known = pl.DataFrame({"SK_ID_CURR": people.clients}).join(
        truth, on="SK_ID_CURR", how="left", maintain_order="left"
    )
    return float(auc(people.y, known["log_odds"].to_numpy()))


def of_history(offered: Catalogue, table: str) -> Catalogue:
    """The features of one history table; those of a two-level table are counted where they end."""

    def belongs(feature: Feature) -> bool:
        return {each for each, _ in feature.reads} - {"bureau"} == (
            set() if table == "bureau" else {table}
        )

    return offered.where(belongs)


def learnt(people: Population, chosen: Catalogue, folds: int) -> float:
    """Out-of-fold AUC of a model on these features."""
    part = people.only(chosen)
    answers, _ = cross_validated(part, recipe_for(len(part)), folds, 1)
    print(f"{len(part.catalogue)} features of {sorted(chosen.reads)}", file=sys.stderr)
    return float(answers.auc_and_influence()[0])


def best_alone(people: Population, names: tuple[str, ...]) -> dict[str, float]:
    """The named feature that ranks best alone, up or down, missing values first or last."""
    areas = {
        name: max(_both_ways(people.y, people.matrix[:, n], filled) for filled in (-np.inf, np.inf))
        for n, name in enumerate(people.catalogue.names)
        if name in names
    }
    best = max(areas, key=areas.__getitem__)
    return {best: areas[best]}


def _both_ways(y: np.ndarray, column: np.ndarray, filled: float) -> float:
    ranks = pl.Series(np.where(np.isnan(column), filled, column)).rank("average").to_numpy()
    area = float(auc(y, ranks))
    return max(area, 1 - area)


if __name__ == "__main__":
    main(sys.argv[1:])
