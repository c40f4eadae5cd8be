"""Figures over several seeds of folds."""

import json

import numpy as np
import pytest

from clairscore import metrics
from clairscore.modelling.evaluate import corrected_interval, difference_of
from clairscore.modelling.figures import Answers, figures, leak_warnings


def answers(noise, n=2_000, seeds=2):
    rng = np.random.default_rng(0)
    risk = rng.normal(size=n) - 2.5
    y = rng.random(n) < 1 / (1 + np.exp(-risk))
    folds = [np.random.default_rng(seed).integers(0, 5, n).astype(np.int8) for seed in range(seeds)]
    rng = np.random.default_rng(9)
    p = [1 / (1 + np.exp(-risk - noise * rng.normal(size=n))) for _ in range(seeds)]
    return Answers(y, p, folds)


def test_one_model_without_folds_has_the_plain_auc_and_its_delong_interval():
    many = answers(0.5)
    one = Answers.of_one(many.y, many.probabilities[0])
    found = figures(one, ratio=10, seed=1)
    assert found.auc == metrics.auc_interval(many.y, many.probabilities[0])
    assert found.gini.value == pytest.approx(2 * found.auc.value - 1)
    granted = many.probabilities[0] < 1 / 11
    cost = metrics.business_cost(many.y, granted)
    assert found.cost_per_1000.value == pytest.approx(cost / 2)
    assert found.cost_share_of_grant_all.value == pytest.approx(cost / (10 * many.y.sum()))


def test_the_auc_over_seeds_is_the_mean_of_the_folds():
    found = answers(0.5)
    value, _ = found.auc_and_influence()
    assert value == pytest.approx(np.mean(found.fold_aucs()))


def test_every_figure_is_json():
    found = figures(answers(0.5), ratio=10, seed=1)
    assert json.loads(json.dumps(found.as_json()))["clients"] == 2_000


def test_less_noise_shows_as_a_paired_gain():
    found = difference_of(answers(1.5), answers(0.1), "noisy", ratio=10, seed=1)
    assert found.auc.low > 0
    assert found.auc.value == pytest.approx(found.auc_over_folds.value)
    assert found.cost_per_1000.value < 0


def test_a_model_gains_nothing_over_itself():
    found = difference_of(answers(0.5), answers(0.5), "itself", ratio=10, seed=1)
    assert (found.auc.low, found.auc.high, found.auc_over_folds.high) == (0, 0, 0)


def test_the_corrected_interval_by_hand():
    gaps = np.array([0.01, 0.02, 0.03, 0.02])
    # s^2 = 2e-4 / 3, times 1/4 + 1/4 for five folds; t of 3 degrees of freedom is 3.18
    found = corrected_interval(gaps, 5)
    assert found.value == pytest.approx(0.02)
    assert found.high - 0.02 == pytest.approx(3.18 * np.sqrt(2e-4 / 3 / 2), rel=0.05)


def test_an_auc_above_082_is_called_a_leak():
    assert leak_warnings(0.82) == ()
    assert "an AUC above 0.82 on this data means a leak" in leak_warnings(0.8201)[0]
