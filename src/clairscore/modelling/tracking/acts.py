"""Who made which version champion, when and why, and what that means for going back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

Kind = Literal["register", "promote", "rollback"]
PREFIX = "act."


@dataclass(frozen=True, slots=True)
class Reasoned:
    """Who acts, why, and when (ISO time)."""

    who: str
    why: str
    at: str


@dataclass(frozen=True, slots=True)
class Act:
    """One act on the registry; `before` was champion until then, None: nobody."""

    kind: Kind
    version: str
    before: str | None
    who: str
    why: str
    at: str


def acts_in(tags: Mapping[str, str]) -> list[Act]:
    """The acts that a registered model's tags hold, oldest first."""
    return [Act(**json.loads(tags[name])) for name in sorted(tags) if name.startswith(PREFIX)]


def as_tag(act: Act, number: int) -> tuple[str, str]:
    """Name and text of the tag that holds the act."""
    return f"{PREFIX}{number:06d}", json.dumps(asdict(act), ensure_ascii=False)


def champion_before(acts: Sequence[Act], champion: str) -> str | None:
    """The version to go back to: the champion's predecessor, past those already left; or None."""
    line: list[str] = []
    for act in acts:
        if act.kind == "promote":
            line.append(act.version)
        elif act.kind == "rollback" and line:
            line.pop()
    return next((version for version in reversed(line) if version != champion), None)
