"""One candidate on one fold: what it may see, what it may not, and what it answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clairscore.errors import BadSetting, Fault
from clairscore.metrics import auc_interval
from clairscore.modelling.candidates import forest, scorecard
from clairscore.modelling.candidates.child import in_child
from clairscore.modelling.candidates.part import Job, part_of
from clairscore.modelling.candidates.registry import SERVED, candidates, named
from clairscore.modelling.candidates.sample import Columns, Sample, keep, stratified
from clairscore.modelling.candidates.search import choose, inner_splits
from clairscore.modelling.candidates.treatment import oversampled, undersampled
from tests.modelling.candidates.conftest import QUICK

MANY = ("served", "xgboost", "catboost", "logistic-woe", "logistic-rank-gauss")
TREATED = ("served-smote", "logistic-smote", "served-undersampling", "logistic-weights")


def answers(name: str, sample: Sample, fold: np.ndarray) -> np.ndarray:
    return part_of(Job(name, 0, QUICK), sample, fold).log_odds


@pytest.mark.parametrize("name", [*MANY, *TREATED])
def test_a_fold_s_own_outcomes_and_other_clients_change_no_answer(name, sample, fold) -> None:
    inside = np.flatnonzero(fold == 0)
    matrix, y = np.array(sample.matrix), np.array(sample.y)
    y[inside] = ~y[inside]
    matrix[inside[1:]] = 1e7
    spoiled = replace(sample, y=y, matrix=matrix)
    assert answers(name, sample, fold)[0] == answers(name, spoiled, fold)[0]


@pytest.mark.parametrize("name", MANY)
def test_a_candidate_finds_what_caused_the_difficulties(name, sample, fold) -> None:
    found = answers(name, sample, fold)
    assert auc_interval(sample.y[fold == 0], found).low > 0.6


@pytest.mark.parametrize("name", ["served", "logistic-reference"])
def test_shuffled_outcomes_leave_nothing_to_learn(name, sample, fold) -> None:
    y = np.random.default_rng(3).permutation(sample.y)
    found = answers(name, replace(sample, y=y), fold)
    assert auc_interval(y[fold == 0], found).holds(0.5)


@pytest.mark.parametrize("name", ["served", "xgboost", "logistic-reference"])
def test_a_constant_column_changes_nothing(name, sample, fold) -> None:
    columns = sample.columns
    one_more = Columns(
        (*columns.names, "constant"), columns.codes, columns.words, (*columns.monotone, 0)
    )
    matrix = np.column_stack([sample.matrix, np.full(len(sample), 3, dtype=np.float32)])
    wider = replace(sample, matrix=matrix, columns=one_more)
    np.testing.assert_allclose(
        answers(name, sample, fold), answers(name, wider, fold), rtol=1e-6, atol=1e-6
    )


@pytest.mark.parametrize("name", ["scorecard", "logistic-woe", "logistic-reference"])
def test_a_column_that_no_training_client_has_is_left_out(name, sample, fold) -> None:
    columns, width = sample.columns, sample.matrix.shape[1]
    wider = Columns(
        (*columns.names, "never_given", "code_never_given"),
        (*columns.codes, width + 1),
        columns.words,
        (*columns.monotone, 0, 0),
    )
    absent = np.full((len(sample), 2), np.nan, dtype=np.float32)
    absent[np.flatnonzero(fold == 0)[:3]] = 1.0
    more = replace(sample, matrix=np.column_stack([sample.matrix, absent]), columns=wider)
    assert np.isfinite(answers(name, more, fold)).all()


def test_the_forest_and_the_scorecard_find_it_too(sample, fold) -> None:
    rows, others = np.flatnonzero(fold == 0), np.flatnonzero(fold != 0)
    for learner, settings in (
        (forest, {"leaf_clients": 20, "features_share": 0.3}),
        (scorecard, {"features": 10}),
    ):
        found = learner.fit(sample.at(others), settings, QUICK, 0).log_odds(sample.matrix[rows])
        assert auc_interval(sample.y[rows], found).low > 0.6


def test_a_process_of_its_own_gives_the_same_answers_and_its_memory(sample, fold, tmp_path) -> None:
    keep(sample, fold, tmp_path)
    job = Job("served", 1, QUICK)
    there, here = in_child(job, tmp_path), part_of(job, sample, fold)
    assert (there.log_odds == here.log_odds).all()
    assert there.rounds == here.rounds
    assert there.peak_memory_mb is None or there.peak_memory_mb >= (there.memory_before_mb or 0) > 0


def test_a_process_that_fails_says_which_candidate_and_why(sample, fold, tmp_path) -> None:
    keep(sample, fold, tmp_path)
    (tmp_path / "y.npy").unlink()
    with pytest.raises(
        Fault, match=r"(?s)candidate dummy, fold 0.*--rows.*FileNotFoundError.*y\.npy"
    ):
        in_child(Job("dummy", 0, QUICK), tmp_path)


def test_a_slow_candidate_learns_from_fewer_but_answers_for_all(sample, fold) -> None:
    part = part_of(Job("logistic-reference", 0, QUICK, most=300), sample, fold)
    assert part.learnt_from == pytest.approx(300, abs=1)
    assert len(part.log_odds) == (fold == 0).sum()


def test_a_subsample_keeps_the_share_and_the_clients_whatever_the_order(sample) -> None:
    few = stratified(sample, 300, seed=1)
    assert few.y.mean() == pytest.approx(sample.y.mean(), abs=0.01)
    order = np.random.default_rng(0).permutation(len(sample))
    again = stratified(sample.at(order), 300, seed=1)
    assert set(again.clients) == set(few.clients)
    assert stratified(sample, None, seed=1) is sample


def test_smote_keeps_every_row_and_invents_only_difficulties(sample) -> None:
    rows = np.nan_to_num(sample.matrix).astype(float)
    made, outcomes = oversampled(rows, sample.y, seed=1)
    assert (made[: len(rows)] == rows).all()
    assert outcomes[len(rows) :].all()
    assert outcomes.mean() == 0.5


def test_undersampling_keeps_every_difficulty(sample) -> None:
    few = undersampled(sample, seed=1)
    assert few.y.mean() == 0.5
    assert few.y.sum() == sample.y.sum()


def test_a_handful_of_settings_is_tried_and_the_lowest_log_loss_wins(sample) -> None:
    candidate = candidates()["logistic-reference"]
    choice = choose(candidate, sample, QUICK)
    assert [one.settings for one in choice.tried] == list(candidate.settings)
    best = min(choice.tried, key=lambda one: one.log_loss)
    assert choice.settings == best.settings


def test_inner_parts_share_no_client_and_leave_none_out(sample) -> None:
    splits = list(inner_splits(sample, seed=1))
    assert sorted(np.concatenate([held for _, held in splits])) == list(range(len(sample)))
    assert all(not set(learnt) & set(held) for learnt, held in splits)


def test_the_served_learner_is_always_compared_and_an_unknown_one_is_refused() -> None:
    assert [each.name for each in named(["dummy"])] == [SERVED, "dummy"]
    assert len(named([])) == len(candidates())
    with pytest.raises(BadSetting, match="found perceptron; expected names among served"):
        named(["perceptron"])
