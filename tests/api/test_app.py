"""The service as a whole: who is let in, what is said and what is kept silent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Annotated

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from clairscore.api.app import create_app
from clairscore.api.models import Asked, Day, Words
from clairscore.api.roles import Call, allow, open_to_all, roles_of
from clairscore.errors import BadSetting, Fault, Unavailable
from tests.api.place import Place, user_id

CANARY = "Zéphyrine-Quatrebarbes"


class Told(Asked):
    """A body with a word of a person in it."""

    words: Words
    born: Day


def test_a_route_that_declares_no_roles_keeps_the_service_from_starting(shared: Place) -> None:
    careless = APIRouter()

    @careless.post("/v1/secrets")
    async def secrets() -> None: ...

    with pytest.raises(Fault, match="without declared roles: POST /v1/secrets; expected"):
        create_app(shared.service, [careless])


def test_every_route_says_who_may_call_it_and_is_described(shared: Place) -> None:
    app = create_app(shared.service)
    described = app.openapi()["paths"]
    for route in app.routes:
        assert isinstance(route, APIRoute)
        assert roles_of(route)
        assert bool(route.include_in_schema) == (route.path in described)


def test_every_operation_shows_its_problems_with_examples_in_both_languages(shared: Place) -> None:
    for path, operations in shared.description["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], path
            assert operation["description"], path
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    content = answer["content"]["application/problem+json"]
                    told = {name.partition(".")[2] for name in content["examples"]}
                    assert told == {"fr", "en"}, (path, method, status)


def test_a_role_that_is_not_declared_is_refused(own: Place) -> None:
    only = APIRouter()

    @only.get("/v1/only")
    async def for_auditors(call: Annotated[Call, allow("auditor")]) -> str:
        return call.caller.user

    with TestClient(create_app(own.service, [only])) as http:
        assert http.get("/v1/only").status_code == 401
        assert http.get("/v1/only", headers=own.as_("manager")).status_code == 403
        assert http.get("/v1/only", headers=own.as_("auditor")).json() == user_id("auditor")


@pytest.fixture
def faulty(own: Place) -> Iterator[tuple[Place, TestClient]]:
    """A service with routes that fail in every way, quoting what they were sent."""
    router = APIRouter()

    @router.post("/v1/fault", dependencies=[open_to_all()])
    async def fault(asked: Told) -> None:
        raise RuntimeError(f"cannot digest {asked.words}")

    @router.post("/v1/setting", dependencies=[open_to_all()])
    async def setting(asked: Told) -> None:
        raise BadSetting(f"found {asked.words}")

    @router.post("/v1/busy", dependencies=[open_to_all()])
    async def busy(asked: Told) -> None:
        raise Unavailable(f"no answer about {asked.words}")

    @router.get("/v1/people/{name}", dependencies=[open_to_all()])
    async def people(name: str) -> dict[str, str]:
        return {"hello": name}

    app = create_app(own.service, [router])
    with TestClient(app, raise_server_exceptions=False) as http:
        yield own, http


BODY = {"words": CANARY, "born": "1990-01-01"}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v1/fault", BODY, 500),
        ("/v1/setting", BODY, 500),
        ("/v1/busy", BODY, 503),
        ("/v1/fault", BODY | {CANARY: 1}, 422),
        ("/v1/fault", BODY | {"born": CANARY}, 422),
        ("/v1/fault", BODY | {"born": 19900101}, 422),
        ("/v1/fault", BODY | {"words": [CANARY]}, 422),
        ("/v1/fault", CANARY, 422),
        (f"/v1/{CANARY}", BODY, 404),
        (f"/v1/people/{CANARY}", BODY, 405),
    ],
)
def test_what_a_person_sent_is_neither_answered_nor_logged_nor_counted(
    faulty: tuple[Place, TestClient], path: str, body: object, status: int
) -> None:
    place, http = faulty
    answer = http.post(path, json=body, params={"name": CANARY})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.text + place.said.getvalue() + place.service.meters.text().decode()
    assert not re.search("phyrine|Quatrebarbes", told, re.IGNORECASE)


def test_a_fault_is_logged_by_class_and_place(faulty: tuple[Place, TestClient]) -> None:
    place, http = faulty
    answer = http.post("/v1/fault", json=BODY)
    lines = [json.loads(line) for line in place.said.getvalue().splitlines()]
    fault = next(line for line in lines if line["event"] == "fault")
    assert fault["error"] == "RuntimeError"
    assert fault["at"][-1].endswith("in fault") or fault["at"][-1].endswith(" fault")
    assert fault["request_id"] == answer.json()["request_id"] == answer.headers["x-request-id"]


def test_each_request_is_one_line_that_names_the_route_not_the_address(
    faulty: tuple[Place, TestClient],
) -> None:
    place, http = faulty
    http.get("/v1/people/anna", headers={"X-Request-ID": "f" * 32})
    line = json.loads(place.said.getvalue().splitlines()[-1])
    assert (line["event"], line["route"], line["status"]) == ("request", "/v1/people/{name}", 200)
    assert line["request_id"] == "f" * 32
    assert 'route="/v1/people/{name}"' in place.service.meters.text().decode()


def test_a_callers_name_for_a_request_is_taken_only_if_it_says_nothing(shared: Place) -> None:
    answer = shared.http.get("/health/live", headers={"X-Request-ID": "jean.dupont"})
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"])


def test_answers_are_not_kept_by_caches(shared: Place) -> None:
    answer = shared.http.get("/v1/model")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_problems_speak_the_callers_language(shared: Place) -> None:
    told = {
        lang: shared.http.get("/v1/nothing", headers={"Accept-Language": lang}).json()["title"]
        for lang in ("fr", "en", "de")
    }
    assert told == {"fr": "Introuvable", "en": "Not found", "de": "Introuvable"}


def test_a_problems_type_is_an_address_that_explains_it(shared: Place) -> None:
    problem = shared.http.get("/v1/nothing").json()
    explained = shared.http.get(problem["type"]).json()
    assert explained["type"] == problem["type"]
    assert explained["title"] == problem["title"]
    assert shared.http.get("/problems/nonsense").status_code == 404


def test_readiness_looks_at_the_database_and_the_model(own: Place) -> None:
    assert own.http.get("/health/live").json() == {"status": "live"}
    assert own.http.get("/health/ready").json() == {"status": "ready"}
    own.service.leaving.set()
    answer = own.http.get("/health/ready")
    assert answer.status_code == 503
    assert "retry-after" in answer.headers
    assert answer.headers["connection"] == "close"
    assert own.http.get("/health/live").status_code == 200


def test_the_page_to_try_the_service_loads_nothing_from_elsewhere(shared: Place) -> None:
    page = shared.http.get("/docs").text
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(sources) == 3
    for source in sources:
        answer = shared.http.get(source)
        assert (source[0], answer.status_code) == ("/", 200)
        assert len(answer.content) > 1_000
    assert "http" not in page.replace("https://fastapi", "")
    assert shared.http.get("/docs/../secrets").status_code == 404


def test_figures_count_requests_by_route_and_status(own: Place) -> None:
    for _ in range(3):
        own.http.get("/health/live")
    figures = own.http.get("/metrics").text
    counted = 'clairscore_requests_total{method="GET",route="/health/live",status="200"} 3.0'
    assert counted in figures
