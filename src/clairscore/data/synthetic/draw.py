"""Seeded draws: one independent stream per block of clients and purpose.

Marginal distributions enter as short tables (shares of words, quantiles of amounts), aggregates
of the public data; a latent normal score decides where in its table a value falls, so that
dependence lives in the scores and the margins stay as given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Ints = NDArray[np.signedinteger]
Bools = NDArray[np.bool_]

PROBABILITIES = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.9999)
"""Where the quantile tables of this package are given."""

PURPOSES = (
    "traits",
    "facts",
    "application",
    "bureau",
    "balance",
    "previous",
    "loans",
    "card",
    "outcome",
    "housing",
    "schedule",
    "population",
    "known",
    "card rows",
)
DAYS_A_MONTH = 30.4375
OLDEST_DAY = -2922
"""Kaggle's histories reach back eight years."""


def normal_score(share: float) -> float:
    """The standard normal value below which `share` of the draws lie."""
    return NormalDist().inv_cdf(share)


@cache
def _scores() -> NDArray[np.float64]:
    return np.array([normal_score(share) for share in PROBABILITIES])


def from_quantiles(score: Floats, quantiles: Sequence[float]) -> NDArray[np.float64]:
    """Values whose quantiles at PROBABILITIES are `quantiles`, where `score` is standard normal."""
    return np.asarray(np.interp(score, _scores(), np.asarray(quantiles, dtype=float)))


def mix(*parts: tuple[float, Floats], noise: Floats) -> Floats:
    """A standard normal score: loadings on independent standard scores, the rest noise."""
    explained = sum(loading * loading for loading, _ in parts)
    rest = np.sqrt(max(0.0, 1.0 - explained)).astype(np.float32)
    total = rest * noise
    for loading, part in parts:
        total = total + np.float32(loading) * part
    return np.asarray(total)


@cache
def _cuts(shares: tuple[float, ...]) -> NDArray[np.float32]:
    cumulative = np.cumsum(shares) / np.sum(shares)
    return np.array([normal_score(min(c, 1 - 1e-9)) for c in cumulative[:-1]], dtype=np.float32)


def ordered(score: Floats, shares: Sequence[float]) -> Ints:
    """Positions 0, 1, ... in the given shares, rising with `score` (standard normal)."""
    return np.searchsorted(_cuts(tuple(shares)), score).astype(np.int16)


@dataclass(frozen=True, slots=True)
class Draw:
    """A random stream and the handful of shapes that the generator draws from it."""

    stream: np.random.Generator

    def normal(self, size: int) -> NDArray[np.float32]:
        return self.stream.standard_normal(size, dtype=np.float32)

    def uniform(self, size: int) -> NDArray[np.float32]:
        return self.stream.random(size, dtype=np.float32)

    def chance(self, share: float | Floats, size: int) -> Bools:
        """True with probability `share`."""
        return self.uniform(size) < share

    def exponential(self, mean: float | Floats, size: int) -> Floats:
        return mean * self.stream.standard_exponential(size, dtype=np.float32)

    def position(self, shares: Sequence[float], size: int) -> Ints:
        """Positions in `shares`, drawn in their proportion."""
        cumulative = np.cumsum(shares, dtype=float) / np.sum(shares)
        positions = np.searchsorted(cumulative[:-1].astype(np.float32), self.uniform(size), "right")
        return positions.astype(np.int16)

    def value(self, shares: Mapping[int, float], size: int) -> Ints:
        """Whole numbers drawn in the given proportions."""
        values = np.array(list(shares), dtype=np.int32)
        return np.asarray(values[self.position(list(shares.values()), size)])


def draw(seed: int, block: int, purpose: str) -> Draw:
    """The stream of one purpose in one block: independent of every other block and purpose."""
    key = (block, PURPOSES.index(purpose))
    sequence = np.random.SeedSequence(seed, spawn_key=key)
    return Draw(np.random.Generator(np.random.SFC64(sequence)))


def sigmoid(score: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-score)))


def month_of(day: Floats | Ints) -> NDArray[np.int32]:
    """The calendar month of a day: -1 holds the last thirty days."""
    return np.asarray(np.floor(np.asarray(day) / DAYS_A_MONTH).astype(np.int32))


def starts_of(counts: Ints) -> NDArray[np.int64]:
    """Where each parent's rows begin."""
    return np.concatenate(([0], np.cumsum(counts, dtype=np.int64)[:-1]))


def repeat_rows(counts: Ints) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """For each child row its parent's index, and its place 0, 1, ... among the parent's rows."""
    parent = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    place = np.arange(len(parent), dtype=np.int64) - starts_of(counts)[parent]
    return parent, place.astype(np.int32)


def on_grid(amount: Floats, step: float) -> NDArray[np.float64]:
    """Amounts rounded to the lender's price grid, at most three decimals."""
    thousandths = round(step * 1000)
    return np.rint(np.asarray(amount, dtype=float) / step) * thousandths / 1000.0
