"""A comparison in MLflow: one run, its candidates below it, and which of them won."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from clairscore.modelling.candidates.compare import Plan, compare_people
from clairscore.modelling.candidates.part import run
from clairscore.modelling.candidates.registry import named
from clairscore.modelling.tracking import of_comparison, track
from tests.modelling.candidates.conftest import QUICK, people  # noqa: F401 - a fixture

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def comparison(people, tmp_path_factory):  # noqa: F811
    plan = Plan(named(("dummy", "logistic-reference")), folds=2)
    return compare_people(people, plan, QUICK, tmp_path_factory.mktemp("parts"), work=run)


@pytest.fixture(scope="module")
def recorded(comparison, store, client):
    told = of_comparison(comparison, {"seconds": 9.0}, NOON, NOON + timedelta(seconds=9))
    return client.get_run(track(told, store))


@pytest.fixture(scope="module")
def parts(recorded, client):
    asked = f"tags.`mlflow.parentRunId` = '{recorded.info.run_id}'"
    found = client.search_runs([recorded.info.experiment_id], asked)
    return {run.info.run_name: run.data for run in found}


def test_each_candidate_is_a_run_below_with_the_names_of_every_command(comparison, parts):
    assert set(parts) == {row.candidate for row in comparison.candidates}
    for row in comparison.candidates:
        metrics = parts[row.candidate].metrics
        assert metrics["auc"] == row.figures.auc.value
        assert metrics["cost_per_1000_low"] == row.figures.cost_per_1000.low
        assert metrics["accuracy_at_cut_off"] == pytest.approx(row.accuracy.at_cut_off.value)
        assert metrics["seconds"] == row.effort.fit_seconds + row.effort.search_seconds
        assert parts[row.candidate].params["treatment"] == row.treatment
    gained = {name for name, data in parts.items() if "gain/auc" in data.metrics}
    assert gained == set(parts) - {"served"}


def test_the_cheapest_candidate_is_the_winner_and_says_whether_by_more_than_chance(
    recorded, parts, comparison
):
    costs = {name: data.metrics["cost_per_1000"] for name, data in parts.items()}
    winner = recorded.data.tags["winner"]
    assert costs[winner] == min(costs.values())
    said = {name: data.tags["standing"] for name, data in parts.items()}
    assert [name for name in said if said[name].startswith("cheapest, ")] == [winner]
    assert said["served"].endswith("served")
    for row in comparison.candidates:
        if row.difference is not None:
            cost = row.difference.cost_per_1000
            proven = "cheaper" if cost.high < 0 else "dearer" if cost.low > 0 else "unproven"
            assert proven in said[row.candidate]


def test_the_table_shows_the_candidates_of_the_last_comparison_alone(recorded, client):
    tags = client.get_experiment(recorded.info.experiment_id).tags
    view = json.loads(tags["mlflow.sharedViewState.clairscore"])
    assert view["searchFilter"] == f"tags.`mlflow.parentRunId` = '{recorded.info.run_id}'"
    assert "tags.`standing`" in view["selectedColumns"]


def test_the_standings_are_told_in_the_run_s_description_cheapest_first(recorded, parts):
    lines = recorded.data.tags["mlflow.note.content"].splitlines()[2:]
    named_ = [line.split(" | ")[0].removeprefix("| ") for line in lines]
    costs = [parts[name].metrics["cost_per_1000"] for name in named_]  # some may be equal
    assert set(named_) == set(parts)
    assert costs == sorted(costs)
