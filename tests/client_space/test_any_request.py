"""Whatever is sent, no address of the client space answers 5xx."""

from __future__ import annotations

import random
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from clairscore.client_space.app import create_app
from clairscore.client_space.cookies import SESSION
from clairscore.client_space.routes import ROUTERS
from clairscore.client_space.space import Space
from tests.api.life import Desk
from tests.api.place import Place
from tests.client_space.visitor import Visitor

CASES = 6
ODD = (
    "", "0", "-1", "019a", "..", "%", "é", "\u202e", "\x00", "a" * 3_000, "<script>", "{{7*7}}",
    "' or 1=1", "1e400", "NaN", "٣", "\n", "SK_ID_CURR", "AMT_INCOME_TOTAL", "٢٣/..", "😀" * 50,
)  # fmt: skip
BODIES = (
    b"", b"\xff\xfe", b"seal=%ff", b"&" * 500, b"=" * 500, b"seal=" + b"a" * 70_000, b"{}",
    b"seal=%00", b"a=1;b=2", b"%", b"seal=%ED%A0%80", b"value=1&value=2&seal",
)  # fmt: skip
FIELDS = (
    "seal", "once", "amount", "term", "down_payment", "value", "words", "kind", "sure", "next",
    "number", "password", "client", "code", "again", "application", "point_of_view",
)  # fmt: skip


@pytest.fixture(scope="module")
def visitor(shared: Place) -> Iterator[Visitor]:
    """A visitor who is signed in, with an application."""
    with TestClient(create_app(Space(shared.http)), raise_server_exceptions=False) as http:
        found = Visitor(http, Desk(shared))
        found.desk.any_own()
        yield found


def routes(method: str) -> list[APIRoute]:
    return [
        route
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and method in route.methods
    ]


def address(route: APIRoute, chance: random.Random, known: str) -> str:
    """The route's address, its places filled with what nobody would type, or a real name."""
    path = route.path
    for name in ("application", "column", "request", "name"):
        value = chance.choice([*ODD, known])
        path = path.replace(f"{{{name}}}", quote(value, safe="") or "x")
    query = (
        f"?{quote(chance.choice(ODD))}={quote(chance.choice(ODD))}&page={quote(chance.choice(ODD))}"
    )
    return path + query + f"&lang={quote(chance.choice(('fr', 'en', *ODD)))}"


@pytest.mark.parametrize("route", routes("GET"), ids=lambda route: route.path)
def test_no_page_answers_5xx(visitor: Visitor, route: APIRoute) -> None:
    chance, known = random.Random(route.path), visitor.desk.any_own()
    for _ in range(CASES):
        token = chance.choice([visitor.desk.place.token("client"), *ODD[:5]])
        visitor.http.cookies.clear()
        visitor.http.cookies.set(SESSION, quote(token))
        where = address(route, chance, known)
        answer = visitor.http.get(where, follow_redirects=False)
        assert answer.status_code < 500, (where, answer.status_code)


@pytest.mark.parametrize("route", routes("POST"), ids=lambda route: route.path)
def test_no_form_answers_5xx(visitor: Visitor, route: APIRoute) -> None:
    chance, known = random.Random(route.path), visitor.desk.any_own()
    for at in range(CASES):
        visitor.http.cookies.clear()
        visitor.http.cookies.set(SESSION, visitor.desk.place.token("client"))
        where = address(route, chance, known)
        seal = visitor.http.get("/rights").text.partition('name="seal" value="')[2][:64]
        odd = {name: chance.choice(ODD) for name in FIELDS} | {"seal": seal}
        if "sign-out" in route.path:
            odd["seal"] = "not this"
        answer = visitor.http.post(where, data=odd, follow_redirects=False)
        assert answer.status_code < 500, (where, odd, answer.status_code)
        body = BODIES[at % len(BODIES)]
        kind = chance.choice(["application/x-www-form-urlencoded", "application/json", "a/b", ""])
        headers = {"Content-Type": kind}
        answer = visitor.http.post(where, content=body, headers=headers, follow_redirects=False)
        assert 400 <= answer.status_code < 500, (where, body[:20], answer.status_code)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE"])
def test_other_methods_are_answered_like_addresses_that_do_not_exist(
    visitor: Visitor, method: str
) -> None:
    assert visitor.http.request(method, "/rights").status_code in (404, 405)
