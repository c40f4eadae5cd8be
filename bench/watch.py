"""`monitor files` at full size: seconds and peak memory, pages and Evidently's report written.

Every labelled client is read, and every test client compared with them on every served feature.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from bench.folders import synthetic
from bench.generate import FULL
from bench.measured import clairscore
from bench.record import Record, clients_in_words, is_full, parser_of, run

MOST_SECONDS, MOST_GB = 180, 6


def main(words: list[str]) -> None:
    parser = parser_of("watch", __doc__, FULL)
    parser.add_argument("--folder", type=Path, help="tables of that many clients")
    parser.add_argument("--bundle", type=Path, required=True)
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """One run of the command."""
    with (
        synthetic(options.folder, options, format="parquet") as folder,
        tempfile.TemporaryDirectory(prefix="clairscore-bench-") as scratch,
    ):
        words = ("--bundle", options.bundle.resolve(), "--out", Path(scratch) / "report")
        usage = clairscore("monitor", "files", folder, *words, "--unchecked", "--json")
    found = json.loads(usage.printed)
    met = usage.seconds <= MOST_SECONDS and usage.peak_gb <= MOST_GB
    return [
        Record(
            key="watch",
            measured=str(usage),
            met=met if is_full(options.clients) else None,
            data=clients_in_words(options),
            n=options.clients,
            seed=options.seed,
            details={
                "light": found["light"],
                "features": len(found["features"]),
                "reference": found["reference"],
                "current": found["current"],
            },
        )
    ]


if __name__ == "__main__":
    main(sys.argv[1:])
