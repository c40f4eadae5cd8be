"""Where runs are recorded: an SQLite file beside the bundles, unless the settings say otherwise."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clairscore.errors import BadSetting, Fault, MissingExtra

if TYPE_CHECKING:
    from mlflow import MlflowClient

OFF, LOCAL = "off", "local"
NAME = "clairscore-runs"
SQLITE, SERVERS = "sqlite:///", ("http://", "https://")
QUIET = {"MLFLOW_DISABLE_TELEMETRY": "true", "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false"}
"""MLflow neither reports to its makers nor draws bars; what the environment says goes first."""


@dataclass(frozen=True, slots=True)
class Store:
    """MLflow's address of the runs and models; `artifacts` is their folder, None: the server's."""

    uri: str
    artifacts: Path | None


def store_for(tracking: str, bundles: Path) -> Store | None:
    """The store that the setting names, None for `off`; BadSetting where it names none.

    `local` lies beside the bundles' folder. The artifacts of an SQLite file lie beside it.
    """
    if tracking == OFF:
        return None
    if tracking == LOCAL:
        return _sqlite(bundles.absolute().parent / f"{NAME}.db")
    if tracking.startswith(SQLITE):
        return _sqlite(Path(tracking.removeprefix(SQLITE)).absolute())
    if tracking.startswith(SERVERS):
        return Store(tracking, None)
    raise BadSetting(
        f"CLAIRSCORE_TRACKING: found {tracking!r}; expected {LOCAL}, {OFF}, {SQLITE}FILE.db or the"
        " http address of an MLflow server"
    )


def opened(store: Store) -> MlflowClient:
    """A client of the store, which is made where it is not there yet.

    MissingExtra without MLflow; Fault where the store cannot be used.
    """
    os.environ.update({name: text for name, text in QUIET.items() if name not in os.environ})
    try:
        from mlflow import MlflowClient
    except ModuleNotFoundError:
        raise MissingExtra(
            "runs are recorded with MLflow, which is not installed; install clairscore[train], or"
            " set CLAIRSCORE_TRACKING=off"
        ) from None
    logging.getLogger("mlflow").setLevel(logging.ERROR)  # it tells each table that it creates
    try:
        client = MlflowClient(tracking_uri=store.uri, registry_uri=store.uri)
        client.search_experiments(max_results=1)
    except refusals() as error:
        raise Fault(
            f"{store.uri}: MLflow cannot use this store ({str(error).splitlines()[0]}); correct"
            " CLAIRSCORE_TRACKING or set it to off"
        ) from error
    return client


def refusals() -> tuple[type[Exception], ...]:
    """The errors by which a store refuses: MLflow's, its database's, the disk's and network's."""
    from mlflow.exceptions import MlflowException
    from sqlalchemy.exc import SQLAlchemyError

    return (MlflowException, SQLAlchemyError, OSError)


def _sqlite(file: Path) -> Store:
    return Store(f"{SQLITE}{file}", file.with_suffix(""))
