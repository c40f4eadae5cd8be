"""What MLflow's table of runs shows at once: the figures that decide, the cheapest run first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, get_args

from clairscore.modelling.tracking.records import Command
from clairscore.modelling.tracking.store import Store, opened

if TYPE_CHECKING:
    from mlflow import MlflowClient

EXPERIMENT = "clairscore {command}"
KIND = {"mlflow.experimentKind": "custom_model_development"}
"""So that MLflow's pages show figures, not what they have for language models."""
SHARED = "clairscore"
"""Name of the view, in its tag and in the pages' addresses."""
PAGE = "#/experiments/{number}/runs?workflowType=machine_learning&viewStateShareKey=" + SHARED
COST = "metrics.`cost_share_of_grant_all`"
FIGURES = (
    "cost_per_1000",
    "auc",
    "auc_low",
    "auc_high",
    "calibration_error",
    "accuracy_at_cut_off",
)
OWN: dict[Command, tuple[str, ...]] = {
    "train": ("metrics.`test/auc`", "metrics.`peak_memory_mb`", "tags.`warnings`"),
    "evaluate": ("metrics.`gain/auc`", "params.`catalogue`", "params.`tables`"),
    "compare": ("metrics.`seconds`", "metrics.`peak_memory_mb`", "tags.`standing`"),
    "tune": ("metrics.`seconds`", "tags.`standing`"),
}


def experiment_of(client: MlflowClient, command: Command, store: Store) -> str:
    """The number of a command's experiment, made where it is not there."""
    name = EXPERIMENT.format(command=command)
    found = client.get_experiment_by_name(name)
    if found is not None:
        number = str(found.experiment_id)
    else:
        place = store.artifacts.as_uri() if store.artifacts else None
        number = str(client.create_experiment(name, artifact_location=place, tags=KIND))
    return number


def show(client: MlflowClient, experiment: str, command: Command, parent: str | None) -> None:
    """Let the command's table show what decides; of the parts of a run, the last run's alone."""
    asked = f"tags.`mlflow.parentRunId` = '{parent}'" if parent else ""
    view = json.dumps(_view(command) | {"searchFilter": asked})
    client.set_experiment_tag(experiment, f"mlflow.sharedViewState.{SHARED}", view)


def pages(store: Store) -> dict[str, str]:
    """Where each command's runs are, below the address of MLflow's pages."""
    client = opened(store)
    found = {
        each: client.get_experiment_by_name(EXPERIMENT.format(command=each))
        for each in get_args(Command)
    }
    return {name: PAGE.format(number=each.experiment_id) for name, each in found.items() if each}


def _view(command: Command) -> dict[str, object]:
    figures = [f"metrics.`{name}`" for name in FIGURES]
    columns = [COST, *figures, *OWN[command]]
    return {"orderByKey": COST, "orderByAsc": True, "selectedColumns": columns}
