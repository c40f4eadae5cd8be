"""Figures of a model for documents and screens: data in, figure out.

Every figure carries a title that says its conclusion, the conclusion in a sentence, its data as a
table and a text that stands for the picture.
"""

from clairscore.charts.before_after import before_after
from clairscore.charts.binned import Binned
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
from clairscore.charts.hundred import hundred
from clairscore.charts.importance import (
    Pull,
    Weight,
    contributions,
    importance_by_feature,
    importance_by_theme,
)
from clairscore.charts.loan_line import Span, loan_line
from clairscore.charts.local_global import local_global
from clairscore.charts.pair_grid import Counts, pair_grid
from clairscore.charts.payments import Payment, payments
from clairscore.charts.position import Group, position
from clairscore.charts.reasons import Bar, reasons, reasons_within
from clairscore.charts.response import Step, Turning, response
from clairscore.charts.risk_scale import risk_scale
from clairscore.metrics import Interval

__all__ = [
    "Bar",
    "Bin",
    "Binned",
    "Candidate",
    "Change",
    "CostPoint",
    "Counts",
    "Curve",
    "Decile",
    "Fields",
    "Figure",
    "Group",
    "Interval",
    "OutcomeBin",
    "Part",
    "Payment",
    "Pull",
    "Quartiles",
    "ReviewCase",
    "Span",
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
    "hundred",
    "importance_by_feature",
    "importance_by_theme",
    "loan_line",
    "local_global",
    "missing",
    "pair_grid",
    "payments",
    "position",
    "precision_recall",
    "rates",
    "reasons",
    "reasons_within",
    "response",
    "reviews",
    "risk_scale",
    "roc",
    "shift",
    "spread",
    "swap_set",
    "treatments",
]
