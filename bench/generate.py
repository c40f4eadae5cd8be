"""Synthetic tables at full size: seconds and peak memory; `--out` keeps them for other scripts."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from bench.measured import Usage, clairscore
from bench.record import Record, clients_in_words, is_full, parser_of, run

FULL = 307_511
MOST_SECONDS, MOST_GB = 180, 4


def main(words: list[str]) -> None:
    parser = parser_of("generate", __doc__, FULL)
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv")
    parser.add_argument("--out", type=Path, metavar="FOLDER")
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """One run of `data synth`."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.out or Path(scratch)
        size = ("--clients", options.clients, "--seed", options.seed)
        usage = clairscore("data", "synth", folder, *size, "--format", options.format, "--json")
        written = sum(path.stat().st_size for path in folder.iterdir())
    return [_record(usage, written, options)]


def _record(usage: Usage, written: int, options: argparse.Namespace) -> Record:
    rows = json.loads(usage.printed)["rows"]
    met = usage.seconds <= MOST_SECONDS and usage.peak_gb <= MOST_GB
    return Record(
        "synth",
        f"{usage}, {written / 1e6:,.0f} MB of {options.format}",
        met if is_full(options.clients) else None,
        clients_in_words(options),
        options.clients,
        options.seed,
        {"rows": rows},
    )


if __name__ == "__main__":
    main(sys.argv[1:])
