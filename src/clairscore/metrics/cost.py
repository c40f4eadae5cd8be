"""What decisions cost: ratio x difficulties granted + good applicants refused.

A client is refused when his probability is at or above the cut-off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from clairscore.metrics.arrays import Bools, Floats, Ints, outcomes, scores
from clairscore.metrics.intervals import LEVEL, Interval, multinomial_draws, percentile

RATIO = 10.0
STEP = 0.0005
GRID: Floats = np.arange(1, 2_001, dtype=np.float64) * STEP
"""Cut-offs 0.0005, 0.0010 ... 1: the grid of the bootstrapped curve."""
CUT_OFF_METHOD = "percentile bootstrap over clients, grid 0.0005"


def theoretical_cut_off(ratio: float = RATIO) -> float:
    """1 / (1 + ratio): cost-optimal for a calibrated probability (Elkan 2001)."""
    return 1 / (1 + ratio)


def cost_by_client(y: ArrayLike, granted: ArrayLike, ratio: float = RATIO) -> Floats:
    """Cost of each decision (n,): `ratio`, 1 or 0."""
    outcome = outcomes(y)
    kept = outcomes(granted)
    return np.where(outcome & kept, float(ratio), np.where(~outcome & ~kept, 1.0, 0.0))


def business_cost(y: ArrayLike, granted: ArrayLike, ratio: float = RATIO) -> float:
    """Total cost of the decisions, in refused good clients."""
    return float(cost_by_client(y, granted, ratio).sum())


@dataclass(frozen=True, slots=True)
class BusinessCost:
    """Cost per 1,000 applicants, and as a share of granting all of the same applicants."""

    per_1000: Interval
    share_of_grant_all: Interval


def cost_interval(
    y: ArrayLike,
    cost: ArrayLike,
    *,
    seed: int,
    ratio: float = RATIO,
    draws: int = 2_000,
    level: float = LEVEL,
) -> BusinessCost:
    """Both figures for each client's `cost` (n,), with percentile bootstraps over clients.

    Clients with equal outcome and cost are drawn together (multinomial), whatever their number.
    """
    outcome = outcomes(y)
    cells, counts = np.unique(
        np.column_stack([outcome, np.asarray(cost, dtype=np.float64)]), axis=0, return_counts=True
    )
    drawn = multinomial_draws(counts, draws, np.random.default_rng(seed))
    estimate = _both_figures(counts[None, :], cells, ratio)[0]
    resampled = _both_figures(drawn, cells, ratio)
    method = "percentile bootstrap over clients"
    return BusinessCost(
        percentile(float(estimate[0]), resampled[:, 0], method, level),
        percentile(float(estimate[1]), resampled[:, 1], method, level),
    )


def _both_figures(counts: Ints, cells: Floats, ratio: float) -> Floats:
    """Cost per 1,000 and share of grant-all (draws, 2) from counts (draws, cells)."""
    bad, cost = counts @ cells[:, 0], counts @ cells[:, 1]
    per_1000 = 1_000 * cost / counts.sum(axis=1)
    return np.column_stack([per_1000, cost / np.maximum(ratio * bad, 1)])


def cost_difference(
    y: ArrayLike,
    first: ArrayLike,
    second: ArrayLike,
    *,
    seed: int,
    ratio: float = RATIO,
    draws: int = 2_000,
    level: float = LEVEL,
) -> BusinessCost:
    """Cost of `second` minus cost of `first` (each by client) on the same drawn clients."""
    gap = np.asarray(second, dtype=np.float64) - np.asarray(first, dtype=np.float64)
    return cost_interval(y, gap, seed=seed, ratio=ratio, draws=draws, level=level)


def cost_curve(
    y: ArrayLike, probability: ArrayLike, cut_offs: ArrayLike, ratio: float = RATIO
) -> Floats:
    """Total cost at each cut-off (m,)."""
    outcome = outcomes(y)
    values = scores(probability, outcome)
    bad, good = np.sort(values[outcome]), np.sort(values[~outcome])
    wanted = np.asarray(cut_offs, dtype=np.float64)
    granted_bad = np.searchsorted(bad, wanted, "left")
    refused_good = len(good) - np.searchsorted(good, wanted, "left")
    return np.asarray(ratio * granted_bad + refused_good, dtype=np.float64)


def best_cut_off(y: ArrayLike, probability: ArrayLike, ratio: float = RATIO) -> float:
    """The cut-off of lowest cost on these clients, half-way between two probabilities.

    Of equal ones the highest, which grants most.
    """
    outcome = outcomes(y)
    distinct = np.unique(scores(probability, outcome))
    between = (distinct[:-1] + distinct[1:]) / 2
    candidates = np.concatenate([[distinct[0]], between, [np.nextafter(distinct[-1], np.inf)]])
    costs = cost_curve(outcome, probability, candidates, ratio)
    return float(candidates[np.flatnonzero(costs == costs.min())[-1]])


def best_cut_off_interval(
    y: ArrayLike,
    probability: ArrayLike,
    *,
    seed: int,
    ratio: float = RATIO,
    draws: int = 1_000,
    level: float = LEVEL,
) -> Interval:
    """The best cut-off with its percentile bootstrap over clients, on a grid of 0.0005."""
    best = best_cut_offs_drawn(y, probability, seed=seed, ratio=ratio, draws=draws)
    return percentile(best_cut_off(y, probability, ratio), best, CUT_OFF_METHOD, level)


def best_cut_offs_drawn(
    y: ArrayLike, probability: ArrayLike, *, seed: int, ratio: float = RATIO, draws: int = 1_000
) -> Floats:
    """The best cut-off on the grid for each bootstrap draw of clients (draws,)."""
    outcome = outcomes(y)
    counts = _counts_on_grid(outcome, scores(probability, outcome))
    rng = np.random.default_rng(seed)
    drawn = (multinomial_draws(counts, 1, rng)[0] for _ in range(draws))
    return np.array([_best_on_grid(each, ratio) for each in drawn])


def _counts_on_grid(outcome: Bools, values: Floats) -> Ints:
    """Clients by outcome and grid step (2, steps): step k holds GRID[k-1] <= p < GRID[k]."""
    step = np.searchsorted(GRID, values, "right")
    shape = (2, len(GRID) + 1)
    return np.bincount(step + shape[1] * outcome, minlength=2 * shape[1]).reshape(shape)


def _best_on_grid(counts: Ints, ratio: float) -> float:
    good, bad = np.cumsum(counts, axis=1)
    costs = (ratio * bad + good[-1] - good)[:-1]
    return float(GRID[np.flatnonzero(costs == costs.min())[-1]])
