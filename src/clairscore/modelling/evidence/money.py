"""What the decisions of one part cost: with and without review, by amount, beside a dummy's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from clairscore.decision.booster import Floats
from clairscore.decision.policy import Policy
from clairscore.decision.referral import ReviewRow, review_table
from clairscore.metrics import Interval, cost_by_client, mean_interval, ratio_interval, wilson
from clairscore.modelling.answers import Part

HALF = 0.5
"""The cut-off that accuracy alone would take."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to decide: who is refused, how often that is right, and what it costs."""

    name: str
    cut_off: float | None
    refused: Interval
    accuracy: Interval
    difficulties_refused: Interval
    repaid_refused: Interval
    cost_per_1000: Interval


@dataclass(frozen=True, slots=True)
class ByAmount:
    """Cost as a share of granting all, each client alike and each weighted by his credit."""

    alike: Interval
    weighted: Interval


@dataclass(frozen=True, slots=True)
class Refusals:
    """Proposals for the applications of one part, with refusals by rule and by score apart.

    `by_rule` and `by_cause` count the applications on which each rule or cause of referral fired.
    """

    applications: int
    granted: int
    referred: int
    refused_by_rule: int
    refused_by_score: int
    by_rule: dict[str, int]
    by_cause: dict[str, int]


def ways(part: Part, policy: Policy) -> tuple[Way, ...]:
    """Granting all (Dummy), the cut-off of accuracy, and the cut-off that decides.

    Accuracy counts a granted difficulty and a refused good client alike; the cost does not. Where
    difficulties are rare, refusing nobody is right most of the time and costs most.
    """
    p = part.probability
    return (
        _way("grant_all", None, part, np.ones(len(part), dtype=np.bool_), policy),
        _way("half", HALF, part, p < HALF, policy),
        _way("served", policy.cut_off, part, policy.grants(p), policy),
    )


def reviews(part: Part, policy: Policy) -> tuple[ReviewRow, ...]:
    """Grant and refuse alone, then with reviews that detect 50, 75 and 100 % of difficulties."""
    return review_table(part.probability, part.y.astype(np.int64), policy)


def by_amount(part: Part, amount: Floats, policy: Policy) -> ByAmount:
    """The cost if each decision weighed as much as its AMT_CREDIT; `amount` is (n,)."""
    cost = cost_by_client(part.y, policy.grants(part.probability), policy.cost_ratio)
    grant_all = policy.cost_ratio * part.y
    return ByAmount(
        ratio_interval(cost, grant_all), ratio_interval(amount * cost, amount * grant_all)
    )


def refusals(proposals: pl.DataFrame) -> Refusals:
    """Counts of a decided book (`decide_book`)."""
    refused = proposals.filter(pl.col("outcome") == "refused")
    by_rule = refused.filter(pl.col("causes") == "", pl.col("decided_by") == "rule").height
    outcomes = dict(proposals["outcome"].value_counts().iter_rows())
    return Refusals(
        applications=proposals.height,
        granted=outcomes.get("granted", 0),
        referred=outcomes.get("referred", 0),
        refused_by_rule=by_rule,
        refused_by_score=refused.height - by_rule,
        by_rule=_fired(proposals["rules"]),
        by_cause=_fired(proposals["causes"]),
    )


def _way(name: str, cut_off: float | None, part: Part, granted: np.ndarray, policy: Policy) -> Way:
    y, refused = part.y, ~granted
    cost = cost_by_client(y, granted, policy.cost_ratio)
    return Way(
        name=name,
        cut_off=cut_off,
        refused=wilson(int(refused.sum()), len(y)),
        accuracy=wilson(int((refused == y).sum()), len(y)),
        difficulties_refused=wilson(int(refused[y].sum()), int(y.sum())),
        repaid_refused=wilson(int(refused[~y].sum()), int((~y).sum())),
        cost_per_1000=mean_interval(1_000 * cost),
    )


def _fired(codes: pl.Series) -> dict[str, int]:
    told = codes.str.split(" ").explode().drop_nulls()
    counted = told.filter(told != "").value_counts(sort=True)
    return {str(code): int(count) for code, count in sorted(counted.iter_rows())}
