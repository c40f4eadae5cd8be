"""How decisions fall on groups of people: shares, errors, calibration, adverse impact.

Protected facts are read for this audit alone; no feature and no reason ever sees them.
"""

from clairscore.monitoring.fairness.groups import GroupFigures, Treated, treated
from clairscore.monitoring.fairness.people import CRITERIA, LABELS, READ, Judged, labels_of
from clairscore.monitoring.fairness.report import Fairness, Worth, audit

__all__ = [
    "CRITERIA",
    "LABELS",
    "READ",
    "Fairness",
    "GroupFigures",
    "Judged",
    "Treated",
    "Worth",
    "audit",
    "labels_of",
    "treated",
]
