"""What the newest report and the alerts say, as gauges; read when Prometheus asks."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from clairscore.api.problems import Problem
from clairscore.errors import ClairscoreError
from clairscore.store import alerts, reports
from clairscore.store.contents import content_of
from clairscore.store.database import Read

if TYPE_CHECKING:
    from clairscore.api.service import Service

ESTIMATE = "confidence"


async def refresh(service: Service) -> None:
    """Set the gauges from the records; where they do not answer the gauges stay as they were."""
    with suppress(ClairscoreError, Problem):
        figures, counts = await service.read(_newest)
        for level, count in counts.items():
            service.meters.alerts.labels(level).set(count)
        for figure, value in figures.items():
            service.meters.watching.labels(figure).set(value)


def _newest(read: Read) -> tuple[dict[str, float], dict[str, int]]:
    kept = reports.newest_report(read, "window")
    content = content_of(read, "report", kept.id) if kept else {}
    return (figures_of(content) if kept else {}), alerts.count_open(read)


def figures_of(content: Mapping[str, Any]) -> dict[str, float]:
    """PSI of the score, share granted and estimated AUC of a kept window, as far as they exist."""
    estimated = [each for each in content["estimates"] if each["method"] == ESTIMATE]
    found = {
        "score_psi": content["score"]["stability"]["psi"],
        "approval_rate": content["effect"]["approvals"]["current"],
        "estimated_auc": estimated[0]["auc"]["value"] if estimated else None,
    }
    return {name: float(value) for name, value in found.items() if value is not None}
