"""A leak is found where there is one, and none where there is none."""

import numpy as np
import pytest

from clairscore.modelling.evidence import leaks
from clairscore.modelling.evidence.leaks import Rows
from clairscore.modelling.recipe import recipe_for

NAMES = tuple(f"feature_{at}" for at in range(6))
RECIPE = recipe_for(1_500)


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(1_500, 6)).astype(np.float32)
    matrix[rng.random(matrix.shape) < 0.1] = np.nan
    y = np.nan_to_num(matrix[:, 0]) + rng.normal(scale=2, size=1_500) > 2.2
    return Rows(np.arange(1, 1_501), matrix, y)


def test_a_shuffled_outcome_cannot_be_found(rows):
    found = leaks.shuffled_outcome(rows, RECIPE)
    assert found.clients == 1_500
    assert found.auc.holds(0.5)


def test_an_honest_feature_is_listed_first_and_passes(rows):
    found = leaks.single_features(rows, NAMES)
    assert found.strongest[0].feature == "feature_0"
    assert found.beyond == ()
    areas = [each.auc.value for each in found.strongest]
    assert areas == sorted(areas, reverse=True)
    assert all(area >= 0.5 for area in areas)


@pytest.mark.parametrize("how", ["low", "high", "missing"])
def test_a_feature_that_knows_the_outcome_is_named_whichever_way_it_points(rows, how):
    matrix = rows.matrix.copy()
    noise = np.random.default_rng(1).normal(scale=0.3, size=len(rows.y))
    knows = {"low": noise - rows.y, "high": noise + rows.y, "missing": noise}[how]
    matrix[:, 3] = np.where(rows.y & (how == "missing"), np.nan, knows)
    found = leaks.single_features(Rows(rows.clients, matrix, rows.y), NAMES)
    assert found.beyond == ("feature_3",)


def test_two_halves_of_one_population_cannot_be_told_apart(rows):
    found = leaks.adversarial(rows.matrix[:900], rows.matrix[900:], NAMES, RECIPE)
    assert (found.train, found.test) == (900, 600)
    assert found.auc.holds(0.5)


def test_the_feature_that_tells_two_populations_apart_is_named(rows):
    moved = rows.matrix[900:].copy()
    moved[:, 4] += 3
    found = leaks.adversarial(rows.matrix[:900], moved, NAMES, RECIPE)
    assert found.auc.low > 0.9
    assert found.features[0].feature == "feature_4"
    assert sum(each.share for each in found.features) == pytest.approx(1)


def test_clients_and_rows_that_occur_twice_are_counted(rows):
    matrix = rows.matrix[:10].copy()
    matrix[9] = matrix[0]
    clients = np.array([1, 2, 3, 4, 5, 6, 7, 8, 8, 9])
    found = leaks.duplicates(clients, np.array([9, 10]), matrix)
    assert (found.twice, found.in_both, found.same_features) == (1, 1, 1)
    clean = leaks.duplicates(rows.clients, np.array([5_000]), rows.matrix)
    assert (clean.twice, clean.in_both, clean.same_features) == (0, 0, 0)


def test_a_sample_is_the_same_clients_whatever_the_order_of_rows(rows):
    turned = Rows(rows.clients[::-1], rows.matrix[::-1], rows.y[::-1])
    one, other = (set(each.sample(100, 7).clients) for each in (rows, turned))
    assert one == other
    assert len(one) == 100
