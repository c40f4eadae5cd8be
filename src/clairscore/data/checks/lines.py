"""Find the lines of a block that are no rows: short, long, unquoted, not UTF-8, NUL bytes.

A good block is recognised by counting its commas and line ends; lines are told apart only when
the counts do not agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from clairscore.data.checks.blocks import LINE_BYTES, Block

Positions: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

LINE_END, COMMA, QUOTE = 10, 44, 34


@dataclass(frozen=True)
class LineFault:
    """Lines of one block with the same fault: how many, and the first one's number."""

    code: str
    count: int
    first: int


@dataclass(frozen=True)
class Rows:
    """The block's good lines, their line numbers, and what is wrong with the others."""

    data: bytes
    numbers: Positions
    faults: tuple[LineFault, ...] = ()


def rows(block: Block, cells: int) -> Rows:
    """The lines of the block that have `cells` cells; the others as faults."""
    letters = np.frombuffer(block.data, np.uint8)
    ends = np.flatnonzero(letters == LINE_END)
    numbers = np.arange(block.first_line, block.first_line + len(ends))
    if _is_sound(block.data, letters, ends, cells):
        return Rows(block.data, numbers)
    faults = _faults(block, letters, ends, cells)
    bad = np.logical_or.reduce([mask for _, mask in faults])
    good = np.repeat(~bad, np.diff(ends, prepend=-1))
    told = (_told(code, mask, numbers) for code, mask in faults if mask.any())
    return Rows(letters[good].tobytes(), numbers[~bad], tuple(told))


def _told(code: str, mask: Mask, numbers: Positions) -> LineFault:
    return LineFault(code, int(mask.sum()), int(numbers[mask][0]))


def _is_sound(data: bytes, letters: NDArray[np.uint8], ends: Positions, cells: int) -> bool:
    if b"\0" in data or not _is_utf8(data) or _lengths(ends).max() > LINE_BYTES:
        return False
    quotes = np.flatnonzero(letters == QUOTE) if b'"' in data else np.empty(0, np.int64)
    if _per_line(quotes, ends).any() and (_per_line(quotes, ends) % 2).any():
        return False
    commas = _unquoted(np.flatnonzero(letters == COMMA), quotes)
    if len(commas) != len(ends) * (cells - 1):
        return False
    if cells == 1:
        return True
    table = commas.reshape(-1, cells - 1)
    return bool((table[:, -1] < ends).all() and (table[1:, 0] > ends[:-1]).all())


def _faults(
    block: Block, letters: NDArray[np.uint8], ends: Positions, cells: int
) -> list[tuple[str, Mask]]:
    """Each line under the first fault that fits it."""
    quotes = np.flatnonzero(letters == QUOTE)
    found = [
        ("nul", _per_line(np.flatnonzero(letters == 0), ends) > 0),
        ("too-long", _lengths(ends) > LINE_BYTES),
        ("encoding", _not_utf8(block.data, letters, ends)),
        ("quote", _per_line(quotes, ends) % 2 == 1),
    ]
    bad = np.logical_or.reduce([mask for _, mask in found])
    commas = _commas_by_line(letters, ends, quotes, bad)
    found += [("short", ~bad & (commas < cells - 1)), ("long", ~bad & (commas > cells - 1))]
    return list(_first_only(found))


def _first_only(found: Iterable[tuple[str, Mask]]) -> Iterator[tuple[str, Mask]]:
    seen: Mask | None = None
    for code, mask in found:
        yield code, mask if seen is None else mask & ~seen
        seen = mask if seen is None else mask | seen


def _commas_by_line(
    letters: NDArray[np.uint8], ends: Positions, quotes: Positions, bad: Mask
) -> Positions:
    """Unquoted commas in each line; quotes of bad lines do not count, since they have no pair."""
    paired = quotes[~bad[np.searchsorted(ends, quotes)]]
    return _per_line(_unquoted(np.flatnonzero(letters == COMMA), paired), ends)


def _per_line(positions: Positions, ends: Positions) -> Positions:
    return np.bincount(np.searchsorted(ends, positions), minlength=len(ends))


def _lengths(ends: Positions) -> Positions:
    return np.diff(ends, prepend=-1)


def _unquoted(commas: Positions, quotes: Positions) -> Positions:
    """Commas outside pairs of quotes. Few cells are quoted, so each pair is looked up."""
    opening = np.searchsorted(commas, quotes[0::2])
    closing = np.searchsorted(commas, quotes[1::2])
    quoted = np.zeros(len(commas) + 1, np.int64)
    np.add.at(quoted, opening, 1)
    np.add.at(quoted, closing, -1)
    return commas if not len(quotes) else commas[np.cumsum(quoted)[:-1] == 0]


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _not_utf8(data: bytes, letters: NDArray[np.uint8], ends: Positions) -> Mask:
    bad = np.zeros(len(ends), np.bool_)
    starts = ends - _lengths(ends) + 1
    for line in np.unique(np.searchsorted(ends, np.flatnonzero(letters >= 128))):
        bad[line] = not _is_utf8(data[starts[line] : ends[line]])
    return bad
