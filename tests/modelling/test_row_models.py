"""Row models: nobody's own outcome speaks in his features."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from clairscore.data.synthetic import generate
from clairscore.decision.booster import Matrix
from clairscore.features.catalogue import catalogue
from clairscore.features.engines import booster
from clairscore.modelling.evaluate import cross_validated
from clairscore.modelling.folds import deal
from clairscore.modelling.population import Population, population
from clairscore.modelling.recipe import Recipe
from clairscore.modelling.row_models import fitted_on, nested, served, with_learnt
from tests.features.row_models import history

RECIPE = Recipe(learning_rate=0.1, depth=3, leaf_clients=20, leaf_weight=1.0, patience=10)
SOME = catalogue("raw").select(["application_ext_source_2", "application_amt_credit"])


@cache
def people() -> Population:
    """Clients with two plain features, and the rows of their learnt ones."""
    rows, clients, y = history()
    matrix = np.random.default_rng(3).normal(size=(len(clients), 2)).astype(np.float32)
    return Population(clients, y, np.asfortranarray(matrix), SOME, rows=rows)


def test_a_choice_of_features_keeps_what_the_chosen_learnt_ones_are_made_of():
    everyone = people()
    assert everyone.rows is not None
    learnt = everyone.rows.catalogue.names[:1]
    alone = everyone.only(catalogue("full").select(["application_amt_credit", *learnt]))
    assert alone.catalogue.names == ("application_amt_credit",)
    np.testing.assert_array_equal(alone.matrix[:, 0], everyone.matrix[:, 1])
    assert alone.rows is not None
    assert alone.rows.catalogue.names == learnt
    assert everyone.only(SOME).rows is None


@cache
def fold() -> np.ndarray:
    return deal(people().clients, people().y, folds=3, seed=7, test_share=0.0).fold


def nested_values(of: Population, number: int) -> Matrix:
    assert of.rows is not None
    return nested(of, of.rows, fold(), number, RECIPE, 7).matrix


def flipped(rows: np.ndarray) -> Population:
    """The same clients, the outcomes of some turned round."""
    return replace(people(), y=np.where(rows, ~people().y, people().y))


def test_the_outcomes_of_a_fold_change_no_learnt_feature_of_its_own_estimate() -> None:
    values = nested_values(people(), 1)
    again = nested_values(flipped(fold() == 1), 1)
    np.testing.assert_array_equal(values, again)
    other = nested_values(flipped(fold() == 2), 1)
    assert not np.array_equal(values, other, equal_nan=True)


def test_the_clients_of_a_fold_are_predicted_by_the_models_of_everybody_else() -> None:
    rows, inside = people().rows, fold() == 1
    assert rows is not None
    rest = people().where(~inside)
    inner = deal(rest.clients, rest.y, folds=5, seed=7, test_share=0.0).fold
    fitted = fitted_on(rows, rest.clients, rest.y, inner, RECIPE, 7)
    last = replace(fitted, models=served(fitted, list(fitted.models)), fold_of={})
    expected = with_learnt(people().where(inside), rows, last).matrix
    np.testing.assert_array_equal(nested_values(people(), 1)[inside], expected)


def test_every_fold_model_and_the_one_served_have_the_same_number_of_trees() -> None:
    rows = people().rows
    assert rows is not None
    fitted = fitted_on(rows, people().clients, people().y, fold(), RECIPE, 7)
    for texts in fitted.models.values():
        assert len(texts) == 4
        assert len({booster(text).num_trees() for text in texts}) == 1


def test_the_same_clients_teach_the_same_row_models() -> None:
    rows = people().rows
    assert rows is not None
    one, two = (fitted_on(rows, people().clients, people().y, fold(), RECIPE, 7) for _ in range(2))
    assert one == two


def test_an_evaluation_answers_for_everybody_with_row_models_of_others() -> None:
    answers, rounds = cross_validated(people(), RECIPE, folds=3, seeds=1)
    assert np.isfinite(answers.probabilities[0]).all()
    assert len(rounds) == 3
    plain, _ = cross_validated(replace(people(), rows=None), RECIPE, folds=3, seeds=1)
    assert not np.array_equal(answers.probabilities[0], plain.probabilities[0])


@pytest.mark.parametrize("fewest", [10, 10_000])
def test_few_clients_teach_the_term_but_no_risk(tmp_path, fewest: int) -> None:
    generate(tmp_path, clients=200, test_clients=0, seed=3, default_rate=0.2)
    names = ("application_learnt_term", "previous_earlier_loan_risk_mean", "application_amt_credit")
    found = population([tmp_path], catalogue("full").select(names), fewest)
    assert found.catalogue.names == ("application_amt_credit",)
    assert found.rows is not None
    assert found.rows.catalogue.names == (names[:2] if fewest == 10 else names[:1])
    assert found.features == (3 if fewest == 10 else 2)


def test_without_histories_nothing_is_learnt(tmp_path) -> None:
    generate(tmp_path, clients=150, test_clients=0, seed=3, default_rate=0.2)
    for file in set(tmp_path.iterdir()) - {tmp_path / "application_train.csv"}:
        file.unlink()
    found = population(
        [tmp_path],
        catalogue("full").select(["application_learnt_term", "application_amt_credit"]),
        10,
    )
    assert found.rows is None
