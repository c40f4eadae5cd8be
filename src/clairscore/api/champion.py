"""Which bundle serves: another takes its place once it has passed, and operators see it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clairscore.api.service import Service


def serve(service: Service, folder: Path) -> bool:
    """Whether the bundle of this folder serves now; one that is refused changes nothing."""
    before = service.models.served.folder if service.models.ready else None
    if folder == before:
        return True
    refused = service.models.try_change(folder)
    told = {"result": "refused", "why": str(refused)} if refused else {"result": "served"}
    service.log.info("model", bundle=folder.name, **told)
    service.meters.model_changes.labels(told["result"]).inc()
    if refused is None:
        service.meters.model_served(folder.name, before.name if before else None)
    return refused is None
