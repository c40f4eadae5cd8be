"""Which applications are worth a person's study, and what that study brings.

A review of an applicant with PD p costs the price c, lets a bad one through with probability 1 - s
and turns a good one away with probability 1 - t. Unit of cost: one good applicant refused.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.policy import Policy, Referral
from clairscore.metrics import Interval, mean_interval, ratio_interval

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DETECTION_RATES = (0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One line of the review table; `detection` None is granting or refusing without any review.

    `cost` is per 1,000 applications, price of the reviews included; `approval` and `referred` are
    shares of applications, `bad_rate` the share of difficulties among the granted, NaN without any.
    """

    detection: float | None
    referred: float
    cost: Interval
    approval: Interval
    bad_rate: Interval


def gain(pd: Floats, policy: Policy) -> Floats:
    """Expected cost that a review of each application saves; negative where it costs more."""
    return np.minimum(policy.cost_ratio * pd, 1 - pd) - price(
        pd, policy.cost_ratio, policy.referral
    )


def price(pd: Floats, cost_ratio: float, referral: Referral) -> Floats:
    """Expected cost of a review: its price, the bad ones it misses, the good ones it refuses."""
    missed = cost_ratio * pd * (1 - referral.detection)
    return referral.price + missed + (1 - pd) * (1 - referral.specificity)


def referral_threshold(pd: Floats, policy: Policy) -> float:
    """Least gain that keeps referrals within the capacity on these applications; never below 0."""
    gains = np.sort(gain(pd, policy))[::-1]
    places = int(policy.referral.capacity * len(gains))
    return float(max(gains[places], 0.0)) if places < len(gains) else 0.0


def worth_a_review(pd: Floats, policy: Policy) -> Flags:
    """Whether each application's gain passes the threshold stored in the policy."""
    return gain(pd, policy) > policy.referral.threshold


def within_capacity(pd: Floats, policy: Policy) -> Flags:
    """Exactly the applications of a book to study: highest gain first, up to the capacity.

    Equal gains are taken in the order of the book.
    """
    gains = gain(pd, policy)
    order = np.argsort(-gains, kind="stable")[: int(policy.referral.capacity * len(gains))]
    chosen = np.zeros(len(gains), dtype=bool)
    chosen[order] = gains[order] > 0
    return chosen


def review_table(pd: Floats, y: NDArray[np.integer], policy: Policy) -> tuple[ReviewRow, ...]:
    """Cost, approval and bad rate without review, then with reviews that detect 50, 75 and 100 %.

    Who is referred follows the policy's assumed detection rate; the rows vary the true one. The
    specificity stays the policy's.
    """
    nobody = np.zeros(len(pd), dtype=bool)
    chosen = within_capacity(pd, policy)
    without = _row(pd, y, nobody, policy, None)
    return (without, *(_row(pd, y, chosen, policy, rate) for rate in DETECTION_RATES))


def _row(
    pd: Floats, y: NDArray[np.integer], referred: Flags, policy: Policy, detection: float | None
) -> ReviewRow:
    after = _granted_after_review(y, policy, detection or 0.0)
    granted = np.where(referred, after, policy.grants(pd))
    errors = np.where(y == 1, policy.cost_ratio * granted, 1 - granted)
    return ReviewRow(
        detection=detection,
        referred=float(referred.mean()),
        cost=mean_interval(1_000 * (errors + policy.referral.price * referred)),
        approval=mean_interval(granted),
        bad_rate=ratio_interval(granted * (y == 1), granted),
    )


def _granted_after_review(y: NDArray[np.integer], policy: Policy, detection: float) -> Floats:
    """Probability that a reviewer grants: 1 - s to the bad, t to the good."""
    return np.where(y == 1, 1 - detection, policy.referral.specificity)
