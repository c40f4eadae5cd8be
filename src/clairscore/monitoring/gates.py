"""The gates of promotion: a challenger beside the champion, on the same people, and a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.bundle import Json
from clairscore.decision.gates import Gates
from clairscore.decision.policy import Policy
from clairscore.metrics import (
    Interval,
    auc_difference,
    auc_interval,
    cost_by_client,
    cost_difference,
    cost_interval,
    mean_interval,
    observed_minus_predicted,
)
from clairscore.monitoring.fairness.groups import FEWEST_CROSSED, treated
from clairscore.monitoring.fairness.people import Judged, Words

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
GateName = Literal["exam", "data", "people", "auc", "calibration", "cost", "impact", "swapped"]
NAMES: tuple[GateName, ...] = (
    "exam",
    "data",
    "people",
    "auc",
    "calibration",
    "cost",
    "impact",
    "swapped",
)


@dataclass(frozen=True, slots=True)
class Impact:
    """A group's adverse impact ratio under both models."""

    criterion: str
    group: str
    champion: Interval
    challenger: Interval


@dataclass(frozen=True, slots=True)
class Compared:
    """What both models did with the same people, whose outcomes are known.

    Changes are challenger minus champion, paired. `seen` names the models that learnt from these
    very people, whose figures would flatter them. `newly_refused` and `newly_granted` are shares of
    all people. `exam` says whether the challenger reproduced its own answers just now.
    """

    champion: str
    challenger: str
    data: Mapping[str, str]
    seen: tuple[str, ...]
    exam: bool
    people: int
    difficulties: int
    auc: Interval
    auc_change: Interval
    calibration: Interval
    cost: Interval
    cost_change: Interval
    newly_refused: Interval
    newly_granted: Interval
    impacts: tuple[Impact, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: whether it is open, what was measured, and its limit."""

    name: GateName
    passed: bool
    value: float
    limit: float
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """Every gate, and the comparison that they rest on."""

    compared: Compared
    gates: tuple[Gate, ...]

    @property
    def passed(self) -> bool:
        """Whether every gate is open."""
        return all(gate.passed for gate in self.gates)

    def as_json(self) -> dict[str, Json]:
        """The verdict as plain JSON values."""
        return {"passed": self.passed, **asdict(self)}


@dataclass(frozen=True, eq=False)
class Sides:
    """Both models' probabilities for the same people (n,), their outcomes and their groups."""

    champion: Floats
    challenger: Floats
    difficulties: Flags
    labels: Mapping[str, Words]


def compare(
    sides: Sides,
    names: tuple[str, str],
    policies: tuple[Policy, Policy],
    *,
    data: Mapping[str, str],
    seen: tuple[str, ...],
    exam: bool,
    seed: int = 20,
) -> Compared:
    """The comparison; `names` and `policies` are the champion's, then the challenger's."""
    y, ratio = sides.difficulties, policies[0].cost_ratio
    granted = policies[0].grants(sides.champion), policies[1].grants(sides.challenger)
    before, after = (cost_by_client(y, each, ratio) for each in granted)
    return Compared(
        champion=names[0],
        challenger=names[1],
        data=dict(data),
        seen=seen,
        exam=exam,
        people=len(y),
        difficulties=int(y.sum()),
        auc=auc_interval(y, sides.challenger),
        auc_change=auc_difference(y, sides.champion, sides.challenger),
        calibration=observed_minus_predicted(y, sides.challenger),
        cost=cost_interval(y, before, seed=seed, ratio=ratio).per_1000,
        cost_change=cost_difference(y, before, after, seed=seed, ratio=ratio).per_1000,
        newly_refused=mean_interval((granted[0] & ~granted[1]).astype(np.float64)),
        newly_granted=mean_interval((~granted[0] & granted[1]).astype(np.float64)),
        impacts=tuple(_impacts(sides, granted, seed)),
    )


def judge(found: Compared, gates: Gates) -> GateVerdict:
    """Which gates are open to the challenger."""
    return GateVerdict(
        found,
        (
            Gate("exam", found.exam, float(found.exam), 1.0),
            Gate("data", not found.seen, float(len(found.seen)), 0.0, found.seen),
            Gate("people", found.people >= gates.fewest, float(found.people), float(gates.fewest)),
            _auc(found, gates),
            _calibration(found, gates),
            _cost(found, gates),
            _impact(found, gates),
            _swapped(found, gates),
        ),
    )


def _auc(found: Compared, gates: Gates) -> Gate:
    """Shut where a loss is proven, or larger than the limit."""
    change = found.auc_change
    passed = change.high >= 0 and change.value >= -gates.auc_loss
    return Gate("auc", passed, change.value, -gates.auc_loss)


def _calibration(found: Compared, gates: Gates) -> Gate:
    """Shut where the gap is proven and larger than the limit."""
    gap = found.calibration
    passed = abs(gap.value) <= gates.calibration_gap or gap.holds(0)
    return Gate("calibration", passed, gap.value, gates.calibration_gap)


def _cost(found: Compared, gates: Gates) -> Gate:
    """Shut where it is proven to be dearer, or dearer by more than the limit."""
    change = found.cost_change
    rise = change.value / found.cost.value if found.cost.value else 0.0
    return Gate("cost", change.low <= 0 and rise <= gates.cost_rise, rise, gates.cost_rise)


def _impact(found: Compared, gates: Gates) -> Gate:
    """Shut where a group falls further behind while it is below the limit."""
    worse = [
        each
        for each in found.impacts
        if each.challenger.value < gates.impact
        and each.challenger.value < each.champion.value - gates.impact_loss
    ]
    least = min((each.challenger.value for each in found.impacts), default=1.0)
    names = tuple(f"{each.criterion}:{each.group}" for each in worse)
    return Gate("impact", not worse, least, gates.impact, names)


def _swapped(found: Compared, gates: Gates) -> Gate:
    share = found.newly_refused.value + found.newly_granted.value
    return Gate("swapped", share <= gates.swapped, share, gates.swapped)


def _impacts(sides: Sides, granted: tuple[Flags, Flags], seed: int) -> Iterator[Impact]:
    """The groups of 200 or more that both models compare to another one."""
    for criterion, labels in sides.labels.items():
        each = (
            treated(_judged(sides, p, kept), labels, seed)
            for p, kept in zip((sides.champion, sides.challenger), granted, strict=True)
        )
        for before, after in zip(*each, strict=True):
            if before.figures is None or after.figures is None:
                continue
            ratios = before.figures.impact, after.figures.impact
            if ratios[1] is not None and (after.people or 0) >= FEWEST_CROSSED:
                yield Impact(criterion, after.group, ratios[0] or _BEST, ratios[1])


_BEST = Interval(1.0, 1.0, 1.0, "the group that others are compared to")


def _judged(sides: Sides, probability: Floats, granted: Flags) -> Judged:
    known = np.ones(len(granted), dtype=np.bool_)
    return Judged(sides.labels, granted, probability, known, sides.difficulties)
