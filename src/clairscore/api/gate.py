"""The gate before every route: a body is small, timely, typed, strict JSON, or goes no further.

Starlette and pydantic would answer 500 to NaN, 1e400 or a lone surrogate, and keep the last of two
equal names; here each is refused by name. Pure ASGI: the body is read once and handed on.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clairscore.api.problems import Problem, Wrong

MAX_BYTES = 64 * 1024
MAX_DEPTH = 16
RECEIVE_SECONDS = 10.0
INLINE_BYTES = 32 * 1024
"""Larger bodies are checked on a thread, so that others do not wait."""

WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
"""Methods whose body is read; that of another is left where it is."""

STRING = re.compile(r'"(?:[^"\\]|\\.)*"?')
BRACKET = re.compile(r"[\[\]{}]")
ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
NUL = "\x00"


@dataclass(frozen=True, slots=True)
class Bound:
    """A route that takes larger bodies than others."""

    method: str
    path: re.Pattern[str]
    bytes: int


@dataclass(frozen=True, slots=True)
class Gate:
    """Hands a request on with its whole body, or raises the Problem that it is.

    `bounds` are the routes with a limit of their own; a body must arrive within `seconds`.
    """

    app: ASGIApp
    bounds: Sequence[Bound] = ()
    seconds: float = RECEIVE_SECONDS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        _require_plain_address(scope)
        headers = Headers(scope=scope)
        if scope["method"] not in WITH_BODY or not _has_body(headers):
            await self.app(scope, receive, send)
            return
        body = await self._body(scope, headers, receive)
        await self.app(scope, _replayed(body, receive), send)

    async def _body(self, scope: Scope, headers: Headers, receive: Receive) -> bytes:
        limit = self._limit(scope)
        if int(headers.get("content-length") or 0) > limit:
            raise too_large(limit)
        try:
            async with asyncio.timeout(self.seconds):
                body = await _read(receive, limit)
        except TimeoutError:
            raise Problem("too_slow", headers={"Connection": "close"}) from None
        if body:
            _require_json_type(headers)
            await _checked(body)
        return body

    def _limit(self, scope: Scope) -> int:
        return next(
            (
                bound.bytes
                for bound in self.bounds
                if bound.method == scope["method"] and bound.path.match(scope["path"])
            ),
            MAX_BYTES,
        )


def too_large(limit: int) -> Problem:
    """The refusal of a body over the limit; the rest of it is not read."""
    figures = {"limit": f"{limit // 1024}"}
    return Problem("too_large", headers={"Connection": "close"}, figures=figures)


def check(body: bytes) -> None:
    """A Problem unless the body is strict JSON: UTF-8, not deep, no name twice, finite numbers."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise _unreadable("encoding") from None
    if depth(text) > MAX_DEPTH:
        raise _unreadable("depth")
    try:
        document = json.loads(
            text,
            object_pairs_hook=_once_each,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_whole,
        )
    except (ValueError, RecursionError):
        raise _unreadable("json") from None
    if ESCAPED_SURROGATE.search(text) or "\\u0000" in text:
        _require_text(document)


def depth(text: str) -> int:
    """How deep the brackets of a JSON text nest; those inside strings do not count."""
    deepest = level = 0
    for bracket in BRACKET.findall(STRING.sub("", text)):
        level += 1 if bracket in "[{" else -1
        deepest = max(deepest, level)
    return deepest


async def _checked(body: bytes) -> None:
    if len(body) <= INLINE_BYTES:
        check(body)
    else:
        await asyncio.to_thread(check, body)


async def _read(receive: Receive, limit: int) -> bytes:
    """The whole body; the Problem too_large as soon as it passes the limit."""
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise Problem("unreadable", errors=[Wrong("body", "cut")])
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > limit:
            raise too_large(limit)
        more = message.get("more_body", False)
    return b"".join(parts)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """What the application receives: the body at once, then what the server says."""
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _has_body(headers: Headers) -> bool:
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


def _require_plain_address(scope: Scope) -> None:
    """No NUL in path or query: PostgreSQL cannot hold one."""
    if NUL in scope["path"] or b"%00" in scope.get("query_string", b""):
        raise Problem("unreadable", errors=[Wrong("path", "character")])


def _require_json_type(headers: Headers) -> None:
    kind, _, parameter = headers.get("content-type", "").partition(";")
    charset = parameter.strip().lower().removeprefix("charset=").strip('"')
    if kind.strip().lower() != "application/json" or charset not in ("", "utf-8", "utf8"):
        raise Problem("unsupported_type")
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem("unsupported_type")


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _unreadable("duplicate-key")
    return found


def _finite(token: str) -> float:
    value = float(token)
    if not math.isfinite(value):
        raise _unreadable("constant")
    return value


MOST_DIGITS = 20
"""Digits of a whole number: what 64 bits hold, and a sign."""


def _whole(token: str) -> int:
    if len(token) > MOST_DIGITS:
        raise _unreadable("constant")
    return int(token)


def _no_constant(_token: str) -> NoReturn:
    raise _unreadable("constant")


def _require_text(document: object) -> None:
    """A Problem where a string, or a name, holds half a character or NUL."""
    pending = [document]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            if NUL in value or not _is_text(value):
                raise _unreadable("character")
        elif isinstance(value, dict):
            pending += [*value, *value.values()]
        elif isinstance(value, list):
            pending += value


def _is_text(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _unreadable(kind: str) -> Problem:
    return Problem("unreadable", errors=[Wrong("body", kind)])
