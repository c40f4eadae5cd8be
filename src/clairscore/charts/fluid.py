"""Pictures that fit any width without shrinking their words: for phones, where a chart made for
paper would be read through a lens. Positions are shares of the width, sizes are pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from clairscore.charts.theme import HIGHER, HIGHER_TINT, INK, LOWER, LOWER_TINT
from clairscore.i18n import Lang, number

Anchor = Literal["start", "middle", "end"]

STEPS = (30, 60, 100)
"""Ends of the scale, of a hundred applications; few, so that two files are read alike."""
ROW, BAND = 44, 26
"""Height of one mark's row, and of the band under all of them, in CSS pixels."""
MOST_DIGITS = 4
ICONS, CELL = 20, 24
"""Icons in a row, and the height of a row."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A probability on the scale and the words above it."""

    probability: float
    words: str


def fluid_scale(marks: Sequence[Mark], cut_off: float, limit: str, ends: str, name: str) -> str:
    """Marks above a band that the limit parts; `ends` are the band's two words, parted by a bar.

    A mark at or over the limit is a filled triangle, one under it an empty one.
    """
    top = end_of([mark.probability for mark in marks], cut_off)
    height, at = ROW * len(marks), 100 * min(1.0, 100 * cut_off / top)
    granted, _, refused = ends.partition("|")
    pins = [_pin(mark, cut_off, top, row, height) for row, mark in enumerate(marks)]
    words = [_words(mark, top, row) for row, mark in enumerate(marks)]
    drawn = [
        _zone(0, at, height, LOWER_TINT),
        _zone(at, 100 - at, height, HIGHER_TINT),
        _line(at, 100 - at, height + BAND, HIGHER, dash=True),
        _line(0, at, height + BAND, LOWER, dash=False),
        *pins,
        *words,
        f'<line x1="{at:.2f}%" x2="{at:.2f}%" y1="{height - 4}" y2="{height + BAND + 6}"'
        f' stroke="{INK}" stroke-width="3"/>',
        _text(at, height + BAND + 22, limit, bold=True),
        _text(0, height + BAND + 42, granted, anchor="start"),
        _text(100, height + BAND + 42, refused, anchor="end"),
    ]
    return _svg(height + BAND + 50, name, drawn)


def fluid_hundred(crosses: int, name: str) -> str:
    """A hundred icons: the first ones are crosses, the others circles."""
    drawn = [
        f'<svg x="{100 * (at % ICONS + 0.5) / ICONS:.2f}%" y="{CELL * (at // ICONS) + CELL / 2}"'
        f' overflow="visible">{_CROSS if at < crosses else _CIRCLE}</svg>'
        for at in range(100)
    ]
    return _svg(CELL * (100 // ICONS), name, drawn)


def of_hundred(
    probabilities: Sequence[float], cut_off: float, lang: Lang
) -> tuple[tuple[str, ...], str]:
    """Risks and limit of a hundred, with as few decimals as keep each on its side and off zero."""
    digits = next((n for n in range(MOST_DIGITS) if _apart(probabilities, cut_off, n)), MOST_DIGITS)
    told = tuple(number(100 * each, lang, digits) for each in probabilities)
    return told, number(100 * cut_off, lang, digits)


def _apart(probabilities: Sequence[float], cut_off: float, digits: int) -> bool:
    limit = round(100 * cut_off, digits)
    told = [(each, round(100 * each, digits)) for each in probabilities]
    return limit > 0 and all(
        (count < limit) == (each < cut_off) and (count > limit) == (each > cut_off)
        for each, count in told
    )


HALO = ' paint-order="stroke" stroke="#fff" stroke-width="4" stroke-linejoin="round"'
"""Behind words, so that a line that crosses them does not strike them out."""


def end_of(probabilities: Sequence[float], cut_off: float) -> int:
    """The end of the scale, of a hundred: the first that leaves room right of every mark."""
    wanted = 100 * max(1.05 * max(probabilities), 2 * cut_off)
    return next((step for step in STEPS if step >= wanted), STEPS[-1])


_CROSS = f'<path d="M-4,-4L4,4M-4,4L4,-4" stroke="{HIGHER}" stroke-width="3" fill="none"/>'
_CIRCLE = f'<circle r="4" fill="{LOWER_TINT}" stroke="{LOWER}" stroke-width="1.5"/>'


def _svg(height: float, name: str, drawn: Sequence[str]) -> str:
    told = escape(name)
    return (
        f'<svg class="fluid" xmlns="http://www.w3.org/2000/svg" width="100%" height="{height:g}"'
        f' role="img" aria-label="{told}"><title>{told}</title>{"".join(drawn)}</svg>'
    )


def _zone(start: float, wide: float, y: int, colour: str) -> str:
    return f'<rect x="{start:.2f}%" width="{wide:.2f}%" y="{y}" height="{BAND}" fill="{colour}"/>'


def _line(start: float, wide: float, y: int, colour: str, *, dash: bool) -> str:
    dashed = ' stroke-dasharray="6 4"' if dash else ""
    return (
        f'<line x1="{start:.2f}%" x2="{start + wide:.2f}%" y1="{y}" y2="{y}" stroke="{colour}"'
        f' stroke-width="4"{dashed}/>'
    )


def _pin(mark: Mark, cut_off: float, top: int, row: int, down: int) -> str:
    """A triangle on the value, and a line from it down to the band's lower edge."""
    at, over = 100 * min(1.0, 100 * mark.probability / top), mark.probability >= cut_off
    colour, y = HIGHER if over else LOWER, ROW * row
    form = f'fill="{colour}"' if over else f'fill="#fff" stroke="{colour}" stroke-width="2.5"'
    shape = "M-8,0H8L0,13z" if over else "M-7,1.5L7,1.5L0,12z"
    return (
        f'<line x1="{at:.2f}%" x2="{at:.2f}%" y1="{y + 30}" y2="{down + BAND - 3}"'
        f' stroke="{INK}" stroke-width="1.5"/>'
        f'<svg x="{at:.2f}%" y="{y + 22}"'
        f' overflow="visible"><path d="{shape}" {form}/></svg>'
    )


def _words(mark: Mark, top: int, row: int) -> str:
    at = 100 * min(1.0, 100 * mark.probability / top)
    return _text(at, ROW * row + 16, mark.words, bold=True)


def _text(
    at: float, y: float, words: str, *, bold: bool = False, anchor: Anchor | None = None
) -> str:
    """Words that hang on their place so that they stay inside."""
    side = anchor or ("start" if at < 33 else "end" if at > 67 else "middle")
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{at:.2f}%" y="{y:g}" text-anchor="{side}" font-size="15"{weight}'
        f' fill="{INK}"{HALO}>{escape(words)}</text>'
    )
