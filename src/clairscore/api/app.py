"""The service put together: routes behind roles, behind the gate, under watch."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig
from starlette.routing import BaseRoute, compile_path

from clairscore.api.gate import Bound, Gate
from clairscore.api.handlers import answer_problems
from clairscore.api.openapi import MAX_BYTES_KEY, described
from clairscore.api.roles import require_roles
from clairscore.api.routes import ROUTERS
from clairscore.api.service import Service
from clairscore.api.watch import Watch

QUIET = TelemetryConfig(
    tracing=False, metrics=False, logs=False, operation_spans=False, auto_configure=False
)
"""FastAPI's own telemetry would carry what people sent; our log and figures do not."""


def create_app(service: Service, routers: Iterable[APIRouter] = ROUTERS) -> FastAPI:
    """The application that answers with this service; Fault where a route declares no roles."""
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=QUIET,
        lifespan=_lifespan,
    )
    app.state.service = service
    # one flat list: an included router would be searched twice for each request
    app.router.routes.extend(route for router in routers for route in router.routes)
    require_roles(app.routes)
    answer_problems(app, service.meters, service.log)
    app.add_middleware(Gate, bounds=tuple(_bounds(app.routes)))
    app.add_middleware(
        Watch, service.meters, service.log, service.request_name, service.leaving.is_set
    )
    app.openapi = lambda: described(app)  # type: ignore[method-assign]
    return app


def _lifespan(app: FastAPI) -> AbstractAsyncContextManager[None]:
    service: Service = app.state.service

    @asynccontextmanager
    async def living() -> AsyncIterator[None]:
        async with service.running():
            yield

    return living()


def _bounds(routes: Iterable[BaseRoute]) -> Iterator[Bound]:
    """The routes that state a limit of their own for a request's body."""
    for route in routes:
        if isinstance(route, APIRoute) and MAX_BYTES_KEY in (route.openapi_extra or {}):
            limit = (route.openapi_extra or {})[MAX_BYTES_KEY]
            for method in sorted(route.methods or ()):
                yield Bound(method, compile_path(route.path)[0], limit)
