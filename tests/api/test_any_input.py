"""No input makes an answer of class 5xx, and every answer is one that the description names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from clairscore.api.holder import ModelHolder
from tests.api.place import Place, place
from tests.api.scene import address, operations
from tests.api.test_roles import ANONYMOUS, EXPECTED, headers

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
RELEASE, DAILY = 50_000, 4
"""Requests at release length; and each day, of each operation and mode."""
DEEP = "[" * 30_000
BODIES: tuple[bytes, ...] = (
    b"",
    b" ",
    b"null",
    b"true",
    b"0",
    b'""',
    b"[]",
    b"{}",
    b"[{}]",
    b"{",
    b"}",
    b'{"a"',
    b'{"a":}',
    b'{"a":1,}',
    b"{'a':1}",
    b"{a:1}",
    b"NaN",
    b"Infinity",
    b"-Infinity",
    b'{"a":NaN}',
    b'{"a":1e400}',
    b'{"a":-1e400}',
    b'{"a":1e-400}',
    b'{"a":' + b"9" * 500 + b"}",
    b'{"a":' + b"9" * 5000 + b"}",
    b'{"a":0x10}',
    b'{"a":01}',
    b'{"a":+1}',
    b'{"a":1.}',
    b'{"a":.5}',
    b'{"a":1}{"a":1}',
    b'{"a":1,"a":2}',
    b'{"":""}',
    b'{"\\ud800":1}',
    b'{"a":"\\udfff"}',
    b'{"a":"\\u0000"}',
    b'{"a":"\x00"}',
    b'{"a":"\n"}',
    b'{"a":"\\x"}',
    b'{"a":"\xff\xfe"}',
    b"\xef\xbb\xbf{}",
    '{"a":1}'.encode("utf-16"),
    '{"a":1}'.encode("utf-32"),
    b"\x1f\x8b\x08\x00",
    b"PK\x03\x04",
    b"%PDF-1.7",
    b"<?xml version='1.0'?><a/>",
    b"a=1&b=2",
    b"--x\r\nContent-Disposition: form-data\r\n\r\n",
    b"name,password\r\na,b",
    DEEP.encode(),
    ('{"a":' * 30_000).encode(),
    ("[" + "]" * 30_000).encode(),
    b'{"a":"' + b"x" * 70_000 + b'"}',
    b'{"a":[' + b"1," * 30_000 + b"1]}",
    b"{" + b",".join(b'"k%d":1' % number for number in range(5_000)) + b"}",
    b'{"__proto__":{"admin":true}}',
    b'{"$ref":"#"}',
    b'{"name":{"$gt":""},"password":{"$gt":""}}',
    b'{"name":"\' OR 1=1 --","password":"\' OR 1=1 --"}',
    b'{"client":true,"code":1,"password":null}',
    b'{"client":9223372036854775808}',
    b'{"client":-1,"portfolio":"x"}',
    b'{"name":"a","password":"b","further":1}',
)


@pytest.fixture(scope="module")
def scene(holder: ModelHolder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A service with a book, which takes whatever comes."""
    with place(tmp_path_factory.mktemp("any"), holder) as found:
        for client in (100_001, 100_002):
            found.add_score(client)
        found.add_population()
        yield found


def somebody(name: str) -> str:
    """An identity that the operation lets in."""
    return EXPECTED[name].ok[0] if EXPECTED[name].ok else ANONYMOUS


def tried(scene: Place, cases: int) -> int:
    """How many generated requests were answered as described; each identity is one let in."""
    schema = schemathesis.openapi.from_asgi("/openapi.json", scene.http.app)
    answered, faults = 0, []
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode:
            sent = headers(scene, somebody(operation.label))

            @settings(
                max_examples=cases,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(operation.as_strategy(mode))
            def one(case: Case) -> None:
                nonlocal answered
                case.call_and_validate(headers=sent, checks=CHECKS)  # noqa: B023
                answered += 1

            try:
                one()
            except Unsatisfiable:  # nothing can be wrong with a request that has no parts
                assert mode is GenerationMode.NEGATIVE, operation.label
            except FailureGroup as failures:
                faults.append(f"{operation.label}: {failures.exceptions[0]}")
    assert not faults, "\n\n".join(faults)
    return answered


def test_requests_made_from_the_description_are_answered_as_it_says(scene: Place) -> None:
    assert tried(scene, DAILY) > 2 * DAILY * len(EXPECTED) // 3


@pytest.mark.release
@pytest.mark.slow
def test_thousands_of_requests_are_answered_as_the_description_says(scene: Place) -> None:
    assert tried(scene, RELEASE // len(EXPECTED)) >= RELEASE // 2


def test_no_raw_body_makes_a_fault(scene: Place) -> None:
    assert len(BODIES) >= 60
    faults = []
    for operation in operations(scene.description):
        if operation.body is None:
            continue
        sent = headers(scene, somebody(operation.name))
        where = address(scene, operation)
        for number, body in enumerate(BODIES):
            kind = {"Content-Type": "application/json"}
            answer = scene.http.request(
                operation.method, where, content=body, headers=sent | kind | {"If-Match": "*"}
            )
            fine = answer.status_code < 500 and (answer.status_code >= 400 or body == b"{}")
            if not fine:
                faults.append(f"{operation.name}, body {number}: {answer.status_code}")
    assert faults == []
