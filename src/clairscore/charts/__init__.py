"""Figures of a model for documents and screens: data in, figure out.

Every figure carries a title that says its conclusion, the conclusion in a sentence, its data as a
table and a text that stands for the picture.
"""

from clairscore.charts.calibration import Bin, Treatment, calibration, treatments
from clairscore.charts.comparison import Candidate, Change, Part, candidates, changes, groups
from clairscore.charts.cost import CostPoint, ReviewCase, cost_curve, reviews
from clairscore.charts.discrimination import (
    Curve,
    Decile,
    OutcomeBin,
    distribution,
    gain,
    precision_recall,
    roc,
)
from clairscore.charts.exploration import Quartiles, Spread, missing, rates, shift, spread
from clairscore.charts.figure import Figure, Table
from clairscore.charts.importance import (
    Pull,
    Weight,
    contributions,
    importance_by_feature,
    importance_by_theme,
)

__all__ = [
    "Bin",
    "Candidate",
    "Change",
    "CostPoint",
    "Curve",
    "Decile",
    "Figure",
    "OutcomeBin",
    "Part",
    "Pull",
    "Quartiles",
    "ReviewCase",
    "Spread",
    "Table",
    "Treatment",
    "Weight",
    "calibration",
    "candidates",
    "changes",
    "contributions",
    "cost_curve",
    "distribution",
    "gain",
    "groups",
    "importance_by_feature",
    "importance_by_theme",
    "missing",
    "precision_recall",
    "rates",
    "reviews",
    "roc",
    "shift",
    "spread",
    "treatments",
]
