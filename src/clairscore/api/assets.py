"""The files of the page that tries the service, from the installed package that carries them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

ASSETS: Mapping[str, str] = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon.png": "image/png",
}
"""Each file and its type."""


@cache
def asset(name: str) -> bytes:
    """One file's bytes; `name` is one of `ASSETS`."""
    return files("fastapi_offline").joinpath("static", name).read_bytes()
