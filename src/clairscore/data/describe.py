"""What a folder holds, column by column, without any row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from clairscore.data.checks import Report, check_folder
from clairscore.data.checks.counts import ColumnFacts
from clairscore.data.folder import FILES
from clairscore.data.schema import TABLES, Kind
from clairscore.errors import BadData


@dataclass(frozen=True, slots=True)
class ColumnDescription:
    """One column: shares lie in 0..1, limits and median leave sentinels out, words by frequency."""

    name: str
    kind: Kind
    null_share: float
    never_share: float
    low: float | None
    median: float | None
    high: float | None
    words: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class FileDescription:
    """One file of the folder."""

    name: str
    table: str
    rows: int
    columns: tuple[ColumnDescription, ...]


def describe(folder: Path) -> tuple[FileDescription, ...]:
    """Every table file of the folder (or zip); BadData where one cannot be read at all."""
    report = check_folder(folder)
    if not report.rows:
        raise BadData(report.refusals)
    return described(report)


def described(report: Report) -> tuple[FileDescription, ...]:
    """The descriptions in a report that was made already."""
    return tuple(
        FileDescription(name, FILES[name], rows, tuple(_columns(report, name)))
        for name, rows in report.rows.items()
    )


def _columns(report: Report, file: str) -> Iterable[ColumnDescription]:
    kinds = {column.name: column.kind for column in TABLES[FILES[file]].columns}
    for name, fact in report.columns[file].items():
        yield _column(name, kinds[name], fact, max(report.rows[file], 1))


def _column(name: str, kind: Kind, fact: ColumnFacts, rows: int) -> ColumnDescription:
    words = sorted(fact.words.items(), key=lambda pair: (-pair[1], pair[0]))
    median = fact.quantiles[len(fact.quantiles) // 2] if fact.quantiles else None
    return ColumnDescription(
        name,
        kind,
        fact.nulls / rows,
        fact.sentinels / rows,
        fact.low,
        median,
        fact.high,
        tuple(words),
    )
