"""How well a score puts difficulties above repaid loans: AUC, Gini, KS, average precision."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from clairscore.metrics.arrays import Bools, Floats, Ints, outcomes, require_both_classes, scores
from clairscore.metrics.intervals import (
    LEVEL,
    Interval,
    multinomial_draws,
    normal,
    percentile,
)

CLASSES = 1_000


def auc(y: ArrayLike, score: ArrayLike) -> float:
    """Area under the ROC curve: P(score of a difficulty > score of a repaid loan), ties half.

    Mann-Whitney U over its maximum (Hanley and McNeil 1982), from whole-number ranks, so that the
    order of the rows changes no bit.
    """
    outcome, values = _checked(y, score)
    good, bad = np.sort(values[~outcome]), values[outcome]
    doubled = np.searchsorted(good, bad, "left") + np.searchsorted(good, bad, "right")
    return float(int(doubled.sum()) / (2 * len(good) * len(bad)))


def gini(y: ArrayLike, score: ArrayLike) -> float:
    """2 AUC - 1 (Somers' D of the score)."""
    return 2 * auc(y, score) - 1


def ks(y: ArrayLike, score: ArrayLike) -> float:
    """Kolmogorov-Smirnov: greatest distance between the two classes' score distributions."""
    outcome, values = _checked(y, score)
    bad, good = _counts_by_distinct_score(outcome, values)
    return ks_of_counts(bad, good)


def pr_auc(y: ArrayLike, score: ArrayLike) -> float:
    """Average precision: sum of precision x gain in recall, from the highest score down.

    As scikit-learn's `average_precision_score`: no interpolation, tied scores in one step.
    """
    outcome, values = _checked(y, score)
    bad, good = _counts_by_distinct_score(outcome, values)
    return average_precision_of_counts(bad, good)


def ks_of_counts(bad: ArrayLike, good: ArrayLike) -> float:
    """KS from counts by ascending score class."""
    cumulated_bad, cumulated_good = np.cumsum(bad), np.cumsum(good)
    shares = cumulated_bad / cumulated_bad[-1] - cumulated_good / cumulated_good[-1]
    return float(np.abs(shares).max())


def average_precision_of_counts(bad: ArrayLike, good: ArrayLike) -> float:
    """Average precision from counts by ascending score class."""
    from_top = np.asarray(bad)[::-1]
    hits = np.cumsum(from_top)
    named = hits + np.cumsum(np.asarray(good)[::-1])
    precision = hits / np.maximum(named, 1)
    return float((precision * from_top).sum() / hits[-1])


def ks_interval(y: ArrayLike, score: ArrayLike, *, seed: int, draws: int = 500) -> Interval:
    """KS with its stratified bootstrap over clients."""
    return _bootstrapped(ks, ks_of_counts, y, score, seed=seed, draws=draws)


def pr_auc_interval(y: ArrayLike, score: ArrayLike, *, seed: int, draws: int = 500) -> Interval:
    """Average precision with its stratified bootstrap over clients."""
    return _bootstrapped(pr_auc, average_precision_of_counts, y, score, seed=seed, draws=draws)


def auc_interval(y: ArrayLike, score: ArrayLike, level: float = LEVEL) -> Interval:
    """AUC with DeLong's interval (DeLong, DeLong and Clarke-Pearson 1988), in n log n."""
    return influence_interval(auc(y, score), auc_influence(y, score), level)


def auc_difference(
    y: ArrayLike, first: ArrayLike, second: ArrayLike, level: float = LEVEL
) -> Interval:
    """AUC of `second` minus AUC of `first` on the same clients, with DeLong's paired interval."""
    value = auc(y, second) - auc(y, first)
    return influence_interval(value, auc_influence(y, second) - auc_influence(y, first), level)


def auc_influence(y: ArrayLike, score: ArrayLike) -> Floats:
    """What each client adds to the AUC's error (n,): DeLong's structural components, centred.

    The variance of the AUC is the sum of their squares. They may be averaged over seeds or
    subtracted between two scores before squaring, which gives paired intervals.
    """
    outcome, values = _checked(y, score)
    good, bad = np.sort(values[~outcome]), np.sort(values[outcome])
    influence = np.empty(len(values))
    influence[outcome] = _centred(_share_below(good, values[outcome]))
    influence[~outcome] = _centred(1 - _share_below(bad, values[~outcome]))
    return influence


def influence_interval(value: float, influence: Floats, level: float = LEVEL) -> Interval:
    """Normal interval from what each client adds to the estimate's error."""
    return normal(value, float(np.square(influence).sum()), "DeLong over clients", level)


def _bootstrapped(
    exact: Callable[[ArrayLike, ArrayLike], float],
    of_counts: Callable[[ArrayLike, ArrayLike], float],
    y: ArrayLike,
    score: ArrayLike,
    *,
    seed: int,
    draws: int,
) -> Interval:
    """Exact estimate; draws within each outcome from the counts of at most 1,000 classes."""
    bad, good = _counts_by_class(*_checked(y, score))
    rng = np.random.default_rng(seed)
    pairs = zip(
        multinomial_draws(bad, draws, rng), multinomial_draws(good, draws, rng), strict=True
    )
    method = f"stratified percentile bootstrap over clients, {CLASSES:,} score classes"
    return percentile(exact(y, score), [of_counts(*pair) for pair in pairs], method)


def _share_below(others: Floats, values: Floats) -> Floats:
    doubled = np.searchsorted(others, values, "left") + np.searchsorted(others, values, "right")
    return np.asarray(doubled / (2 * len(others)))


def _centred(components: Floats) -> Floats:
    n = len(components)
    return np.asarray((components - components.mean()) / np.sqrt(n * max(n - 1, 1)))


def _counts_by_distinct_score(outcome: Bools, values: Floats) -> tuple[Ints, Ints]:
    _, codes = np.unique(values, return_inverse=True)
    return _counts(outcome, codes)


def _counts_by_class(outcome: Bools, values: Floats) -> tuple[Ints, Ints]:
    """Counts in at most 1,000 score classes of about equal counts."""
    edges = np.unique(np.quantile(values, np.arange(1, CLASSES) / CLASSES))
    return _counts(outcome, np.searchsorted(edges, values, "right"))


def _counts(outcome: Bools, codes: Ints) -> tuple[Ints, Ints]:
    classes = int(codes.max()) + 1
    bad = np.bincount(codes[outcome], minlength=classes)
    good = np.bincount(codes[~outcome], minlength=classes)
    return bad.astype(np.int64), good.astype(np.int64)


def _checked(y: ArrayLike, score: ArrayLike) -> tuple[Bools, Floats]:
    outcome = outcomes(y)
    require_both_classes(outcome)
    return outcome, scores(score, outcome)
