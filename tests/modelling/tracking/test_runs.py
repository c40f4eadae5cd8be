"""What is recorded of a run, and under which names."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from clairscore.errors import Fault
from clairscore.modelling.figures import Answers, figures
from clairscore.modelling.tracking import Tracked, figure_metrics, pages, track
from tests import invented
from tests.conftest import clairscore

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def of_experiment(client, command, **only):
    experiment = client.get_experiment_by_name(f"clairscore {command}")
    return client.search_runs([experiment.experiment_id], **only)


@pytest.fixture
def finished(tmp_path):
    (tmp_path / "folds.parquet").write_bytes(b"folds")
    return Tracked(
        command="compare",
        name="seven learners",
        started=NOON,
        ended=NOON + timedelta(seconds=90),
        parameters={"recipe/depth": 3, "folds": 5},
        metrics={"auc": 0.75, "test/auc": 0.74},
        data={"bureau": "ab" * 32},
        tags={"winner": "lightgbm"},
        texts={"card.json": "{}"},
        files=(tmp_path / "folds.parquet",),
    )


def test_a_run_keeps_all_that_it_was_given(store, client, finished):
    run = client.get_run(track(finished, store))
    assert run.info.run_name == "seven learners"
    assert (run.info.status, run.info.end_time - run.info.start_time) == ("FINISHED", 90_000)
    assert run.data.params == {"recipe/depth": "3", "folds": "5"}
    assert run.data.metrics == {"auc": 0.75, "test/auc": 0.74}
    assert run.data.tags["data/bureau"] == "ab" * 32
    (given,) = run.inputs.dataset_inputs
    assert (given.dataset.name, given.dataset.digest) == ("bureau", "ab" * 18)
    kept = {file.path for file in client.list_artifacts(run.info.run_id)}
    assert kept == {"card.json", "folds.parquet"}
    assert Path(client.download_artifacts(run.info.run_id, "folds.parquet")).read_bytes() == (
        b"folds"
    )


def test_a_run_says_which_code_made_it(store, client, finished):
    tags = client.get_run(track(finished, store)).data.tags
    assert tags["version/clairscore"] == "0.1.0"
    assert len(tags["mlflow.source.git.commit"]) == 40
    assert tags["uncommitted_changes"] in {"True", "False"}
    assert tags["mlflow.source.name"] == "clairscore compare"


def test_parts_of_a_run_stand_below_it_with_the_same_names(store, client, finished):
    parts = tuple(replace(finished, name=name) for name in ("logistic", "lightgbm"))
    parent = track(replace(finished, name="two learners", children=parts), store)
    below = of_experiment(
        client, "compare", filter_string=f"tags.`mlflow.parentRunId` = '{parent}'"
    )
    assert {run.info.run_name for run in below} == {"logistic", "lightgbm"}
    assert all(run.data.metrics.keys() == finished.metrics.keys() for run in below)


def test_a_table_of_runs_shows_what_decides_and_the_cheapest_first(store, client, finished):
    track(finished, store)
    experiment = client.get_experiment_by_name("clairscore compare")
    view = json.loads(experiment.tags["mlflow.sharedViewState.clairscore"])
    assert (view["orderByKey"], view["orderByAsc"]) == ("metrics.`cost_share_of_grant_all`", True)
    assert "metrics.`auc`" in view["selectedColumns"]
    page = pages(store)["compare"]
    assert page.startswith(f"#/experiments/{experiment.experiment_id}/runs?")
    assert page.endswith("viewStateShareKey=clairscore")


def test_a_run_that_could_not_be_recorded_whole_is_marked_so(store, client, finished, tmp_path):
    lost = replace(finished, name="lost", files=(tmp_path / "nowhere",))
    with pytest.raises(Fault, match="the run lost could not be recorded"):
        track(lost, store)
    (run,) = of_experiment(client, "compare", filter_string="attributes.run_name = 'lost'")
    assert run.info.status == "FAILED"


def test_accuracy_follows_from_the_cost_and_the_share_granted():
    dice = np.random.default_rng(3)
    p = [dice.beta(1, 9, 500), dice.beta(1, 9, 500)]
    y = dice.random(500) < p[0]
    found = figures(Answers(y, p, [np.zeros(500, np.int8)] * 2), ratio=10, seed=1)
    metrics = figure_metrics(found.as_json(), 10)
    direct = np.mean([((each < 1 / 11) == ~y).mean() for each in p])
    assert metrics["accuracy_at_cut_off"] == pytest.approx(direct, abs=1e-12)
    assert metrics["auc_low"] < metrics["auc"] == found.auc.value < metrics["auc_high"]


@pytest.fixture(scope="module")
def recorded(store, tmp_path_factory):
    """`train` and `evaluate` with tracking on."""
    data = invented.folder(tmp_path_factory.mktemp("data"), 600)
    small = ("--catalogue", "raw", "--unchecked", "--json")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIRSCORE_TRACKING", store.uri)
        return {
            "train": clairscore("train", data, "--out", data.parent / "bundles", *small),
            "evaluate": clairscore("evaluate", data, "--seeds", 1, "--against", "raw", *small),
        }


def test_training_and_evaluation_are_recorded_alike(recorded, client):
    assert {name: ran.code for name, ran in recorded.items()} == {"train": 0, "evaluate": 0}
    (trained,), (evaluated,) = (of_experiment(client, name) for name in recorded)
    for run in (trained, evaluated):
        assert 0.5 < run.data.metrics["auc_low"] < run.data.metrics["auc"]
        assert run.data.metrics["seconds"] > 0
        assert run.data.params["recipe/seed"] == "20"
        assert len(run.data.tags["data/application_train"]) == 64
    assert trained.data.tags["bundle"] == recorded["train"].json["bundle"]
    assert (
        trained.data.metrics["test/auc"] == recorded["train"].json["card"]["test"]["auc"]["value"]
    )
    assert evaluated.data.metrics["gain/auc"] == 0
    kept = {file.path.partition(".")[2] for file in client.list_artifacts(trained.info.run_id)}
    assert kept == {"json", "run.json", "folds.parquet", ""}
    drawn = [file.path for file in client.list_artifacts(trained.info.run_id, "figures")]
    assert drawn == ["figures/calibration.svg", "figures/cost_curve.svg"]
    assert "clairscore runs" in recorded["train"].err


def test_without_tracking_mlflow_is_not_even_imported(tmp_path):
    data = invented.folder(tmp_path / "data", 300)
    code = (
        "import sys; from clairscore.cli.app import run;"
        f"code = run(['evaluate', {str(data)!r}, '--folds', '2', '--seeds', '1', '--unchecked',"
        " '--catalogue', 'raw']);"
        "sys.exit(code or 'mlflow' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=tmp_path)
    assert not list(tmp_path.glob("*.db"))
