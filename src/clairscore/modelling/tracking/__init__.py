"""Runs and models under MLflow: what was tried, with what result, and which model is champion.

The only package that imports MLflow, and only where a function needs it: its import takes seconds.
"""

from clairscore.modelling.tracking.records import (
    Command,
    Tracked,
    figure_metrics,
    of_evaluation,
    of_training,
)
from clairscore.modelling.tracking.runs import track
from clairscore.modelling.tracking.store import NO_TELEMETRY, Store, opened, store_for

__all__ = [
    "NO_TELEMETRY",
    "Command",
    "Store",
    "Tracked",
    "figure_metrics",
    "of_evaluation",
    "of_training",
    "opened",
    "store_for",
    "track",
]
