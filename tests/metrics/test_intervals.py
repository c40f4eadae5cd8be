"""Bootstrap intervals: reproducible, paired, and by group."""

import numpy as np
import pytest

from clairscore import metrics


def sample(n=300):
    rng = np.random.default_rng(0)
    y = rng.random(n) < 0.3
    return y, y + rng.normal(size=n), y + 2 * rng.normal(size=n)


def test_the_same_seed_gives_the_same_interval_and_another_another():
    y, score, _ = sample()
    first = metrics.bootstrap(metrics.auc, y, score, seed=1, draws=50, strata=y)
    assert first == metrics.bootstrap(metrics.auc, y, score, seed=1, draws=50, strata=y)
    assert first != metrics.bootstrap(metrics.auc, y, score, seed=2, draws=50, strata=y)


def test_a_better_score_shows_in_the_paired_difference():
    y, good, poor = sample(2_000)
    found = metrics.paired_difference(metrics.auc, y, poor, good, seed=1, draws=100)
    assert found.low > 0
    delong = metrics.auc_difference(y, poor, good)
    assert found.low == pytest.approx(delong.low, abs=0.015)


def test_multinomial_draws_keep_the_number_of_clients():
    drawn = metrics.multinomial_draws(np.array([[3, 0], [5, 2]]), 20, np.random.default_rng(0))
    assert drawn.shape == (20, 2, 2)
    assert (drawn.sum(axis=(1, 2)) == 10).all()
    assert (drawn[:, 0, 1] == 0).all()


def test_averaging_takes_the_mean_of_estimates_and_ends():
    one = metrics.Interval(1.0, 0.0, 2.0, "m")
    other = metrics.Interval(2.0, 1.0, 5.0, "m")
    assert metrics.averaged([one, other]) == metrics.Interval(1.5, 0.5, 3.5, "m")


def test_each_group_has_its_figure_and_its_number_and_none_where_undefined():
    found = metrics.by_group(metrics.auc, ["a", "a", "b", "b"], [0, 1, 1, 1], [0.1, 0.9, 0.5, 0.4])
    assert found == {"a": metrics.Group(2, 1.0), "b": metrics.Group(2, None)}


def test_a_share_has_ends_inside_zero_and_one_even_where_nobody_or_everybody_has_it():
    none, every = metrics.wilson(0, 20), metrics.wilson(20, 20)
    assert (none.low, every.high) == (pytest.approx(0), pytest.approx(1))
    assert none.high == pytest.approx(1 - every.low)
    half = metrics.wilson(500, 1_000)
    assert (half.high - half.low) / 2 == pytest.approx(1.96 * 0.5 / np.sqrt(1_000), rel=0.01)


def test_a_ratio_with_a_constant_below_has_the_interval_of_the_mean():
    y, score, _ = sample(2_000)
    found, mean = metrics.ratio_interval(score, np.ones(2_000)), metrics.mean_interval(score)
    assert (found.low, found.high) == pytest.approx((mean.low, mean.high), rel=1e-3)
    assert np.isnan(metrics.ratio_interval(y, np.zeros(2_000)).value)


def test_the_interval_of_a_ratio_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(400):
        weight = rng.exponential(size=300)
        held += metrics.ratio_interval(weight * (rng.random(300) < 0.2), weight).holds(0.2)
    assert 0.91 < held / 400 < 0.98


def test_the_mean_of_five_has_the_interval_of_the_table():
    found = metrics.student([1.0, 2.0, 3.0, 4.0, 5.0])
    # t(0.975, 4) = 2.776
    assert found.high - found.value == pytest.approx(2.776 * np.sqrt(2.5 / 5), rel=0.005)
