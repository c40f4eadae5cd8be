"""What deciding a book costs by its size: this machine, and a Spark cluster on the same cores.

The books lie in parts; each is decided with contributions, in fresh processes. "This machine" does
the parts in turn on all its cores; "cluster" is a standalone master with two workers of one core
each, beside it here. The largest book is decided by this machine alone. `--points` keeps what was
measured, so that a stopped run goes on; `--book` is a folder in parts, else one is made.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from bench.folders import bundles
from bench.measured import Usage, clairscore
from bench.record import Record, parser_of, run
from bench.spark_cluster import spark_cluster
from clairscore.data.parted import part_names
from clairscore.data.synthetic import generate

MILLIONS, TEST_SHARE = 3_000_000, 0.137
CLIENTS_A_PART = 24_576
"""Six of the generator's blocks."""
SMALLER = (2, 6, 12, 40)
"""Parts of the smaller books."""
WORKERS = {"cluster": 2, "one worker": 1}
MOST_GB = 4.0


@dataclass(frozen=True, slots=True)
class Point:
    """One book decided once: by whom, clients, wall seconds, CPU-seconds and peak memory (GB).

    A cluster's `cpu` are those of master, workers, executors and the command; its memory is the
    command's alone.
    """

    by: str
    clients: int
    seconds: float
    cpu: float
    peak_gb: float


def main(words: list[str]) -> None:
    parser = parser_of("scale", __doc__, MILLIONS)
    parser.add_argument("--book", type=Path, help="in parts, of that many clients")
    parser.add_argument("--bundle", type=Path, help="default: trained here on 20,000 clients")
    parser.add_argument("--points", type=Path, metavar="FILE", help="keep and take up points here")
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """The smaller books by everybody, then the largest by this machine."""
    with (
        tempfile.TemporaryDirectory(prefix="clairscore-bench-") as scratch,
        bundles(options.bundle, options.seed) as bundle,
    ):
        book = options.book or made(Path(scratch) / "book", options)
        kept = options.points or Path(scratch) / "points.json"
        count = len(part_names(book))
        wanted = [(by, parts) for parts in SMALLER if parts < count for by in ("here", *WORKERS)]
        for by, parts in [*wanted, ("here", count)]:
            measured_once(by, parts, book, bundle, kept)
        return records(points(kept), options)


def made(folder: Path, options: argparse.Namespace) -> Path:
    """A book of that many clients."""
    test = round(options.clients * TEST_SHARE)
    parts = max(1, round(options.clients / CLIENTS_A_PART))
    generate(
        folder,
        clients=options.clients - test,
        test_clients=test,
        seed=options.seed,
        format="parquet",
        parts=parts,
    )
    return folder


def measured_once(by: str, parts: int, book: Path, bundle: Path, kept: Path) -> None:
    """Decide the book's first parts, unless that was measured before."""
    known = points(kept)
    clients = clients_of(book, parts)
    if any(each.by == by and each.clients == clients for each in known):
        return
    with tempfile.TemporaryDirectory(prefix=".clairscore-scale-", dir=book.parent) as place:
        found = decided(by, first_parts(book, parts, Path(place)), bundle, Path(place))
    point = Point(
        by, clients, round(found.seconds, 1), round(found.cpu, 1), round(found.peak_gb, 2)
    )
    print(point, file=sys.stderr, flush=True)
    kept.write_text(json.dumps([asdict(each) for each in [*known, point]], indent=1))


def decided(by: str, book: Path, bundle: Path, place: Path) -> Usage:
    """One run of `score` in a process of its own, what it wrote taken away."""
    words = ("score", book, "--bundle", bundle, "--population", "both", "--unchecked", "--json")
    outputs = ("--out", place / "out", "--contributions", place / "why")
    if by == "here":
        return clairscore(*words, *outputs)
    with spark_cluster(WORKERS[by]) as cluster:
        usage = clairscore(*words, *outputs, "--engine", "spark", "--master", cluster.url)
    return Usage(usage.seconds, usage.cpu + cluster.cpu, usage.peak_gb, usage.printed)


def first_parts(book: Path, parts: int, place: Path) -> Path:
    """A book of the first parts, the same files under other names."""
    chosen = place / "book"
    for name in part_names(book)[:parts]:
        shutil.copytree(book / name, chosen / name, copy_function=_linked)
    return chosen


def _linked(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


def clients_of(book: Path, parts: int) -> int:
    """Applications in the first parts."""
    files = [
        book / name / f"application_{part}.parquet"
        for name in part_names(book)[:parts]
        for part in ("train", "test")
    ]
    rows = (pl.scan_parquet(each).select(pl.len()).collect().item() for each in files)
    return int(sum(rows))


def points(kept: Path) -> list[Point]:
    """What was measured so far."""
    if not kept.exists():
        return []
    return [Point(**each) for each in json.loads(kept.read_text(encoding="utf-8"))]


def records(found: Sequence[Point], options: argparse.Namespace) -> list[Record]:
    """The largest book, and every point."""
    largest = max((each for each in found if each.by == "here"), key=lambda each: each.clients)
    told = (
        f"{largest.seconds / 60:.1f} min, {largest.cpu / 60:.1f} CPU-min, {largest.peak_gb:.2f} GB"
    )
    data = f"synthetic, {largest.clients:,} clients in parts, seed {options.seed}"
    full = largest.clients >= MILLIONS
    met = largest.peak_gb <= MOST_GB if full else None
    details = {"points": [asdict(each) for each in found]}
    curve = "; ".join(
        f"{each.clients:,} {each.by} {each.seconds:.0f} s"
        for each in sorted(found, key=lambda each: (each.clients, each.by))
    )
    return [
        Record("book", told, met, data, largest.clients, options.seed),
        Record("scale", curve, None, data, largest.clients, options.seed, details),
    ]


if __name__ == "__main__":
    main(sys.argv[1:])
