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
    from clairscore.data.checks.counts import ColumnFacts

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


def described(report: Report) -> dict[str, object]:
    """Every file's columns as plain JSON values."""
    return {
        name: {
            "rows": report.rows[name],
            "columns": {column: asdict(facts) for column, facts in columns.items()},
        }
        for name, columns in report.columns.items()
    }


def column_table(name: str, rows: int, columns: Mapping[str, ColumnFacts], lang: Lang) -> Table:
    """One row a column: what it is, the share missing, and its limits or most frequent words."""
    from clairscore.data.folder import FILES
    from clairscore.decision.wording import label

    heads = ("column", "meaning", "missing", "values")
    found = table(
        *(t(f"cli.data.describe.{head}", lang) for head in heads),
        title=t("cli.data.describe.title", lang, file=name, rows=number(rows, lang)),
        right=(2,),
    )
    for column, facts in columns.items():
        missing = percent((facts.nulls + facts.sentinels) / max(rows, 1), lang)
        found.add_row(column, label(FILES[name], column, lang), missing, _values(facts, rows, lang))
    return found


def _values(facts: ColumnFacts, rows: int, lang: Lang) -> str:
    if facts.low is not None and facts.high is not None:
        low, high = (number(value, lang, 4) for value in (facts.low, facts.high))
        return t("cli.evaluate.range", lang, low=low, high=high)
    common = sorted(facts.words.items(), key=lambda item: (-item[1], item[0]))[:MOST_WORDS]
    return ", ".join(f"{word} ({percent(count / max(rows, 1), lang, 0)})" for word, count in common)
