"""Everything that a reviewer of the model asks, in one record."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from clairscore.decision.bundle import Json
from clairscore.decision.policy import Policy
from clairscore.decision.referral import ReviewRow
from clairscore.metrics import Interval, auc_interval
from clairscore.modelling.answers import Part
from clairscore.modelling.evidence import curves, groups, money
from clairscore.modelling.evidence.importance import Importance
from clairscore.modelling.evidence.leaks import Adversarial, Duplicates, Shuffled, Singles
from clairscore.modelling.evidence.recalibration import Calibrated
from clairscore.modelling.figures import Answers, Figures, figures


@dataclass(frozen=True, slots=True)
class PartEvidence:
    """What one part's answers show; `ways` sets accuracy beside cost."""

    figures: Figures
    roc: tuple[curves.RocPoint, ...]
    precision_recall: tuple[curves.PrPoint, ...]
    reliability: curves.Reliability
    cost: curves.CostCurve
    tenths: tuple[curves.Tenth, ...]
    distribution: tuple[curves.Bar, ...]
    ways: tuple[money.Way, ...]
    reviews: tuple[ReviewRow, ...]
    by_amount: money.ByAmount
    groups: Mapping[str, tuple[groups.Audited, ...]]


@dataclass(frozen=True, slots=True)
class FoldFigure:
    """One fold: its clients, its AUC, its best round."""

    fold: int
    clients: int
    auc: Interval
    rounds: int


@dataclass(frozen=True, slots=True)
class Stability:
    """How much the folds differ. `spread` is the standard deviation of their AUC."""

    folds: tuple[FoldFigure, ...]
    spread: float
    rounds_served: int


@dataclass(frozen=True, slots=True)
class Leaks:
    """The checks for leaks; `adversarial` is None where the folder has no application_test."""

    shuffled: Shuffled
    singles: Singles
    duplicates: Duplicates
    adversarial: Adversarial | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of one bundle: out of fold on its training part, and on the untouched test."""

    bundle: str
    created: str
    seed: int
    cost_ratio: float
    cut_off: float
    data: Mapping[str, str]
    review: Mapping[str, float]
    out_of_fold: PartEvidence
    test: PartEvidence
    refusals: money.Refusals
    importance: Importance
    calibrations: tuple[Calibrated, ...]
    leaks: Leaks
    stability: Stability

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader must hear before believing the figures."""
        found = []
        shuffled, singles = self.leaks.shuffled.auc, self.leaks.singles
        if not shuffled.holds(0.5):
            found.append(
                f"leak: after shuffling the outcomes the AUC is {shuffled.value:.4f}"
                f" ({shuffled.low:.4f} to {shuffled.high:.4f}), expected 0.5 inside; once in twenty"
                " runs chance does this, try another seed"
            )
        if singles.beyond:
            found.append(
                f"leak: {', '.join(singles.beyond)} alone: AUC above {singles.limit}; look at how"
                " the outcome gets into it"
            )
        if self.leaks.duplicates.twice or self.leaks.duplicates.in_both:
            found.append(
                f"leak: {self.leaks.duplicates.twice} labelled clients occur twice and"
                f" {self.leaks.duplicates.in_both} are in both files, expected none"
            )
        return tuple(found)

    def as_json(self) -> dict[str, Json]:
        """The record as plain JSON values; a figure that does not exist is null."""
        found = _plain(asdict(self) | {"warnings": self.warnings})
        assert isinstance(found, dict)
        return found


def part_evidence(part: Part, facts: groups.Facts, policy: Policy, seed: int) -> PartEvidence:
    """The evidence of one part."""
    answers = Answers(part.y, (part.probability,), (part.fold,))
    return PartEvidence(
        figures=figures(answers, ratio=policy.cost_ratio, seed=seed),
        roc=curves.roc(part),
        precision_recall=curves.precision_recall(part),
        reliability=curves.reliability(part, seed),
        cost=curves.cost_curve(part, policy.cut_off, policy.cost_ratio, seed),
        tenths=curves.tenths(part),
        distribution=curves.distribution(part),
        ways=money.ways(part, policy),
        reviews=money.reviews(part, policy),
        by_amount=money.by_amount(part, facts.of(part).credit, policy),
        groups=groups.audited(part, facts, policy),
    )


def stability(part: Part, rounds: list[int], served: int) -> Stability:
    """AUC and rounds of each fold."""
    inside = {number: part.fold == number for number in range(len(rounds))}
    found = tuple(
        FoldFigure(
            number,
            int(rows.sum()),
            auc_interval(part.y[rows], part.log_odds[rows]),
            rounds[number],
        )
        for number, rows in inside.items()
    )
    areas = [each.auc.value for each in found]
    mean = sum(areas) / len(areas)
    spread = math.sqrt(sum((area - mean) ** 2 for area in areas) / max(len(areas) - 1, 1))
    return Stability(found, spread, served)


def _plain(value: object) -> Json:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"found {type(value).__name__} in the evidence, expected plain values")
