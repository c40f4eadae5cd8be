"""`runs`: MLflow's pages over the recorded runs, on this machine alone."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from clairscore.cli.options import Language
from clairscore.cli.recording import open_store
from clairscore.cli.terminal import note
from clairscore.i18n import t

if TYPE_CHECKING:
    from clairscore.modelling.tracking import Store
    from clairscore.settings import Settings

HOST = "127.0.0.1"
NO_JOBS = {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}
"""Without the seven processes that wait for jobs of language models."""
Port = Annotated[int, typer.Option("--port", "-p", min=1, max=65_535)]


def add_to(app: typer.Typer) -> None:
    """Give the program its command `runs`."""
    app.command("runs")(runs)


def runs(port: Port = 5000, lang: Language = "fr") -> None:
    """Open MLflow's pages on the recorded runs, until interrupted."""
    from clairscore.modelling.tracking import QUIET, pages
    from clairscore.settings import load_settings

    store = local_store(load_settings())
    note(t("cli.runs.open", lang, address=f"http://{HOST}:{port}"))
    for command, page in pages(store).items():
        note(f"  {command}: http://{HOST}:{port}/{page}")
    environ = {**QUIET, **NO_JOBS, **os.environ}
    os.execve(sys.executable, server(store, port), environ)  # signals reach MLflow itself


def local_store(settings: Settings) -> Store:
    """The store of this machine; BadSetting where there is none to show."""
    from clairscore.errors import BadSetting

    store = open_store(settings)
    if store is None or store.artifacts is None:
        raise BadSetting(
            f"CLAIRSCORE_TRACKING: found {settings.tracking}; `clairscore runs` shows a store of"
            " this machine: local, or sqlite:///FILE.db (a server has pages of its own)"
        )
    return store


def server(store: Store, port: int) -> list[str]:
    """The command that shows the store's runs, to this machine alone."""
    stores = ["--backend-store-uri", store.uri]
    if store.artifacts is not None:
        stores += ["--default-artifact-root", store.artifacts.as_uri()]
    served = ("--host", HOST, "--port", str(port), "--workers", "1")
    return [sys.executable, "-m", "mlflow", "ui", *stores, *served]
