"""A population seen by class of its score: AUC, share of difficulties and cost from counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Floats
from clairscore.decision.bundle import ScoreReference
from clairscore.decision.logistic import probability
from clairscore.metrics import multinomial_draws

FINE = 1_000
"""Classes of a window: an AUC of them is right within 0.0002."""


@dataclass(frozen=True, eq=False)
class Classes:
    """Applications (classes,) by rising score, their mean probability, and whether it grants them.

    `edges` (classes - 1,) are log-odds; the cut-off is one of them.
    """

    edges: Floats
    counts: NDArray[np.int64]
    probability: Floats
    granted: NDArray[np.bool_]

    @property
    def size(self) -> int:
        return int(self.counts.sum())

    def place(self, log_odds: Floats) -> NDArray[np.int64]:
        """The class of each application (n,)."""
        return np.searchsorted(self.edges, log_odds, "right")

    def expected(self) -> Floats:
        """Difficulties that the probabilities announce, by class."""
        return np.asarray(self.counts * self.probability)


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """AUC, share of difficulties and cost per 1,000 of some draws (draws,)."""

    auc: Floats
    rate: Floats
    cost: Floats


def classes_of(log_odds: Floats, cut_off_log_odds: float) -> Classes:
    """At most a thousand classes of about equal counts, split at the cut-off."""
    quantiles = np.quantile(log_odds, np.arange(1, FINE) / FINE)
    edges = np.unique([*quantiles, cut_off_log_odds])
    at = np.searchsorted(edges, log_odds, "right")
    counts = np.bincount(at, minlength=len(edges) + 1)
    sums = np.bincount(at, probability(log_odds), len(edges) + 1)
    return Classes(edges, counts, sums / np.maximum(counts, 1), _granted(edges, cut_off_log_odds))


def reference_classes(score: ScoreReference, cut_off_log_odds: float) -> Classes:
    """The classes that a bundle keeps of its training."""
    edges = np.asarray(score.edges)
    return Classes(
        edges,
        np.asarray(score.counts),
        np.asarray(score.probability),
        _granted(edges, cut_off_log_odds),
    )


def answers(good: Floats, bad: Floats, granted: NDArray[np.bool_], ratio: float) -> Answers:
    """The figures of counts by class (draws, classes); NaN where an outcome is missing."""
    n, all_bad, all_good = (good + bad).sum(1), bad.sum(1), good.sum(1)
    below = np.cumsum(good, axis=1) - good / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        area = (bad * below).sum(1) / (all_bad * all_good)
    cost = ratio * bad[:, granted].sum(1) + good[:, ~granted].sum(1)
    return Answers(area, all_bad / n, 1_000 * cost / n)


def expected_answers(classes: Classes, ratio: float) -> Answers:
    """What the probabilities announce, one draw."""
    bad = classes.expected()[None, :]
    return answers(classes.counts[None, :] - bad, bad, classes.granted, ratio)


def drawn_answers(classes: Classes, ratio: float, draws: int, seed: int) -> Answers:
    """What could be observed where the probabilities are right: other people and outcomes drawn."""
    rng = np.random.default_rng(seed)
    counts = multinomial_draws(classes.counts, draws, rng)
    bad = rng.binomial(counts, np.clip(classes.probability, 0, 1)).astype(np.float64)
    return answers(counts - bad, bad, classes.granted, ratio)


def _granted(edges: Floats, cut_off_log_odds: float) -> NDArray[np.bool_]:
    """Whether the score grants each class: it ends at or below the cut-off."""
    return np.concatenate([edges, [np.inf]]) <= cut_off_log_odds
