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

from clairscore.settings import Settings, load_settings
from clairscore.store.opening import init_store

PROCFILE = Path(__file__).resolve().parents[2] / "Procfile"
SECONDS = 60.0


def web_line(process: str = "web") -> str:
    """What the Procfile says of a process."""
    lines = dict(line.split(": ", 1) for line in PROCFILE.read_text().splitlines())
    return lines[process]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def environment_in(home: Path, saved: Path, key: Ed25519PrivateKey) -> dict[str, str]:
    """The variables of a machine with a new store in a folder, a bundle and whose key to trust."""
    named = {
        "CLAIRSCORE_DATABASE": f"sqlite:///{home}/records.db",
        "CLAIRSCORE_KEY_DATABASE": f"sqlite:///{home}/keys/keys.db",
        "CLAIRSCORE_MASTER_KEY": str(home / "keys" / "master.key"),
        "CLAIRSCORE_ANCHOR": str(home / "anchor.json"),
        **trusting(home, saved, key),
    }
    init_store(load_settings(named), os.urandom)
    return {"PATH": _path(), **named}


def environment(settings: Settings) -> dict[str, str]:
    """The variables of a machine whose store is where the settings say."""
    names = ("database", "key_database", "master_key", "anchor", "language")
    named = {f"CLAIRSCORE_{name.upper()}": str(getattr(settings, name)) for name in names}
    return {"PATH": _path(), **named}


def trusting(home: Path, saved: Path, key: Ed25519PrivateKey) -> dict[str, str]:
    """The variables that name a bundle and whose signature to trust."""
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (home / "trusted.pub").write_bytes(public)
    return {
        "CLAIRSCORE_BUNDLES": str(saved.parent),
        "CLAIRSCORE_TRUSTED_KEYS": str(home / "trusted.pub"),
    }


def _path() -> str:
    return f"{Path(sys.executable).parent}:{os.environ['PATH']}"


@contextmanager
def served(
    line: str, environment: Mapping[str, str], port: int = 0, ready: str = "/health/ready"
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
            wait_until_ready(process, http, log, ready)
            yield process, http
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        log.close()


def wait_until_ready(
    process: subprocess.Popen[str], http: httpx2.Client, log: IO[str], ready: str
) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            log.seek(0)
            raise AssertionError(log.read())
        try:
            if http.get(ready).status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError("it did not become ready")
