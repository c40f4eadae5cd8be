"""The exact scorer: contributions sum to the log-odds, one row equals its row in the batch."""

import lightgbm
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore.decision.booster import Calibration, Scorer
from clairscore.decision.logistic import exp, probability
from clairscore.errors import Fault, InexactExplanation


@pytest.fixture(scope="module")
def matrix():
    rng = np.random.default_rng(0)
    values = rng.normal(size=(1_200, 8)).astype(np.float32)
    values[rng.random(values.shape) < 0.2] = np.nan
    return values


@pytest.fixture(scope="module")
def scorer(matrix):
    y = np.nan_to_num(matrix[:, 0]) + np.random.default_rng(1).normal(size=len(matrix)) > 1
    settings = {"objective": "binary", "verbosity": -1, "num_threads": 1, "max_depth": 4}
    model = lightgbm.train(settings, lightgbm.Dataset(matrix, y), 60)
    return Scorer(model.model_to_string(), Calibration(0.8, -0.3), 8)


def test_contributions_and_base_sum_to_the_calibrated_log_odds(scorer, matrix):
    found = scorer.explain(matrix)
    gap = found.base + found.contributions.sum(axis=1) - scorer.log_odds(matrix)
    assert np.abs(gap).max() < 1e-9
    assert found.contributions.shape == matrix.shape


def test_one_row_gets_the_bits_of_its_row_in_the_batch(scorer, matrix):
    batch, explained = scorer.log_odds(matrix), scorer.explain(matrix).contributions
    for row in range(0, len(matrix), 97):
        alone = matrix[row : row + 1]
        assert scorer.log_odds(alone)[0] == batch[row]
        assert scorer.probability(alone)[0] == scorer.probability(matrix)[row]
        assert scorer.explain(alone).contributions[0] == pytest.approx(explained[row], abs=1e-9)


def test_the_layout_of_the_matrix_in_memory_changes_no_bit(scorer, matrix):
    assert (scorer.log_odds(np.asfortranarray(matrix)) == scorer.log_odds(matrix)).all()


@given(st.sets(st.integers(0, 7)))
def test_the_model_reads_as_zero_what_it_never_met_missing(always):
    rng = np.random.default_rng(len(always))
    rows = rng.normal(3, 1, size=(300, 8)).astype(np.float32)
    rows[rng.random(rows.shape) < 0.2] = np.nan
    rows[:, sorted(always)] = rng.normal(3, 1, size=(300, len(always)))
    y = np.nan_to_num(rows).sum(axis=1) > 20
    settings = {"objective": "binary", "verbosity": -1, "num_threads": 1, "max_depth": 3}
    model = lightgbm.train(settings, lightgbm.Dataset(rows, y), 15)
    found = Scorer(model.model_to_string(), Calibration(), 8)
    used = set(np.flatnonzero(model.feature_importance("split")).tolist())
    assert set(found.zero_if_missing.tolist()) == always & used
    gap = np.full((8, 8), 5, dtype=np.float32)
    np.fill_diagonal(gap, np.nan)
    assert found.misreads(gap).tolist() == [column in always & used for column in range(8)]
    silent = found.misreads(gap)
    assert (found.log_odds(np.nan_to_num(gap)) == found.log_odds(gap))[silent].all()


def test_a_row_missing_outside_the_sample_of_the_bins_is_read_as_zero_too():
    rows = np.random.default_rng(0).normal(5, 1, size=(5_000, 2)).astype(np.float32)
    y = rows[:, 0] > 5
    rows[7, 0] = np.nan
    settings = {"objective": "binary", "verbosity": -1, "num_threads": 1}
    for sample, expected in ((200, [0]), (5_000, [])):
        data = lightgbm.Dataset(rows, y, params={"bin_construct_sample_cnt": sample})
        model = lightgbm.train(settings, data, 3)
        found = Scorer(model.model_to_string(), Calibration(), 2).zero_if_missing.tolist()
        assert [column for column in found if column == 0] == expected


def test_the_calibration_scales_the_raw_log_odds(scorer, matrix):
    raw = scorer.booster.predict(matrix, raw_score=True)
    assert (scorer.log_odds(matrix) == 0.8 * raw - 0.3).all()


def test_nobody_gets_no_answers(scorer):
    assert scorer.log_odds(np.empty((0, 8), dtype=np.float32)).shape == (0,)


def test_an_explanation_of_nobody_is_empty(scorer):
    assert scorer.explain(np.empty((0, 8), dtype=np.float32)).contributions.shape == (0, 8)


def test_another_number_of_features_is_refused(scorer):
    with pytest.raises(
        Fault, match=r"found features of shape \(1, 7\), expected \(applicants, 8\)"
    ):
        scorer.log_odds(np.zeros((1, 7), dtype=np.float32))


def test_contributions_that_do_not_sum_are_never_given(scorer, matrix, monkeypatch):
    exact = scorer.booster.predict

    def off(rows, **settings):
        return exact(rows, **settings) + (1e-6 if settings.get("pred_contrib") else 0)

    monkeypatch.setattr(scorer.booster, "predict", off)
    with pytest.raises(InexactExplanation, match="contributions miss the log-odds"):
        scorer.explain(matrix[:1])


@given(st.floats(-700, 700))
def test_the_exponential_is_right_to_the_last_digits(x):
    assert exp(np.array([x]))[0] == pytest.approx(np.exp(x), rel=1e-15)


@given(st.lists(st.floats(-40, 40), min_size=1, max_size=50))
def test_a_probability_does_not_depend_on_its_neighbours(values):
    together = probability(np.array(values))
    assert [probability(np.array([value]))[0] for value in values] == together.tolist()
    assert ((together >= 0) & (together <= 1)).all()


def test_even_odds_are_one_half_and_far_ones_stay_inside():
    found = probability(np.array([0.0, -1e9, 1e9, np.log(1 / 10)]))
    assert found[0] == 0.5
    assert 0 < found[1] < 1e-300
    assert found[2] == 1
    assert found[3] == pytest.approx(1 / 11, rel=1e-15)
