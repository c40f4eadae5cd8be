"""The program as a platform starts it: by its line of the Procfile, on the port it is given."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx2

from tests.api.served import PROCFILE, free_port


def test_the_procfiles_line_serves_pages_and_ends_when_told(tmp_path: Path) -> None:
    lines = dict(line.split(": ", 1) for line in PROCFILE.read_text().splitlines())
    port, silent = free_port(), free_port()
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PORT": str(port),
        "CLAIRSCORE_API": f"http://127.0.0.1:{silent}",
    }
    log = (tmp_path / "log").open("w+")
    process = subprocess.Popen(
        ["/bin/sh", "-c", f"exec {lines['client-space']}"], env=environment, stderr=log, stdout=log
    )
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}") as http:
            assert live(http, process)
            assert http.get("/sign-in").status_code == 200
            assert http.get("/applications/019a-secret").headers["location"].startswith("/sign-in")
            cookies = {"clairscore_client": "token-of-somebody"}
            assert http.get("/applications/019a-secret", cookies=cookies).status_code == 503
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in (0, -signal.SIGTERM)
    finally:
        process.kill()
    log.seek(0)
    said = log.read()
    assert "espace client" in said
    assert "secret" not in said
    assert "somebody" not in said
    log.close()


def live(http: httpx2.Client, process: subprocess.Popen[bytes]) -> bool:
    """Whether the program answers, within a minute."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return http.get("/health/live").is_success
        except httpx2.TransportError:
            time.sleep(0.2)
    return False
