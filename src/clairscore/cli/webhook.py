"""Alerts told to the address of the settings: signed, retried, nothing about a person."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import urlsplit

from clairscore.errors import BadSetting

SECONDS = 5.0
PAUSES = (1.0, 4.0)
"""Seconds before the second and the third try."""
TIMESTAMP, SIGNATURE = "X-Clairscore-Timestamp", "X-Clairscore-Signature"
LATER = (408, 425, 429)


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address and the secret that it shares; `pause` and `clock` (seconds) for tests."""

    address: str
    secret: bytes
    clock: Callable[[], float] = time.time
    pause: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        require_private(self.address)

    def send(self, content: str) -> tuple[int, str | None]:
        """How often it was tried, and why it was not taken; None: it was."""
        failure: str | None = None
        for tries, wait in enumerate((0.0, *PAUSES), start=1):
            if wait:
                self.pause(wait)
            failure, again = self._tried(content.encode())
            if failure is None or not again:
                return tries, failure
        return tries, failure

    def _tried(self, body: bytes) -> tuple[str | None, bool]:
        """Why it was not taken, and whether a later try may help."""
        at = str(int(self.clock()))
        headers = {
            "Content-Type": "application/json",
            TIMESTAMP: at,
            SIGNATURE: f"v1={signature(self.secret, at, body)}",
        }
        parts = urlsplit(self.address)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(str(parts.hostname), parts.port, timeout=SECONDS)
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        try:
            connection.request("POST", target, body, headers)
            status = connection.getresponse().status
        except (OSError, HTTPException) as error:
            return type(error).__name__, True
        finally:
            connection.close()
        # a redirection is a refusal: an alert goes where the settings say, and nowhere else
        taken = 200 <= status < 300
        return None if taken else f"HTTP {status}", status >= 500 or status in LATER


def signature(secret: bytes, at: str, body: bytes) -> str:
    """Hex HMAC-SHA-256 of `<timestamp>.<body>`, which the receiver computes too."""
    return hmac.new(secret, at.encode() + b"." + body, hashlib.sha256).hexdigest()


def require_private(address: str) -> None:
    """BadSetting for an address that would carry alerts in the clear across a network."""
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname and _is_here(parts.hostname):
        return
    raise BadSetting(
        "CLAIRSCORE_ALERT_WEBHOOK: expected an https address, or http on this machine; alerts are"
        " not sent in the clear"
    )


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
