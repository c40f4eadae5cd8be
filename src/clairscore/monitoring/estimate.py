"""AUC, difficulties and cost before any outcome is known, each with what it takes for granted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clairscore.decision.booster import Floats, Matrix
from clairscore.decision.policy import Policy
from clairscore.metrics import Interval, multinomial_draws, percentile
from clairscore.monitoring.classes import (
    Answers,
    Classes,
    answers,
    classes_of,
    drawn_answers,
    expected_answers,
    reference_classes,
)
from clairscore.monitoring.report import Estimate, Method
from clairscore.monitoring.sides import Applicants, Rows, Yardstick
from clairscore.monitoring.telling_apart import apart, effective, evenly, weights

DRAWS = 400
READ = 20
"""Features that the weights look at, beside the score: the heaviest of the model."""
FEWEST = 100.0
"""Reference applications that weights must leave."""
JOINED = 20
STEPS = 200
"""Of expectation and maximisation; the share of difficulties settles long before."""


@dataclass(frozen=True, slots=True, eq=False)
class Luck:
    """How far what is observed of so many applications may lie from what is expected (draws,)."""

    auc: Floats
    rate: Floats
    cost: Floats

    def added(self, drawn: Answers) -> Answers:
        """The draws of an estimate with the luck of one window each."""
        n = min(len(drawn.auc), len(self.auc))
        return Answers(
            drawn.auc[:n] + self.auc[:n],
            drawn.rate[:n] + self.rate[:n],
            drawn.cost[:n] + self.cost[:n],
        )


def estimates(
    yardstick: Yardstick, applicants: Applicants, policy: Policy, importance: Floats, seed: int
) -> tuple[Estimate, ...]:
    """What the reference showed, then each method's estimate for the current applications.

    `importance` (features,) says which features the weights look at.
    """
    log_odds, matrix = applicants.log_odds, applicants.matrix
    found = [observed(yardstick, policy, seed)]
    if not len(log_odds):
        return tuple(found)
    told, drawn = confidence(log_odds, policy, seed)
    luck = Luck(drawn.auc - told.auc, drawn.rate - told.rate, drawn.cost - told.cost)
    found.append(_estimate("confidence", told, drawn))
    found.append(by_prior(yardstick, log_odds, policy, seed, luck))
    if yardstick.rows is not None and len(matrix):
        scores = log_odds[applicants.read]
        rows = yardstick.rows
        found.append(by_weighting(rows, matrix, scores, policy, importance, seed, luck))
    return tuple(found)


def observed(yardstick: Yardstick, policy: Policy, seed: int) -> Estimate:
    """The reference's own figures, with a bootstrap over clients within each outcome's classes."""
    score = yardstick.score
    classes = reference_classes(score, policy.cut_off_log_odds)
    bad = np.asarray(score.difficulties)
    cells = np.concatenate([classes.counts - bad, bad])
    drawn = multinomial_draws(cells, DRAWS, np.random.default_rng(seed))
    told = _answers_of_cells(cells[None, :], classes, policy)
    return _estimate("reference", told, _answers_of_cells(drawn, classes, policy))


def confidence(log_odds: Floats, policy: Policy, seed: int) -> tuple[Answers, Answers]:
    """What the calibrated probabilities announce (confidence-based performance estimation), and
    draws of what could be observed of so many applications."""
    classes = classes_of(log_odds, policy.cut_off_log_odds)
    ratio = policy.cost_ratio
    return expected_answers(classes, ratio), drawn_answers(classes, ratio, DRAWS, seed)


def by_prior(
    yardstick: Yardstick, log_odds: Floats, policy: Policy, seed: int, luck: Luck
) -> Estimate:
    """As if only the share of difficulties had moved (Saerens, Latinne and Decaestecker 2002).

    The share is the one whose mixture of the reference's two score distributions looks most like
    the current one; the AUC stays that of the reference.
    """
    score = yardstick.score
    classes = reference_classes(score, policy.cut_off_log_odds)
    bad = np.asarray(score.difficulties)
    now = np.bincount(classes.place(log_odds), minlength=len(bad))
    cells = np.stack([now, classes.counts - bad, bad])
    rng = np.random.default_rng(seed)
    drawn = np.stack([multinomial_draws(each, DRAWS, rng) for each in cells])
    told = _mixed(cells[:, None, :], classes, policy)
    return _estimate("prior", told, luck.added(_mixed(drawn, classes, policy)))


def by_weighting(
    rows: Rows,
    matrix: Matrix,
    log_odds: Floats,
    policy: Policy,
    importance: Floats,
    seed: int,
    luck: Luck,
) -> Estimate:
    """Outcomes of the reference, each weighted by how many current applicants are like him.

    The weights look at the score and the heaviest features only: others make them wild without
    telling more about outcomes.
    """
    chosen = np.argsort(np.where(rows.honest, -importance, np.inf), kind="stable")[:READ]
    some, now = evenly(len(rows.y)), evenly(len(matrix))
    sides = [
        np.column_stack([values[places][:, chosen], scores[places]]).astype(np.float32)
        for values, scores, places in (
            (rows.matrix, rows.log_odds, some),
            (matrix, log_odds, now),
        )
    ]
    weight = weights(apart(sides[0], sides[1], seed))
    left = effective(weight)
    told, drawn = _weighted(rows.log_odds[some], rows.y[some], weight, policy, seed)
    usable = left >= FEWEST and effective(weight[rows.y[some]]) >= FEWEST / 5
    return _estimate("weighting", told, luck.added(drawn), usable=usable, left=left)


def _answers_of_cells(cells: np.ndarray, classes: Classes, policy: Policy) -> Answers:
    half = len(classes.counts)
    return answers(
        cells[:, :half].astype(np.float64),
        cells[:, half:].astype(np.float64),
        classes.granted,
        policy.cost_ratio,
    )


def _mixed(cells: np.ndarray, classes: Classes, policy: Policy) -> Answers:
    """The figures of the mixture that fits; `cells` (3, draws, classes) count current, good and
    bad."""
    counts, good, bad = cells
    granted, ratio = classes.granted, policy.cost_ratio
    before = answers(good.astype(np.float64), bad.astype(np.float64), granted, ratio)
    share = _share_that_fits(*(_joined(each, classes) for each in (counts, good, bad)))
    missed = bad[:, granted].sum(1) / np.maximum(bad.sum(1), 1)
    turned_away = good[:, ~granted].sum(1) / np.maximum(good.sum(1), 1)
    cost = ratio * share * missed + (1 - share) * turned_away
    return Answers(before.auc, share, 1_000 * cost)


def _share_that_fits(counts: Floats, good: Floats, bad: Floats) -> Floats:
    """The share of difficulties (draws,) that explains the current counts, by expectation and
    maximisation from that of the reference."""
    among_good = (good + 0.5) / (good + 0.5).sum(1, keepdims=True)
    among_bad = (bad + 0.5) / (bad + 0.5).sum(1, keepdims=True)
    share = bad.sum(1, keepdims=True) / (good + bad).sum(1, keepdims=True)
    for _ in range(STEPS):
        mixed = share * among_bad + (1 - share) * among_good
        share = (counts * share * among_bad / mixed).sum(1, keepdims=True) / counts.sum(
            1, keepdims=True
        )
    return np.asarray(share[:, 0])


def _joined(counts: np.ndarray, classes: Classes) -> Floats:
    """The classes joined into twenty: fine ones hold too few difficulties to compare shapes."""
    ends = np.cumsum(classes.counts)
    group = np.minimum(JOINED * (ends - 1) // max(int(ends[-1]), 1), JOINED - 1)
    members = group[:, None] == np.unique(group)[None, :]
    return np.asarray(counts @ members, dtype=np.float64)


def _weighted(
    log_odds: Floats, y: np.ndarray, weight: Floats, policy: Policy, seed: int
) -> tuple[Answers, Answers]:
    """The weighted figures, and those of a bootstrap over reference clients."""
    classes = classes_of(log_odds, policy.cut_off_log_odds)
    place = classes.place(log_odds)
    rng = np.random.default_rng(seed)
    times = [np.ones(len(y)), *(rng.poisson(1.0, len(y)) for _ in range(DRAWS // 2))]

    def counted(chosen: np.ndarray) -> Floats:
        length = len(classes.counts)
        return np.stack([np.bincount(place, weight * k * chosen, length) for k in times])

    found = answers(counted(~y), counted(y), classes.granted, policy.cost_ratio)
    first, rest = slice(0, 1), slice(1, None)
    return (
        Answers(found.auc[first], found.rate[first], found.cost[first]),
        Answers(found.auc[rest], found.rate[rest], found.cost[rest]),
    )


def _estimate(
    method: Method, told: Answers, drawn: Answers, *, usable: bool = True, left: float | None = None
) -> Estimate:
    return Estimate(
        method=method,
        auc=_between(told.auc, drawn.auc),
        rate=_between(told.rate, drawn.rate),
        cost=_between(told.cost, drawn.cost),
        usable=usable,
        effective=left,
    )


def _between(told: Floats, drawn: Floats) -> Interval:
    known = drawn[np.isfinite(drawn)]
    if not len(known):
        return Interval(float(told[0]), float("nan"), float("nan"), "percentile over draws")
    return percentile(float(told[0]), known, "percentile over draws")
