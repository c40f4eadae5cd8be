"""A run as MLflow keeps it: an experiment a command, its parts as nested runs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from clairscore.errors import Fault
from clairscore.modelling.tracking.provenance import code, whoever
from clairscore.modelling.tracking.records import Tracked
from clairscore.modelling.tracking.store import Store, opened, refusals
from clairscore.modelling.tracking.views import experiment_of, show

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import DatasetInput, Metric, Param

PARENT, SOURCE, COMMIT, USER = (
    f"mlflow.{name}" for name in ("parentRunId", "source.name", "source.git.commit", "user")
)
LONGEST_DIGEST = 36
"""Of a data set, in MLflow's tables; the whole SHA-256 is a tag."""


def track(run: Tracked, store: Store) -> str:
    """Record a finished run with its parts; its MLflow number.

    MissingExtra without MLflow; Fault where the store refuses it.
    """
    client = opened(store)
    try:
        experiment = experiment_of(client, run.command, store)
        number = _recorded(client, run, experiment, _code_tags(), None)
        show(client, experiment, run.command, number if run.children else None)
        return number
    except refusals() as error:
        raise Fault(
            f"{store.uri}: the run {run.name} could not be recorded ({error}); what it made is"
            " saved all the same"
        ) from error


def _recorded(
    client: MlflowClient, run: Tracked, experiment: str, shared: dict[str, str], parent: str | None
) -> str:
    """The number of the run, written whole: a run that could not be is marked as failed."""
    tags = {**shared, **run.tags, **_data_tags(run), SOURCE: f"clairscore {run.command}"}
    if parent is not None:
        tags[PARENT] = parent
    started = client.create_run(experiment, _moment(run.started), tags, run.name)
    number = str(started.info.run_id)
    status = "FAILED"
    try:
        _fill(client, number, run)
        for child in run.children:
            _recorded(client, child, experiment, shared, number)
        status = "FINISHED"
    finally:
        client.set_terminated(number, status, _moment(run.ended))
    return number


def _fill(client: MlflowClient, number: str, run: Tracked) -> None:
    client.log_batch(number, metrics=_metrics(run), params=_parameters(run))
    if run.data:
        client.log_inputs(number, _data(run))
    for name, text in run.texts.items():
        client.log_text(number, text, name)
    for file in run.files:
        client.log_artifact(number, str(file))


def _metrics(run: Tracked) -> list[Metric]:
    from mlflow.entities import Metric

    moment = _moment(run.ended)
    return [Metric(name, value, moment, 0) for name, value in sorted(run.metrics.items())]


def _parameters(run: Tracked) -> list[Param]:
    from mlflow.entities import Param

    return [Param(name, str(value)) for name, value in sorted(run.parameters.items())]


def _data(run: Tracked) -> list[DatasetInput]:
    from mlflow.entities import Dataset, DatasetInput, InputTag

    tags = [InputTag("mlflow.data.context", run.command)]
    return [
        DatasetInput(Dataset(name, digest[:LONGEST_DIGEST], "local", name), tags)
        for name, digest in sorted(run.data.items())
    ]


def _data_tags(run: Tracked) -> dict[str, str]:
    return {f"data/{name}": digest for name, digest in run.data.items()}


def _code_tags() -> dict[str, str]:
    """Who ran which code, as tags."""
    ran = code()
    tags = {"version/clairscore": ran.version, USER: whoever()}
    if ran.commit is not None:
        tags |= {COMMIT: ran.commit, "commit": ran.commit, "uncommitted_changes": str(ran.dirty)}
    return tags


def _moment(at: datetime) -> int:
    """Milliseconds since 1970, as MLflow counts."""
    return round(at.timestamp() * 1_000)
