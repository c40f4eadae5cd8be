"""What the training population looked like: the yardstick for drift and for unusual input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Floats, Matrix
from clairscore.decision.logistic import probability

BINS = 10
SCORE_BINS = 20
CLASSES, FEWEST_IN_A_CLASS = 200, 20
"""Classes of the score with their outcomes: fine enough for an AUC, too wide for one person."""


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts between ascending inner edges: bin k holds edges[k-1] <= x < edges[k]."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]

    def count(self, values: Floats) -> NDArray[np.int64]:
        """Counts of other values in the same bins."""
        bins = np.searchsorted(np.asarray(self.edges), values, "right")
        return np.bincount(bins, minlength=len(self.counts)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class FeatureReference:
    """One feature in training: histogram, how many lacked it, range (None: nobody had it)."""

    histogram: Histogram
    missing: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ScoreReference:
    """What became of the training clients, by class of calibrated out-of-fold log-odds.

    The cut-off of the policy is one of the `edges`; `probability` is the mean of each class.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    difficulties: tuple[int, ...]
    probability: tuple[float, ...]

    @property
    def histogram(self) -> Histogram:
        """The clients of each class."""
        return Histogram(self.edges, self.counts)


@dataclass(frozen=True)
class Reference:
    """The training population by feature, and by calibrated out-of-fold log-odds.

    `served` are the features that learn from outcomes, as the untouched test clients have them: the
    training clients' values come from other models than those that serve. Bundles of earlier
    versions kept neither these nor `score`.
    """

    clients: int
    features: Mapping[str, FeatureReference]
    log_odds: Histogram
    score: ScoreReference | None = None
    served: Mapping[str, FeatureReference] = field(default_factory=dict)

    @cached_property
    def lows(self) -> Floats:
        """Least value of each feature in training (features,), -inf where nobody had it."""
        lows = [feature.low for feature in self.features.values()]
        return np.array([-np.inf if low is None else low for low in lows])

    @cached_property
    def highs(self) -> Floats:
        """Greatest value of each feature in training (features,), +inf where nobody had it."""
        highs = [feature.high for feature in self.features.values()]
        return np.array([np.inf if high is None else high for high in highs])

    @cached_property
    def never_missing(self) -> NDArray[np.bool_]:
        """Features that every training client had (features,).

        LightGBM reads a missing value as 0 there, having never met one: such input lies outside
        the training range.
        """
        return np.array([feature.missing == 0 for feature in self.features.values()])


def reference_of(matrix: Matrix, names: Sequence[str], log_odds: Floats) -> Reference:
    """The reference of a training matrix (n, features) and its out-of-fold log-odds (n,)."""
    features = features_reference(matrix, names)
    return Reference(len(matrix), features, histogram(log_odds, SCORE_BINS))


def features_reference(matrix: Matrix, names: Sequence[str]) -> dict[str, FeatureReference]:
    """The reference of each column of a matrix (n, features)."""
    return {name: feature_reference(matrix[:, at]) for at, name in enumerate(names)}


def score_reference(
    log_odds: Floats, y: NDArray[np.bool_], cut_off_log_odds: float
) -> ScoreReference:
    """Classes of about equal counts, at least twenty clients each, split at the cut-off."""
    classes = max(min(CLASSES, len(log_odds) // FEWEST_IN_A_CLASS), 1)
    edges = np.unique([*histogram(log_odds, classes).edges, cut_off_log_odds])
    at = np.searchsorted(edges, log_odds, "right")
    counts = np.bincount(at, minlength=len(edges) + 1)
    sums = np.bincount(at, probability(log_odds), len(edges) + 1)
    return ScoreReference(
        edges=tuple(edges.tolist()),
        counts=tuple(counts.tolist()),
        difficulties=tuple(np.bincount(at[y], minlength=len(edges) + 1).tolist()),
        probability=tuple((sums / np.maximum(counts, 1)).tolist()),
    )


def feature_reference(column: NDArray[np.float32]) -> FeatureReference:
    """The reference of one feature (n,), NaN = missing."""
    known = column[~np.isnan(column)].astype(np.float64)
    low, high = (float(known.min()), float(known.max())) if len(known) else (None, None)
    return FeatureReference(histogram(known, BINS), len(column) - len(known), low, high)


def histogram(values: Floats, bins: int) -> Histogram:
    """Bins of about equal counts; values that occur often share one bin."""
    ranked = np.sort(values)
    cuts = np.arange(1, bins) * len(ranked) // bins
    edges = np.unique(ranked[cuts]) if len(ranked) else ranked
    empty = Histogram(tuple(edges.tolist()), (0,) * (len(edges) + 1))
    return Histogram(empty.edges, tuple(empty.count(ranked).tolist()))
