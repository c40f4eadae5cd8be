"""Who does something on the records that is not about a client."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class By:
    """Who does something now, and the name that its entry gets."""

    actor: str
    at: str
    id: str
