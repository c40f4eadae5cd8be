"""Which applications are worth a review, up to a capacity, and what reviews bring."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clairscore.decision.policy import Policy, Referral
from clairscore.decision.referral import (
    gain,
    referral_threshold,
    review_table,
    within_capacity,
    worth_a_review,
)

pds = arrays(np.float64, st.integers(1, 200), elements=st.floats(0.0, 1.0))


def policy(**referral: float) -> Policy:
    return Policy(referral=Referral(**referral))


def test_the_defaults_refer_pd_from_0_058_to_0_169_before_the_capacity() -> None:
    pd = np.arange(1, 1_000) / 1_000
    referred = pd[worth_a_review(pd, Policy())]
    assert referred[0] == pytest.approx(0.059)
    assert referred[-1] == pytest.approx(0.169)
    # solved by hand: 10 p = 0.2 + 2.5 p + 0.25 (1 - p), and 1 - p = the same
    edges = np.array([0.45 / 7.75, 0.55 / 3.25])
    assert gain(edges, Policy()) == pytest.approx([0.0, 0.0], abs=1e-12)
    assert np.round(edges, 3).tolist() == [0.058, 0.169]


def test_the_gain_at_the_cut_off_by_hand() -> None:
    # p = 1/11: 10/11 saved, less 0.2 + 10/11 / 4 for missed and 10/11 / 4 for refused good ones
    assert gain(np.array([1 / 11]), Policy())[0] == pytest.approx(10 / 11 / 2 - 0.2)


def test_a_free_and_perfect_review_is_always_worth_it_and_a_blind_dear_one_never() -> None:
    pd = np.linspace(0.01, 0.99, 50)
    assert worth_a_review(pd, policy(price=0.0, detection=1.0, specificity=1.0)).all()
    assert not worth_a_review(pd, policy(price=5.0)).any()


@given(pds, st.floats(0, 1))
def test_the_stored_threshold_never_refers_more_than_the_capacity(
    pd: np.ndarray, capacity: float
) -> None:
    chosen = policy(capacity=capacity)
    stored = policy(capacity=capacity, threshold=referral_threshold(pd, chosen))
    assert worth_a_review(pd, stored).sum() <= int(capacity * len(pd))


@given(pds, st.floats(0, 1))
def test_a_book_takes_the_highest_gains_up_to_its_capacity(pd: np.ndarray, capacity: float) -> None:
    chosen = policy(capacity=capacity)
    referred, gains = within_capacity(pd, chosen), gain(pd, chosen)
    assert referred.sum() == min(int(capacity * len(pd)), (gains > 0).sum())
    if referred.any() and not referred.all():
        assert gains[referred].min() >= gains[~referred].max() - 1e-15


def test_threshold_and_book_agree_where_gains_differ() -> None:
    pd = np.linspace(0.001, 0.6, 500)
    stored = policy(threshold=referral_threshold(pd, Policy()))
    assert np.array_equal(worth_a_review(pd, stored), within_capacity(pd, Policy()))


def test_a_capacity_that_is_never_reached_leaves_no_threshold() -> None:
    assert referral_threshold(np.array([0.01, 0.9, 0.95]), Policy()) == 0.0
    assert referral_threshold(np.array([0.1, 0.1]), policy(capacity=1.0)) == 0.0


def test_the_review_table_by_hand() -> None:
    # ten applicants, capacity one: the fifth (PD 0.1) is referred, and is bad
    pd = np.array([0.01, 0.02, 0.03, 0.04, 0.1, 0.3, 0.4, 0.5, 0.6, 0.7])
    y = np.array([0, 0, 0, 1, 1, 0, 0, 1, 1, 1])
    without, half, most, all_ = review_table(pd, y, Policy())
    # one bad granted (10) and two good refused (2)
    assert (without.detection, without.referred) == (None, 0.0)
    assert without.cost.value == pytest.approx(1_200.0)
    assert (without.approval.value, without.bad_rate.value) == (0.4, 0.25)
    assert without.bad_rate.low < 0.25 < without.bad_rate.high
    # the review lets the bad one through half of the time, and costs 0.2
    assert (half.detection, half.referred) == (0.5, 0.1)
    assert half.cost.value == pytest.approx(100 * (10 * 1.5 + 2 + 0.2))
    assert half.approval.value == pytest.approx(0.45)
    assert most.cost.value == pytest.approx(100 * (10 * 1.25 + 2 + 0.2))
    assert all_.cost.value == pytest.approx(100 * (10 + 2 + 0.2))
    assert all_.bad_rate.value == pytest.approx(0.25)


def test_nobody_granted_has_no_bad_rate() -> None:
    table = review_table(np.array([0.9, 0.8]), np.array([1, 0]), Policy())
    assert np.isnan(table[0].bad_rate.value)
