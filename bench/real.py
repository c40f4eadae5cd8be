"""Cross-validated figures on real rows, in the folder that CLAIRSCORE_REAL_DATA names."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from bench.record import Record, parser_of, run
from clairscore.modelling.evaluate import Evaluation, evaluate

VARIABLE = "CLAIRSCORE_REAL_DATA"


def main(words: list[str]) -> None:
    named = os.environ.get(VARIABLE, "")
    if not named or not Path(named).is_dir():
        print(f"skipped: {VARIABLE} names no folder; set it to a folder of Kaggle's files")
        return
    parser = parser_of("real", __doc__, 0)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=3)
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """`evaluate` with the plain catalogue."""
    folder = Path(os.environ[VARIABLE])
    found = evaluate([folder], folds=options.folds, seeds=options.seeds)
    return [_record(found, options)]


def _record(found: Evaluation, options: argparse.Namespace) -> Record:
    area, cost = found.figures.auc, found.figures.cost_share_of_grant_all
    return Record(
        "real",
        f"{area.value:.4f} ({area.low:.4f} to {area.high:.4f}),"
        f" cost {cost.value:.3f} of grant-all ({cost.low:.3f} to {cost.high:.3f})",
        None,
        f"real, {found.figures.clients:,} applications, {options.seeds} x {options.folds} folds",
        found.figures.clients,
        found.recipe.seed,
        {"figures": found.figures.as_json(), "warnings": list(found.warnings)},
    )


if __name__ == "__main__":
    main(sys.argv[1:])
