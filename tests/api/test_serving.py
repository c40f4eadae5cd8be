"""`clairscore serve`, really started: on the port it is given, until it is told to end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from clairscore.settings import load_settings
from clairscore.store.opening import init_store

PROCFILE = Path(__file__).resolve().parents[2] / "Procfile"
SECONDS = 60.0


def web_line() -> str:
    """What the Procfile says of the process `web`."""
    lines = dict(line.split(": ", 1) for line in PROCFILE.read_text().splitlines())
    return lines["web"]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def environment(
    saved: Path, key: Ed25519PrivateKey, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """The variables of a machine with a store, a bundle and the key that signed it."""
    home = tmp_path_factory.mktemp("served")
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (home / "trusted.pub").write_bytes(public)
    named = {
        "CLAIRSCORE_BUNDLES": str(saved.parent),
        "CLAIRSCORE_TRUSTED_KEYS": str(home / "trusted.pub"),
        "CLAIRSCORE_DATABASE": f"sqlite:///{home}/records.db",
        "CLAIRSCORE_KEY_DATABASE": f"sqlite:///{home}/keys/keys.db",
        "CLAIRSCORE_MASTER_KEY": str(home / "keys" / "master.key"),
        "CLAIRSCORE_ANCHOR": str(home / "anchor.json"),
    }
    init_store(load_settings(named), os.urandom)
    return {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", **named}


@contextmanager
def served(
    line: str, environment: Mapping[str, str]
) -> Iterator[tuple[subprocess.Popen[str], httpx2.Client]]:
    """The server of a command line, once it is ready."""
    port = free_port()
    process = subprocess.Popen(
        ["/bin/sh", "-c", f"exec {line}"], env={**environment, "PORT": str(port)},
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}") as http:
            wait_until_ready(process, http)
            yield process, http
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def wait_until_ready(process: subprocess.Popen[str], http: httpx2.Client) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()[1]
        try:
            if http.get("/health/ready").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError("it did not become ready")


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


def test_serve_says_what_is_missing_before_it_listens(
    environment: dict[str, str], tmp_path: Path
) -> None:
    faults = {
        "CLAIRSCORE_MASTER_KEY": "there is no master key",
        "CLAIRSCORE_DATABASE": "db init",
        "CLAIRSCORE_BUNDLES": "no such bundle",
    }
    absent = {
        "CLAIRSCORE_MASTER_KEY": str(tmp_path / "master.key"),
        "CLAIRSCORE_DATABASE": f"sqlite:///{tmp_path}/other.db",
        "CLAIRSCORE_BUNDLES": str(tmp_path / "bundles"),
    }
    for name, expected in faults.items():
        ended = subprocess.run(
            ["clairscore", "serve", "--port", "0"],
            env={**environment, name: absent[name]}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ended.returncode == 2, ended.stderr
        assert expected in ended.stderr
        assert "Traceback" not in ended.stderr
