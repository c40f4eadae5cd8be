"""What the card draws: curves, the four fields at the limit, and what happens to groups of people.

Few digits and no ends of intervals at every point: the card travels in each bundle and in answers.
"""

from __future__ import annotations

from dataclasses import asdict

import numpy as np

from clairscore.decision.bundle import Json
from clairscore.decision.policy import Policy
from clairscore.modelling.answers import Part
from clairscore.modelling.evidence import curves
from clairscore.modelling.evidence.groups import Audited, Facts, audited

DIGITS = 5
KEPT = ("base_rate", "granted", "difficulties_refused", "repaid_refused")
"""What is told of a group: its difficulties, who is granted, and the two errors at the limit."""


def roc_of(part: Part) -> list[Json]:
    """Cut-off, share of repaid loans refused and of difficulties refused, highest cut-off first."""
    return [
        _rounded(each.cut_off, each.false_positive.value, each.true_positive.value)
        for each in curves.roc(part)
    ]


def precision_recall_of(part: Part) -> list[Json]:
    """Cut-off, share of difficulties refused, and theirs of the refused, highest cut-off first."""
    return [
        _rounded(each.cut_off, each.recall.value, each.precision.value)
        for each in curves.precision_recall(part)
    ]


def confusion_of(part: Part, policy: Policy) -> dict[str, Json]:
    """How many were granted and refused at the limit, by what became of them."""
    granted, bad = policy.grants(part.probability), part.y
    fields = {
        "granted_repaid": granted & ~bad,
        "granted_difficulties": granted & bad,
        "refused_repaid": ~granted & ~bad,
        "refused_difficulties": ~granted & bad,
    }
    return {name: int(np.count_nonzero(rows)) for name, rows in fields.items()}


def groups_of(part: Part, facts: Facts, policy: Policy) -> dict[str, Json]:
    """Each criterion's groups; one of fewer than 20 people is counted and not described."""
    found = audited(part, facts, policy)
    return {name: [_group(each) for each in those] for name, those in found.items()}


def _group(each: Audited) -> dict[str, Json]:
    figures = each.figures
    told: dict[str, Json] = {"group": each.group, "clients": each.clients, "figures": None}
    if figures is not None:
        known = {name: getattr(figures, name) for name in KEPT}
        told["figures"] = {name: asdict(one) if one else None for name, one in known.items()}
    return told


def _rounded(*values: float) -> list[Json]:
    return [round(value, DIGITS) for value in values]
