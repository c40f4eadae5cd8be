"""A worker of `clairscore serve`: what it opens, and how it leaves without dropping a request."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

import uvicorn
from fastapi import FastAPI

from clairscore.api.app import create_app
from clairscore.api.champion import champion_folder_in, change
from clairscore.api.holder import ModelHolder
from clairscore.api.logs import logger, send_through
from clairscore.api.meters import SHARED, Meters
from clairscore.api.service import Service
from clairscore.decision.bundle import Bundle, describe, load, load_for_replay
from clairscore.decision.shelf import bundle_folder, trusted
from clairscore.settings import Settings, load_settings
from clairscore.store.erasure import finish_erasures
from clairscore.store.opening import Store, open_store

APPLICATION = "clairscore.api.serving:application"
ACTOR = "service"
LEAVING_SECONDS = 2.0
"""How long a worker that was told to end goes on, asking everybody to come back elsewhere."""
GRACE_SECONDS = 30
"""How long requests that have begun may take to end."""
READY_SECONDS = 60
"""How long a new worker may take until it serves."""


def run(host: str, port: int, workers: int) -> None:
    """Serve until SIGTERM or SIGINT; SIGHUP renews the workers one after the other."""
    with TemporaryDirectory(prefix="clairscore-figures-") as figures:
        if workers > 1:
            os.environ[SHARED] = figures
        uvicorn.run(
            APPLICATION,
            factory=True,
            host=host,
            port=port,
            workers=workers,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            timeout_worker_healthcheck=READY_SECONDS,
        )


def require_servable(settings: Settings) -> Path:
    """The bundle to serve; BadSetting, BadInput or BadBundle say what is missing and what to do.

    An erasure that a stopped machine left half done is finished before anybody is served.
    """
    with open_store(settings, secrets.token_bytes) as store:
        finish_erasures(store, ACTOR)
        folder = folder_to_serve(settings, store)
        describe(folder, trusted(settings, folder.parent))
    return folder


def folder_to_serve(settings: Settings, store: Store) -> Path:
    """The champion that the records name; before the first promotion the newest bundle."""
    with store.database.read() as read:
        champion = champion_folder_in(read, settings.bundles)
    return champion or bundle_folder(settings, None)


@contextmanager
def open_service(settings: Settings) -> Iterator[Service]:
    """A service of this machine: its clock, chance and files; the model has passed its exam."""
    with open_store(settings, secrets.token_bytes, anchored_behind=True) as store:
        service = Service(
            settings,
            store,
            ModelHolder(
                lambda named: _loaded(settings, named),
                lambda named: load_for_replay(named, trusted(settings, named.parent)),
            ),
            lambda: datetime.now(UTC),
            secrets.token_bytes,
            logger(),
            Meters.new(shared_figures()),
        )
        change(service, folder_to_serve(settings, store))
        try:
            yield service
        finally:
            service.close()


def application() -> FastAPI:
    """The application of one worker, for uvicorn to call in it."""
    stack = ExitStack()
    service = stack.enter_context(open_service(load_settings()))
    send_through(service.log)
    app = create_app(service)
    inside = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(running: FastAPI) -> AsyncIterator[None]:
        with stack, leaving_slowly(service):
            async with inside(running):
                yield

    app.router.lifespan_context = lifespan
    return app


def shared_figures() -> Path | None:
    """The folder where the workers of one server add up their figures, where there are several."""
    named = os.environ.get(SHARED)
    return Path(named) if named else None


@contextmanager
def leaving_slowly(service: Service, seconds: float = LEAVING_SECONDS) -> Iterator[None]:
    """Between SIGTERM and the end, let every caller know that he should connect anew.

    A connection that is closed while a request is on its way would lose it.
    """
    ends = signal.getsignal(signal.SIGTERM)
    if not callable(ends):
        yield
        return
    loop = asyncio.get_running_loop()
    signal.signal(signal.SIGTERM, _leaves(service, ends, loop, seconds))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, ends)


def _leaves(
    service: Service,
    ends: Callable[[int, FrameType | None], object],
    loop: asyncio.AbstractEventLoop,
    seconds: float,
) -> Callable[[int, FrameType | None], None]:
    def handler(number: int, frame: FrameType | None) -> None:
        service.leaving.set()
        loop.call_soon_threadsafe(loop.call_later, seconds, ends, number, frame)

    return handler


def _loaded(settings: Settings, folder: Path) -> Bundle:
    return load(folder, trusted(settings, folder.parent))
