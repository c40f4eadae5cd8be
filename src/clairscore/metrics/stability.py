"""How far a population has moved: the population stability index, and what chance alone gives."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from clairscore.metrics.arrays import Bools, Floats

HALF = 0.5
"""Added to every count where one is empty, so that the logarithm exists (Jeffreys)."""
FEWEST = 5.0
"""Applications that a bin must expect on either side, below which it is merged with the next."""


@dataclass(frozen=True, slots=True)
class Stability:
    """A PSI beside what chance gives: `usual` is its mean where nothing moved, `chance` the
    probability of at least this much there, both for these bins and these two sample sizes."""

    psi: float
    usual: float
    chance: float
    bins: int

    @property
    def excess(self) -> float:
        """The PSI without what chance brings, never negative."""
        return max(self.psi - self.usual, 0.0)


def psi(expected: ArrayLike, actual: ArrayLike) -> float:
    """Sum of (a - e) ln(a / e) over the bins' shares (Siddiqi 2006, chapter 9).

    `expected` and `actual` are counts of the same bins.
    """
    e, a = _shares(expected, actual)
    return float(((a - e) * np.log(a / e)).sum())


def psi_expected_by_chance(bins: int, expected: int, actual: int, level: float = 0.95) -> float:
    """PSI that two samples of one population exceed with probability 1 - level.

    (1/n + 1/m) chi-square with bins - 1 degrees of freedom (Yurdakul 2018), its quantile by
    Wilson and Hilferty 1931.
    """
    freedom = bins - 1
    spread = 2 / (9 * freedom)
    quantile = freedom * float(1 - spread + NormalDist().inv_cdf(level) * math.sqrt(spread)) ** 3
    return (1 / expected + 1 / actual) * quantile


def stability(expected: ArrayLike, actual: ArrayLike) -> Stability:
    """The PSI of two samples' counts in the same fixed bins, and how likely chance alone is.

    Where nothing moved, PSI / (1/n + 1/m) follows a chi-square with bins - 1 degrees of freedom. A
    half is added to every count and bins that expect under five applications are merged: without
    that the tail, on which hundreds of features are judged, is up to twenty times too heavy.
    """
    e, a = merged(expected, actual)
    if len(e) < 2 or not (e.sum() and a.sum()):
        return Stability(0.0, 0.0, 1.0, len(e))
    found = psi(e + HALF, a + HALF)
    scale = 1 / float(e.sum()) + 1 / float(a.sum())
    freedom = len(e) - 1
    return Stability(found, freedom * scale, chi_square_beyond(found / scale, freedom), len(e))


def merged(expected: ArrayLike, actual: ArrayLike) -> tuple[Floats, Floats]:
    """Counts of the same bins, neighbours joined until each expects five applications."""
    e, a = (np.asarray(counts, dtype=np.float64) for counts in (expected, actual))
    if e.shape != a.shape:
        raise ValueError(f"expected as many bins in both, found {e.shape} and {a.shape}")
    least = min(e.sum(), a.sum()) * (e + a) / max(float((e + a).sum()), 1.0)
    group, room = np.empty(len(e), dtype=np.int64), 0.0
    number = 0
    for at, size in enumerate(least):
        group[at] = number
        room += size
        if room >= FEWEST:
            number, room = number + 1, 0.0
    if room and number:  # what remains joins the last full one
        group[group == number] = number - 1
    return np.asarray(np.bincount(group, e), np.float64), np.asarray(
        np.bincount(group, a), np.float64
    )


def chi_square_beyond(value: float, freedom: int) -> float:
    """Probability that a chi-square with whole degrees of freedom exceeds a value.

    The finite series of Abramowitz and Stegun 1964, 26.4.4 and 26.4.5.
    """
    half, odd = max(value, 0.0) / 2, freedom % 2
    first = math.erfc(math.sqrt(half)) if odd else 0.0
    powers = [k / 2 for k in range(odd, freedom - 1, 2)]
    terms = (math.exp(-half + p * _log(half) - math.lgamma(p + 1)) for p in powers)
    return min(first + sum(terms), 1.0)


def holm(chances: Sequence[float], level: float) -> Bools:
    """Which of many tests pass (n,), so that the chance of any false one is at most `level`.

    Holm 1979: valid however the tests depend on each other.
    """
    order = np.argsort(chances, kind="stable")
    limits = level / np.arange(len(order), 0, -1)
    fails = np.flatnonzero(np.asarray(chances)[order] > limits)
    passed = np.zeros(len(order), dtype=np.bool_)
    passed[order[: fails[0] if len(fails) else len(order)]] = True
    return passed


def _log(value: float) -> float:
    """The logarithm, so far below every other for 0 that its power vanishes, or is 1 at power 0."""
    return math.log(max(value, 1e-300))


def _shares(expected: ArrayLike, actual: ArrayLike) -> tuple[Floats, Floats]:
    e = np.asarray(expected, dtype=np.float64)
    a = np.asarray(actual, dtype=np.float64)
    if e.shape != a.shape:
        raise ValueError(f"expected as many bins in both, found {e.shape} and {a.shape}")
    if (e == 0).any() or (a == 0).any():
        e, a = e + HALF, a + HALF
    return e / e.sum(), a / a.sum()
