"""Business cost, its curve and the cut-off of lowest cost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore import metrics

CLIENTS = st.lists(
    st.tuples(st.booleans(), st.integers(0, 20).map(lambda step: step / 20)), min_size=1
)


def columns(rows):
    y, p = zip(*rows, strict=True)
    return np.array(y), np.array(p)


def test_granting_all_costs_ten_a_difficulty_and_refusing_all_one_a_good_client():
    y = np.arange(1_000) < 81
    assert metrics.business_cost(y, np.ones(1_000)) == 810
    assert metrics.business_cost(y, np.zeros(1_000)) == 919


def test_four_decisions_by_hand():
    y, granted = [1, 1, 0, 0], [1, 0, 1, 0]
    assert metrics.cost_by_client(y, granted).tolist() == [10, 0, 0, 1]
    assert metrics.business_cost(y, granted, ratio=3) == 4


@given(CLIENTS, st.floats(0, 1.1))
def test_the_curve_is_the_cost_of_granting_below_each_cut_off(rows, cut_off):
    y, p = columns(rows)
    assert metrics.cost_curve(y, p, [cut_off])[0] == metrics.business_cost(y, p < cut_off)


@given(CLIENTS)
def test_no_cut_off_is_cheaper_than_the_best_one(rows):
    y, p = columns(rows)
    best = metrics.business_cost(y, p < metrics.best_cut_off(y, p))
    assert best == metrics.cost_curve(y, p, np.linspace(0, 1.1, 45)).min()


def test_of_equally_cheap_cut_offs_the_one_that_grants_most_is_taken():
    assert metrics.best_cut_off([0, 0], [0.1, 0.2]) > 0.2


def test_the_theoretical_cut_off_of_ten_to_one_is_one_eleventh():
    assert metrics.theoretical_cut_off() == pytest.approx(1 / 11)


def test_the_optimum_of_a_calibrated_model_has_the_published_range():
    rng = np.random.default_rng(2)
    p = 1 / (1 + np.exp(2.85 - 1.05 * rng.normal(size=3_005)))
    y = rng.random(3_005) < p
    found = metrics.best_cut_off_interval(y, p, seed=4)
    assert found.holds(1 / 11)
    assert 0.02 < found.high - found.low < 0.12


def test_intervals_are_reproducible_by_seed_and_surround_the_estimate():
    rng = np.random.default_rng(2)
    y = rng.random(2_000) < 0.08
    cost = metrics.cost_by_client(y, rng.random(2_000) < 0.7)
    first = metrics.cost_interval(y, cost, seed=7)
    assert first == metrics.cost_interval(y, cost, seed=7)
    assert first != metrics.cost_interval(y, cost, seed=8)
    assert first.per_1000.value == pytest.approx(cost.sum() / 2)
    assert first.share_of_grant_all.value == pytest.approx(cost.sum() / (10 * y.sum()))
    assert first.per_1000.low < first.per_1000.value < first.per_1000.high


def test_the_cell_bootstrap_equals_the_row_bootstrap_within_its_noise():
    rng = np.random.default_rng(6)
    y = rng.random(1_500) < 0.1
    cost = metrics.cost_by_client(y, rng.random(1_500) < 0.7)
    cells = metrics.cost_interval(y, cost, seed=1).per_1000
    rows = metrics.bootstrap(lambda c: 1_000 * c.mean(), cost, seed=1, draws=2_000)
    assert cells.low == pytest.approx(rows.low, rel=0.03)
    assert cells.high == pytest.approx(rows.high, rel=0.03)


def test_a_paired_difference_of_equal_decisions_is_nothing():
    y = np.arange(50) < 10
    cost = metrics.cost_by_client(y, y)
    found = metrics.cost_difference(y, cost, cost, seed=1).per_1000
    assert (found.value, found.low, found.high) == (0, 0, 0)
