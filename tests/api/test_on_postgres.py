"""The service on PostgreSQL: the same rights, and an answer in time when the server is silent."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clairscore.api.holder import ModelHolder
from clairscore.settings import Settings
from tests.api.place import Place, place, settings_in
from tests.api.test_roles import wrong_cells
from tests.postgres import Server

pytestmark = pytest.mark.postgres
LATEST = 8.0
"""Seconds within which a caller is told that the database is silent."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of this module's own, since it is brought to a halt."""
    found = Server.made()
    try:
        found.start()
        for name in ("records", "keys"):
            found.command(f"CREATE DATABASE {name}")
        yield found
    finally:
        found.remove()


@pytest.fixture(scope="module")
def scene(
    server: Server, holder: ModelHolder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """A service whose records are on the server."""
    folder = tmp_path_factory.mktemp("postgres")
    update = {"database": server.address("records"), "key_database": server.address("keys")}
    where: Settings = settings_in(folder).model_copy(update=update)
    with place(folder, holder, where=where) as found:
        for client in (100_001, 100_002):
            found.add_score(client)
        found.add_population()
        yield found


def test_no_cell_of_the_role_matrix_is_wrong(scene: Place) -> None:
    assert wrong_cells(scene) == []


def test_a_silent_database_is_told_in_time_and_nothing_else_waits(
    scene: Place, server: Server
) -> None:
    headers = scene.as_("reviewer")
    address = "/v1/clients"
    assert scene.http.get(address, headers=headers).status_code == 200
    with halted(server):
        began = time.monotonic()
        answer = scene.http.get(address, headers=headers)
        assert time.monotonic() - began < LATEST
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/unavailable")
        assert int(answer.headers["retry-after"]) > 0
        began = time.monotonic()
        assert scene.http.get("/health/live").status_code == 200
        assert time.monotonic() - began < 1
        assert scene.http.get("/health/ready").status_code == 503
    deadline = time.monotonic() + LATEST
    while scene.http.get(address, headers=headers).status_code != 200:
        assert time.monotonic() < deadline, "it did not come back"
    assert scene.http.get("/health/ready").status_code == 200


@contextmanager
def halted(server: Server) -> Iterator[None]:
    """The server and each of its processes, stopped without ending: connections stay open."""
    assert server.process is not None
    pids = [*children(server.process.pid), server.process.pid]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(word) for word in listed]
