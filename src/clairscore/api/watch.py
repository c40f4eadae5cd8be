"""The outermost layer: a name for each request, its line in the log, its place in the figures.

Nothing that a person sent or is reaches either: the route's template stands for the address, and of
an unexpected error only its class and the lines of code it passed, since messages quote values.
"""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.typing import FilteringBoundLogger

from clairscore.api.language import language_of
from clairscore.api.meters import Meters
from clairscore.api.problems import Problem, response

UNMATCHED = "unmatched"
REQUEST_ID = re.compile(r"[0-9a-f]{32}")
SAFE = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
"""Headers of every answer: what speaks of people is not kept by caches or browsers."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Watch:
    """Names, times, counts and logs each request, and answers whatever went wrong inside."""

    app: ASGIApp
    meters: Meters
    log: FilteringBoundLogger
    name: Callable[[], str]
    leaving: Callable[[], bool]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        state = scope.setdefault("state", {})
        state["request_id"] = self._request_id(Headers(scope=scope))
        answer = Answer(send, state["request_id"], leaving=self.leaving())
        with self.meters.in_flight.track_inprogress():
            await self._answered(scope, receive, answer)
        self._told(scope, answer.status, time.perf_counter() - started)

    async def _answered(self, scope: Scope, receive: Receive, answer: Answer) -> None:
        try:
            await self.app(scope, receive, answer)
        except Problem as problem:
            await self._refused(scope, receive, answer, problem)
        except Exception as error:  # noqa: BLE001 - the last frame before the caller
            self.log.error("fault", request_id=answer.request_id, **anonymous(error))
            await self._refused(scope, receive, answer, Problem("fault"))

    async def _refused(
        self, scope: Scope, receive: Receive, answer: Answer, problem: Problem
    ) -> None:
        if answer.status:
            return  # half an answer has left; the server closes the connection
        lang = language_of(HTTPConnection(scope))
        await response(problem, lang, answer.request_id)(scope, receive, answer)
        self.meters.problems.labels(problem.code).inc()

    def _request_id(self, headers: Headers) -> str:
        """The caller's own name for the request where it is 32 hex digits, else a new one."""
        given = headers.get("x-request-id", "")
        return given if REQUEST_ID.fullmatch(given) else self.name()

    def _told(self, scope: Scope, status: int, seconds: float) -> None:
        route = str(getattr(scope.get("route"), "path", UNMATCHED))
        method = scope["method"] if scope["method"] in METHODS else "other"
        self.meters.requests.labels(method, route, str(status)).inc()
        self.meters.seconds.labels(route).observe(seconds)
        self.log.info(
            "request",
            request_id=scope["state"]["request_id"],
            method=method,
            route=route,
            status=status,
            ms=round(1000 * seconds, 3),
            roles=scope["state"].get("roles"),
        )


class Answer:
    """Sends an answer on with the headers of every answer, and remembers its status."""

    def __init__(self, send: Send, request_id: str, *, leaving: bool) -> None:
        self.send, self.request_id, self.leaving = send, request_id, leaving
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self.request_id
            for name, value in SAFE.items():
                headers.setdefault(name, value)
            if self.leaving:
                headers["Connection"] = "close"
        await self.send(message)


def anonymous(error: BaseException) -> dict[str, object]:
    """An error without its words: its class, and the code it passed, innermost last."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": type(error).__name__,
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
