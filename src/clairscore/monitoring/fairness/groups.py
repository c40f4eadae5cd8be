"""One criterion, or two crossed: what happens to each of its groups, with bootstrap intervals.

Every share is a quotient of counts of (group, granted, outcome): drawing people with replacement is
drawing these counts, so that thousands of draws cost the cells alone, whatever the number of people
(`metrics.multinomial_draws`). The figures are those of Fairlearn's `MetricFrame`; a test holds both
against each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.metrics import Interval, observed_minus_predicted, percentile
from clairscore.metrics.intervals import multinomial_draws
from clairscore.monitoring.fairness.people import Judged, Words

FEWEST = 20
"""People of a group whose figures may be shown: below, they would tell of single persons."""
FEWEST_CROSSED = 200
"""People of an intersection that is worth a figure, and of a group that others are compared to."""
DRAWS = 2_000
METHOD = "percentile bootstrap over people"
REFUSED, GRANTED = 0, 1
REPAID, DIFFICULTIES, OPEN = 0, 1, 2

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """What happens to one group.

    `granted` is a share of the group, `impact` that share over the share of the group that is
    granted most often among those of 200 or more (None for that group, and where there is none).
    `difficulties_refused` and `repaid_refused` (true and false positive rate at the cut-off) are
    shares of those with that outcome, None where the refused have none. `calibration` is observed
    minus predicted among `known`.
    """

    known: int
    granted: Interval
    impact: Interval | None
    difficulties_refused: Interval | None
    repaid_refused: Interval | None
    calibration: Interval | None


@dataclass(frozen=True, slots=True)
class Treated:
    """One group by name; fewer than 20 people are not counted out loud: both others are None."""

    group: str
    people: int | None
    figures: GroupFigures | None


def treated(judged: Judged, labels: Words, seed: int) -> tuple[Treated, ...]:
    """Every group of the labels (n,), in the order of their names."""
    names, codes = np.unique(labels, return_inverse=True)
    counts = _counts(judged, codes, len(names))
    draws = multinomial_draws(counts, DRAWS, np.random.default_rng(seed))
    best = _granted_most(counts)
    return tuple(
        _treated(str(name), at, judged, codes == at, counts, draws, best)
        for at, name in enumerate(names)
    )


def _counts(judged: Judged, codes: NDArray[np.intp], groups: int) -> Counts:
    """People by group, decision and outcome (groups, 2, 3)."""
    outcome = np.where(judged.known, judged.difficulties.astype(np.intp), OPEN)
    cell = (codes * 2 + judged.granted) * 3 + outcome
    return np.bincount(cell, minlength=groups * 6).reshape(groups, 2, 3).astype(np.int64)


def _granted_most(counts: Counts) -> int | None:
    """The group that others are compared to."""
    people = counts.sum(axis=(1, 2))
    share = counts[:, GRANTED].sum(axis=1) / np.maximum(people, 1)
    share = np.where(people >= FEWEST_CROSSED, share, -1.0)
    best = int(share.argmax())
    return best if share[best] > 0 else None


def _treated(
    name: str,
    at: int,
    judged: Judged,
    inside: NDArray[np.bool_],
    counts: Counts,
    draws: Counts,
    best: int | None,
) -> Treated:
    people = int(counts[at].sum())
    if people < FEWEST:
        return Treated(name, None, None)
    errors = judged.knows_the_refused
    figures = GroupFigures(
        known=int(counts[at, :, :OPEN].sum()),
        granted=_interval(*(_granted(each, at) for each in (counts, draws))),
        impact=None
        if best is None or best == at
        else _interval(*(_granted(each, at) / _granted(each, best) for each in (counts, draws))),
        difficulties_refused=_refused(counts, draws, at, DIFFICULTIES) if errors else None,
        repaid_refused=_refused(counts, draws, at, REPAID) if errors else None,
        calibration=_calibration(judged, inside),
    )
    return Treated(name, people, figures)


def _granted(counts: Counts, at: int) -> Floats:
    """Share granted in one group, of counts (..., groups, 2, 3)."""
    mine = counts[..., at, :, :]
    return _quotient(mine[..., GRANTED, :].sum(axis=-1), mine.sum(axis=(-1, -2)))


def _refused(counts: Counts, draws: Counts, at: int, outcome: int) -> Interval | None:
    """Share refused among those of one group with an outcome; None where there are none."""
    if not counts[at, :, outcome].sum():
        return None
    shares = (
        _quotient(each[..., at, REFUSED, outcome], each[..., at, :, outcome].sum(axis=-1))
        for each in (counts, draws)
    )
    return _interval(*shares)


def _calibration(judged: Judged, inside: NDArray[np.bool_]) -> Interval | None:
    rows = inside & judged.known
    if int(rows.sum()) < FEWEST:
        return None
    return observed_minus_predicted(judged.difficulties[rows], judged.probability[rows])


def _quotient(above: Counts, below: Counts) -> Floats:
    """Their quotient, NaN for nothing over nothing."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(above / below, dtype=np.float64)


def _interval(value: Floats, draws: Floats) -> Interval:
    """Draws without anybody say nothing."""
    return percentile(float(value), draws[np.isfinite(draws)], METHOD)
