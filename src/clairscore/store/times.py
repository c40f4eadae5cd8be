"""Times as they are stored: UTC, ISO, one width, so that texts sort as the times do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]


def stamp(at: datetime) -> str:
    """The moment as text: `2026-11-21T16:45:00.000000Z`; ValueError for one without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"found {at.isoformat()} without a time zone; expected one, such as UTC")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(text: str) -> datetime:
    """The moment that `stamp` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
