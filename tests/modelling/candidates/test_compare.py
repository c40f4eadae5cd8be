"""The comparison: same folds for all, resumed as if never stopped, and what treatments do."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pandas import DataFrame

from clairscore.modelling.candidates.compare import Plan, compare_people
from clairscore.modelling.candidates.part import Job, Part, run
from clairscore.modelling.candidates.registry import named
from clairscore.modelling.candidates.sample import kept
from clairscore.modelling.candidates.scorecard import AT, DOUBLING, ODDS, fit, told
from tests.modelling.candidates.conftest import QUICK

NAMES = ("dummy", "logistic-reference", "served-undersampling", "served-smote")
PLAN = Plan(named(NAMES), folds=3)


def timeless(job: Job, folder: Path) -> Part:
    """The part without what differs from run to run."""
    return replace(
        run(job, folder),
        fit_seconds=1.0,
        search_seconds=2.0,
        predict_microseconds=3.0,
        memory_before_mb=100.0,
        peak_memory_mb=150.0,
        load=0.0,
    )


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return tmp_path_factory.mktemp("parts")


@pytest.fixture(scope="module")
def comparison(people, shelf):
    return compare_people(people, PLAN, QUICK, shelf, work=timeless)


@pytest.fixture(scope="module")
def rows(comparison):
    return {row.candidate: row for row in comparison.candidates}


def test_who_knows_nothing_has_half_the_area_and_is_right_about_the_repaid(rows, people) -> None:
    dummy = rows["dummy"]
    assert dummy.figures.auc.value == 0.5
    assert dummy.accuracy.at_half.value == pytest.approx(1 - people.y.mean())
    assert dummy.figures.calibration_error < 0.003


def test_every_difference_is_from_the_served_learner_on_the_same_clients(rows) -> None:
    assert rows["served"].difference is None
    gain = rows["logistic-reference"].difference
    assert gain.against == "served"
    expected = rows["logistic-reference"].figures.auc.value - rows["served"].figures.auc.value
    assert gain.auc.value == pytest.approx(expected)


def test_all_candidates_get_the_same_clients_in_the_same_folds(people, tmp_path) -> None:
    seen: dict[int, set[bytes]] = {}

    def spy(job: Job, folder: Path) -> Part:
        sample, fold = kept(folder)
        seen.setdefault(job.fold, set()).add(sample.clients[fold == job.fold].tobytes())
        return timeless(job, folder)

    plan = Plan(named(("dummy", "logistic-reference")), folds=3)
    compare_people(people, plan, QUICK, tmp_path, work=spy)
    assert [len(clients) for clients in seen.values()] == [1, 1, 1]


def test_a_killed_run_is_taken_up_where_it_stopped(people, comparison, tmp_path) -> None:
    done: list[Job] = []

    def killed(job: Job, folder: Path) -> Part:
        if len(done) == 7:
            raise KeyboardInterrupt
        done.append(job)
        return timeless(job, folder)

    alone = replace(QUICK, workers=1)
    with pytest.raises(KeyboardInterrupt):
        compare_people(people, PLAN, alone, tmp_path, work=killed)
    again: list[Job] = []

    def counted(job: Job, folder: Path) -> Part:
        again.append(job)
        return timeless(job, folder)

    resumed = compare_people(people, PLAN, alone, tmp_path, resume=True, work=counted)
    assert not set(map(str, done)) & set(map(str, again))
    told, whole = (json.dumps(each.as_json()["candidates"]) for each in (resumed, comparison))
    assert told == whole
    assert resumed.imbalance == comparison.imbalance


def test_what_was_done_is_not_used_for_other_data_or_without_asking(
    people, comparison, shelf
) -> None:
    calls: list[str] = []

    def counted(job: Job, folder: Path) -> Part:
        calls.append(job.candidate)
        return timeless(job, folder)

    plan = Plan(named(("dummy",)), folds=3)
    compare_people(people, plan, QUICK, shelf, resume=True, work=counted)
    assert calls == []
    fewer = people.where(np.arange(len(people)) > 0)
    compare_people(fewer, plan, QUICK, shelf, resume=True, work=counted)
    assert len(calls) == 6
    compare_people(fewer, plan, QUICK, shelf, work=counted)
    assert len(calls) == 12


def test_undersampling_raises_the_probability_and_calibration_brings_it_back(comparison) -> None:
    rows = {row.treatment: row for row in comparison.imbalance}
    assert list(rows) == ["none", "smote", "undersampling"]
    treated, untreated = rows["undersampling"], rows["none"]
    assert treated.before.predicted > 2 * treated.before.observed
    assert treated.before.intercept.high < 0
    assert treated.before.cost_per_1000.value > untreated.before.cost_per_1000.value
    assert treated.after.predicted == pytest.approx(treated.after.observed, abs=0.01)
    assert untreated.before.predicted == pytest.approx(untreated.before.observed, abs=0.02)
    assert treated.difference.against == "none"


def test_the_points_of_a_client_s_bins_sum_to_his_score(sample) -> None:
    card = fit(sample, {"features": 5}, QUICK, 0)
    points = {(row.feature, row.bin): row.points for row in card.points()}
    names = [sample.columns.names[at] for at in card.chosen]
    frame = DataFrame(np.asarray(sample.matrix[:, card.chosen], dtype=float), columns=names)
    bins = card.card.binning_process_.transform(frame, metric="bins")
    summed = [sum(points[name, told(bins[name].iloc[row])] for name in names) for row in range(50)]
    assert summed == card.score(sample.matrix[:50]).tolist()
    assert all(value == round(value) for value in points.values())
    log_odds = card.log_odds(sample.matrix)
    doubled = (AT - card.score(sample.matrix)) / DOUBLING
    np.testing.assert_allclose(np.exp(log_odds), 2**doubled / ODDS)


def test_the_roc_runs_from_none_to_all(rows) -> None:
    roc = rows["served"].roc
    assert roc[-1] == 1
    assert list(roc) == sorted(roc)
    area = float(np.trapezoid(roc, np.linspace(0, 1, len(roc))))
    assert area == pytest.approx(rows["served"].figures.auc.value, abs=0.03)


def test_every_candidate_is_told_as_a_run_of_its_own(comparison) -> None:
    runs = {run.name: run for run in comparison.results()}
    assert set(runs) == {"served", *NAMES}
    served = runs["served"]
    assert served.params["learner"] == "lightgbm"
    assert served.metrics["auc"] == comparison.candidates[0].figures.auc.value
    assert served.seconds == 3.0


def test_the_record_holds_all_that_a_document_needs(comparison) -> None:
    told = json.loads(json.dumps(comparison.as_json(), allow_nan=False))
    assert told["clients"] == 700
    assert told["versions"]["lightgbm"]
    assert told["machine"]["cores"] >= 1
    assert told["candidates"][1]["figures"]["near_cut_off"]["value"] is None  # nobody is there
    assert len(told["settings"]["logistic-reference"]) == 3
