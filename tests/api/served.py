"""`clairscore serve` in a process of its own, as a machine would run it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx2
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


def environment_in(home: Path, saved: Path, key: Ed25519PrivateKey) -> dict[str, str]:
    """The variables of a machine with a new store in a folder, a bundle and whose key to trust."""
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
    line: str, environment: Mapping[str, str], port: int = 0
) -> Iterator[tuple[subprocess.Popen[str], httpx2.Client]]:
    """The server of a command line, once it is ready."""
    port = port or free_port()
    log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - the process outlives the block of an error
    process = subprocess.Popen(
        ["/bin/sh", "-c", f"exec {line}"], env={**environment, "PORT": str(port)},
        stderr=log, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}") as http:
            wait_until_ready(process, http, log)
            yield process, http
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        log.close()


def wait_until_ready(process: subprocess.Popen[str], http: httpx2.Client, log: IO[str]) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            log.seek(0)
            raise AssertionError(log.read())
        try:
            if http.get("/health/ready").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError("it did not become ready")
