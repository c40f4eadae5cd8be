"""The little of Markdown that the reference needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Lines of a table."""
    names = tuple(heads)
    yield line(names)
    yield "|" + "---|" * len(names)
    yield from map(line, rows)
    yield ""


def line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(cell, cells)) + " |"


def cell(text: str) -> str:
    """The text on one line, none of it read as a mark of the table or as HTML."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def code(text: str) -> str:
    """The text as it is typed; nothing where there is none."""
    return f"`{text}`" if text else ""
