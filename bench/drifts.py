"""Drifts of known kind and size, made from clients whom the model has never seen.

A pool of synthetic clients is scored once for each state of its data; a window is rows drawn from
it. Kinds: `none`; `covariate` and `prior`, other people by weights; `missing` and `unit`, a share
of people whose external scores are lost, or whose income arrives by the month; `concept`, the same
people with other outcomes. The share or weight is set so that the score grants so many points less
or more.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench.folders import synthetic
from bench.record import parser_of
from clairscore.data.schema import APPLICATION
from clairscore.data.tables import labels, read_folder
from clairscore.decision.booster import Floats, Matrix
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide_book import features_of_book
from clairscore.decision.logistic import probability
from clairscore.decision.shelf import bundle_folder, load_bundle
from clairscore.modelling.monitoring.files import answers_beside, with_outcomes
from clairscore.settings import Settings

Kind = Literal["none", "covariate", "prior", "missing", "unit", "concept"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Rows = NDArray[np.int64]
LOST, BY_THE_MONTH = ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"), "AMT_INCOME_TOTAL"
MONTHS = 12


@dataclass(frozen=True, eq=False)
class State:
    """The pool's features (n, features) and log-odds (n,) in one state of its data."""

    matrix: Matrix
    log_odds: Floats
    granted: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Pool:
    """Clients with outcomes, the true probability behind them, and each state of their data."""

    bundle: Bundle
    states: Mapping[str, State]
    y: NDArray[np.bool_]
    truth: Floats

    @property
    def usual(self) -> State:
        return self.states["usual"]


@dataclass(frozen=True, eq=False)
class Window:
    """Rows of a pool: for each its place, whether its data are changed, and its outcome."""

    pool: Pool
    rows: Rows
    changed: NDArray[np.bool_]
    state: str
    y: NDArray[np.bool_]

    @property
    def matrix(self) -> Matrix:
        found = self.pool.usual.matrix[self.rows]
        if self.state != "usual":
            found[self.changed] = self.pool.states[self.state].matrix[self.rows[self.changed]]
        return found

    @property
    def log_odds(self) -> Floats:
        usual, other = (self.pool.states[name].log_odds for name in ("usual", self.state))
        return np.where(self.changed, other[self.rows], usual[self.rows])


def pool_parser(name: str, told: str | None, seeds: int) -> argparse.ArgumentParser:
    """What a script that draws windows from a pool may be told."""
    made = parser_of(name, told, 100_000)
    made.add_argument("--folder", type=Path, help="tables of that many clients, with their truth")
    made.add_argument("--bundle", type=Path, required=True, help="a model that has not met them")
    made.add_argument("--seeds", type=int, default=seeds)
    made.set_defaults(seed=2)
    return made


def asked_pool(options: argparse.Namespace) -> Pool:
    """The pool that was asked for, scored by the bundle that was named."""
    settings = Settings()
    place = bundle_folder(settings, options.bundle)
    bundle = with_outcomes(load_bundle(settings, place), answers_beside(place))
    with synthetic(options.folder, options, format="parquet", test_clients=100) as folder:
        return pool(bundle, folder)


def pool(bundle: Bundle, folder: Path) -> Pool:
    """The labelled clients of a synthetic folder, in three states of their data."""
    tables = dict(read_folder(folder, population="train"))
    application = tables[APPLICATION]
    changes: dict[str, Callable[[pl.LazyFrame], pl.LazyFrame]] = {
        "usual": lambda frame: frame,
        "missing": lambda frame: frame.with_columns(
            pl.lit(None, pl.Float64).alias(name) for name in LOST
        ),
        "unit": lambda frame: frame.with_columns((pl.col(BY_THE_MONTH) / MONTHS).round(1)),
    }
    states = {
        name: _state(bundle, {**tables, APPLICATION: change(application)})
        for name, change in changes.items()
    }
    outcomes = labels(folder)
    truth = pl.read_parquet(folder / "truth.parquet").sort("SK_ID_CURR")
    known = truth.join(outcomes, on="SK_ID_CURR", how="semi")
    return Pool(bundle, states, outcomes["TARGET"].to_numpy() == 1, known["log_odds"].to_numpy())


def window(source: Pool, kind: Kind, points: float, n: int, rng: np.random.Generator) -> Window:
    """So many clients of a drift that moves approvals by `points`."""
    everyone = len(source.y)
    share = 0.0
    if kind in ("covariate", "prior"):
        weights = tilted(source, kind, points)
        # with replacement: without, those who are drawn most run out and the drift is weaker
        rows = rng.choice(everyone, n, p=weights / weights.sum())
    else:
        rows = rng.permutation(everyone)[:n]
    if kind in ("missing", "unit"):
        share = changed_share(source, kind, points)
    y = source.y[rows]
    if kind == "concept":
        y = rng.random(n) < concept(source, points)[rows]
    changed = rng.random(n) < share
    return Window(source, rows, changed, kind if share else "usual", y)


def tilted(source: Pool, kind: Kind, points: float) -> Floats:
    """Weights (n,): by the strength of external scores, or by outcome, as strong as it takes."""
    granted = source.usual.granted
    if kind == "prior":
        direction = source.y.astype(np.float64)
    else:
        at = source.bundle.features.index("application_ext_source_2")
        column = source.usual.matrix[:, at].astype(np.float64)
        direction = -np.nan_to_num((column - np.nanmean(column)) / np.nanstd(column))

    def approvals(strength: float) -> float:
        weight = np.exp(strength * direction)
        return float(weight @ granted / weight.sum())

    strength = _found(lambda value: approvals(0.0) - approvals(value), points, 3.0)
    return np.exp(strength * direction)


def changed_share(source: Pool, kind: Kind, points: float) -> float:
    """The share of clients whose data change, so that approvals move so much; at most all."""
    gap = abs(float(source.states[kind].granted.mean() - source.usual.granted.mean()))
    return min(points / max(gap, 1e-9), 1.0)


def concept(source: Pool, points: float) -> Floats:
    """Probabilities (n,) of a world where risk depends less on what was learnt and is higher.

    As strong as a model that knew would grant so many points less.
    """
    cut_off = source.bundle.policy.cut_off
    usual = float((probability(source.truth) < cut_off).mean())

    def world(strength: float) -> Floats:
        middle = float(np.median(source.truth))
        return probability(middle + (1 - strength / 2) * (source.truth - middle) + strength)

    strength = _found(lambda value: usual - float((world(value) < cut_off).mean()), points, 1.5)
    return world(strength)


def _found(moved: Callable[[float], float], points: float, most: float) -> float:
    """The strength at which what is moved reaches the points, by bisection."""
    low, high = 0.0, most
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if moved(middle) < points else (low, middle)
    return high


def _state(bundle: Bundle, tables: Mapping[str, pl.LazyFrame]) -> State:
    matrix = features_of_book(bundle, tables).matrix
    log_odds = bundle.scorer.log_odds(matrix)
    return State(matrix, log_odds, bundle.policy.grants(probability(log_odds)))
