"""The audit as one record: criteria, their intersections, and what each exclusion costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from clairscore.decision.bundle import Json
from clairscore.metrics import Interval
from clairscore.monitoring.fairness.groups import FEWEST_CROSSED, Treated, treated
from clairscore.monitoring.fairness.naming import CROSS
from clairscore.monitoring.fairness.people import CRITERIA, UNKNOWN, Judged

Source = Literal["folder", "decisions"]
"""Labelled applications judged anew, or decisions that were made."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What the model with an excluded fact would gain: AUC, and cost per 1,000 applicants."""

    item: str
    change: str
    auc: Interval
    cost_per_1000: Interval


@dataclass(frozen=True, slots=True)
class Fairness:
    """How decisions fall on groups.

    `criteria` and `intersections` hold each group once; of the intersections only those of 200
    people or more. `known` people have an outcome; `errors` says whether the refused have one too.
    """

    bundle: str
    source: Source
    seed: int
    people: int
    known: int
    errors: bool
    granted: Interval
    criteria: Mapping[str, tuple[Treated, ...]]
    intersections: Mapping[str, tuple[Treated, ...]]
    exclusions: tuple[Worth, ...]

    def as_json(self) -> dict[str, Json]:
        """The record as plain JSON values."""
        return asdict(self)


def audit(
    judged: Judged,
    bundle: str,
    source: Source,
    *,
    seed: int = 20,
    exclusions: tuple[Worth, ...] = (),
) -> Fairness:
    """The audit of these people; the same people and seed give the same record."""
    named = {name: judged.labels[name] for name in CRITERIA}
    return Fairness(
        bundle=bundle,
        source=source,
        seed=seed,
        people=len(judged),
        known=int(judged.known.sum()),
        errors=judged.knows_the_refused,
        granted=judged.granted_share,
        criteria={name: treated(judged, labels, seed) for name, labels in named.items()},
        intersections={
            CROSS.join(pair): _crossed(judged, pair, seed) for pair in combinations(CRITERIA, 2)
        },
        exclusions=exclusions,
    )


def _crossed(judged: Judged, pair: tuple[str, str], seed: int) -> tuple[Treated, ...]:
    """The intersections of two criteria that are large enough, without unknown groups."""
    first, second = (judged.labels[name] for name in pair)
    labels = np.char.add(np.char.add(first, CROSS), second)
    return tuple(
        each
        for each in treated(judged, labels, seed)
        if each.people is not None
        and each.people >= FEWEST_CROSSED
        and UNKNOWN not in each.group.split(CROSS)
    )
