"""The population stability index."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore import metrics

COUNTS = st.lists(st.integers(0, 1_000), min_size=2, max_size=12).filter(any)


@given(COUNTS)
def test_a_population_has_not_moved_from_itself(counts):
    assert metrics.psi(counts, counts) == 0


@given(COUNTS.flatmap(lambda a: st.tuples(st.just(a), st.permutations(a))))
def test_psi_is_never_negative_nor_infinite(pair):
    assert 0 <= metrics.psi(*pair) < np.inf


def test_two_bins_by_hand():
    # shares 1/2, 1/2 against 1/4, 3/4
    expected = -0.25 * np.log(0.5) + 0.25 * np.log(1.5)
    assert metrics.psi([50, 50], [25, 75]) == pytest.approx(expected)


def test_two_samples_of_one_population_exceed_the_chance_threshold_in_five_percent():
    rng = np.random.default_rng(0)
    shares = np.full(10, 0.1)
    threshold = metrics.psi_expected_by_chance(10, 2_000, 1_000)
    passed = [
        metrics.psi(rng.multinomial(2_000, shares), rng.multinomial(1_000, shares)) > threshold
        for _ in range(2_000)
    ]
    assert np.mean(passed) == pytest.approx(0.05, abs=0.015)


def test_another_number_of_bins_is_refused():
    with pytest.raises(ValueError, match="as many bins"):
        metrics.psi([1, 2], [1, 2, 3])
