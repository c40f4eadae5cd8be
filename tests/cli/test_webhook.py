"""Alerts reach the address of the settings: signed, again after a failure, never in the clear."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from clairscore.cli.watching import webhook
from clairscore.cli.webhook import SIGNATURE, TIMESTAMP, Webhook, require_private, signature
from clairscore.errors import BadSetting
from clairscore.settings import Settings

SECRET = b"a secret of sixteen bytes"
BODY = '{"event":"alert.opened"}'


class Receiver(HTTPServer):
    """A server of this machine that answers with the next of its statuses."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.statuses: list[int] = []
        self.heard: list[tuple[dict[str, str], bytes]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?team=risk"


class Answer(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((dict(self.headers), body))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 204)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[Receiver]:
    found = Receiver()
    Thread(target=found.serve_forever, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture
def receiver(server: Receiver) -> Receiver:
    server.statuses, server.heard = [], []
    return server


def hook(address: str, pauses: list[float]) -> Webhook:
    return Webhook(address, SECRET, clock=lambda: 1_700_000_000.9, pause=pauses.append)


def test_what_is_sent_is_signed_with_its_time(receiver: Receiver) -> None:
    assert hook(receiver.address, []).send(BODY) == (1, None)
    ((headers, body),) = receiver.heard
    assert body == BODY.encode()
    assert headers[TIMESTAMP] == "1700000000"
    assert headers[SIGNATURE] == f"v1={signature(SECRET, '1700000000', body)}"
    assert signature(SECRET, "1700000001", body) != signature(SECRET, "1700000000", body)


def test_a_server_that_is_not_well_is_tried_again_after_longer_pauses(receiver: Receiver) -> None:
    receiver.statuses, pauses = [503, 429], []
    assert hook(receiver.address, pauses).send(BODY) == (3, None)
    assert pauses == [1.0, 4.0]


def test_after_three_tries_the_failure_is_told(receiver: Receiver) -> None:
    receiver.statuses = [500, 500, 500]
    assert hook(receiver.address, []).send(BODY) == (3, "HTTP 500")


@pytest.mark.parametrize("status", [400, 401, 404])
def test_a_refusal_is_not_tried_again(receiver: Receiver, status: int) -> None:
    receiver.statuses = [status]
    assert hook(receiver.address, []).send(BODY) == (1, f"HTTP {status}")


def test_an_alert_is_not_carried_to_another_address(receiver: Receiver) -> None:
    receiver.statuses = [307]
    assert hook(receiver.address, []).send(BODY) == (1, "HTTP 307")
    assert len(receiver.heard) == 1


def test_nobody_there_is_told_and_not_raised() -> None:
    assert hook("http://127.0.0.1:1/hook", []).send(BODY) == (3, "ConnectionRefusedError")


@pytest.mark.parametrize("address", ["http://example.org/hook", "ftp://x", "http://10.0.0.8/", "x"])
def test_alerts_do_not_travel_in_the_clear(address: str) -> None:
    with pytest.raises(BadSetting, match="not sent in the clear"):
        require_private(address)


def test_alerts_stay_in_the_records_unless_an_address_is_set(tmp_path: Path) -> None:
    assert webhook(Settings()) is None
    address = "https://alerts.example/hook"
    with pytest.raises(BadSetting, match="CLAIRSCORE_ALERT_SECRET: found nothing"):
        webhook(Settings(alert_webhook=address))
    secret = tmp_path / "secret"
    secret.write_bytes(b"short")
    with pytest.raises(BadSetting, match="found 5 bytes, expected 16 or more"):
        webhook(Settings(alert_webhook=address, alert_secret=secret))
    secret.write_bytes(SECRET + b"\n")
    found = webhook(Settings(alert_webhook=address, alert_secret=secret))
    assert found is not None
    assert found.secret == SECRET
