"""Names of records: UUIDs of version 7, which sort by the time they were made (RFC 9562)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

Random: TypeAlias = Callable[[int], bytes]
"""So many random bytes, as `os.urandom` gives them."""

RANDOM_BYTES = 10


def new_id(at: datetime, random: Random) -> str:
    """A name that no other record has: milliseconds of `at`, then 74 random bits."""
    number = int(at.timestamp() * 1000) << 80 | int.from_bytes(random(RANDOM_BYTES), "big")
    versioned = number & ~(0xF << 76) | 7 << 76
    return str(UUID(int=versioned & ~(0b11 << 62) | 0b10 << 62))
