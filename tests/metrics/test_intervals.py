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
