"""The role matrix: every operation of the description, as every identity. No cell may be wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from clairscore.api.holder import ModelHolder
from clairscore.store.api_keys import add_api_key
from tests.api.place import IDENTITIES, Place, place
from tests.api.scene import Operation, address, operations, status

FILE = Path(__file__).with_name("expectations.toml")
ANONYMOUS, SERVICE = "anonymous", "service"
EVERYBODY = (ANONYMOUS, *IDENTITIES, SERVICE)


@dataclass(frozen=True)
class Expected:
    """What an operation answers to whom."""

    ok: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    everybody: bool = False
    status: int = 200
    statuses: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, table: dict[str, Any]) -> Expected:
        lists = {name: tuple(table.get(name, ())) for name in ("ok", "foreign")}
        return cls(**{**table, **lists})

    def cell(self, identity: str) -> int:
        """The status that an identity must get."""
        if self.everybody or identity in self.ok:
            return self.statuses.get(identity, self.status)
        if identity in self.foreign:
            return 404
        return 401 if identity == ANONYMOUS else 403


EXPECTED = {
    name: Expected.of(table) for name, table in tomllib.loads(FILE.read_text("utf-8")).items()
}


@pytest.fixture(scope="module")
def scene(holder: ModelHolder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A service with a book, on which every cell is tried."""
    with place(tmp_path_factory.mktemp("roles"), holder) as found:
        for client in (100_001, 100_002):
            found.add_score(client)
        found.add_population()
        yield found


def headers(place: Place, identity: str) -> dict[str, str]:
    if identity == ANONYMOUS:
        return {}
    return {"Authorization": f"Bearer {key(place)}"} if identity == SERVICE else place.as_(identity)


def key(place: Place) -> str:
    service = place.service
    return service.change(
        lambda write: add_api_key(
            write, "batch", ["service"], pepper=service.store.secrets.pepper,
            random=service.random, actor="test", at=place.clock(), portfolio="north",
        )
    )  # fmt: skip


def test_there_are_ten_identities() -> None:
    assert len(EVERYBODY) == 10


def test_every_operation_has_expectations_and_every_expectation_an_operation(scene: Place) -> None:
    described = {operation.name for operation in operations(scene.description)}
    assert described == set(EXPECTED)
    named = {name for each in EXPECTED.values() for name in (*each.ok, *each.foreign)}
    assert named <= set(EVERYBODY)


def test_what_the_description_says_of_roles_is_what_the_matrix_expects(scene: Place) -> None:
    for operation in operations(scene.description):
        expected = EXPECTED[operation.name]
        let_in = {name.removeprefix("other_") for name in (*expected.ok, *expected.foreign)}
        declared = set(operation.described["x-roles"])
        assert declared == ({"anybody"} if expected.everybody else let_in), operation.name


def test_no_cell_is_wrong(scene: Place) -> None:
    assert wrong_cells(scene) == []


def wrong_cells(scene: Place) -> list[str]:
    """Each cell of the matrix that is answered otherwise than expected."""
    wrong = []
    kept = {identity: headers(scene, identity) for identity in EVERYBODY}
    for operation in sorted(operations(scene.description), key=_harmless_first):
        untouched = address(scene, operation)
        for identity in EVERYBODY:
            expected = EXPECTED[operation.name].cell(identity)
            changes = operation.method != "GET" and expected not in (401, 403, 404)
            where = address(scene, operation) if changes else untouched
            ends = operation.name == "DELETE /v1/sessions/current"
            sent = headers(scene, identity) if ends else kept[identity]
            found = status(scene, operation, where, sent)
            if found != expected:
                wrong.append(f"{operation.name} as {identity}: {found}, expected {expected}")
    return wrong


def _harmless_first(operation: Operation) -> tuple[bool, str]:
    """What changes records comes last, so that it moves nothing under the others."""
    return operation.method != "GET", operation.name
