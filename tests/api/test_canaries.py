"""What people send stays out of logs, figures and refusals: canaries in every text there is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from clairscore.api.holder import ModelHolder
from tests.api.life import INFORMATION, Desk
from tests.api.place import Place, place
from tests.api.scene import address, example, operations
from tests.api.test_any_input import somebody
from tests.api.test_roles import headers

EACH_FIELD = 3
RELEASE_EACH_FIELD = 200
SONG = "Zephyrine-Quatrebarbes"


@pytest.fixture(scope="module")
def scene(holder: ModelHolder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place(tmp_path_factory.mktemp("canaries"), holder) as found:
        for client in (100_001, 100_002):
            found.add_score(client)
        yield found


def texts(body: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where a body holds a value, at any depth."""
    if isinstance(body, dict):
        for name, value in body.items():
            yield from texts(value, (*at, name))
    elif isinstance(body, list):
        for number, value in enumerate(body):
            yield from texts(value, (*at, number))
    else:
        yield at


def with_canary(body: Any, at: tuple[str | int, ...], canary: str) -> Any:
    """The body with a canary in one place."""
    if not at:
        return canary
    if isinstance(body, dict):
        return {**body, at[0]: with_canary(body[at[0]], at[1:], canary)}
    return [
        with_canary(value, at[1:], canary) if number == at[0] else value
        for number, value in enumerate(body)
    ]


def sung(told: str) -> bool:
    return SONG.lower() in told.lower()


def test_no_text_of_any_body_is_logged_counted_or_repeated_in_a_refusal(
    scene: Place, request: pytest.FixtureRequest
) -> None:
    times = RELEASE_EACH_FIELD if request.config.getoption("--release") else EACH_FIELD
    numbers, refusals, sent = itertools.count(), [], 0
    for operation in operations(scene.description):
        if operation.body is None:
            continue
        who = headers(scene, somebody(operation.name))
        where = address(scene, operation)
        shown = example(operation.body, scene.description)
        places = [*texts(shown), (SONG,)] if isinstance(shown, dict) else []
        for at, _ in itertools.product(places, range(times)):
            canary = f"{SONG}-{next(numbers)}"
            body = with_canary({**shown, SONG: canary}, at, canary) if at == (SONG,) else (
                with_canary(shown, at, canary)
            )  # fmt: skip
            answer = scene.http.request(
                operation.method, where, json=body, headers=who | {"If-Match": "*"}
            )
            sent += 1
            if answer.status_code >= 400 and sung(answer.text):
                refusals.append(f"{operation.name} {at}: {answer.text}")
    assert refusals == []
    assert sent > 30
    assert_silent(scene)


def test_no_fact_of_a_credit_file_is_logged_counted_or_repeated_in_a_refusal(scene: Place) -> None:
    desk = Desk(scene)
    file = desk.file()
    for name in file["application"]:
        facts: Mapping[str, Any] = file["application"] | {name: f"{SONG}-{name}"}
        body = {"credit_file": {**file, "application": facts}, "information": INFORMATION}
        answer = desk.post("manager", "applications", body)
        assert answer.status_code in (201, 422), answer.text
        assert answer.status_code == 201 or not sung(answer.text)
    for name in file:
        rows = {**file, name: SONG, SONG: []}
        answer = desk.post("manager", "applications", {"credit_file": rows} | {SONG: 1})
        assert answer.status_code == 422
        assert not sung(answer.text)
    assert_silent(scene)


def test_no_address_or_header_is_logged_or_counted(scene: Place) -> None:
    for path in (f"/v1/clients/{SONG}", f"/{SONG}", f"/v1/users/{SONG}?{SONG}={SONG}"):
        answer = scene.http.get(
            path,
            headers=scene.as_("admin")
            | {"X-Request-ID": SONG, "User-Agent": SONG, "Accept-Language": SONG},
        )
        assert 400 <= answer.status_code < 500
        assert not sung(answer.text)
    scene.http.get("/v1/model", headers={"Authorization": f"Bearer {SONG}"})
    assert_silent(scene)


def assert_silent(scene: Place) -> None:
    assert len(scene.said.getvalue().splitlines()) > 3
    assert not sung(scene.said.getvalue())
    assert not sung(scene.service.meters.text().decode())
