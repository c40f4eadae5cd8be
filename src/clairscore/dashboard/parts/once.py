"""A key for one act of a person: a second click and a page read anew send it again, not twice."""

from __future__ import annotations

import secrets

from clairscore.dashboard.parts.kept import kept


def key_of(act: str) -> str:
    """The key under which this act is sent while the session lasts."""
    return kept(f"once-{act}", secrets.token_hex(16))
