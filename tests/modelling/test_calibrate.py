"""The two-parameter logistic: exact maximum likelihood with honest intervals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clairscore.decision.logistic import probability
from clairscore.errors import Fault
from clairscore.modelling.calibrate import fit


def sample(slope, intercept, n=4_000, seed=0):
    rng = np.random.default_rng(seed)
    log_odds = rng.normal(-2, 1.2, n)
    return rng.random(n) < probability(slope * log_odds + intercept), log_odds


@settings(deadline=None, max_examples=25)
@given(st.floats(0.4, 2), st.floats(-1, 1))
def test_the_gradient_is_zero_at_the_fit(slope, intercept):
    y, log_odds = sample(slope, intercept)
    p = probability(fit(y, log_odds).calibration.log_odds(log_odds))
    assert (y - p).sum() == pytest.approx(0, abs=1e-7)
    assert ((y - p) * log_odds).sum() == pytest.approx(0, abs=1e-7)


def test_a_saturated_two_point_fit_by_hand():
    # at -1: 1 of 4, at +1: 3 of 4; logit(3/4) = ln 3 at both ends
    log_odds = np.repeat([-1.0, 1.0], 4)
    y = np.array([1, 0, 0, 0, 1, 1, 1, 0], dtype=bool)
    found = fit(y, log_odds)
    assert found.slope.value == pytest.approx(np.log(3))
    assert found.intercept.value == pytest.approx(0, abs=1e-12)
    # information 8 x 3/16 on each parameter
    assert found.slope.high - found.slope.value == pytest.approx(1.96 / np.sqrt(1.5), rel=1e-3)


def test_calibrating_twice_changes_nothing():
    y, log_odds = sample(0.6, 0.3)
    once = fit(y, log_odds).calibration.log_odds(log_odds)
    again = fit(y, once)
    assert (again.slope.value, again.intercept.value) == (
        pytest.approx(1),
        pytest.approx(0, abs=1e-9),
    )
    assert again.is_transferred


def test_intervals_cover_the_truth_about_19_times_in_20():
    covered = [fit(*sample(1.0, 0.0, 800, seed)).slope.holds(1) for seed in range(1_000, 1_500)]
    assert 0.91 <= np.mean(covered) <= 0.98


def test_an_overconfident_model_is_not_called_transferred():
    assert not fit(*sample(0.5, 0.0)).is_transferred


@pytest.mark.parametrize(
    ("y", "log_odds"),
    [
        ([False, False, True, True], [-2.0, -1.0, 1.0, 2.0]),
        ([False, True, False, True], [1.0, 1.0, 1.0, 1.0]),
    ],
)
def test_separated_or_constant_log_odds_are_a_fault(y, log_odds):
    with pytest.raises(Fault, match="separate the outcomes or do not vary"):
        fit(np.array(y), np.array(log_odds))
