"""Figures of a model for documents and screens: data in, figure out.

Every figure carries a title that says its conclusion, the conclusion in a sentence, its data as a
table and a text that stands for the picture.
"""

from clairscore.charts.before_after import before_after
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
from clairscore.charts.fields import Fields, confusion, swap_set
from clairscore.charts.figure import Figure, Table
from clairscore.charts.importance import (
    Pull,
    Weight,
    contributions,
    importance_by_feature,
    importance_by_theme,
)
from clairscore.charts.response import Step, Turning, response

__all__ = [
    "Bin",
    "Candidate",
    "Change",
    "CostPoint",
    "Curve",
    "Decile",
    "Fields",
    "Figure",
    "OutcomeBin",
    "Part",
    "Pull",
    "Quartiles",
    "ReviewCase",
    "Spread",
    "Step",
    "Table",
    "Treatment",
    "Turning",
    "Weight",
    "before_after",
    "calibration",
    "candidates",
    "changes",
    "confusion",
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
    "response",
    "reviews",
    "roc",
    "shift",
    "spread",
    "swap_set",
    "treatments",
]
