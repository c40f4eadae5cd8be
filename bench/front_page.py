"""Figures of README.md and tables of the pages, from the records: `python -m bench.front_page`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bench.calibration_page import write_calibration
from bench.fairness_page import write_fairness
from bench.monitoring_page import between, lines_of, write_monitoring
from bench.page import write_page

ROOT = Path(__file__).resolve().parents[1]
RECORDS = ROOT / "bench" / "records"
ROWS = {
    "real": "AUC and business cost on real clients, cross-validated",
    "parity": "one applicant, a book, shuffled rows, Spark: cells that differ in any bit",
    "service-exact": "1,000 clients through the API against the batch",
    "decide": "one application, JSON in, decision with reasons out",
    "service-score": "a client's line of the book over HTTP",
    "train": "training on 307,511 clients with six tables of history, 2 cores",
    "drift-found": "drifts that move approvals by 3 points, noticed in 5,000 applications",
    "drift-false": "alarms where nothing changed",
}
"""Key of a record, and what a reader who has a minute wants it to mean; in this order."""

PAGES: Mapping[str, Callable[[Path, Path], None]] = {
    "monitoring.md": write_monitoring,
    "explanation/fairness.md": write_fairness,
    "explanation/calibration.md": write_calibration,
}
"""Pages under `docs` with tables made of records."""

Record = Mapping[str, Any]


def write_front(page: Path, records: Path) -> None:
    """Write the figures whose records are there."""
    page.write_text(written(page.read_text(encoding="utf-8"), records), encoding="utf-8")


def written(text: str, records: Path) -> str:
    """The page's text with the figures as the records have them."""
    found = {each["key"]: each for each in every(records)}
    rows = [row(meaning, found[key]) for key, meaning in ROWS.items() if key in found]
    return between(text, "figures", "\n".join(lines_of(["what", "measured", "data"], rows)))


def row(meaning: str, record: Record) -> list[str]:
    """A figure without the details that only a page of its own has room for."""
    missed = " (promise missed)" if record["met"] is False else ""
    measured = record["measured"].split(" (p50 of each step")[0]
    return [meaning, measured + missed, record["data"].split(";")[0]]


def every(records: Path) -> list[Record]:
    """Every record that says what was measured."""
    found = [
        each
        for file in sorted(records.glob("*.json"))
        for each in json.loads(file.read_text(encoding="utf-8"))
    ]
    return [each for each in found if "measured" in each]


def write_pages(docs: Path, records: Path) -> None:
    """Write the table of every figure, and the tables of those pages that are there."""
    write_page(docs / "benchmarks.md", records)
    for name, write in PAGES.items():
        if (docs / name).exists():
            write(docs / name, records)


def main() -> None:
    """Write every page that is made of records alone."""
    write_pages(ROOT / "docs", RECORDS)
    write_front(ROOT / "README.md", RECORDS)


if __name__ == "__main__":
    main()
