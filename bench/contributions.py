"""Exact contributions of a whole book, with the largest models that may be served.

The matrix is drawn (normal, a fifth missing): what is timed depends on its size alone. Models are
trained on its first rows. Every row's sum is checked against its log-odds as in production, and the
first rows against LightGBM's own contributions, which are timed for comparison.
"""

from __future__ import annotations

import argparse
import sys
import time

import lightgbm
import numpy as np

from bench.record import Record, is_full, parser_of, run
from clairscore.decision.booster import FEW_ROWS, Calibration, Scorer
from clairscore.decision.decide_book import EXPLAINED_AT_ONCE

BOOK, FEATURES, LEARNT_FROM = 356_255, 300, 5_000
BUDGETS = ((4, 3_000), (5, 1_000))
"""Depth and trees of the largest served models."""
MOST_SECONDS, CLOSE = 240.0, 1e-6


def main(words: list[str]) -> None:
    run(parser_of("contributions", __doc__, BOOK), measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """Both models over the whole book."""
    rng = np.random.default_rng(options.seed)
    matrix = rng.standard_normal((options.clients, FEATURES), dtype=np.float32)
    matrix[rng.random(matrix.shape, dtype=np.float32) < 0.2] = np.nan
    found = {
        f"{trees} trees of depth {depth}": _timed(matrix, depth, trees) for depth, trees in BUDGETS
    }
    seconds = max(each["seconds"] for each in found.values())
    gap = max(each["gap_to_pred_contrib"] for each in found.values())
    told = "; ".join(
        f"{name}: {each['seconds']:.0f} s, {each['cpu']:.0f} CPU-s"
        f" (pred_contrib would take {each['pred_contrib_cpu']:,.0f})"
        for name, each in found.items()
    )
    met = seconds <= MOST_SECONDS and gap <= CLOSE if is_full(options.clients) else None
    return [
        Record(
            "contributions",
            f"{told}; every row's sum within 1e-9, at most {gap:.0e} from pred_contrib",
            met,
            f"drawn matrix, {options.clients:,} x {FEATURES}",
            options.clients,
            options.seed,
            found,
        )
    ]


def _timed(matrix: np.ndarray, depth: int, trees: int) -> dict[str, float]:
    scorer = Scorer(_model(matrix, depth, trees), Calibration(0.9, -0.1), FEATURES)
    start, cpu = time.perf_counter(), time.process_time()
    for first in range(0, len(matrix), EXPLAINED_AT_ONCE):
        scorer.explain(matrix[first : first + EXPLAINED_AT_ONCE])
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    many = scorer.explain(matrix[: 2 * FEW_ROWS]).contributions[: FEW_ROWS // 2]
    alone = time.process_time()
    few = scorer.explain(matrix[: FEW_ROWS // 2]).contributions
    alone = (time.process_time() - alone) * len(matrix) / len(few)
    gap = float(np.abs(many - few).max())
    return {
        "seconds": seconds,
        "cpu": cpu,
        "pred_contrib_cpu": alone,
        "gap_to_pred_contrib": gap,
    }


def _model(matrix: np.ndarray, depth: int, trees: int) -> str:
    rows = matrix[:LEARNT_FROM]
    noise = np.random.default_rng(0).normal(size=len(rows))
    y = np.nan_to_num(rows)[:, :20].sum(axis=1) + 3 * noise > 4
    settings = {
        "objective": "binary",
        "max_depth": depth,
        "num_leaves": 2**depth,
        "learning_rate": 0.01,
        "min_data_in_leaf": 10,
        "feature_fraction": 0.15,
        "max_bin": 63,
        "num_threads": 1,
        "verbosity": -1,
    }
    return lightgbm.train(settings, lightgbm.Dataset(rows, y.astype(int)), trees).model_to_string()


if __name__ == "__main__":
    main(sys.argv[1:])
