"""`make demo`, and with `--tests` `make test`, from a fresh clone whose downloads are at hand.

A first clone runs `make setup`, which downloads; a second one is timed from its first command.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.record import Record, parser_of, run

ROOT = Path(__file__).resolve().parents[1]
MOST_SECONDS = {"demo": 4 * 60, "test": 10 * 60}


def main(words: list[str]) -> None:
    parser = parser_of("demo", __doc__, 20_000)
    parser.add_argument("--tests", action="store_true", help="time `make test` as well")
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """Clone, download, clone again, run."""
    with tempfile.TemporaryDirectory(prefix="clairscore-bench-") as scratch:
        downloads = _made("setup", _clone(Path(scratch) / "first"))
        fresh = _clone(Path(scratch) / "second")
        targets = ("demo", "test") if options.tests else ("demo",)
        seconds = {target: _made(target, fresh) for target in targets}
    return [
        Record(
            target,
            f"{took:.0f} s (setup with downloads before: {downloads:.0f} s)",
            took <= MOST_SECONDS[target],
            "the commit checked out",
            1,
            None,
            {"seconds": took, "setup_seconds": downloads, "commit": _commit()},
        )
        for target, took in seconds.items()
    ]


def _clone(folder: Path) -> Path:
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    return folder


def _made(target: str, folder: Path) -> float:
    """Seconds of one target; what it prints goes to stderr."""
    inherited = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONPATH")}
    start = time.perf_counter()
    subprocess.run(
        ["make", target, "SERVE="], cwd=folder, check=True, stdout=sys.stderr, env=inherited
    )
    return time.perf_counter() - start


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout.strip()


if __name__ == "__main__":
    main(sys.argv[1:])
