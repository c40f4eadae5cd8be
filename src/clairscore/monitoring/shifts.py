"""How far the score and each feature have moved, beside what chance alone gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

import numpy as np

from clairscore.decision.booster import Floats, Matrix
from clairscore.decision.bundle import Bundle, FeatureReference, Histogram, Json
from clairscore.decision.watching import Limit, Watching
from clairscore.metrics import chi_square_beyond, holm, stability
from clairscore.monitoring.look import Look, look
from clairscore.monitoring.report import FeatureShift, Level, ScoreShift
from clairscore.monitoring.sides import Yardstick

SCORE_BINS = 20
"""Bins of the score's PSI: those of the yardstick, joined."""
STEEP = 1.0
"""PSI of one feature that no change of people explains: it holds other values altogether."""
UNIT = 5.0
"""Times the typical value from which a change of unit is likely: 12 months, 1,000 units."""


def score_shift(yardstick: Yardstick, log_odds: Floats, limit: Limit, level: float) -> ScoreShift:
    """The score in about twenty bins; `level` is the chance of a false alarm that it may have."""
    bins = coarse(yardstick.score.histogram)
    current = bins.count(log_odds)
    found = stability(bins.counts, current)
    moved = found.chance < level
    return ScoreShift(
        stability=found,
        moved=moved,
        level=graded(found.excess, limit, moved),
        edges=bins.edges,
        reference=bins.counts,
        current=tuple(current.tolist()),
    )


def feature_shifts(
    bundle: Bundle, yardstick: Yardstick, matrix: Matrix, watching: Watching, level: float
) -> tuple[FeatureShift, ...]:
    """Every feature of the bundle, heaviest first, from the current matrix (n, features)."""
    looks = [
        look(feature, yardstick.features[feature.name], matrix[:, at])
        for at, feature in enumerate(bundle.catalogue)
    ]
    return shifts_of(bundle, yardstick, looks, watching, level)


def shifts_of(
    bundle: Bundle, yardstick: Yardstick, looks: Sequence[Look], watching: Watching, level: float
) -> tuple[FeatureShift, ...]:
    """The same from one look at each column, in the bundle's order.

    A feature has `moved` where Holm's test over all of them says so at `level`; likewise for its
    missing values.
    """
    weights = importance(bundle.card)
    seen = [(each, yardstick.features[each.name]) for each in bundle.catalogue]
    fit = [each.name not in yardstick.incomparable for each, _ in seen]
    stabilities = [
        stability([*reference.histogram.counts, reference.missing], each.counts)
        for each, (_, reference) in zip(looks, seen, strict=True)
    ]
    gaps = [_missing(reference, each) for each, (_, reference) in zip(looks, seen, strict=True)]
    moved = holm([_of(each.chance, at) for each, at in zip(stabilities, fit, strict=True)], level)
    emptied = holm([_of(each[2], at) for each, at in zip(gaps, fit, strict=True)], level)
    shifts = [
        FeatureShift(
            name=feature.name,
            theme=feature.theme,
            table=feature.source,
            importance=weights.get(feature.name, 0.0),
            stability=stabilities[at],
            moved=bool(moved[at]),
            level=graded(stabilities[at].excess, watching.feature, bool(moved[at])),
            compared=fit[at],
            missing_reference=gaps[at][0],
            missing_current=gaps[at][1],
            missing_moved=bool(emptied[at]),
            outside=looks[at].outside if fit[at] else 0.0,
            unknown=looks[at].unknown,
            scaled=_scaled(reference, looks[at]) if stabilities[at].excess >= STEEP else None,
        )
        for at, (feature, reference) in enumerate(seen)
    ]
    return tuple(sorted(shifts, key=lambda each: (-each.weight, -each.stability.psi, each.name)))


def graded(value: float, limit: Limit, beyond_chance: bool) -> Level:
    """The level of a value: calm within chance, whatever its size."""
    if not beyond_chance or value < limit.watch:
        return "calm"
    return "act" if value >= limit.act else "watch"


def coarse(fine: Histogram, bins: int = SCORE_BINS) -> Histogram:
    """Neighbouring bins joined into about so many of equal counts."""
    ends = np.cumsum(fine.counts)
    part = np.minimum((bins * (ends - 1)) // max(int(ends[-1]), 1), bins - 1)
    groups = [list(group) for _, group in groupby(range(len(part)), key=lambda at: int(part[at]))]
    edges = tuple(fine.edges[group[-1]] for group in groups[:-1])
    return Histogram(edges, tuple(sum(fine.counts[at] for at in group) for group in groups))


def importance(card: Mapping[str, Json]) -> dict[str, float]:
    """Each feature's share of the mean absolute contribution, from the bundle's card."""
    listed = card.get("importance")
    rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
    strength = {str(row["feature"]): _number(row["strength"]) for row in rows}
    whole = sum(strength.values())
    return {name: value / whole for name, value in strength.items()} if whole else {}


def _of(chance: float, compared: bool) -> float:
    """The chance of a test, 1 for one that says nothing."""
    return chance if compared else 1.0


def _number(value: Json) -> float:
    assert isinstance(value, int | float)
    return float(value)


def _missing(reference: FeatureReference, seen: Look) -> tuple[float, float, float]:
    """Shares missing on both sides, and how likely chance alone parts them so far."""
    n, m = sum(reference.histogram.counts) + reference.missing, sum(seen.counts)
    pooled = (reference.missing + seen.missing) / max(n + m, 1)
    shares = reference.missing / max(n, 1), seen.missing / max(m, 1)
    variance = pooled * (1 - pooled) * (1 / max(n, 1) + 1 / max(m, 1))
    chance = chi_square_beyond((shares[1] - shares[0]) ** 2 / variance, 1) if variance else 1.0
    return (*shares, chance)


def _scaled(reference: FeatureReference, seen: Look) -> float | None:
    """How many times the reference's median the current one is; None where it is near, or where
    values of both signs have no ratio."""
    before = _median(reference)
    if before is None or seen.median is None or before * seen.median <= 0:
        return None
    times = seen.median / before
    return None if 1 / UNIT < times < UNIT else times


def _median(reference: FeatureReference) -> float | None:
    """About, from the bins; None where there are too few, or values of both signs."""
    bins, low, high = reference.histogram, reference.low, reference.high
    if low is None or high is None or low * high < 0 or len(bins.edges) < 3:
        return None
    middle = np.searchsorted(np.cumsum(bins.counts), sum(bins.counts) / 2)
    return bins.edges[min(int(middle), len(bins.edges) - 1)]
