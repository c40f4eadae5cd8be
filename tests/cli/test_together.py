"""Programs served together: all ready before anything is said, all ended together."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clairscore.cli import together
from clairscore.cli.demo_service import programs_at
from clairscore.cli.together import Program, serve_together
from clairscore.errors import Fault
from tests.api.served import free_port

SERVER = """
import sys
from http.server import HTTPServer, SimpleHTTPRequestHandler
HTTPServer(("127.0.0.1", int(sys.argv[-1])), SimpleHTTPRequestHandler).serve_forever()
"""


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program is a small server here."""
    monkeypatch.setattr(together, "START", SERVER)


def test_all_are_ready_before_it_is_said_and_ctrl_c_ends_all(tmp_path: Path) -> None:
    ports = [free_port(), free_port()]
    code = f"""
import sys
from clairscore.cli import together
together.START = {SERVER!r}
programs = [together.Program(str(port), (), port, "/") for port in {ports}]
together.serve_together(programs, lambda: print("ready", flush=True))
"""
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=tmp_path,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    for port in ports:
        with pytest.raises(AssertionError, match="free"):
            _answers(port)


def _answers(port: int) -> None:
    from urllib.error import URLError
    from urllib.request import urlopen

    try:
        urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
    except URLError:
        raise AssertionError("the port is free again") from None


def test_one_that_does_not_start_is_named_and_the_others_are_ended() -> None:
    port = free_port()
    both = [Program("service", (), port, "/"), Program("screens", (), port, "/")]
    begun = time.monotonic()
    with pytest.raises(Fault, match=r"ended by itself|did not start"):
        serve_together(both, lambda: None)
    assert time.monotonic() - begun < 30
    with pytest.raises(AssertionError, match="free"):
        _answers(port)


def test_the_demonstration_serves_service_dashboard_and_client_space() -> None:
    found = programs_at(9000, "en")
    assert [(each.words[0], each.port) for each in found] == [
        ("serve", 9000), ("dashboard", 9501), ("client-space", 9502)
    ]  # fmt: skip
    assert {each.variables["CLAIRSCORE_API"] for each in found} == {"http://127.0.0.1:9000"}
