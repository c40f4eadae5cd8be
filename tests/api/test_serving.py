"""`clairscore serve`, really started: on the port it is given, until it is told to end."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.api.served import environment_in, served, web_line
from tests.conftest import clairscore


@pytest.fixture(scope="module")
def environment(
    saved: Path, key: Ed25519PrivateKey, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """The variables of a machine with a store, a bundle and the key that signed it."""
    return environment_in(tmp_path_factory.mktemp("served"), saved, key)


def test_the_procfile_starts_a_service_that_ends_in_good_order(
    environment: dict[str, str],
) -> None:
    with served(web_line(), environment) as (process, http):
        assert http.get("/docs").status_code == 200
        assert http.get("/v1/model").status_code == 401
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        leaving = http.get("/health/live")
        assert (leaving.status_code, leaving.headers["connection"]) == (200, "close")
        assert process.wait(20) in (0, -signal.SIGTERM)


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("CLAIRSCORE_MASTER_KEY", "{home}/master.key", "there is no master key"),
        ("CLAIRSCORE_DATABASE", "sqlite:///{home}/other.db", "db init"),
        ("CLAIRSCORE_BUNDLES", "{home}/bundles", "no such bundle"),
    ],
)
def test_serve_says_what_is_missing_before_it_listens(
    environment: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    value: str,
    expected: str,
) -> None:
    for name, text in environment.items():
        monkeypatch.setenv(name, text)
    monkeypatch.setenv(variable, value.format(home=tmp_path))
    ran = clairscore("serve", "--port", "0")
    assert (ran.code, expected in ran.err) == (2, True), ran.err


@pytest.mark.faults
@pytest.mark.slow
def test_renewing_the_workers_drops_no_request(
    environment: dict[str, str], request: pytest.FixtureRequest
) -> None:
    renewals = 50 if request.config.getoption("--release") else 1
    failed: list[str] = []
    answered = [0]
    line = "clairscore serve --workers 2 --port $PORT"
    with served(line, environment) as (process, http):
        ends = threading.Event()

        def ask() -> None:
            with httpx2.Client(base_url=http.base_url) as own:
                while not ends.is_set():
                    try:
                        status = own.get("/health/live").status_code
                        answered[0] += 1
                        if status != 200:
                            failed.append(str(status))
                        time.sleep(0.01)
                    except httpx2.HTTPError as error:
                        failed.append(repr(error))

        callers = [threading.Thread(target=ask) for _ in range(4)]
        for caller in callers:
            caller.start()
        for _ in range(renewals):
            before = workers(process.pid)
            process.send_signal(signal.SIGHUP)
            deadline = time.monotonic() + 90
            while before & workers(process.pid) and time.monotonic() < deadline:
                time.sleep(0.2)
            assert not before & workers(process.pid), "the workers were not renewed"
        ends.set()
        for caller in callers:
            caller.join()
    assert failed == []
    assert answered[0] > 100 * renewals


def workers(parent: int) -> set[int]:
    """The worker processes of a server."""
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return {int(pid) for pid in listed if "spawn_main" in command(pid)}


def command(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""
