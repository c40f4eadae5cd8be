"""Ranking metrics against their definitions, counted by hand or pair by pair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore import metrics

CLIENTS = st.lists(st.tuples(st.booleans(), st.integers(-5, 5)), min_size=2, max_size=60).filter(
    lambda rows: 0 < sum(y for y, _ in rows) < len(rows)
)


def columns(rows):
    y, score = zip(*rows, strict=True)
    return np.array(y), np.array(score, dtype=float)


def mann_whitney(y, score):
    pairs = score[y][:, None] - score[~y][None, :]
    return ((pairs > 0) + 0.5 * (pairs == 0)).mean()


@given(CLIENTS)
def test_auc_equals_the_share_of_pairs_in_order_ties_counting_half(rows):
    y, score = columns(rows)
    assert metrics.auc(y, score) == pytest.approx(mann_whitney(y, score), abs=1e-12)


@given(CLIENTS)
def test_a_monotone_map_of_the_score_changes_no_ranking_metric(rows):
    y, score = columns(rows)
    for metric in (metrics.auc, metrics.gini, metrics.ks, metrics.pr_auc):
        assert metric(y, np.exp(score / 3) + 7) == metric(y, score)


@given(CLIENTS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_bit(rows, random):
    y, score = columns(rows)
    order = np.array(random.sample(range(len(rows)), len(rows)))
    for metric in (metrics.auc, metrics.ks, metrics.pr_auc):
        assert metric(y[order], score[order]) == metric(y, score)


@given(CLIENTS)
def test_turning_the_score_round_mirrors_the_auc(rows):
    y, score = columns(rows)
    assert metrics.auc(y, -score) == pytest.approx(1 - metrics.auc(y, score), abs=1e-12)


def test_five_clients_by_hand():
    y, score = [1, 0, 1, 0, 0], [0.9, 0.8, 0.4, 0.4, 0.1]
    # pairs in order: 3 of 3 for 0.9; for 0.4: one tie, one in order, one not
    assert metrics.auc(y, score) == 4.5 / 6
    assert metrics.gini(y, score) == 0.5
    # above 0.8: half of the difficulties, none of the repaid; above 0.1: all against two thirds
    assert metrics.ks(y, score) == pytest.approx(0.5)
    # 1/2 at precision 1, then 1/2 at precision 2/4
    assert metrics.pr_auc(y, score) == pytest.approx(0.75)


@given(CLIENTS)
def test_delong_variance_equals_its_quadratic_definition(rows):
    y, score = columns(rows)
    ordered = score[y][:, None] - score[~y][None, :]
    psi = (ordered > 0) + 0.5 * (ordered == 0)
    expected = sum(
        np.var(psi.mean(axis=axis), ddof=1) / psi.shape[1 - axis] if psi.shape[1 - axis] > 1 else 0
        for axis in (0, 1)
    )
    assert np.square(metrics.auc_influence(y, score)).sum() == pytest.approx(expected, abs=1e-12)


def test_delong_and_bootstrap_agree_on_six_hundred_clients():
    rng = np.random.default_rng(3)
    y = rng.random(600) < 0.3
    score = y + rng.normal(size=600)
    delong = metrics.auc_interval(y, score)
    drawn = metrics.bootstrap(metrics.auc, y, score, seed=1, draws=400, strata=y)
    assert drawn.low == pytest.approx(delong.low, abs=0.01)
    assert drawn.high == pytest.approx(delong.high, abs=0.01)


def test_the_paired_auc_difference_of_a_score_with_itself_is_nothing():
    y, score = [1, 0, 1, 0, 0], [0.9, 0.8, 0.4, 0.4, 0.1]
    found = metrics.auc_difference(y, score, score)
    assert (found.value, found.low, found.high) == (0, 0, 0)


def test_ks_and_average_precision_intervals_surround_their_estimates():
    rng = np.random.default_rng(5)
    y = rng.random(4_000) < 0.1
    score = y * 0.7 + rng.normal(size=4_000)
    for interval, exact in (
        (metrics.ks_interval(y, score, seed=1), metrics.ks(y, score)),
        (metrics.pr_auc_interval(y, score, seed=1), metrics.pr_auc(y, score)),
    ):
        assert interval.value == exact
        assert interval.low < exact < interval.high
        assert interval.high - interval.low < 0.15


@pytest.mark.parametrize(
    ("y", "score", "sentence"),
    [
        ([1, 1], [0.1, 0.2], "one class"),
        ([0, 2], [0.1, 0.2], "0 or 1"),
        ([0, 1], [0.1, float("nan")], "NaN"),
        ([0, 1], [0.1, 0.2, 0.3], r"found \(3,\)"),
    ],
)
def test_unusable_input_is_refused_with_a_sentence(y, score, sentence):
    with pytest.raises(ValueError, match=sentence):
        metrics.auc(y, score)
