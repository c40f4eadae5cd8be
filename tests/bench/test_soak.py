"""A rate that is held: each proposal counts from its moment, and each refusal counts."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

import pytest
import uvloop
from bench.soak import Caller, Held, at_most, hold

from bench import soak


class Service(BaseHTTPRequestHandler):
    """Opens applications and proposes, but for one client in ten; each answer takes its time."""

    protocol_version = "HTTP/1.1"
    pause = 0.0

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(self.pause)
        refused = asked.get("client", 1) % 10 == 0
        body = json.dumps({"id": "a" if not refused else None}).encode()
        self.send_response(409 if refused else 201)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(soak, "AHEAD", 0.2)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def held(port: int, rate: float, seconds: float, connections: int) -> Held:
    async def run() -> Held:
        return await hold(Caller(port, {}, connections), count(1), rate, seconds)

    return uvloop.run(run())


def test_every_due_proposal_is_counted_and_so_is_every_refusal(port: int) -> None:
    found = held(port, rate=50, seconds=1, connections=8)
    assert (len(found.milliseconds), found.failed, found.gave_up) == (50, 5, False)
    assert found.rate <= 50


def test_a_service_that_falls_behind_cannot_hide_it(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Service, "pause", 0.1)
    found = held(
        port, rate=20, seconds=1, connections=1
    )  # two answers of 0.1 s each: five a second
    assert found.p99(0.8, 1.0) > 1_000 > found.p50 / 10


def test_more_waiting_than_bearable_ends_the_run(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Service, "pause", 0.05)
    monkeypatch.setattr(soak, "BEHIND", 5)
    found = held(port, rate=100, seconds=1, connections=1)
    assert found.gave_up
    assert len(found.milliseconds) < 100


def test_the_most_is_what_callers_get_who_never_wait(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Service, "pause", 0.02)

    async def run() -> float:
        return await at_most(Caller(port, {}, 2), count(1), 1.0)

    assert 5 < uvloop.run(run()) <= 50
