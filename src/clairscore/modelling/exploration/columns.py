"""Columns one by one: how often empty, what stands for "never", what moved, what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from clairscore.charts import Figure, Table, Weight, missing, shift
from clairscore.data.describe import FileDescription
from clairscore.data.schema import APPLICATION
from clairscore.decision.policy import Policy
from clairscore.decision.wording import label
from clairscore.features.catalogue import Catalogue
from clairscore.i18n import Lang, number, percent, sentence, t
from clairscore.modelling.documents.populations import report_of
from clairscore.modelling.exploration.tables import heads
from clairscore.monitoring.conclusion import conclusion
from clairscore.monitoring.evidently_report import THRESHOLD, PopulationDrift

SHOWN = 14
"""Columns in one picture."""
HALF, TWINS = 0.5, ("MEDI", "MODE")


def missing_values(files: Sequence[FileDescription], lang: Lang, file: str) -> Figure:
    """The columns of one file that are empty most often; mode and median go with the mean."""
    found = next(each for each in files if each.name == file)
    complete = sum(each.null_share == 0 for each in found.columns)
    half = sum(each.null_share > HALF for each in found.columns)
    once = [each for each in found.columns if not _is_twin(each.name, found)]
    by_share = sorted(once, key=lambda each: (-each.null_share, each.name))
    emptiest = [
        Weight(told(found.table, each.name, lang), each.null_share) for each in by_share[:SHOWN]
    ]
    return missing(emptiest, len(found.columns), complete, half, lang)


def _is_twin(name: str, file: FileDescription) -> bool:
    """Whether the column is the mode or median of a fact whose mean is there too."""
    stem, _, last = name.rpartition("_")
    return last in TWINS and any(each.name == f"{stem}_AVG" for each in file.columns)


def sentinels(files: Sequence[FileDescription], lang: Lang) -> Table:
    """Every column where an impossible date stands for "never", and how often."""
    rows = tuple(
        (
            f"{file.name}.{each.name}",
            percent(each.never_share, lang),
            t("explore.sentinel.meaning", lang),
        )
        for file in files
        for each in file.columns
        if each.never_share
    )
    return Table(heads(lang, "column", "share", "meaning"), rows)


def exclusions(policy: Policy, offered: Catalogue, lang: Lang) -> tuple[Table, str]:
    """The facts that the model may not read, and what leaving them out leaves of the catalogue."""
    barred = policy.excluded_columns
    rows = tuple((table, told(table, column, lang)) for table, column in sorted(barred))
    said = t(
        "explore.excluded",
        lang,
        columns=number(len(barred), lang),
        offered=number(len(offered), lang),
        kept=number(len(offered.without(barred)), lang),
    )
    return Table(heads(lang, "table", "fact"), rows), said


def shifted(folder: Path, policy: Policy, lang: Lang) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    """What moved from application_train to application_test: a figure, and sentences.

    No figure where the folder has no application_test.
    """
    report = report_of(folder, policy.excluded_columns)
    if report is None:
        return (), (t("explore.no_test", lang),)
    return (moved(report.drift, lang),), conclusion(report.drift, None, (), lang)


def moved(drift: PopulationDrift, lang: Lang) -> Figure:
    """The columns that moved most."""
    found = [
        Weight(told(APPLICATION, each.name, lang), each.score) for each in drift.columns[:SHOWN]
    ]
    counts = (len(drift.drifted), len(drift.columns))
    return shift(found, counts, THRESHOLD, lang)


def told(table: str, column: str, lang: Lang) -> str:
    """A column in words, with its name."""
    return f"{sentence(label(table, column, lang))} ({column})"
