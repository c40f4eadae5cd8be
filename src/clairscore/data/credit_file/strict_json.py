"""Strict JSON: UTF-8, bounded, finite numbers, no name given twice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from clairscore.errors import BadCreditFile, Violation

MAX_BYTES = 2_000_000
NAMES_SHOWN = 5
NAME_SHOWN = 40

Document = Mapping[str, Any]


def read_json(text: bytes | str) -> Document:
    """The JSON object in the text; BadCreditFile unless it is strict JSON of bounded size."""
    try:
        document = json.loads(
            _decoded(text), object_pairs_hook=_without_duplicates, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        raise _unreadable(
            "json",
            f"not valid JSON at line {error.lineno}, column {error.colno}; expected an object",
        ) from None
    except RecursionError:
        raise _unreadable("depth", "nested too deeply; expected tables of rows of values") from None
    except ValueError:
        raise _unreadable("json", "a number has too many digits; expected a plain number") from None
    if not isinstance(document, dict):
        raise _unreadable("json", f"found {kind_of(document)}; expected an object with tables")
    return document


def kind_of(value: object) -> str:
    """The JSON kind of a value, never the value."""
    kinds = {bool: "true or false", str: "a text", list: "a list", dict: "an object"}
    return kinds.get(type(value), "null" if value is None else "a number")


def listed(names: Sequence[str]) -> str:
    shown = ", ".join(ascii(name[:NAME_SHOWN])[1:-1] for name in names[:NAMES_SHOWN])
    more = len(names) - NAMES_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _decoded(text: bytes | str) -> str:
    if len(text) > MAX_BYTES:
        raise _unreadable("size", f"{len(text):,} bytes; expected at most {MAX_BYTES:,}")
    if isinstance(text, str):
        return text
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _unreadable(
            "encoding", f"byte {error.start + 1} is not UTF-8; save the file as UTF-8"
        ) from None


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = (
            sorted({name for name in names if names.count(name) > 1}) if len(names) < 500 else []
        )
        raise _unreadable(
            "duplicate-key", f"given twice in one object: {listed(twice)}; give each name once"
        )
    return found


def _no_constant(token: str) -> NoReturn:
    raise _unreadable("constant", f"found {token}; expected a finite number or null")


def _unreadable(code: str, message: str) -> BadCreditFile:
    return BadCreditFile([Violation(code, "credit file", None, f"credit file: {message}")])
