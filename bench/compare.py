"""`compare` on one data set, kept as a record, and docs/comparison.md from every record.

    python -m bench.compare sample --folders DIR                       real, all seven tables
    python -m bench.compare applications --folders DIR DIR --tables application --rows 4000
    python -m bench.compare synthetic --clients 4000                   made for the run
    python -m bench.compare --page                                     the page alone

Records are `bench/records/comparison/NAME.json`. A run that was stopped is taken up where it was:
what is done lies in `--work`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.calibration_page import write_calibration
from bench.comparison_page import write_page
from bench.folders import synthetic
from bench.measured import clairscore

ROOT = Path(__file__).resolve().parents[1]
RECORDS, PAGE = ROOT / "bench" / "records" / "comparison", ROOT / "docs" / "comparison.md"
DATA = {
    "sample": "real, labelled clients with five history tables",
    "applications": "real, application table alone",
    "synthetic": "synthetic, all seven tables",
}
NARROW = ("tables", "candidates", "folds", "rows", "catalogue")


def main(words: list[str]) -> None:
    options = _parser().parse_args(words)
    if options.name is not None:
        made = measured(options)
        options.records.mkdir(parents=True, exist_ok=True)
        text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
        (options.records / f"{options.name}.json").write_text(text + "\n", encoding="utf-8")
    write_page(options.page_file, options.records)
    explained = options.page_file.parent / "explanation" / "calibration.md"
    if explained.exists():
        write_calibration(explained, options.records.parent)


def measured(options: argparse.Namespace) -> dict[str, Any]:
    """The comparison as `compare --json` prints it, with what it was run on and how."""
    with ExitStack() as stack:
        folders = options.folders or [stack.enter_context(synthetic(None, options))]
        work = options.work or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        out = work / f"{options.name}.json"
        usage = clairscore(
            *("compare", *folders, "--out", out, *_words(options), "--resume", "--unchecked"),
            "--json",
        )
    return {
        "name": options.name,
        "data": DATA[options.name] + ("" if options.folders else f", seed {options.seed}"),
        "command": _command(options),
        "date": datetime.now(UTC).date().isoformat(),
        "comparison": json.loads(usage.printed),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bench.compare",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", nargs="?", choices=sorted(DATA))
    parser.add_argument("--folders", type=Path, nargs="+", metavar="DIR")
    parser.add_argument("--clients", type=int, default=4_000, help="synthetic ones")
    parser.add_argument("--seed", type=int, default=1, help="of the synthetic ones")
    for name in NARROW:
        parser.add_argument(f"--{name}", help=f"as in `clairscore compare --{name}`")
    parser.add_argument("--work", type=Path, metavar="DIR", help="parts are kept here")
    parser.add_argument("--page", action="store_true", help="write the page alone")
    parser.add_argument("--records", type=Path, default=RECORDS, metavar="DIR")
    parser.add_argument("--page-file", type=Path, default=PAGE, metavar="FILE")
    return parser


def _words(options: argparse.Namespace) -> list[str]:
    given = {name: getattr(options, name) for name in NARROW}
    return [word for name, value in given.items() if value for word in (f"--{name}", str(value))]


def _command(options: argparse.Namespace) -> str:
    """What to type for the same record; folders as DIR."""
    where = ["--folders", *["DIR" for _ in options.folders]] if options.folders else []
    size = [] if options.folders else ["--clients", str(options.clients)]
    return " ".join(["python -m bench.compare", options.name, *where, *size, *_words(options)])


if __name__ == "__main__":
    main(sys.argv[1:])
