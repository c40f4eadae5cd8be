"""Brier, log loss and calibration error by hand, and the floor that chance sets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore import metrics


def calibrated(n, seed=0):
    rng = np.random.default_rng(seed)
    p = 1 / (1 + np.exp(2.8 - rng.normal(size=n)))
    return rng.random(n) < p, p


def test_brier_and_log_loss_by_hand():
    y, p = [1, 0], [0.8, 0.4]
    assert metrics.brier(y, p) == pytest.approx((0.04 + 0.16) / 2)
    assert metrics.log_loss(y, p) == pytest.approx(-(np.log(0.8) + np.log(0.6)) / 2)


def test_a_certain_and_wrong_answer_has_infinite_log_loss():
    assert metrics.log_loss([1], [0.0]) == np.inf


def test_calibration_error_by_hand_in_two_bins():
    y, p = [0, 1, 1, 1], [0.1, 0.3, 0.6, 0.8]
    # bins (0.1, 0.3) and (0.6, 0.8): |0.5 - 0.2| and |1 - 0.7|
    assert metrics.calibration_error(y, p, bins=2) == pytest.approx(0.3)
    low, high = metrics.calibration_bins(y, p, bins=2)
    assert (low.clients, low.predicted, low.observed) == (2, pytest.approx(0.2), 0.5)
    assert (high.clients, high.predicted, high.observed) == (2, pytest.approx(0.7), 1.0)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([0.1, 0.2, 0.5])), min_size=1))
def test_equal_probabilities_share_a_bin_and_row_order_does_not_matter(rows):
    y, p = map(np.array, zip(*rows, strict=True))
    found = metrics.calibration_error(y, p)
    assert found == pytest.approx(metrics.calibration_error(y[::-1], p[::-1]), abs=1e-12)
    assert len(metrics.calibration_bins(y, p)) <= 3


@pytest.mark.parametrize(("n", "floor"), [(3_005, 0.0148), (46_000, 0.0038)])
def test_a_perfect_model_shows_the_published_floor(n, floor):
    y, p = calibrated(n)
    chance = metrics.perfect_calibration_error(p, seed=1, draws=200)
    assert chance.value == pytest.approx(floor, rel=0.25)
    assert metrics.calibration_error(y, p) <= chance.high


def test_a_shifted_model_falls_outside_the_perfect_range():
    y, p = calibrated(20_000)
    shifted = p * 1.3
    assert (
        metrics.calibration_error(y, shifted)
        > metrics.perfect_calibration_error(shifted, seed=1, draws=100).high
    )


def test_observed_minus_predicted_counts_only_the_range():
    found = metrics.observed_minus_predicted([1, 0, 1], [0.10, 0.08, 0.9], 0.07, 0.12)
    assert found.value == pytest.approx(0.5 - 0.09)
    assert np.isnan(metrics.observed_minus_predicted([1], [0.5], 0.07, 0.12).value)


def test_the_mean_interval_is_the_normal_one():
    found = metrics.mean_interval([0.0, 1.0, 0.0, 1.0])
    assert found.value == 0.5
    assert found.high - 0.5 == pytest.approx(1.96 * np.sqrt(1 / 12), rel=1e-3)
