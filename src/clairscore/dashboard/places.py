"""Addresses within the dashboard, as they come back from a form or a link."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

HOME = "/"


def within(address: str | None) -> str:
    """The address where it leads to this dashboard, else its first page: never to another host."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return HOME
    parts = urlsplit(address)
    plain = address.isprintable() and not parts.scheme and not parts.netloc
    return address if plain and "\\" not in address else HOME


def sign_in_from(address: str, *, ended: bool = False) -> str:
    """Where to sign in, and to come back to this address."""
    asked = {"next": address} | ({"ended": "1"} if ended else {})
    return f"/sign-in?{urlencode(asked)}"


def address(name: str, **asked: str | int) -> str:
    """The address of a screen with its query parameters, for links: `/client?number=100001`."""
    return f"/{name}?{urlencode(asked)}" if asked else f"/{name}"
