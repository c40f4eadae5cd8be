"""Which bundle serves: the champion of the records, followed while the service runs.

Another bundle takes the place of the one that serves once it has passed; operators see each try.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from clairscore.api.problems import Problem
from clairscore.errors import BadBundle, BadInput, ClairscoreError
from clairscore.store.database import Read
from clairscore.store.models import Model, in_role

if TYPE_CHECKING:
    from clairscore.api.service import Service

SECONDS = 2.0
"""Between two looks at who the champion is."""
PATIENCE = 30
"""Looks before a champion that was refused is tried again."""


async def follow(service: Service, seconds: float = SECONDS) -> None:
    """Serve each new champion as soon as the records name it, until cancelled."""
    refused: Path | None = None
    looks = 0
    while True:
        await asyncio.sleep(seconds)
        looks += 1
        try:
            folder = await service.read(champion_folder_in, service.settings.bundles)
            if folder is not None and (folder != refused or looks % PATIENCE == 0):
                served = await service.work(serve, service, folder)
                refused = None if served else folder
        except (ClairscoreError, Problem) as error:
            service.log.warning("champion_unknown", error=type(error).__name__)


def champion_folder_in(read: Read, bundles: Path) -> Path | None:
    """The folder of the champion that the records name, None before the first promotion."""
    champion = in_role(read, "champion")
    if champion is None:
        return None
    return folder_of(champion, bundles)


def folder_of(model: Model, bundles: Path) -> Path:
    """Where a known bundle lies."""
    kept = Path(model.folder)
    return kept if kept.is_absolute() else (bundles / kept.name).absolute()


def serve(service: Service, folder: Path) -> bool:
    """Whether the bundle of this folder serves now; one that is refused changes nothing."""
    try:
        change(service, folder)
    except (BadBundle, BadInput) as refused:
        service.log.error("model", bundle=folder.name, result="refused", why=str(refused))
        service.meters.model_changes.labels("refused").inc()
        return False
    return True


def change(service: Service, folder: Path) -> None:
    """Serve the bundle of this folder; BadBundle or BadInput leave everything as it was."""
    before = service.models.served.folder if service.models.ready else None
    if folder == before:
        return
    service.models.change(folder)
    service.log.info("model", bundle=folder.name, result="served")
    service.meters.model_changes.labels("served").inc()
    service.meters.model_served(folder.name, before.name if before else None)
