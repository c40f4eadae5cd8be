"""The connection to the service: one pool of connections for every screen and person."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2

SECONDS = 30.0
"""How long an answer may take; a proposal with a long history is the slowest."""
MOST = 40
"""Calls on their way at once; Streamlit runs each person's screen in a thread of its own."""


@cache
def connect(address: str) -> httpx2.Client:
    """Sends calls to the service at this address; carries nobody's token."""
    import httpx2

    limits = httpx2.Limits(max_connections=MOST, max_keepalive_connections=MOST)
    return httpx2.Client(base_url=address, timeout=SECONDS, limits=limits)
