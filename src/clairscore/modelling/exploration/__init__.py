"""What an analyst looks at before any model: tables, checks, missing facts, outcomes, shifts.

Every function gives a figure, a table or a sentence; notebooks call them and hold no logic.
"""

from clairscore.modelling.exploration.columns import (
    exclusions,
    missing_values,
    moved,
    sentinels,
    shifted,
)
from clairscore.modelling.exploration.declared import alone_and_in_book, declared
from clairscore.modelling.exploration.outcomes import (
    labelled,
    rate_by_absence,
    rate_by_band,
    rate_by_word,
    spread_by_outcome,
    whole,
)
from clairscore.modelling.exploration.people import data_folder, provenance
from clairscore.modelling.exploration.steps import folds_told, ladder
from clairscore.modelling.exploration.tables import every_application, findings, linked, verdict

__all__ = [
    "alone_and_in_book",
    "data_folder",
    "declared",
    "every_application",
    "exclusions",
    "findings",
    "folds_told",
    "labelled",
    "ladder",
    "linked",
    "missing_values",
    "moved",
    "provenance",
    "rate_by_absence",
    "rate_by_band",
    "rate_by_word",
    "sentinels",
    "shifted",
    "spread_by_outcome",
    "verdict",
    "whole",
]
