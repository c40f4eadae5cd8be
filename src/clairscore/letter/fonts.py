"""The letters' and documents' font, inside the page, so that a page needs nothing else."""

from __future__ import annotations

import base64
from functools import lru_cache

from clairscore.charts.theme import FAMILY, font_folder

FACES = {"Regular": "400", "SemiBold": "600"}


@lru_cache(maxsize=1)
def faces() -> str:
    """CSS that declares the font in both weights, with its files in it."""
    return "\n".join(map(_face, FACES))


def _face(name: str) -> str:
    font = base64.b64encode((font_folder() / f"{FAMILY}-{name}.otf").read_bytes()).decode()
    return (
        f"@font-face {{ font-family: {FAMILY}; font-weight: {FACES[name]};"
        f" src: url(data:font/otf;base64,{font}); }}"
    )
