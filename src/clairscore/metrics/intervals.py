"""An estimate with its interval, and the two ways to one: a normal variance or a bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from clairscore.metrics.arrays import Floats, Ints

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate, the ends of its interval, the level and the name of the method."""

    value: float
    low: float
    high: float
    method: str
    level: float = LEVEL

    def holds(self, value: float) -> bool:
        """Whether `value` lies inside."""
        return self.low <= value <= self.high


def z(level: float = LEVEL) -> float:
    """Half-width of a two-sided normal interval in standard errors (1.96 at 0.95)."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def normal(value: float, variance: float, method: str, level: float = LEVEL) -> Interval:
    """`value` plus or minus z standard errors (Wald)."""
    half = z(level) * float(np.sqrt(variance))
    return Interval(value, value - half, value + half, method, level)


def student(values: ArrayLike, level: float = LEVEL) -> Interval:
    """Mean of a few repetitions with Student's interval, its quantile by Cornish and Fisher."""
    found = np.asarray(values, dtype=np.float64)
    freedom, q = len(found) - 1, z(level)
    third, fifth = (q**3 + q) / 4, (5 * q**5 + 16 * q**3 + 3 * q) / 96
    seventh = (3 * q**7 + 19 * q**5 + 17 * q**3 - 15 * q) / 384
    t = q + third / freedom + fifth / freedom**2 + seventh / freedom**3
    half = t * float(found.std(ddof=1)) / float(np.sqrt(len(found)))
    mean = float(found.mean())
    return Interval(mean, mean - half, mean + half, "Student over repetitions", level)


def wilson(successes: float, n: float, level: float = LEVEL) -> Interval:
    """A share of n clients between its ends, right at 0 and 1 too (Wilson 1927)."""
    share, squared = successes / n, z(level) ** 2
    middle = (share + squared / (2 * n)) / (1 + squared / n)
    half = np.sqrt(share * (1 - share) * squared / n + (squared / (2 * n)) ** 2) / (1 + squared / n)
    return Interval(share, float(middle - half), float(middle + half), "Wilson over clients", level)


def ratio_interval(numerator: ArrayLike, denominator: ArrayLike, level: float = LEVEL) -> Interval:
    """Sum over clients of one by the sum of the other, both by client (n,), linearised.

    NaN where the denominator is nothing.
    """
    above = np.asarray(numerator, dtype=np.float64)
    below = np.asarray(denominator, dtype=np.float64)
    total = float(below.sum())
    if not total:
        return Interval(*(float("nan"),) * 3, "linearised ratio over clients", level)
    value = float(above.sum()) / total
    variance = float(np.square(above - value * below).sum()) / total**2
    return normal(value, variance, "linearised ratio over clients", level)


def percentile(value: float, draws: ArrayLike, method: str, level: float = LEVEL) -> Interval:
    """`value` between the outer percentiles of its bootstrap draws (Efron 1979)."""
    low, high = np.quantile(np.asarray(draws), [0.5 - level / 2, 0.5 + level / 2])
    return Interval(value, float(low), float(high), method, level)


def averaged(intervals: Sequence[Interval]) -> Interval:
    """Mean estimate and mean ends: one interval over clients for a figure averaged over seeds.

    Slightly too wide, since averaging over seeds narrows the true one.
    """
    values, lows, highs = np.array([(i.value, i.low, i.high) for i in intervals]).mean(axis=0)
    first = intervals[0]
    return Interval(float(values), float(lows), float(highs), first.method, first.level)


def bootstrap(
    metric: Callable[..., float],
    *columns: ArrayLike,
    seed: int,
    draws: int = 1_000,
    strata: ArrayLike | None = None,
    level: float = LEVEL,
) -> Interval:
    """Percentile bootstrap of `metric(*columns)` over rows, within `strata` where given.

    Any metric, at the price of one evaluation a draw; the named intervals elsewhere are faster.
    """
    arrays = [np.asarray(column) for column in columns]
    groups = _groups(np.zeros(len(arrays[0])) if strata is None else np.asarray(strata))
    rng = np.random.default_rng(seed)
    values = np.empty(draws)
    for draw in range(draws):
        rows = np.concatenate([rng.choice(group, len(group)) for group in groups])
        values[draw] = metric(*(array[rows] for array in arrays))
    return percentile(metric(*arrays), values, "percentile bootstrap over clients", level)


def paired_difference(
    metric: Callable[..., float],
    y: ArrayLike,
    first: ArrayLike,
    second: ArrayLike,
    *,
    seed: int,
    draws: int = 1_000,
    level: float = LEVEL,
) -> Interval:
    """Bootstrap of metric(y, second) - metric(y, first), both on the same drawn clients."""

    def difference(outcome: ArrayLike, one: ArrayLike, other: ArrayLike) -> float:
        return metric(outcome, other) - metric(outcome, one)

    return bootstrap(
        difference, y, first, second, seed=seed, draws=draws, strata=np.asarray(y), level=level
    )


def multinomial_draws(counts: Ints, draws: int, rng: np.random.Generator) -> Ints:
    """Bootstrap counts (draws, cells): drawing rows with replacement, seen from their cells.

    The same distribution as drawing the rows one by one, at the cost of the cells alone.
    """
    total = int(counts.sum())
    flat = counts.ravel()
    return rng.multinomial(total, flat / total, size=draws).reshape(draws, *counts.shape)


def _groups(strata: Floats) -> list[Ints]:
    _, codes = np.unique(strata, return_inverse=True)
    return [np.flatnonzero(codes == code) for code in range(int(codes.max()) + 1)]
