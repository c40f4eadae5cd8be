"""Lists page by page: a cursor names the last entry given, and the next page follows it."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import Field

from clairscore.api.models import MOST_LISTED, Answered
from clairscore.api.problems import Problem, Wrong

T = TypeVar("T")

LONGEST = 400
Cursor = Annotated[
    str | None,
    Query(max_length=LONGEST, description="`next` of the page before; none for the first page."),
]
Limit = Annotated[int, Query(ge=1, le=MOST_LISTED, description="Entries of a page.")]


class Page(Answered, Generic[T]):
    """Some entries of a list; `next` is null on the last page."""

    items: list[T]
    next: str | None = Field(description="Cursor of the following page, null on the last one.")


def cut(
    found: Sequence[T], limit: int, sorted_by: Callable[[T], str | int]
) -> tuple[Sequence[T], str | None]:
    """A page's entries and the cursor of the next one, from a look for one entry more."""
    shown = found[:limit]
    return shown, cursor_of(sorted_by(shown[-1])) if len(found) > limit else None


def cursor_of(*last: str | int | float) -> str:
    """The cursor that stands for an entry: what the list is sorted by, as text for addresses."""
    text = json.dumps(last, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def position_of(
    cursor: str | None, *kinds: type[str] | type[int] | type[float]
) -> tuple[str | int | float, ...] | None:
    """What `cursor_of` was given; Problem `invalid` for a text that it did not write."""
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        found = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise bad_cursor() from None
    if not isinstance(found, list) or [type(value) for value in found] != list(kinds):
        raise bad_cursor()
    if any(isinstance(value, int) and not -(2**63) <= value < 2**63 for value in found):
        raise bad_cursor()
    if any(isinstance(value, str) and not value.isprintable() for value in found):
        raise bad_cursor()
    return tuple(found)


def text_at(cursor: str | None) -> str | None:
    """The text that the list is sorted by where the cursor stands; None before the first page."""
    position = position_of(cursor, str)
    return str(position[0]) if position else None


def bad_cursor() -> Problem:
    """The refusal of a cursor that no page gave."""
    return Problem("invalid", errors=[Wrong("query.cursor", "cursor")])
