"""The caller of the service's benches counts every answer, and opens anew what a server closes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from bench.load import load, request


class Answers(BaseHTTPRequestHandler):
    """Answers, and closes each connection, as plain servers do."""

    def do_GET(self) -> None:
        body = b"no" if self.path == "/no" else b"yes"
        self.send_response(404 if self.path == "/no" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


def test_every_answer_is_timed_and_refusals_are_counted(port: int) -> None:
    sent = [request("GET", "/yes", {})] * 20 + [request("GET", "/no", {})] * 3
    found = load(port, sent, connections=4)
    assert (len(found.milliseconds), found.failed) == (23, 3)
    assert 0 < found.quantile(0.5) <= found.quantile(0.99)
    assert found.rate > 1
