"""Is it alive, is it ready, what does it count: for those who operate the service."""

from __future__ import annotations

from typing import Annotated, Literal

from starlette.responses import Response

from clairscore.api.gauges import refresh
from clairscore.api.models import Answered
from clairscore.api.openapi import stated
from clairscore.api.problems import Problem
from clairscore.api.roles import Visit, open_to_all
from clairscore.api.routes.tagged import routes_of

router = routes_of("health")

METRICS_TYPE = "text/plain; version=1.0.0; charset=utf-8"
Anybody = Annotated[Visit, open_to_all()]


class Health(Answered):
    """That the service answers."""

    status: Literal["live", "ready"]


@router.get("/health/live", summary="Whether the process answers", dependencies=[open_to_all()])
async def show_live() -> Health:
    """Look at nothing but the process itself: restart it where this fails."""
    return Health(status="live")


@router.get("/health/ready", summary="Whether requests can be served")
async def show_ready(visit: Anybody) -> Health:
    """Look at everything a request needs: a model that passed its exam, a database that answers a
    fresh connection and keeps a heartbeat. Send no requests where this fails."""
    service = visit.service
    if service.leaving.is_set():
        raise Problem("unavailable")
    _ = service.models.bundle
    await service.rooms.brief.run(service.store.database.heartbeat, service.now())
    return Health(status="ready")


@router.get(
    "/metrics",
    summary="Figures for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"example": "clairscore_requests_total 12.0\n"}}}},
    openapi_extra=stated(),
)
async def show_metrics(visit: Anybody) -> Response:
    """Counts and durations by route, method and status, what watching the model found, alerts that
    are open; nothing about any person."""
    await refresh(visit.service)
    return Response(visit.service.meters.text(), media_type=METRICS_TYPE)
