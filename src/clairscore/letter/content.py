"""What a letter says, before it has any look: parts of paragraphs and lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from clairscore.decision.telling import Section

PartKind = Literal[
    "text",
    "why",
    "role",
    "automated",
    "reasons",
    "conditions",
    "consulted",
    "changes",
    "correction",
    "rights",
    "advice",
    "complaints",
    "contact",
]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list, and what belongs to it."""

    text: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with paragraphs, a list, and paragraphs after it; `prominent` stands in a frame.

    `kind` says what it is about, for a page that sets each part in its own place.
    """

    title: str
    before: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    after: tuple[str, ...] = ()
    prominent: bool = False
    kind: PartKind = "text"


@dataclass(frozen=True, slots=True)
class Content:
    """A whole letter: `kind` names it, `about` are lines under the title, such as a reference.

    `lead` is the first paragraph, which says what matters most.
    """

    kind: str
    title: str
    about: tuple[str, ...]
    lead: tuple[str, ...]
    parts: tuple[Part, ...]


def listed_part(
    section: Section, before: tuple[str, ...] = (), after: tuple[str, ...] = ()
) -> Part:
    """A told section as a part: its lines as a list, what belongs to a line below it."""
    return Part(section.title, before, items_of(section), after)


def items_of(section: Section) -> tuple[Item, ...]:
    """The lines of a told section as entries of a list."""
    found: list[tuple[str, list[str]]] = []
    for line in section.lines:
        if line.level and found:
            found[-1][1].append(line.text)
        else:
            found.append((line.text, []))
    return tuple(Item(text, tuple(below)) for text, below in found)


def without_empty(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts that say something."""
    return tuple(part for part in parts if part.before or part.items or part.after)
