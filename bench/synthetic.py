"""Full-size synthetic tables: seconds and peak memory.

    python -m bench.synthetic [--clients 307511] [--format csv|parquet] [--out FOLDER]

Promised on 2 cores: under 3 minutes and 4 GB.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

from clairscore.data.synthetic import KAGGLE_CLIENTS, generate


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=KAGGLE_CLIENTS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv")
    parser.add_argument("--out", type=Path, help="keep the files here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        measure(options.out or Path(scratch), options)


def measure(folder: Path, options: argparse.Namespace) -> None:
    """Generate once, and print what it took."""
    start = time.perf_counter()
    rows = generate(folder, clients=options.clients, seed=options.seed, format=options.format)
    seconds = time.perf_counter() - start
    processor = resource.getrusage(resource.RUSAGE_SELF)
    size = sum(path.stat().st_size for path in folder.iterdir())
    for name, count in rows.items():
        print(f"{name:24} {count:>12,}")
    print(
        f"{seconds:.1f} s, {processor.ru_utime + processor.ru_stime:.1f} CPU-s, "
        f"peak {processor.ru_maxrss / 2**20:.2f} GB, {size / 1e9:.2f} GB written"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
