"""`data check` of a folder of CSV files: seconds and peak memory."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bench.folders import synthetic
from bench.generate import FULL
from bench.measured import clairscore
from bench.record import Record, clients_in_words, is_full, parser_of, run

MOST_SECONDS = 60


def main(words: list[str]) -> None:
    parser = parser_of("check", __doc__, FULL)
    parser.add_argument("--folder", type=Path, help="CSV files of that many clients")
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """One run of `data check`, which must find nothing to refuse."""
    with synthetic(options.folder, options) as folder:
        usage = clairscore("data", "check", folder, "--json")
    rows = json.loads(usage.printed)["rows"]
    met = usage.seconds <= MOST_SECONDS if is_full(options.clients) else None
    data = clients_in_words(options)
    return [Record("check", str(usage), met, data, options.clients, options.seed, {"rows": rows})]


if __name__ == "__main__":
    main(sys.argv[1:])
