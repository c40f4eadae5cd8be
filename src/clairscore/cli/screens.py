"""`dashboard` and `client-space`: the screens of staff and of clients, until told to end."""

from __future__ import annotations

from typing import Annotated

import typer

from clairscore.cli.options import Language
from clairscore.cli.serving import Host
from clairscore.cli.terminal import note
from clairscore.errors import MissingExtra
from clairscore.i18n import t

Port = Annotated[int, typer.Option("--port", "-p", min=1, max=65_535)]
PORT, CLIENT_PORT = 8501, 8502


def add_to(app: typer.Typer) -> None:
    """Give the program its commands `dashboard` and `client-space`."""
    app.command("dashboard")(dashboard)
    app.command("client-space")(client_space)


def dashboard(host: Host = "127.0.0.1", port: Port = PORT, lang: Language = "fr") -> None:
    """Serve the staff's screens over the service that `CLAIRSCORE_API` names."""
    from clairscore.settings import load_settings

    settings = load_settings()
    try:
        from clairscore.dashboard.serving import run
    except ModuleNotFoundError as missing:
        raise MissingExtra(
            f"dashboard needs {missing.name}, which is not installed; install clairscore[dashboard]"
        ) from None
    note(t("cli.dashboard.serving", lang, host=host, port=str(port), api=settings.api))
    run(settings, host, port)


def client_space(host: Host = "127.0.0.1", port: Port = CLIENT_PORT, lang: Language = "fr") -> None:
    """Serve the clients' pages over the service that `CLAIRSCORE_API` names."""
    from clairscore.settings import load_settings

    settings = load_settings()
    try:
        from clairscore.client_space.serving import run
    except ModuleNotFoundError as missing:
        raise MissingExtra(
            f"client-space needs {missing.name}, which is not installed;"
            " install clairscore[client-space]"
        ) from None
    note(t("cli.client-space.serving", lang, host=host, port=str(port), api=settings.api))
    run(settings, host, port)
