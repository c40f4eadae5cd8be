"""How the seven tables hang together, and what the checks say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from clairscore.charts import Table
from clairscore.data.checks import Report
from clairscore.data.folder import FILES, locate
from clairscore.data.schema import APPLICATION, CLIENT_KEY, TABLES
from clairscore.data.tables import read_folder
from clairscore.decision.wording import label
from clairscore.errors import Violation
from clairscore.i18n import Lang, known, number, percent, t
from clairscore.modelling.population import UNLABELLED

Tables = Mapping[str, pl.LazyFrame]


def heads(lang: Lang, *names: str) -> tuple[str, ...]:
    """Column heads of the exploration's tables."""
    return tuple(t(f"explore.column.{name}", lang) for name in names)


def every_application(folder: Path) -> dict[str, pl.LazyFrame]:
    """The raw tables with the applications of both files, or of the one that is there."""
    return read_folder(folder, population="both" if UNLABELLED in locate(folder) else "train")


def linked(report: Report, tables: Tables, lang: Lang) -> Table:
    """Each table's rows and columns, what it belongs to, and the applications that it reaches.

    `tables` are the raw tables with every application (`every_application`).
    """
    everybody = tables[APPLICATION].select(pl.len()).collect().item()
    rows = (_linked(name, report, tables, everybody, lang) for name in TABLES)
    names = ("table", "rows", "columns", "belongs", "by", "reached", "mean_rows")
    return Table(heads(lang, *names), tuple(rows))


def findings(report: Report, lang: Lang) -> Table:
    """What the checks found, by kind of finding: columns concerned, rows, the strongest example."""
    kinds: dict[tuple[str, str], list[Violation]] = {}
    for each in report.violations:
        kinds.setdefault((each.severity, each.code), []).append(each)
    rows = (_finding(severity, code, those, lang) for (severity, code), those in kinds.items())
    names = ("severity", "finding", "found_columns", "found_rows", "example")
    return Table(heads(lang, *names), tuple(rows))


def verdict(report: Report, lang: Lang) -> str:
    """One sentence: whether the files may be used, and how many findings there are."""
    warnings = number(len(report.warnings), lang)
    if not report.refusals:
        return t("explore.sound", lang, warnings=warnings)
    refusals = number(len(report.refusals), lang)
    return t("explore.refused", lang, refusals=refusals, warnings=warnings)


def _linked(
    name: str, report: Report, tables: Tables, everybody: int, lang: Lang
) -> tuple[str, ...]:
    table, none = TABLES[name], t("explore.none", lang)
    rows = sum(count for file, count in report.rows.items() if FILES[file] == name)
    reached = _with_client(tables, name).select(pl.col(CLIENT_KEY).n_unique()).collect().item()
    return (
        name,
        number(rows, lang),
        number(len(table.columns), lang),
        table.parent or none,
        table.parent_key or none,
        percent(reached / max(everybody, 1), lang),
        number(rows / max(reached, 1), lang, 1),
    )


def _with_client(tables: Tables, name: str) -> pl.LazyFrame:
    """The SK_ID_CURR of each row that belongs to an application."""
    table, mine = TABLES[name], tables[APPLICATION].select(CLIENT_KEY)
    rows = tables[name]
    if CLIENT_KEY not in table.by_name and table.parent and table.parent_key:
        parents = tables[table.parent].select(table.parent_key, CLIENT_KEY).unique(table.parent_key)
        rows = rows.select(table.parent_key).join(parents, on=table.parent_key, how="inner")
    return rows.select(CLIENT_KEY).join(mine, on=CLIENT_KEY, how="semi")


def _finding(severity: str, code: str, those: Sequence[Violation], lang: Lang) -> tuple[str, ...]:
    key = f"explore.finding.{code}"
    columns = {(each.table, each.column) for each in those if each.column}
    most = max(those, key=lambda each: each.count)
    return (
        t(f"explore.severity.{severity}", lang),
        t(key, lang) if known(key, lang) else code,
        number(len(columns), lang),
        number(most.count, lang),
        _example(most, lang),
    )


def _example(found: Violation, lang: Lang) -> str:
    table = FILES.get(found.table, found.table)
    if found.column is None or table not in TABLES or found.column not in TABLES[table].by_name:
        return found.table
    return f"{label(table, found.column, lang)} ({found.table}.{found.column})"
