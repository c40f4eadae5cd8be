"""Everything that a running service needs, handed over once: nothing is read at import."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from threading import Event
from typing import Concatenate, ParamSpec, TypeVar

from structlog.typing import FilteringBoundLogger

from clairscore.api.access import AccessLog
from clairscore.api.auth import caller_of, is_key, token_of
from clairscore.api.champion import follow
from clairscore.api.holder import ModelHolder
from clairscore.api.meters import Meters
from clairscore.api.presence import Presence
from clairscore.api.provider import Provider
from clairscore.api.roles import Caller
from clairscore.api.shadow import Shadow
from clairscore.api.work import Room
from clairscore.errors import ClairscoreError
from clairscore.settings import Settings
from clairscore.store.database import Read, Write
from clairscore.store.engine import file_of
from clairscore.store.idempotency import Flights
from clairscore.store.ids import Random
from clairscore.store.opening import Store
from clairscore.store.passwords import Passwords
from clairscore.store.times import Clock

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Rooms:
    """Threads by what they do, so that one kind of work cannot starve another.

    `brief` holds look-ups and transactions, `heavy` features, contributions and documents, `doors`
    passwords.
    """

    brief: Room = field(default_factory=lambda: Room("records", 8, 64, 5.0))
    heavy: Room = field(default_factory=lambda: Room("work", 4, 32, 20.0))
    doors: Room = field(default_factory=lambda: Room("passwords", 2, 8, 5.0))

    def close(self) -> None:
        """Let begun work end, and take no more."""
        for room in (self.brief, self.heavy, self.doors):
            room.close()


@dataclass(frozen=True, eq=False)
class Service:
    """Settings, store, model, clock and chance; threads to work on; log and figures.

    `leaving` is set when this worker is about to end.
    """

    settings: Settings
    store: Store
    models: ModelHolder
    clock: Clock
    random: Random
    log: FilteringBoundLogger
    meters: Meters = field(default_factory=Meters.new)
    rooms: Rooms = field(default_factory=Rooms)
    passwords: Passwords = field(default_factory=Passwords)
    accesses: AccessLog = field(default_factory=AccessLog)
    presence: Presence = field(default_factory=Presence)
    flights: Flights = field(default_factory=Flights)
    shadow: Shadow = field(default_factory=Shadow)
    leaving: Event = field(default_factory=Event)

    @cached_property
    def is_local(self) -> bool:
        """Whether the records are a file on this machine."""
        return file_of(self.settings.database) is not None

    @cached_property
    def provider(self) -> Provider | None:
        """Who vouches for the lender's own accounts; None where the settings name nobody."""
        return Provider.set_by(self.settings)

    def now(self) -> datetime:
        """The time, from the service's clock."""
        return self.clock()

    def request_name(self) -> str:
        """A new name for a request: 32 hex digits."""
        return self.random(16).hex()

    async def authenticate(self, authorization: str | None) -> Caller:
        """Who calls with this header; Problem `unauthenticated` for nobody known."""
        token, at = token_of(authorization), self.now()
        caller = await self.read(caller_of, token, self.store.secrets.pepper, at)
        if not is_key(token) and self.presence.is_due(token, at):
            self.presence.note(self, token, at)
        return caller

    async def read(
        self, look: Callable[Concatenate[Read, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What a function finds in one state of the records.

        A file on this machine answers before a thread would begin; a server may be silent.
        """
        if self.is_local:
            return self.look(look, *args, **kwargs)
        return await self.rooms.brief.run(lambda: self.look(look, *args, **kwargs))

    async def write(
        self, change: Callable[Concatenate[Write, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What a function answers whose changes are kept, durably, all or none."""
        return await self.rooms.brief.run(lambda: self.change(change, *args, **kwargs))

    async def work(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function gives that takes more than a moment."""
        return await self.rooms.heavy.run(function, *args, **kwargs)

    def look(self, look: Callable[Concatenate[Read, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `read`, on a thread that may wait."""
        with self.store.database.read() as read:
            return look(read, *args, **kwargs)

    def change(
        self, change: Callable[Concatenate[Write, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As `write`, on a thread that may wait."""
        with self.store.database.write() as write:
            return change(write, *args, **kwargs)

    def close(self) -> None:
        """Take no more work; what has begun ends."""
        self.rooms.close()
        self.meters.leave()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The service's life: it follows the champion and keeps who looked at what."""
        tasks = [asyncio.create_task(follow(self)), asyncio.create_task(self.accesses.keep(self))]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            with contextlib.suppress(ClairscoreError):
                self.accesses.flush(self)
