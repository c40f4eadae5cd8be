"""That a session is in use, noted once a minute at most, behind the request that shows it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from clairscore.api.problems import Problem
from clairscore.errors import Unavailable
from clairscore.store.sessions import touch_session

if TYPE_CHECKING:
    from clairscore.api.service import Service

EVERY = timedelta(minutes=1)
REMEMBERED = 10_000


class Presence:
    """When this process last noted each session."""

    def __init__(self) -> None:
        self._noted: OrderedDict[str, datetime] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> bool:
        """Whether a note is still being written."""
        return bool(self._tasks)

    def is_due(self, token: str, at: datetime) -> bool:
        """Whether a minute has passed; whoever is told so has to note it."""
        last = self._noted.get(token)
        if last is not None and at - last < EVERY:
            return False
        self._noted[token] = at
        if len(self._noted) > REMEMBERED:
            self._noted.popitem(last=False)
        return True

    def note(self, service: Service, token: str, at: datetime) -> None:
        """Write it while the request goes on."""
        task = asyncio.create_task(_note(service, token, at))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _note(service: Service, token: str, at: datetime) -> None:
    """A session that cannot be noted ends a little early; nobody's request fails for it."""
    pepper = service.store.secrets.pepper
    try:
        await service.write(touch_session, token, pepper=pepper, at=at)
    except (Unavailable, Problem) as late:
        service.log.warning("session_not_noted", error=type(late).__name__)
