"""Every figure that judges probabilities, with intervals, for one run or several seeds of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Floats
from clairscore.decision.bundle import Json
from clairscore.metrics import (
    Interval,
    auc,
    auc_influence,
    averaged,
    brier_by_client,
    calibration_error,
    cost_by_client,
    cost_interval,
    influence_interval,
    ks_interval,
    log_loss_by_client,
    mean_interval,
    observed_minus_predicted,
    perfect_calibration_error,
    pr_auc_interval,
    theoretical_cut_off,
)

Outcomes = NDArray[np.bool_]
Groups = NDArray[np.int8]

NEAR_CUT_OFF = (0.07, 0.12)
LEAK_AUC = 0.82
"""No honest model of this data has reached it: above, a feature knows the outcome."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures over clients. `perfect_calibration_error` is what chance alone would show.

    Costs are at the cut-off 1 / (1 + ratio). `near_cut_off` is observed minus predicted for
    probabilities of 0.07 to 0.12.
    """

    clients: int
    difficulties: int
    auc: Interval
    gini: Interval
    ks: Interval
    pr_auc: Interval
    brier: Interval
    log_loss: Interval
    calibration_error: float
    perfect_calibration_error: Interval
    near_cut_off: Interval
    cost_per_1000: Interval
    cost_share_of_grant_all: Interval
    granted_share: Interval

    def as_json(self) -> dict[str, Json]:
        """The figures as plain JSON values."""
        return asdict(self)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader must hear before believing the figures."""
        return leak_warnings(self.auc.value)


def leak_warnings(area: float) -> tuple[str, ...]:
    """A sentence where the AUC is too good to be true."""
    if area <= LEAK_AUC:
        return ()
    return (
        f"AUC {area:.4f}: an AUC above {LEAK_AUC} on this data means a leak; look for a feature"
        " that knows the outcome",
    )


@dataclass(frozen=True, eq=False)
class Answers:
    """Probabilities for the same clients by one or several seeds, with each seed's folds (n,)."""

    y: Outcomes
    probabilities: Sequence[Floats]
    folds: Sequence[Groups]

    @classmethod
    def of_one(cls, y: Outcomes, probability: Floats) -> Answers:
        """One model's probabilities, without folds."""
        return cls(y, (probability,), (np.zeros(len(y), dtype=np.int8),))

    def costs(self, ratio: float) -> Floats:
        """Cost of each client at the cut-off, mean over seeds (n,)."""
        limit = theoretical_cut_off(ratio)
        return _mean([cost_by_client(self.y, p < limit, ratio) for p in self.probabilities])

    def auc_and_influence(self) -> tuple[float, Floats]:
        """Mean AUC within folds, over seeds, and what each client adds to its error (n,)."""
        pairs = [
            _auc_within(self.y, p, fold)
            for p, fold in zip(self.probabilities, self.folds, strict=True)
        ]
        return float(np.mean([value for value, _ in pairs])), _mean([each for _, each in pairs])

    def fold_aucs(self) -> list[float]:
        """AUC of every fold of every seed."""
        return [
            auc(self.y[fold == number], p[fold == number])
            for p, fold in zip(self.probabilities, self.folds, strict=True)
            for number in np.unique(fold)
        ]


def figures(answers: Answers, *, ratio: float, seed: int) -> Figures:
    """All figures; each seed's own, averaged, where a figure is not a mean over clients."""
    y, each = answers.y, answers.probabilities
    area = influence_interval(*answers.auc_and_influence())
    cost = cost_interval(y, answers.costs(ratio), seed=seed, ratio=ratio)
    return Figures(
        clients=len(y),
        difficulties=int(y.sum()),
        auc=area,
        gini=_gini(area),
        ks=averaged([ks_interval(y, p, seed=seed) for p in each]),
        pr_auc=averaged([pr_auc_interval(y, p, seed=seed) for p in each]),
        brier=mean_interval(_mean([brier_by_client(y, p) for p in each])),
        log_loss=mean_interval(_mean([log_loss_by_client(y, p) for p in each])),
        calibration_error=float(np.mean([calibration_error(y, p) for p in each])),
        perfect_calibration_error=averaged([perfect_calibration_error(p, seed=seed) for p in each]),
        near_cut_off=averaged([observed_minus_predicted(y, p, *NEAR_CUT_OFF) for p in each]),
        cost_per_1000=cost.per_1000,
        cost_share_of_grant_all=cost.share_of_grant_all,
        granted_share=mean_interval(_mean([p < theoretical_cut_off(ratio) for p in each])),
    )


def _auc_within(y: Outcomes, p: Floats, fold: Groups) -> tuple[float, Floats]:
    """Mean of the folds' AUC: folds have models of their own, whose levels need not agree."""
    numbers = np.unique(fold)
    influence, areas = np.zeros(len(y)), []
    for number in numbers:
        rows = fold == number
        areas.append(auc(y[rows], p[rows]))
        influence[rows] = auc_influence(y[rows], p[rows]) / len(numbers)
    return float(np.mean(areas)), influence


def _gini(area: Interval) -> Interval:
    return Interval(
        2 * area.value - 1, 2 * area.low - 1, 2 * area.high - 1, area.method, area.level
    )


def _mean(arrays: Sequence[NDArray[np.generic]]) -> Floats:
    return np.asarray(np.mean(np.asarray(arrays, dtype=np.float64), axis=0))
