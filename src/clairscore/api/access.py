"""Who looked at whose data, written a second later: a look must not wait for the disk."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from clairscore.api.problems import Problem
from clairscore.errors import ClairscoreError
from clairscore.store.accesses import Access, keep_accesses
from clairscore.store.ids import new_id
from clairscore.store.times import stamp

if TYPE_CHECKING:
    from clairscore.api.roles import Call
    from clairscore.api.service import Service

SECONDS = 1.0
MOST_AT_ONCE = 5_000


class AccessLog:
    """Looks that wait to be written, oldest first."""

    def __init__(self) -> None:
        self._waiting: deque[Access] = deque()

    def note(self, call: Call, about: str, operation: str) -> None:
        """The caller looks at the data of the client with this pseudonym."""
        service, caller = call.service, call.caller
        at = service.now()
        roles = " ".join(sorted(caller.roles))
        look = Access(new_id(at, service.random), about, caller.user, roles, operation, stamp(at))
        self._waiting.append(look)

    def flush(self, service: Service) -> None:
        """Write what waits; what cannot be written now goes on waiting."""
        looks = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))]
        if not looks:
            return
        try:
            service.change(keep_accesses, looks)
        except BaseException:
            self._waiting.extendleft(reversed(looks))
            raise

    async def keep(self, service: Service) -> None:
        """Write what waits, every second, until cancelled."""
        while True:
            await asyncio.sleep(SECONDS)
            try:
                if self._waiting:
                    await service.rooms.brief.run(self.flush, service)
            except (ClairscoreError, Problem) as late:
                service.log.warning("looks_not_kept", error=type(late).__name__)
