"""What a folder's files hold, for a person and as a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from clairscore.cli.terminal import table
from clairscore.i18n import Lang, number, percent, t

if TYPE_CHECKING:
    from rich.table import Table

    from clairscore.data.checks import Report
    from clairscore.data.describe import ColumnDescription, FileDescription

MOST_WORDS = 3


def rows_table(rows: Mapping[str, int], lang: Lang) -> Table:
    """How many rows each file has."""
    found = table(t("cli.data.table", lang), t("cli.data.rows", lang), right=(1,))
    for name, count in rows.items():
        found.add_row(name, number(count, lang))
    return found


def report_record(report: Report, folder: Path) -> dict[str, object]:
    """The report as plain JSON values."""
    return {
        "folder": str(folder),
        "sound": not report.refusals,
        "violations": [asdict(violation) for violation in report.violations],
        "rows": dict(report.rows),
        "digests": dict(report.digests),
    }


def column_table(file: FileDescription, lang: Lang) -> Table:
    """One row a column: what it is, the share missing, and its limits or most frequent words."""
    from clairscore.decision.wording import label

    heads = ("column", "meaning", "missing", "values")
    found = table(
        *(t(f"cli.data.describe.{head}", lang) for head in heads),
        title=t("cli.data.describe.title", lang, file=file.name, rows=number(file.rows, lang)),
        right=(2,),
    )
    for column in file.columns:
        missing = percent(column.null_share + column.never_share, lang)
        meaning = label(file.table, column.name, lang)
        found.add_row(column.name, meaning, missing, _values(column, file.rows, lang))
    return found


def _values(column: ColumnDescription, rows: int, lang: Lang) -> str:
    if column.low is not None and column.high is not None:
        low, high = (number(value, lang, 4) for value in (column.low, column.high))
        return t("cli.evaluate.range", lang, low=low, high=high)
    common = column.words[:MOST_WORDS]
    return ", ".join(f"{word} ({percent(count / max(rows, 1), lang, 0)})" for word, count in common)
