"""From tables to the feature matrix, beside a pandas kernel that makes fewer features.

Each in a fresh process, in turns, from CSV and from Parquet; wall seconds of the whole process,
imports included. Contract checks are apart (`bench.check`). All features of the plain catalogue,
those on protected columns too.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from bench.folders import synthetic
from bench.generate import FULL
from bench.measured import Usage, measured, median_of
from bench.record import Record, clients_in_words, is_full, parser_of, run

ARMS = {
    "features-csv": ("bench.features", "csv"),
    "pandas-csv": ("bench.pandas_kernel", "csv"),
    "features-parquet": ("bench.features", "parquet"),
    "pandas-parquet": ("bench.pandas_kernel", "parquet"),
}
RATIOS = {
    "ratio-csv": ("pandas-csv", "features-csv", 1.7),
    "ratio-parquet": ("pandas-csv", "features-parquet", 2.5),
    "ratio-parquet-both": ("pandas-parquet", "features-parquet", None),
}
MOST = {"features-csv": (25, 4), "features-parquet": (16, None)}

Runs = Mapping[str, list[Usage]]


def main(words: list[str]) -> None:
    parser = parser_of("features", __doc__, FULL)
    parser.add_argument("--folder-csv", type=Path)
    parser.add_argument("--folder-parquet", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """Every arm in turns, as often as asked."""
    runs: dict[str, list[Usage]] = {arm: [] for arm in ARMS}
    with (
        synthetic(options.folder_csv, options) as csv,
        synthetic(options.folder_parquet, options, "parquet") as parquet,
    ):
        folders = {"csv": csv, "parquet": parquet}
        for _ in range(options.runs):
            for arm, (module, format) in ARMS.items():
                runs[arm].append(measured("-m", module, *_words(module, folders[format])))
                print(f"{arm:18} {runs[arm][-1]}", file=sys.stderr)
    arms = [_arm(arm, usages, options) for arm, usages in runs.items()]
    return arms + [_ratio(key, runs, options) for key in RATIOS]


def _words(module: str, folder: Path) -> list[str]:
    return ["--only", str(folder)] if module == "bench.features" else [str(folder)]


def _arm(arm: str, usages: list[Usage], options: argparse.Namespace) -> Record:
    middle = median_of(usages)
    clients, columns = map(int, middle.printed.split())
    seconds, gigabytes = MOST.get(arm, (None, None))
    met = None
    if seconds and is_full(options.clients):
        met = middle.seconds <= seconds and (not gigabytes or middle.peak_gb <= gigabytes)
    details = {
        "columns": columns,
        "seconds": [round(each.seconds, 2) for each in usages],
        "cpu_seconds": [round(each.cpu, 2) for each in usages],
        "peak_gb": [round(each.peak_gb, 2) for each in usages],
    }
    data = clients_in_words(options)
    return Record(arm, f"{middle}, {columns} columns", met, data, clients, options.seed, details)


def _ratio(key: str, runs: Runs, options: argparse.Namespace) -> Record:
    slower, faster, goal = RATIOS[key]
    pairs = list(zip(runs[slower], runs[faster], strict=True))
    wall = [one.seconds / two.seconds for one, two in pairs]
    cpu = [one.cpu / two.cpu for one, two in pairs]
    met = median(wall) >= goal if goal and is_full(options.clients) else None
    return Record(
        key,
        f"{median(wall):.2f} x ({min(wall):.2f} to {max(wall):.2f}), CPU {median(cpu):.2f} x",
        met,
        clients_in_words(options),
        options.clients,
        options.seed,
        {"wall": [round(each, 3) for each in wall], "cpu": [round(each, 3) for each in cpu]},
    )


def once(folder: Path) -> None:
    """Compute the matrix and print its clients and columns: what one timed process does."""
    from clairscore.data.tables import read_folder
    from clairscore.features.catalogue import catalogue
    from clairscore.features.compute import book

    plain = catalogue("plain")
    matrix = book(read_folder(folder, population="both", columns=plain.reads), plain)
    print(matrix.height, matrix.width - 1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--only"]:
        once(Path(sys.argv[2]))
    else:
        main(sys.argv[1:])
