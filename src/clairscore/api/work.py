"""Where a request's work is done: a bounded number of threads, and a deadline for each piece.

A thread cannot be stopped: at the deadline the caller is answered, and the thread ends behind him.
It keeps its place until then, so that a silent database fills the room and new work is refused at
once instead of piling up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import ParamSpec, TypeVar

from clairscore.api.problems import Problem
from clairscore.errors import Unavailable

P = ParamSpec("P")
T = TypeVar("T")


class Room:
    """Threads that work for requests: `threads` at once, `waiting` more in line, then refused."""

    def __init__(self, name: str, threads: int, waiting: int, seconds: float) -> None:
        self.name, self.seconds = name, seconds
        self.places = threads + waiting
        self.taken = 0
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(threads, name)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the work gives back; Problem `overloaded` without a place, Unavailable when late."""
        self._enter()
        future = self._submitted(work, *args, **kwargs)
        future.add_done_callback(self._leave)
        answer = asyncio.wrap_future(future)
        answer.add_done_callback(_heard)
        try:
            async with asyncio.timeout(self.seconds):
                return await asyncio.shield(answer)
        except TimeoutError:
            raise Unavailable(
                f"{self.name}: no answer within {self.seconds:g} s; try again in a moment"
            ) from None

    def close(self) -> None:
        """Let work that has begun come to its end, and take no more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _submitted(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        try:
            return self._pool.submit(work, *args, **kwargs)
        except RuntimeError:
            with self._lock:
                self.taken -= 1
            raise Unavailable(f"{self.name}: this worker is ending; try again") from None

    def _enter(self) -> None:
        with self._lock:
            if self.taken >= self.places:
                raise Problem("overloaded")
            self.taken += 1

    def _leave(self, _: Future[T]) -> None:
        with self._lock:
            self.taken -= 1


def _heard(answer: asyncio.Future[T]) -> None:
    """Take note of an error that comes after the deadline, which asyncio would print in full."""
    if not answer.cancelled():
        answer.exception()
