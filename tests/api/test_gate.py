"""The gate: what a body must be before any route sees it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send

from clairscore.api.gate import MAX_BYTES, MAX_DEPTH, Bound, Gate, check, depth
from clairscore.api.problems import Problem

JSON_TYPE = (b"content-type", b"application/json")
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=9)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=10,
)


def passed(
    body: bytes,
    *,
    headers: Sequence[tuple[bytes, bytes]] = (JSON_TYPE,),
    parts: Iterable[bytes] | None = None,
    path: str = "/v1/things",
    bounds: Sequence[Bound] = (),
) -> bytes | None:
    """What the application behind the gate reads of the body."""
    seen: list[bytes] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append((await receive())["body"])

    messages = [
        {"type": "http.request", "body": part, "more_body": True} for part in (parts or [body])
    ] + [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        return messages.pop(0)

    async def send(message: Message) -> None:
        raise AssertionError("the gate answers nothing itself")

    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [(b"content-length", str(len(body)).encode()), *headers],
    }
    asyncio.run(Gate(app, bounds)(scope, receive, send))
    return seen[0] if seen else None


def refused(body: bytes) -> tuple[str, str]:
    """The problem's code, and the kind of its first fault."""
    with pytest.raises(Problem) as problem:
        check(body)
    return problem.value.code, problem.value.errors[0].type


def test_a_sound_body_reaches_the_application_unchanged() -> None:
    body = json.dumps({"amount": 1.5, "words": "é", "rows": [{"a": None}]}).encode()
    assert passed(body, parts=[body[:5], body[5:]]) == body


@given(VALUES)
def test_any_json_value_passes(value: object) -> None:
    check(json.dumps(value).encode())
    check(json.dumps(value, ensure_ascii=False).encode())


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"income": NaN}', "constant"),
        (b'{"income": Infinity}', "constant"),
        (b'{"income": -Infinity}', "constant"),
        (b'{"income": 1e400}', "constant"),
        (b'{"income": -1E+999}', "constant"),
        (b'{"income": ' + b"9" * 400 + b"}", "constant"),
        (b'{"income": ' + b"9" * 5000 + b"}", "constant"),
        (b'{"income": 1, "income": 2}', "duplicate-key"),
        (b'{"a": {"b": 1, "b": 1}}', "duplicate-key"),
        (b'{"a": "\\ud800"}', "character"),
        (b'{"\\udfff": 1}', "character"),
        (b'{"a": ["\\u0000"]}', "character"),
        (b'{"a": "\xff"}', "encoding"),
        ("{}".encode("utf-16"), "encoding"),
        (b"\xef\xbb\xbf{}", "json"),
        (b"[" * 200 + b"]" * 200, "depth"),
        (b"[" * 60_000, "depth"),
        (b'{"a": 1', "json"),
        (b"{'a': 1}", "json"),
        (b"", "json"),
        (b"{} {}", "json"),
        (b'{"a": 01}', "json"),
        (b'{"a": "\n"}', "json"),
    ],
)
def test_what_is_not_strict_json_is_refused_by_kind(body: bytes, kind: str) -> None:
    assert refused(body) == ("unreadable", kind)


def test_a_whole_emoji_written_as_two_escapes_is_text() -> None:
    check(b'{"a": "\\ud83d\\ude00"}')


def test_brackets_inside_strings_are_not_depth() -> None:
    assert depth(json.dumps({"a": "[" * 100 + '"' + "{" * 100})) == 1
    assert depth("[" * MAX_DEPTH + "]" * MAX_DEPTH) == MAX_DEPTH


def test_a_body_over_the_limit_is_refused_whether_it_says_its_length_or_not() -> None:
    body = b'"' + b"x" * MAX_BYTES + b'"'
    for headers in [(JSON_TYPE,), (JSON_TYPE, (b"transfer-encoding", b"chunked"))]:
        with pytest.raises(Problem) as problem:
            passed(body, headers=headers)
        assert (problem.value.code, problem.value.figures) == ("too_large", {"limit": "64"})


def test_a_route_may_state_a_larger_limit() -> None:
    body = b'"' + b"x" * MAX_BYTES + b'"'
    bound = Bound("POST", re.compile("^/v1/large$"), 2 * MAX_BYTES)
    assert passed(body, path="/v1/large", bounds=[bound]) == body
    with pytest.raises(Problem):
        passed(body, path="/v1/small", bounds=[bound])


@pytest.mark.parametrize(
    "headers",
    [
        (),
        ((b"content-type", b"text/plain"),),
        ((b"content-type", b"application/jsonl"),),
        ((b"content-type", b"application/json; charset=latin-1"),),
        (JSON_TYPE, (b"content-encoding", b"gzip")),
    ],
)
def test_only_plain_utf8_json_is_read(headers: Sequence[tuple[bytes, bytes]]) -> None:
    with pytest.raises(Problem) as problem:
        passed(b"{}", headers=headers)
    assert problem.value.code == "unsupported_type"


def test_a_body_that_does_not_come_is_given_up() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError("nothing arrived")

    async def receive() -> Message:
        await asyncio.sleep(60)
        raise AssertionError

    async def send(message: Message) -> None:
        raise AssertionError

    scope: Scope = {
        "type": "http", "method": "POST", "path": "/", "headers": [(b"content-length", b"9")]
    }  # fmt: skip
    with pytest.raises(Problem) as problem:
        asyncio.run(Gate(app, seconds=0.05)(scope, receive, send))
    assert (problem.value.code, problem.value.headers) == ("too_slow", {"Connection": "close"})


def test_an_address_with_nul_is_refused() -> None:
    with pytest.raises(Problem) as problem:
        passed(b"{}", path="/v1/clients/\x00")
    assert problem.value.code == "unreadable"
