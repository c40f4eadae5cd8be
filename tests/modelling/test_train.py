"""Training: deterministic, free of leaks, constrained, and calibrated."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from clairscore import metrics
from clairscore.decision.policy import Policy
from clairscore.errors import BadData
from clairscore.features.catalogue import catalogue
from clairscore.features.compute import book
from clairscore.modelling.card import card_of
from clairscore.modelling.evaluate import cross_calibrated, cross_validated
from clairscore.modelling.evidence.groups import Facts
from clairscore.modelling.figures import Answers, figures
from clairscore.modelling.folds import deal
from clairscore.modelling.learner import fold_models, out_of_fold, rounds_of_others
from clairscore.modelling.population import Population, of_frame
from clairscore.modelling.recipe import Recipe, parameters, recipe_for
from clairscore.modelling.selection import served_columns, used_columns
from clairscore.modelling.train import split, train
from tests import invented

NAMES = (
    "application_amt_income_total",
    "application_amt_credit",
    "application_amt_annuity",
    "application_days_birth",
    "application_days_employed",
    "application_ext_source_1",
    "application_ext_source_2",
    "application_ext_source_3",
    "application_own_car_age",
)
RECIPE = Recipe(learning_rate=0.1, depth=3, leaf_clients=20, leaf_weight=1.0, l2=5.0, patience=20)


@pytest.fixture(scope="module")
def people():
    tables = invented.tables(3_000)
    chosen = catalogue("plain").select(NAMES)
    labels = tables["application"].select("SK_ID_CURR", "TARGET").collect()
    return of_frame(labels.join(book(tables, chosen), on="SK_ID_CURR"), chosen)


@pytest.fixture(scope="module")
def run(people):
    return train(split(people, RECIPE), RECIPE, Policy())


def with_outcomes(people, y):
    return Population(people.clients, y, people.matrix, people.catalogue)


def test_training_finds_what_caused_the_difficulties(run):
    found = metrics.auc(run.training.y, run.learnt.raw)
    assert 0.68 < found < 0.82


def test_the_same_clients_and_seed_give_the_same_bytes(people, run):
    again = train(split(people, RECIPE), RECIPE, Policy())
    assert again.learnt.model == run.learnt.model
    assert again.learnt.fit == run.learnt.fit
    assert again.policy == run.policy


def test_the_number_of_workers_changes_no_byte(people, run):
    alone = replace(RECIPE, workers=1)
    assert train(split(people, alone), alone, Policy()).learnt.model == run.learnt.model


def test_the_order_of_the_rows_does_not_move_a_client_between_parts(people, run):
    order = np.random.default_rng(0).permutation(len(people))
    shuffled = Population(
        people.clients[order], people.y[order], people.matrix[order], people.catalogue
    )
    parts = split(shuffled, RECIPE)
    assert set(parts.test.clients.tolist()) == set(run.test.clients.tolist())


def test_no_row_of_the_untouched_part_touches_a_fitted_statistic(people, run):
    spoiled = np.array(people.matrix)
    spoiled[run.folds.untouched] = 1e9
    y = people.y.copy()
    y[run.folds.untouched] = y[run.folds.untouched][::-1]
    poisoned = Population(people.clients, people.y, spoiled, people.catalogue)
    again = train(split(poisoned, RECIPE), RECIPE, Policy())
    assert again.learnt.model == run.learnt.model
    assert again.learnt.fit == run.learnt.fit
    assert again.limit == run.limit


def test_shuffled_outcomes_leave_nothing_to_learn(people):
    y = np.random.default_rng(1).permutation(people.y)
    answers, _ = cross_validated(with_outcomes(people, y), RECIPE, 5, 1)
    assert figures(answers, ratio=10, seed=1).auc.holds(0.5)


def test_a_client_is_never_answered_by_a_model_that_saw_him(people):
    """A feature that *is* the client: random per row, useless unless memorised."""
    rng = np.random.default_rng(2)
    matrix = rng.normal(size=people.matrix.shape).astype(np.float32)
    lost = Population(people.clients, people.y, matrix, people.catalogue)
    deep = replace(RECIPE, leaf_clients=1, leaf_weight=0.01, l1=0.0, l2=0.0, learning_rate=0.5)
    fold = deal(lost.clients, lost.y, folds=5, seed=1, test_share=0.0).fold
    models = fold_models(lost.matrix, lost.y, fold, lost.monotone, deep, 1)
    raw = out_of_fold(models, lost.matrix, fold, [100] * 5)
    assert metrics.auc_interval(lost.y, raw).holds(0.5)


def test_a_fold_s_calibration_does_not_know_its_own_outcomes(people):
    raw = people.matrix[:, 6].astype(float)
    fold = deal(people.clients, people.y, folds=5, seed=1, test_share=0.0).fold
    turned = np.where(fold == 2, ~people.y, people.y)
    straight, other = (cross_calibrated(y, raw, fold) for y in (people.y, turned))
    assert (straight[fold == 2] == other[fold == 2]).all()
    assert (straight[fold != 2] != other[fold != 2]).all()


def test_a_fold_s_rounds_are_chosen_by_the_others(people):
    fold = deal(people.clients, people.y, folds=3, seed=1, test_share=0.0).fold
    models = fold_models(people.matrix, people.y, fold, people.monotone, RECIPE, 1)
    bests = [model.best for model in models]
    assert rounds_of_others(models)[0] == max(1, round((bests[1] + bests[2]) / 2))


def test_a_fold_s_model_answers_beyond_its_own_best_round(people):
    """Cut at its best, it would let its validation clients choose their own rounds."""
    fold = deal(people.clients, people.y, folds=3, seed=1, test_share=0.0).fold
    for model in fold_models(people.matrix, people.y, fold, people.monotone, RECIPE, 1):
        assert model.booster.num_trees() == model.best + RECIPE.patience
        at_best, beyond = (
            model.booster.predict(people.matrix, num_iteration=rounds)
            for rounds in (model.best, model.best + 5)
        )
        assert (at_best != beyond).any()


def test_the_declared_directions_hold_for_every_client(run):
    matrix, scorer = run.test.matrix, run.learnt.scorer()
    served = [run.training.catalogue[name] for name in run.features]
    columns = matrix[:, run.learnt.served]
    for at, feature in enumerate(served):
        raised = columns.copy()
        raised[:, at] *= 1.5
        moved = scorer.log_odds(raised) - scorer.log_odds(columns)
        assert (feature.monotone * moved >= 0).all(), feature.name


def test_a_feature_without_values_is_not_served(run):
    assert "application_own_car_age" not in run.features


def test_the_policy_gets_the_cut_off_and_a_threshold_that_fills_the_capacity(run):
    assert run.policy.cut_off == pytest.approx(1 / 11)
    assert run.policy.referral.threshold >= 0


def test_the_card_says_how_good_the_model_is_and_what_the_selection_cost(run):
    card, _ = card_of(run)
    assert card["clients"]["test_difficulties"] == run.test.y.sum()
    assert card["test"]["auc"]["low"] < card["test"]["auc"]["value"] < card["test"]["auc"]["high"]
    assert card["selection"]["low"] <= 0.02
    assert len(card["importance"]) == len(run.features)
    assert card["features"]["gain_kept"] == pytest.approx(1)


def test_the_cards_curves_run_from_nobody_to_everybody_and_its_fields_hold_each_client_once(run):
    card, _ = card_of(run)
    assert card["roc"][0][1:] == [0, 0]
    assert card["roc"][-1][1:] == [1, 1]
    assert card["precision_recall"][-1][1] == 1
    for part, clients in (("out_of_fold", len(run.training)), ("test", len(run.test))):
        fields = card["confusion"][part]
        assert sum(fields.values()) == clients
        refused = fields["refused_repaid"] + fields["refused_difficulties"]
        granted = card[part]["granted_share"]["value"]
        assert refused == pytest.approx((1 - granted) * clients)
    assert card["groups"] == {}


def test_a_small_group_is_counted_and_not_described(run):
    clients = run.training.clients
    labels = np.array(["few"] * 19 + ["many"] * (len(clients) - 19))
    facts = Facts(clients, {"history": labels}, np.zeros(len(clients)))
    few, many = card_of(run, facts)[0]["groups"]["history"]
    assert few == {"group": "few", "clients": 19, "figures": None}
    assert many["clients"] == len(clients) - 19
    assert 0 <= many["figures"]["granted"]["low"] <= many["figures"]["granted"]["high"] <= 1


def test_out_of_fold_probabilities_are_calibrated(run):
    found = figures(Answers.of_one(run.training.y, run.learnt.probability), ratio=10, seed=1)
    assert found.calibration_error <= found.perfect_calibration_error.high


def test_recipes_fit_the_number_of_clients_and_the_latency():
    small, large = recipe_for(3_005), recipe_for(307_511)
    assert small.learning_rate < large.learning_rate
    assert small.leaf_clients < large.leaf_clients
    assert parameters(large, [0] * 800, 1)["feature_fraction"] == pytest.approx(0.05)
    assert parameters(large, [0] * 9, 1)["feature_fraction"] == 1
    weights = {"scale_pos_weight", "is_unbalance", "class_weight"}
    assert not weights & set(parameters(large, [0], 1))


def test_other_seeds_are_measured_and_leave_the_served_model_as_it_is(people):
    sampled = replace(RECIPE, features_per_tree=4)  # without sampling a seed decides nothing
    parts = split(people, sampled)
    run, several = (train(parts, replace(sampled, seeds=n), Policy()) for n in (1, 3))
    assert several.learnt.model == run.learnt.model
    card, _ = card_of(several)
    areas, averaged = card["seeds"]["auc"], card["seeds"]["averaged"]
    assert len(set(areas)) == 3
    assert averaged["value"] == pytest.approx(
        metrics.auc(run.training.y, several.learnt.raw + sum(several.learnt.other_seeds)) - areas[0]
    )
    assert card_of(run)[0]["seeds"] is None


def test_the_best_recipe_takes_smaller_steps_and_several_seeds():
    for clients in (3_000, 50_000, 300_000):
        usual, best = recipe_for(clients), recipe_for(clients, "best")
        assert best.learning_rate < usual.learning_rate
        assert best.patience > usual.patience
        assert best.seeds > 1
        assert best.depth == usual.depth  # what one applicant can wait for


def test_the_selection_keeps_the_strongest_in_the_order_of_the_matrix(people):
    gain = np.array([0.0, 5.0, 1.0, 3.0])
    assert served_columns(gain, 2).tolist() == [1, 3]
    assert served_columns(gain, 9).tolist() == [1, 2, 3]
    assert served_columns(np.zeros(3), 2).tolist() == [0]
    fold = deal(people.clients, people.y, folds=2, seed=1, test_share=0.0).fold
    model = fold_models(people.matrix, people.y, fold, people.monotone, RECIPE, 1)[0]
    assert len(used_columns(model, 3)) == 3


def test_one_outcome_only_is_refused_with_a_sentence(people):
    frame = pl.DataFrame({"SK_ID_CURR": [1, 2], "TARGET": [0, 0]})
    with pytest.raises(BadData, match="found one outcome only among 2 clients"):
        of_frame(frame, people.catalogue)
