"""`serve`: the decision service over HTTP, until it is told to end."""

from __future__ import annotations

from typing import Annotated

import typer

from clairscore.cli.options import Language
from clairscore.cli.terminal import note
from clairscore.errors import MissingExtra
from clairscore.i18n import t

Host = Annotated[str, typer.Option("--host")]
Port = Annotated[int, typer.Option("--port", "-p", min=0, max=65_535)]
Workers = Annotated[int, typer.Option("--workers", "-w", min=1, max=64)]


def add_to(app: typer.Typer) -> None:
    """Give the program its command `serve`."""
    app.command("serve")(serve)


def serve(
    host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1, lang: Language = "fr"
) -> None:
    """Answer requests; SIGTERM ends it when begun requests are answered, SIGHUP renews workers."""
    from clairscore.settings import load_settings

    try:
        from clairscore.api.serving import require_servable, run
    except ModuleNotFoundError as missing:
        raise MissingExtra(
            f"serve needs {missing.name}, which is not installed; install clairscore[api]"
        ) from None
    folder = require_servable(load_settings())
    note(t("cli.serve.serving", lang, host=host, port=str(port), bundle=folder.name))
    run(host, port, workers)
