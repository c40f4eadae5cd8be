"""The service described for programs: roles, limits, problems and examples of each route."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from clairscore.api.gate import MAX_BYTES, WITH_BODY
from clairscore.api.problems import MEDIA_TYPE, STATUS, Problem, Wrong, envelope
from clairscore.api.roles import ANYBODY, roles_of
from clairscore.i18n import LANGUAGES, t

Json: TypeAlias = dict[str, object]

MAX_BYTES_KEY = "x-max-body-bytes"
ROLES_KEY = "x-roles"
EXAMPLE_REQUEST = "0" * 31 + "1"
BEARER = "bearer"
ALWAYS = ("unreadable", "fault", "overloaded", "unavailable")
"""Problems that any route may answer."""
OF_CALLERS = ("unauthenticated", "forbidden")
OF_BODIES = ("too_slow", "too_large", "unsupported_type", "invalid")

DESCRIPTION = """\
Probabilities of payment difficulties, proposals with exact reasons, decisions by people, and the
records that replay them. A probability read from the book is not a decision.

Problems follow RFC 9457, in French or English as `Accept-Language` asks. Lists are read page by
page: pass `next` of one page as `cursor` of the following one. Every answer names its request in
`X-Request-ID`.
"""

ETAG: Json = {
    "description": "The version that is shown; a change names it in `If-Match`.",
    "schema": {"type": "string"},
}
PROBLEM_SCHEMA: Json = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457 problem details, the only form of an answer that is no success.",
    "required": ["type", "title", "status", "detail", "request_id"],
    "properties": {
        "type": {"type": "string", "description": "Address of an explanation; the problem's name."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What to do, in the caller's language."},
        "request_id": {"type": "string"},
        "reason": {"type": "string", "description": "Code of why a step cannot be taken now."},
        "errors": {
            "type": "array",
            "description": "Each place that is wrong, and how; never the value that was sent.",
            "items": {
                "type": "object",
                "required": ["at", "type", "text"],
                "properties": {
                    "at": {"type": "string"},
                    "type": {"type": "string"},
                    "text": {"type": "string"},
                },
            },
        },
    },
}


def stated(
    *, problems: Iterable[str] = (), max_bytes: int | None = None, etag: bool = False
) -> Json:
    """What a route says of itself beyond its types: `openapi_extra` of its decorator.

    `problems` are those of its own, such as not_found; `max_bytes` is a limit other than 64 KiB;
    `etag` says that the answer names the version that it shows.
    """
    limit = {} if max_bytes is None else {MAX_BYTES_KEY: max_bytes}
    return {"x-problems": list(problems), "x-etag": etag, **limit}


def described(app: FastAPI) -> Json:
    """The OpenAPI description, complete with roles, limits, problems and examples."""
    if app.openapi_schema is None:
        app.openapi_schema = _described(app)
    return app.openapi_schema


def _described(app: FastAPI) -> Json:
    from importlib.metadata import version

    document: Json = get_openapi(
        title="Clairscore",
        version=version("clairscore"),
        description=DESCRIPTION,
        routes=app.routes,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    components = _table(document, "components")
    _table(components, "schemas")["Problem"] = PROBLEM_SCHEMA
    components["securitySchemes"] = {
        BEARER: {
            "type": "http",
            "scheme": "bearer",
            "description": "The token of `POST /v1/sessions`, or a program's key (`csk_…`).",
        }
    }
    for route in app.routes:
        if isinstance(route, APIRoute) and route.include_in_schema:
            for method in sorted(route.methods or ()):
                _complete(document, route, method.lower())
    for name in ("HTTPValidationError", "ValidationError"):  # FastAPI's own form of a problem
        _table(components, "schemas").pop(name, None)
    return document


def _complete(document: Json, route: APIRoute, method: str) -> None:
    """Add to one operation what its types do not say."""
    operation = _table(_table(_table(document, "paths"), route.path_format), method)
    roles = roles_of(route) or ()
    operation[ROLES_KEY] = list(roles)
    operation["security"] = [] if ANYBODY in roles else [{BEARER: []}]
    has_body = method.upper() in WITH_BODY
    if has_body:
        operation.setdefault(MAX_BYTES_KEY, MAX_BYTES)
    answers = _table(operation, "responses")
    if operation.pop("x-etag", False):
        for answer in answers.values():
            assert isinstance(answer, dict)
            answer["headers"] = {"ETag": ETAG}
    answers.pop("422", None)
    codes = _codes(operation, known=ANYBODY not in roles, has_body=has_body)
    for status, group in _by_status(codes).items():
        answers[str(status)] = _answer(group)


def _codes(operation: Json, *, known: bool, has_body: bool) -> list[str]:
    own = operation.pop("x-problems", [])
    assert isinstance(own, list)
    parameters = operation.get("parameters", [])
    invalid = ["invalid"] if parameters else []
    return [
        *own,
        *(OF_CALLERS if known else ()),
        *(OF_BODIES if has_body else invalid),
        *ALWAYS,
    ]


def _by_status(codes: Iterable[str]) -> Mapping[int, list[str]]:
    """The problems by status, each once, in the order of the catalogue."""
    found: dict[int, list[str]] = {}
    wanted = set(codes)
    for code, status in STATUS.items():
        if code in wanted:
            found.setdefault(status, []).append(code)
    return found


def _answer(codes: list[str]) -> Json:
    examples = {
        f"{code}.{lang}": {"value": envelope(example(code), lang, EXAMPLE_REQUEST).content()}
        for code in codes
        for lang in LANGUAGES
    }
    return {
        "description": " / ".join(t(f"problem.{code}.title", "en") for code in codes),
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": examples,
            }
        },
    }


def example(code: str) -> Problem:
    """A problem as it may look."""
    errors = {
        "unreadable": [Wrong("body", "json")],
        "invalid": [Wrong("body.password", "missing")],
        "invalid_credit_file": [Wrong("application.AMT_CREDIT", "value")],
    }.get(code, [])
    figures = {"limit": str(MAX_BYTES // 1024)} if code == "too_large" else {}
    return Problem(code, errors=errors, figures=figures)


def _table(parent: Json, name: str) -> Json:
    """The object under a name, made where it is missing."""
    found = parent.setdefault(name, {})
    assert isinstance(found, dict)
    return found
