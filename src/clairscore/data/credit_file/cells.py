"""What one value of a credit file may be: a check for every column of the schema."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from clairscore.data.credit_file.strict_json import kind_of
from clairscore.data.schema import CLIENT_KEY, TABLES, Column

MAX_WORD = 100

Fault = tuple[str, str]
"""What was found, in few words, and what was expected."""
Check = Callable[[object], Fault | None]


@dataclass(frozen=True)
class _Absent:
    """Marks a fact that the row does not name, as against one given as null."""


ABSENT = _Absent()


@cache
def check_of(table: str, column: str) -> Check:
    """The check of one column's values, ABSENT included; None means that the value is right."""
    found = TABLES[table][column]
    if found.is_text:
        return _word_check(found)
    return _number_check(found, optional=column == CLIENT_KEY or not found.required)


def _word_check(column: Column) -> Check:
    known = frozenset(column.codes) | frozenset(column.null_words)
    expected = f"a word such as {column.vocabulary[0]!r}" + ("" if column.required else " or null")

    def check(value: object) -> Fault | None:
        if type(value) is str:
            return None if value in known else _strange_word(value, expected)
        if value is None or value is ABSENT:
            return ("missing", expected) if column.required else None
        return (f"found {kind_of(value)}", expected)

    return check


def _strange_word(word: str, expected: str) -> Fault | None:
    if len(word) > MAX_WORD:
        return (f"a text of more than {MAX_WORD} characters", expected)
    return None if word.isprintable() and word else ("an empty or unprintable text", expected)


def _number_check(column: Column, *, optional: bool) -> Check:
    low, high, whole, sentinel = (
        column.low or 0,
        column.high or 0,
        column.is_whole,
        column.sentinel,
    )
    expected = _expected_number(column) + (" or null" if optional else "")
    kinds = (int,) if column.kind == "id" else (int, float)
    absent_allowed, null_allowed = optional, optional and column.kind != "id"

    def check(value: object) -> Fault | None:
        if type(value) in kinds:
            if low <= value <= high:  # type: ignore[operator]
                return ("not a whole number", expected) if whole and value % 1 else None  # type: ignore[operator]
            return None if value == sentinel else _out_of_range(value, low, expected)
        if value is ABSENT:
            return None if absent_allowed else ("missing", expected)
        if value is None:
            return None if null_allowed else ("missing", expected)
        return (f"found {kind_of(value)}", expected)

    return check


def _out_of_range(value: object, low: float, expected: str) -> Fault:
    if low == 0 and isinstance(value, int | float) and value < 0:
        return ("negative", expected)
    return ("out of range", expected)


def _expected_number(column: Column) -> str:
    what = "a whole number" if column.is_whole else "a number"
    return f"{what} from {_plain(column.low)} to {_plain(column.high)}"


def _plain(limit: float | None) -> str:
    return f"{limit:,.0f}" if limit is not None else "any"
