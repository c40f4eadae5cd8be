"""Tables that a screen reader reads as tables, and that a narrow screen shows line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import streamlit as st

Kind = Literal["text", "number"]


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head; numbers stand to the right."""

    words: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its words, where they lead, and the sign before them (granted, refused, referred)."""

    words: str
    href: str | None = None
    sign: str | None = None
    flags: tuple[str, ...] = ()


def table(caption: str, heads: Sequence[Head], rows: Sequence[Sequence[Cell | str]]) -> None:
    """Show the table; the first cell of a row names it."""
    st.html(markup(caption, heads, rows))


def markup(caption: str, heads: Sequence[Head], rows: Sequence[Sequence[Cell | str]]) -> str:
    """The table as HTML.

    Roles are said aloud: a narrow screen shows rows as blocks, which would take them away.
    """
    top = "".join(
        f'<th role="columnheader" scope="col"{_numeric(head)}>{escape(head.words)}</th>'
        for head in heads
    )
    body = "".join(f'<tr role="row">{_row(heads, row)}</tr>' for row in rows)
    return (
        f'<table role="table" class="wide stacked"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{top}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )


def _row(heads: Sequence[Head], row: Sequence[Cell | str]) -> str:
    cells = [Cell(each) if isinstance(each, str) else each for each in row]
    paired = enumerate(zip(heads, cells, strict=True))
    return "".join(_cell(head, cell, place == 0) for place, (head, cell) in paired)


def _cell(head: Head, cell: Cell, names: bool) -> str:
    tag, role = ("th", 'role="rowheader" scope="row"') if names else ("td", 'role="cell"')
    return (
        f'<{tag} {role} data-head="{escape(head.words)}"{_numeric(head)}>'
        f"<span>{_content(cell)}</span></{tag}>"
    )


def _content(cell: Cell) -> str:
    words = escape(cell.words)
    if cell.sign:
        words = f'<span class="{escape(cell.sign)}">{words}</span>'
    if cell.href:
        words = f'<a href="{escape(cell.href)}" target="_self">{words}</a>'
    return words + "".join(f'<span class="flag">{escape(flag)}</span>' for flag in cell.flags)


def _numeric(head: Head) -> str:
    return ' class="number"' if head.kind == "number" else ""
