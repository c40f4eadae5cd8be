"""Run all the figures, or those named, and write docs/benchmarks.md from their records.

    python -m bench                          everything, at full size
    python -m bench features decide          some
    python -m bench --clients 2000 --no-spark --publish /tmp/figures      a trial

Tables are generated once, into `--work`, and shared. A run with fewer clients than promised judges
nothing that depends on size, and may not write the published page: `--publish` names another place.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.front_page import write_front, write_pages
from bench.generate import FULL
from bench.ladder_page import write_ladder
from bench.record import is_full
from bench.scale_page import write_scale

ROOT = Path(__file__).resolve().parents[1]
DOCS, RECORDS = ROOT / "docs", ROOT / "bench" / "records"
ORDER = (
    "generate",
    "check",
    "features",
    "train",
    "decide",
    "letters",
    "contributions",
    "store",
    "service",
    "soak",
    "space",
    "dashboard",
    "parity",
    "cluster",
    "scale",
    "signal",
    "demo",
    "real",
    "watch",
    "drift",
    "estimation",
    "nesting",
    "ladder",
)


def main(words: list[str]) -> int:
    parser = _parser()
    options = parser.parse_args(words)
    if options.publish is None and not is_full(options.clients):
        parser.error(f"{options.clients:,} clients are a trial; say where with --publish FOLDER")
    docs, records = (options.publish,) * 2 if options.publish else (DOCS, RECORDS)
    records.mkdir(parents=True, exist_ok=True)
    failed = []
    with tempfile.TemporaryDirectory(prefix="clairscore-bench-") as scratch:
        work = (options.work or Path(scratch)).resolve()
        for name in options.names or ORDER:
            if not _ran(name, work, records, options):
                failed.append(name)
    write_pages(docs, records)
    if (records / "ladder.json").exists():
        write_ladder(docs / "ladder.md", records / "ladder.json")
    if (records / "scale.json").exists():
        write_scale(docs, records / "scale.json")
    if not options.publish:
        write_front(ROOT / "README.md", records)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("names", nargs="*", type=_name, metavar="NAME", help=", ".join(ORDER))
    parser.add_argument("--clients", type=int, default=FULL)
    parser.add_argument("--runs", type=int, default=3, help="of the feature matrix")
    parser.add_argument("--no-spark", action="store_true")
    parser.add_argument("--tests", action="store_true", help="time `make test` as well")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="keep tables and bundle here")
    parser.add_argument("--publish", type=Path, metavar="FOLDER", help="page and records go here")
    return parser


def _name(word: str) -> str:
    if word not in ORDER:
        raise argparse.ArgumentTypeError(f"{word}: expected one of {', '.join(ORDER)}")
    return word


def _ran(name: str, work: Path, records: Path, options: argparse.Namespace) -> bool:
    """Run one script in a process of its own; whether it ended well."""
    print(f"\n-- {name}", flush=True)
    record = ("--json", str(records / f"{name}.json"))
    words = [sys.executable, "-m", f"bench.{name}", *_words(name, work, options), *record]
    return subprocess.run(words, cwd=ROOT, check=False).returncode == 0


def _words(name: str, work: Path, options: argparse.Namespace) -> list[str]:
    """The script's options: its size, and the tables and the bundle that are there already."""
    csv, bundles = work / "csv", work / "bundles"
    size = ["--clients", str(options.clients)]
    small = [] if is_full(options.clients) else size
    tables = ["--folder", str(csv)] if csv.exists() else []
    model = ["--bundle", str(bundles)] if bundles.exists() else []
    store = ["--store", str(work / "records")] if tables and model else []
    match name:
        case "generate":
            return [*size, "--out", str(csv)]
        case "features":
            given = ["--folder-csv", str(csv)] if tables else []
            return [*size, *given, "--runs", str(options.runs)]
        case "contributions":
            return small
        case "check" | "signal":
            return [*size, *tables]
        case "train":
            return [*size, *tables, "--out", str(bundles)]
        case "space":
            few = [] if is_full(options.clients) else ["--readers", "6"]
            return [*size, *tables, *model, *store, *few]
        case "store":
            return [*size, *tables, *model]
        case "decide":
            return [*small, *model, *_few_applications(options)]
        case "parity":
            return [*small, *model, *(["--no-spark"] if options.no_spark else [])]
        case "cluster" | "scale":
            return [*small, *model]
        case "service":
            few = ["--requests", "500", "--proposals", "20"]
            return [*size, *tables, *model, *store, *([] if is_full(options.clients) else few)]
        case "soak":
            few = ["--minutes", "0.2", "--rate", "5"]
            return [*size, *tables, *model, *store, *([] if is_full(options.clients) else few)]
        case "dashboard":
            return [*size, *tables, *model, *store]
        case "watch":
            return [*size, *tables, *model]
        case "drift" | "estimation":
            return model
        case "demo":
            return ["--tests"] if options.tests else []
        case _:
            return []


def _few_applications(options: argparse.Namespace) -> list[str]:
    few = ["--applications", "60", "--concurrent", "120"]
    return [] if is_full(options.clients) else few


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
