"""The population stability index."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore import metrics
from clairscore.metrics.stability import merged

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


@given(COUNTS)
def test_counts_beside_themselves_are_within_chance(counts):
    found = metrics.stability(counts, counts)
    assert (found.psi, found.excess, found.chance) == (0, 0, 1)


def test_a_table_of_the_chi_square_is_reproduced():
    # Abramowitz and Stegun 1964, table 26.8: upper five and one percent points
    for freedom, five, one in ((1, 3.84146, 6.63490), (2, 5.99146, 9.21034), (9, 16.9190, 21.6660)):
        assert metrics.chi_square_beyond(five, freedom) == pytest.approx(0.05, abs=1e-5)
        assert metrics.chi_square_beyond(one, freedom) == pytest.approx(0.01, abs=1e-5)
    assert metrics.chi_square_beyond(0.0, 4) == 1


@pytest.mark.parametrize("bins", [2, 10])
def test_where_nothing_moved_the_chance_of_a_psi_is_what_it_says(bins):
    rng = np.random.default_rng(1)
    shares = np.full(bins, 1 / bins)
    drawn = [
        metrics.stability(rng.multinomial(20_000, shares), rng.multinomial(500, shares)).chance
        for _ in range(4_000)
    ]
    assert np.mean(np.array(drawn) < 0.05) == pytest.approx(0.05, abs=0.012)
    assert np.mean(np.array(drawn) < 0.005) == pytest.approx(0.005, abs=0.0035)


def test_bins_too_small_to_judge_join_their_neighbour():
    e, a = merged([100, 1, 1, 100], [50, 0, 1, 49])
    assert (e.tolist(), a.tolist()) == ([100, 102], [50, 50])


def test_among_many_tests_only_those_beyond_holms_limits_pass():
    passed = metrics.holm([0.001, 0.5, 0.02, 0.03], 0.05)
    # 0.001 <= 0.05 / 4, then 0.02 > 0.05 / 3: the rest fail too
    assert passed.tolist() == [True, False, False, False]
    assert metrics.holm([], 0.05).tolist() == []


def test_a_report_of_many_features_that_did_not_move_names_one_in_at_most_five_percent():
    rng = np.random.default_rng(3)
    shares = np.array([0.02, 0.08, 0.15, 0.25, 0.5])

    def named():
        drawn = zip(
            rng.multinomial(9_000, shares, 60), rng.multinomial(500, shares, 60), strict=True
        )
        return metrics.holm([metrics.stability(*pair).chance for pair in drawn], 0.05).any()

    assert np.mean([named() for _ in range(200)]) < 0.05 + 3 * np.sqrt(0.05 * 0.95 / 200)
