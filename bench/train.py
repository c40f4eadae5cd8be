"""`train`, default recipe, as a user types it, contract checks included."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from bench.folders import synthetic
from bench.generate import FULL
from bench.measured import Usage, clairscore
from bench.record import Record, clients_in_words, is_full, parser_of, run

MOST_SECONDS, MOST_GB = 40 * 60, 10  # with row models


def main(words: list[str]) -> None:
    parser = parser_of("train", __doc__, FULL)
    parser.add_argument("--folder", type=Path, help="tables of that many clients")
    parser.add_argument("--out", type=Path, metavar="BUNDLES", help="keep the bundle here")
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """One run of `train`."""
    with tempfile.TemporaryDirectory() as scratch, synthetic(options.folder, options) as folder:
        bundles = options.out or Path(scratch) / "bundles"
        usage = clairscore("train", folder, "--out", bundles, "--json")
    return [_record(usage, options)]


def _record(usage: Usage, options: argparse.Namespace) -> Record:
    trained = json.loads(usage.printed)
    auc = trained["card"]["test"]["auc"]
    met = usage.seconds <= MOST_SECONDS and usage.peak_gb <= MOST_GB
    return Record(
        "train",
        f"{usage}, test AUC {auc['value']:.4f} ({auc['low']:.4f} to {auc['high']:.4f})",
        met if is_full(options.clients) else None,
        clients_in_words(options),
        options.clients,
        options.seed,
        {
            "seconds": trained["seconds"],
            "rounds": trained["card"]["rounds"],
            "warnings": trained["warnings"],
        },
    )


if __name__ == "__main__":
    main(sys.argv[1:])
