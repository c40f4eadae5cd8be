"""A call that is repeated is answered again, not done again: `Idempotency-Key`.

The answer is kept, encrypted with the client's key, in the transaction of what it answers. The same
key with another body is refused; so is a second call while the first is under way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Header, Request
from pydantic import BaseModel
from starlette.responses import Response

from clairscore.api.problems import Problem
from clairscore.api.roles import Call
from clairscore.errors import Busy, Conflict
from clairscore.store import idempotency
from clairscore.store.database import Read, Write
from clairscore.store.idempotency import Answer, recall
from clairscore.store.times import stamp

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=100,
        pattern=r"^[\x21-\x7e]+$",
        description="A name for this call: repeated, it is answered again, not done again.",
        examples=["b2f1c2de-0001"],
    ),
]
PROBLEMS = ("in_flight", "key_reused")
REPLAYED = {"Idempotent-Replayed": "true"}


@dataclass(frozen=True, slots=True)
class Given:
    """What a call is answered: whose data it holds, and the answer."""

    client: int
    content: BaseModel
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Once:
    """One call with its key, or without one: then it is simply done."""

    call: Call
    key: str | None
    operation: str
    body: bytes = field(repr=False)

    @classmethod
    async def of(cls, call: Call, request: Request, key: str | None) -> Once:
        """Of a request; its address and its body must be the same when it is repeated."""
        return cls(call, key, f"{request.method} {request.url.path}", await request.body())

    async def change(self, change: Callable[[Write], Given]) -> Response:
        """What was answered before; else what the change gives, kept with it."""
        return await self.call.service.rooms.brief.run(self._answered, lambda: change)

    async def work(self, prepare: Callable[[], Callable[[Write], Given]]) -> Response:
        """As `change`, where much is computed before the transaction that gives the answer."""
        return await self.call.service.work(self._answered, prepare)

    def _answered(self, prepare: Callable[[], Callable[[Write], Given]]) -> Response:
        if self.key is None:
            return _response(self.call.service.change(prepare()))
        with self._alone():
            return self.call.service.look(self._recalled) or self._done(prepare())

    def _done(self, change: Callable[[Write], Given]) -> Response:
        def kept(write: Write) -> Response:
            return self._recalled(write) or self._kept(write, change(write))

        return self.call.service.change(kept)

    def _kept(self, write: Write, given: Given) -> Response:
        service = self.call.service
        answer = Answer(given.status, _body(given))
        at = stamp(service.now())
        idempotency.keep(
            write, service.store.keys, self._named(), answer, client=given.client, at=at
        )
        return _response(given)

    def _recalled(self, read: Read) -> Response | None:
        try:
            kept = recall(read, self.call.service.store.keys, self._named())
        except Conflict:
            raise Problem("key_reused") from None
        if kept is None:
            return None
        return Response(kept.body, kept.status, REPLAYED, "application/json")

    def _named(self) -> idempotency.Call:
        assert self.key is not None
        return idempotency.Call(self.call.caller.user, self.key, self.operation, self.body)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The same call kept out while the block lasts: Problem `in_flight` for it."""
        assert self.key is not None
        with ExitStack() as stack:
            try:
                stack.enter_context(self.call.service.flights.hold(self.call.caller.user, self.key))
            except Busy:
                raise Problem("in_flight") from None
            yield


def is_replayed(answer: Response) -> bool:
    """Whether the answer was given before."""
    return "idempotent-replayed" in answer.headers


def _body(given: Given) -> bytes:
    return given.content.model_dump_json().encode()


def _response(given: Given) -> Response:
    return Response(_body(given), given.status, dict(given.headers), "application/json")
