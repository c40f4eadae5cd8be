"""How far a population has moved: the population stability index."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from clairscore.metrics.arrays import Floats

HALF = 0.5
"""Added to every count where one is empty, so that the logarithm exists (Jeffreys)."""


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


def _shares(expected: ArrayLike, actual: ArrayLike) -> tuple[Floats, Floats]:
    e = np.asarray(expected, dtype=np.float64)
    a = np.asarray(actual, dtype=np.float64)
    if e.shape != a.shape:
        raise ValueError(f"expected as many bins in both, found {e.shape} and {a.shape}")
    if (e == 0).any() or (a == 0).any():
        e, a = e + HALF, a + HALF
    return e / e.sum(), a / a.sum()
