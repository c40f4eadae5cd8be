"""The curves that judge one part's probabilities, as points with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Floats
from clairscore.metrics import (
    Interval,
    best_cut_off_interval,
    calibration_bins,
    calibration_error,
    cost_by_client,
    mean_interval,
    observed_minus_predicted,
    perfect_calibration_error,
    wilson,
)
from clairscore.modelling.answers import Part
from clairscore.modelling.calibrate import Fit, fit
from clairscore.modelling.figures import NEAR_CUT_OFF

POINTS = 200
DIGITS = 4
"""Of the cut-offs on a curve: none is one client's own probability."""
TENTHS = 10
STEP = 0.25
"""Width of a bar of the score distribution, in log-odds."""
CUT_OFFS: Floats = np.arange(1, 101, dtype=np.float64) / 200
"""0.005 to 0.5."""


@dataclass(frozen=True, slots=True)
class RocPoint:
    """At this cut-off, the shares of repaid loans and of difficulties that are refused."""

    cut_off: float
    false_positive: Interval
    true_positive: Interval


@dataclass(frozen=True, slots=True)
class PrPoint:
    """At this cut-off, the share of difficulties that is refused, and theirs of the refused."""

    cut_off: float
    recall: Interval
    precision: Interval


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Clients of about one probability: the mean that was predicted, the share observed."""

    clients: int
    predicted: float
    observed: Interval


@dataclass(frozen=True, slots=True)
class Reliability:
    """Whether probabilities are true. `perfect_error` is what a perfect model shows by chance."""

    bins: tuple[ReliabilityBin, ...]
    error: float
    perfect_error: Interval
    slope: Interval
    intercept: Interval
    near_cut_off: Interval
    near: tuple[float, float] = NEAR_CUT_OFF


@dataclass(frozen=True, slots=True)
class CostPoint:
    """Cost per 1,000 and share granted at one cut-off."""

    cut_off: float
    per_1000: Interval
    granted: float


@dataclass(frozen=True, slots=True)
class CostCurve:
    """The cost at each cut-off, at the one that decides, and the cheapest one with its interval."""

    points: tuple[CostPoint, ...]
    served: CostPoint
    optimum: Interval
    at_optimum: CostPoint
    grant_all_per_1000: float
    refuse_all_per_1000: float


@dataclass(frozen=True, slots=True)
class Tenth:
    """A tenth of the clients, riskiest first; `captured` cumulates the share of difficulties."""

    tenth: int
    clients: int
    difficulties: int
    predicted: float
    observed: Interval
    lift: Interval
    captured: float


@dataclass(frozen=True, slots=True)
class Bar:
    """Clients with log-odds from `low` to below `high`, by outcome."""

    low: float
    high: float
    repaid: int
    difficulties: int


def roc(part: Part) -> tuple[RocPoint, ...]:
    """The ROC curve at about 200 cut-offs, from the highest down, with Wilson intervals."""
    bad, good, cut_offs = _counts_above(part)
    total_bad, total_good = int(part.y.sum()), int((~part.y).sum())
    rows = zip(cut_offs.tolist(), good.tolist(), bad.tolist(), strict=True)
    return tuple(RocPoint(c, wilson(g, total_good), wilson(b, total_bad)) for c, g, b in rows)


def precision_recall(part: Part) -> tuple[PrPoint, ...]:
    """The precision-recall curve at the same cut-offs, those that refuse somebody."""
    bad, good, cut_offs = _counts_above(part)
    total = int(part.y.sum())
    rows = zip(cut_offs.tolist(), good.tolist(), bad.tolist(), strict=True)
    return tuple(PrPoint(c, wilson(b, total), wilson(b, b + g)) for c, g, b in rows if b + g)


def reliability(part: Part, seed: int) -> Reliability:
    """Calibration bins, errors and the logistic recalibration that the outcomes would ask for."""
    y, p = part.y, part.probability
    bins = (
        ReliabilityBin(b.clients, b.predicted, wilson(b.observed * b.clients, b.clients))
        for b in calibration_bins(y, p)
    )
    again: Fit = fit(y, part.log_odds)
    return Reliability(
        bins=tuple(bins),
        error=calibration_error(y, p),
        perfect_error=perfect_calibration_error(p, seed=seed),
        slope=again.slope,
        intercept=again.intercept,
        near_cut_off=observed_minus_predicted(y, p, *NEAR_CUT_OFF),
    )


def cost_curve(part: Part, cut_off: float, ratio: float, seed: int) -> CostCurve:
    """The cost curve of one part and the cut-off that decides; costs per 1,000 applications."""
    optimum = best_cut_off_interval(part.y, part.probability, seed=seed, ratio=ratio)
    share = float(part.y.mean())
    return CostCurve(
        points=tuple(_cost_at(part, float(each), ratio) for each in CUT_OFFS),
        served=_cost_at(part, cut_off, ratio),
        optimum=optimum,
        at_optimum=_cost_at(part, optimum.value, ratio),
        grant_all_per_1000=1_000 * ratio * share,
        refuse_all_per_1000=1_000 * (1 - share),
    )


def tenths(part: Part) -> tuple[Tenth, ...]:
    """Gain and lift by tenths of clients, riskiest first."""
    order = np.argsort(-part.log_odds, kind="stable")
    y, p = part.y[order], part.probability[order]
    share, total = float(y.mean()), max(int(y.sum()), 1)
    edges = np.linspace(0, len(y), TENTHS + 1).round().astype(int)
    found = []
    for number, (low, high) in enumerate(pairwise(edges.tolist()), 1):
        bad = int(y[low:high].sum())
        observed = wilson(bad, high - low)
        lift = _scaled(observed, 1 / share)
        predicted, captured = float(p[low:high].mean()), float(y[:high].sum() / total)
        found.append(Tenth(number, high - low, bad, predicted, observed, lift, captured))
    return tuple(found)


def distribution(part: Part) -> tuple[Bar, ...]:
    """Clients by log-odds and outcome, in bars of 0.25 without gaps."""
    place = np.floor(part.log_odds / STEP).astype(np.int64)
    first = int(place.min())
    length = int(place.max()) - first + 1
    repaid = np.bincount(place[~part.y] - first, minlength=length)
    bad = np.bincount(place[part.y] - first, minlength=length)
    rows = enumerate(zip(repaid.tolist(), bad.tolist(), strict=True), first)
    return tuple(Bar(at * STEP, (at + 1) * STEP, good, worse) for at, (good, worse) in rows)


def _counts_above(part: Part) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Difficulties and repaid loans at or above each of about 200 cut-offs, highest first."""
    p = part.probability
    inner = np.unique(np.quantile(p, np.linspace(0, 1, POINTS)).round(DIGITS))
    cut_offs = np.concatenate([[0.0], inner, [1.0]])[::-1]
    bad, good = np.sort(p[part.y]), np.sort(p[~part.y])
    counted = (len(each) - np.searchsorted(each, cut_offs, "left") for each in (bad, good))
    return next(counted), next(counted), cut_offs


def _cost_at(part: Part, cut_off: float, ratio: float) -> CostPoint:
    granted = part.probability < cut_off
    cost = mean_interval(1_000 * cost_by_client(part.y, granted, ratio))
    return CostPoint(cut_off, cost, float(granted.mean()))


def _scaled(interval: Interval, by: float) -> Interval:
    return Interval(
        interval.value * by, interval.low * by, interval.high * by, interval.method, interval.level
    )
