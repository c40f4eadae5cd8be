"""What the training population looked like."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from clairscore import metrics
from clairscore.decision.bundle.reference import feature_reference, histogram, reference_of

VALUES = st.lists(st.floats(-1e6, 1e6, width=32), min_size=1, max_size=80)


@given(VALUES)
def test_the_training_values_fall_back_into_their_own_counts(values):
    found = histogram(np.array(values), 10)
    assert found.count(np.array(values)).tolist() == list(found.counts)
    assert sum(found.counts) == len(values)
    assert metrics.psi(found.counts, found.count(np.array(values))) == 0


def test_a_feature_keeps_its_missing_and_its_range():
    found = feature_reference(np.array([np.nan, 2, -1, 5], dtype=np.float32))
    assert (found.missing, found.low, found.high) == (1, -1.0, 5.0)


def test_a_feature_that_nobody_had_has_no_range():
    found = reference_of(np.full((3, 1), np.nan, dtype=np.float32), ["empty"], np.zeros(3))
    assert found.features["empty"].low is None
    assert (found.lows[0], found.highs[0]) == (-np.inf, np.inf)
    assert found.features["empty"].histogram.counts == (0,)


def test_ten_bins_hold_about_equal_counts():
    found = histogram(np.arange(1_000.0), 10)
    assert found.counts == (100,) * 10


def test_features_that_everybody_had_are_told_apart():
    matrix = np.array([[1, np.nan], [2, 3]], dtype=np.float32)
    assert reference_of(matrix, ["all", "some"], np.zeros(2)).never_missing.tolist() == [
        True,
        False,
    ]
