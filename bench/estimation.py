"""What the model is worth, estimated before outcomes, against what then came to be.

Windows of clients whom the model has never met, under five kinds of drift that move approvals by
ten points (`concept`: as much for a model that knew). Each method's AUC and cost per 1,000 stand
beside those of the window's true outcomes: mean error, mean size of the error, and how often the
interval held the truth.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from bench.drifts import KINDS, Kind, Pool, Window, asked_pool, pool_parser, window
from bench.record import Record, run
from clairscore.decision.logistic import probability
from clairscore.metrics import auc, business_cost
from clairscore.monitoring.estimate import estimates
from clairscore.monitoring.report import Estimate
from clairscore.monitoring.shifts import importance
from clairscore.monitoring.sides import Applicants, Rows, Yardstick, of_bundle

POINTS, SIZE, REFERENCE = 0.10, 20_000, 30_000
METHODS = ("reference", "confidence", "weighting", "prior")


def main(words: list[str]) -> None:
    run(parser(), measure, words)


def parser() -> argparse.ArgumentParser:
    """What the script may be told."""
    return pool_parser("estimation", __doc__, 10)


def measure(options: argparse.Namespace) -> list[Record]:
    """Each kind's errors, method by method."""
    return records(estimated(asked_pool(options), options), options)


def estimated(people: Pool, options: argparse.Namespace) -> list[dict[str, object]]:
    """One row for each kind and method."""
    return [row for kind in KINDS for row in _rows(people, kind, options)]


def _rows(people: Pool, kind: Kind, options: argparse.Namespace) -> list[dict[str, object]]:
    """One row a method: errors over the seeds."""
    size = min(SIZE, len(people.y) // 4)
    tried = [_tried(people, kind, size, options.seed, seed) for seed in range(options.seeds)]
    rows = []
    for method in METHODS:
        found = [(next(e for e in each if e.method == method), *true) for each, true in tried]
        row = _errors(kind, method, found)
        print(row, file=sys.stderr, flush=True)
        rows.append(row)
    return rows


def _tried(
    people: Pool, kind: Kind, size: int, seed: int, draw: int
) -> tuple[tuple[Estimate, ...], tuple[float, float]]:
    """The estimates for one window, and its true AUC and cost per 1,000."""
    rng = np.random.default_rng([seed, KINDS.index(kind), draw])
    drawn = window(people, kind, POINTS, size, rng)
    applicants = _applicants(drawn)
    weights = importance(people.bundle.card)
    known = np.array([weights.get(name, 0.0) for name in people.bundle.features])
    yardstick = _yardstick(people, drawn, rng)
    policy = people.bundle.policy
    found = estimates(yardstick, applicants, policy, known, seed)
    granted = policy.grants(probability(drawn.log_odds))
    cost = 1_000 * business_cost(drawn.y, granted, policy.cost_ratio) / size
    return found, (auc(drawn.y, drawn.log_odds), cost)


def _yardstick(people: Pool, drawn: Window, rng: np.random.Generator) -> Yardstick:
    """The bundle's, with clients of the pool who are not in the window as its rows."""
    rest = np.setdiff1d(np.arange(len(people.y)), drawn.rows)
    some = rng.permutation(rest)[:REFERENCE]
    honest = np.ones(len(people.bundle.features), dtype=np.bool_)
    usual = people.usual
    rows = Rows(usual.matrix[some], usual.log_odds[some], people.y[some], honest)
    return replace(of_bundle(people.bundle), rows=rows)


def _applicants(drawn: Window) -> Applicants:
    places = np.arange(len(drawn.rows))
    return Applicants(drawn.log_odds, drawn.matrix, places, pl.DataFrame(), "pool")


def _errors(
    kind: Kind, method: str, found: Sequence[tuple[Estimate, float, float]]
) -> dict[str, object]:
    true_auc, true_cost = (np.array([each[at] for each in found]) for at in (1, 2))
    by_auc = np.array([each.auc.value for each, _, _ in found]) - true_auc
    by_cost = np.array([each.cost.value for each, _, _ in found]) / true_cost - 1
    return {
        "kind": kind,
        "method": method,
        "seeds": len(found),
        "true_auc": float(true_auc.mean()),
        "true_cost": float(true_cost.mean()),
        "auc_error": float(by_auc.mean()),
        "auc_size": float(np.abs(by_auc).mean()),
        "auc_held": float(np.mean([each.auc.holds(a) for each, a, _ in found])),
        "cost_error": float(by_cost.mean()),
        "cost_size": float(np.abs(by_cost).mean()),
        "cost_held": float(np.mean([each.cost.holds(c) for each, _, c in found])),
        "usable": float(np.mean([each.usable for each, _, _ in found])),
    }


def records(rows: Sequence[dict[str, object]], options: argparse.Namespace) -> list[Record]:
    data = (
        f"synthetic, {options.clients:,} clients whom the model has not met, seed {options.seed},"
        f" {options.seeds} windows each"
    )
    best = {
        name: {kind: _least(rows, kind, name) for kind in KINDS[1:]}
        for name in ("auc_size", "cost_size")
    }
    seen = [kind for kind in KINDS[1:] if kind != "concept"]
    told = {
        "auc": f"mean error {_worst(best['auc_size'], seen):.3f} at most by the best method,"
        f" concept {best['auc_size']['concept']:.3f}",
        "cost": f"mean error {_worst(best['cost_size'], seen):.0%} at most by the best method,"
        f" concept {best['cost_size']['concept']:.0%}",
    }
    details = {"points": POINTS, "rows": list(rows)}
    return [
        Record(f"estimated-{name}", text, None, data, options.clients, options.seed, details)
        for name, text in told.items()
    ]


def _least(rows: Sequence[dict[str, object]], kind: Kind, name: str) -> float:
    """Of the methods that estimate; the reference stands still."""
    return min(
        float(str(row[name]))
        for row in rows
        if row["kind"] == kind and row["method"] != "reference"
    )


def _worst(sizes: dict[Kind, float], kinds: Sequence[Kind]) -> float:
    return max(sizes[kind] for kind in kinds)


if __name__ == "__main__":
    main(sys.argv[1:])
