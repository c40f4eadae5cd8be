"""The cut-off stays 1 / (1 + ratio), or training stops."""

import numpy as np
import pytest

from clairscore.errors import Fault
from clairscore.modelling.cutoff import cut_off


def calibrated(n=20_000, seed=0):
    rng = np.random.default_rng(seed)
    p = 1 / (1 + np.exp(2.85 - 1.05 * rng.normal(size=n)))
    return rng.random(n) < p, p


def test_a_calibrated_model_decides_at_one_eleventh():
    found = cut_off(*calibrated(), 10, 1)
    assert found.value == pytest.approx(1 / 11)
    assert found.optimum.holds(found.value)


def test_another_ratio_moves_the_cut_off():
    assert cut_off(*calibrated(), 4, 1).value == pytest.approx(0.2)


@pytest.mark.parametrize("factor", [0.4, 2.5])
def test_wrong_probabilities_stop_the_training_and_say_why(factor):
    y, p = calibrated()
    with pytest.raises(Fault, match="calibration is at fault: the cheapest cut-off out of fold"):
        cut_off(y, np.minimum(p * factor, 0.99), 10, 1)


def test_a_true_model_is_seldom_stopped():
    stopped = 0
    for seed in range(20):
        try:
            cut_off(*calibrated(3_000, seed), 10, 1)
        except Fault:
            stopped += 1
    assert stopped <= 2
