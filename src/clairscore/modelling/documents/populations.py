"""Evidently's report of application_test against application_train, for a folder that has both."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from clairscore.data.folder import locate
from clairscore.data.schema import APPLICATION
from clairscore.data.tables import read_folder
from clairscore.modelling.population import UNLABELLED
from clairscore.monitoring.evidently_report import DriftReport, drift_report

Read = tuple[str, str]


def report_of(folder: Path, excluded: Collection[Read]) -> DriftReport | None:
    """The report without the excluded columns; None where the folder has no application_test."""
    if UNLABELLED not in locate(folder):
        return None
    reference = read_folder(folder, population="train")[APPLICATION].collect()
    current = read_folder(folder, population="test")[APPLICATION].collect()
    return drift_report(reference, current, excluded)
