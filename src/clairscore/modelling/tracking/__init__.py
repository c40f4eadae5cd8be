"""Runs and models under MLflow: what was tried, with what result, and which model is champion.

The only package that imports MLflow, and only where a function needs it: its import takes seconds.
"""

from clairscore.modelling.tracking.acts import Act, Reasoned
from clairscore.modelling.tracking.comparisons import of_comparison, of_search
from clairscore.modelling.tracking.provenance import whoever
from clairscore.modelling.tracking.records import (
    Command,
    Tracked,
    figure_metrics,
    of_evaluation,
    of_training,
)
from clairscore.modelling.tracking.registry import MODEL, Registry, Version
from clairscore.modelling.tracking.runs import track
from clairscore.modelling.tracking.store import QUIET, Store, opened, store_for
from clairscore.modelling.tracking.views import pages

__all__ = [
    "MODEL",
    "QUIET",
    "Act",
    "Command",
    "Reasoned",
    "Registry",
    "Store",
    "Tracked",
    "Version",
    "figure_metrics",
    "of_comparison",
    "of_evaluation",
    "of_search",
    "of_training",
    "opened",
    "pages",
    "store_for",
    "track",
    "whoever",
]
