"""A search in MLflow: one run, its trials below it, no figure where there is none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from clairscore.modelling.tracking import of_search, track
from tests.modelling.test_tune import TRIALS, found, journal, people  # noqa: F401 - fixtures

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def recorded(found, store, client):  # noqa: F811
    nowhere = replace(found.trials[-1], auc=float("nan"))
    some = replace(found, trials=(*found.trials[:-1], nowhere))
    run = of_search(some, {"seconds": 9.0}, NOON, NOON + timedelta(seconds=9))
    return client.get_run(track(run, store))


@pytest.fixture(scope="module")
def trials(recorded, client):
    asked = f"tags.`mlflow.parentRunId` = '{recorded.info.run_id}'"
    runs = client.search_runs([recorded.info.experiment_id], asked)
    return {run.info.run_name: run.data for run in runs}


def test_each_trial_is_a_run_with_what_it_was_judged_by_and_its_settings(found, trials):  # noqa: F811
    assert len(trials) == TRIALS
    for row in found.trials[:-1]:
        data = trials[f"trial {row.number}"]
        assert data.metrics["cost_share_of_grant_all"] == row.cost_share_of_grant_all
        assert data.params["state"] == row.state
        assert set(row.settings) <= set(data.params)


def test_a_figure_that_does_not_exist_is_left_out(found, trials):  # noqa: F811
    assert "auc" not in trials[f"trial {found.trials[-1].number}"].metrics


def test_the_best_trial_is_the_winner_and_the_search_tells_its_gain(recorded, found, trials):  # noqa: F811
    winner = recorded.data.tags["winner"]
    assert winner == f"trial {found.best}"
    assert trials[winner].tags["standing"].startswith("cheapest")
    assert recorded.data.metrics["gain_untouched/auc"] == found.gain.untouched.auc.value
