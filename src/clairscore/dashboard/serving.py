"""`clairscore dashboard`: the application behind uvicorn, until it is told to end."""

from __future__ import annotations

import uvicorn

from clairscore.dashboard.app import create_app
from clairscore.settings import Settings

GRACE_SECONDS = 10
"""How long open screens may take to end; they connect anew by themselves."""


def run(settings: Settings, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; one process, since a person's screens live in its memory.

    Whether a browser came by https is what the proxy in front says (`FORWARDED_ALLOW_IPS`).
    """
    uvicorn.run(
        create_app(settings),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=True,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
