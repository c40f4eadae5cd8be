"""How far the score and each feature have moved, beside what chance alone gives."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from clairscore.data.schema import TABLES
from clairscore.decision.booster import Floats, Matrix
from clairscore.decision.bundle import Bundle, FeatureReference, Histogram, Json
from clairscore.decision.watching import Limit, Watching
from clairscore.features.spec import Feature
from clairscore.metrics import Stability, chi_square_beyond, holm, stability
from clairscore.monitoring.report import FeatureShift, Level, ScoreShift
from clairscore.monitoring.sides import Yardstick

SCORE_BINS = 20
"""Bins of the score's PSI: those of the yardstick, joined."""
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
        level=graded(found.excess, limit, moved),
        edges=bins.edges,
        reference=bins.counts,
        current=tuple(current.tolist()),
    )


def feature_shifts(
    bundle: Bundle, yardstick: Yardstick, matrix: Matrix, watching: Watching, level: float
) -> tuple[FeatureShift, ...]:
    """Every feature of the bundle, heaviest first.

    A feature has `moved` where Holm's test over all of them says so at `level`; likewise for its
    missing values.
    """
    weights = importance(bundle.card)
    found = [
        (feature, yardstick.features[feature.name], matrix[:, at])
        for at, feature in enumerate(bundle.catalogue)
    ]
    fit = [feature.name not in yardstick.incomparable for feature, _, _ in found]
    stabilities = [_stability(reference, column) for _, reference, column in found]
    gaps = [_missing(reference, column) for _, reference, column in found]
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
            outside=_outside(reference, column) if fit[at] else 0.0,
            unknown=_unknown(feature, column),
            scaled=_scaled(reference.histogram, column) if moved[at] else None,
        )
        for at, (feature, reference, column) in enumerate(found)
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


def _stability(reference: FeatureReference, column: NDArray[np.float32]) -> Stability:
    """Over the bins of known values and one of missing ones."""
    known = column[~np.isnan(column)].astype(np.float64)
    current = reference.histogram.count(known)
    return stability(
        [*reference.histogram.counts, reference.missing], [*current, len(column) - len(known)]
    )


def _missing(
    reference: FeatureReference, column: NDArray[np.float32]
) -> tuple[float, float, float]:
    """Shares missing on both sides, and how likely chance alone parts them so far."""
    n, m = sum(reference.histogram.counts) + reference.missing, len(column)
    gone = int(np.isnan(column).sum())
    pooled = (reference.missing + gone) / max(n + m, 1)
    shares = reference.missing / max(n, 1), gone / max(m, 1)
    variance = pooled * (1 - pooled) * (1 / max(n, 1) + 1 / max(m, 1))
    chance = chi_square_beyond((shares[1] - shares[0]) ** 2 / variance, 1) if variance else 1.0
    return (*shares, chance)


def share(flags: NDArray[np.bool_]) -> float:
    """How often a flag holds, 0 of nobody."""
    return float(flags.mean()) if len(flags) else 0.0


def _outside(reference: FeatureReference, column: NDArray[np.float32]) -> float:
    """Share of current values below or above every one of training."""
    if reference.low is None or reference.high is None:
        return share(~np.isnan(column))
    return share((column < reference.low) | (column > reference.high))


def _unknown(feature: Feature, column: NDArray[np.float32]) -> float:
    """Share of applications whose word is off the schema's list, where the feature tells it."""
    if feature.statistic != "code" or feature.source not in TABLES:
        return 0.0
    return share(column == TABLES[feature.source][feature.column].unknown_code)


def _scaled(reference: Histogram, column: NDArray[np.float32]) -> float | None:
    """How many times the reference's median the current one is; None where it is near, or no
    ratio."""
    known = column[~np.isnan(column)]
    if not len(known) or len(reference.edges) < 3:
        return None
    middle = np.searchsorted(np.cumsum(reference.counts), sum(reference.counts) / 2)
    before = reference.edges[min(int(middle), len(reference.edges) - 1)]
    now = float(np.median(known))
    if before * now <= 0 or 1 / UNIT < now / before < UNIT:
        return None
    return now / before
