"""`clairscore client-space`: the application behind uvicorn, until it is told to end."""

from __future__ import annotations

import httpx2
import uvicorn
from fastapi import FastAPI

from clairscore.client_space.app import create_app
from clairscore.client_space.space import Space
from clairscore.settings import Settings

GRACE_SECONDS = 10
TIMEOUT_SECONDS = 20.0
"""How long a page waits for the service; longer than a letter takes to be written."""


def application(settings: Settings) -> FastAPI:
    """The client space over the service that the settings name."""
    http = httpx2.Client(base_url=settings.api, timeout=TIMEOUT_SECONDS)
    return create_app(Space(http, settings.language))


def run(settings: Settings, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT. Addresses name applications, so none is written down.

    Whether a browser came by https is what the proxy in front says (`FORWARDED_ALLOW_IPS`).
    """
    uvicorn.run(
        application(settings),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=True,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
