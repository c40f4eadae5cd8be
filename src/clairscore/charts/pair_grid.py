"""Two variables together: in each cell how many of a hundred, and the cell of one file.

A cell in which either part of the split counts some, but fewer than 20 people, is not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clairscore.charts.binned import Binned
from clairscore.charts.figure import Figure, Table
from clairscore.charts.marks import Drawn, Row, end_of, layered, mark, number_of, words_of
from clairscore.charts.position import tick_axis
from clairscore.charts.theme import BORDER, GRID, INK
from clairscore.charts.wording import heads
from clairscore.i18n import Lang, number, sentence, t

CELL = 26
"""Height of a row of cells in pixels."""
LIGHT = 0.69
"""From this part of the darkest tint on, white figures stand out more than black ones."""
PALE, DARK = "#FFF4EC", "#7A2F06"
"""Ends of a scale of one hue that grows darker, so that it reads in grey."""


@dataclass(frozen=True, slots=True)
class Counts:
    """One part of a split on the grid: label, and people by rows of the first variable.

    None: some, but fewer than 20.
    """

    label: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell from the left and from below; `share` of a hundred in the second part, or masked."""

    column: int
    row: int
    share: float | None
    people: int | None


def pair_grid(
    across: Binned,
    up: Binned,
    parts: tuple[Counts, Counts],
    place: tuple[int, int] | None,
    lang: Lang,
) -> Figure:
    """The share of the second part in every cell that may be told.

    The counts' first variable is drawn `across`, the second `up`; `place` has the file's bins.
    """
    cells = cells_of(across, up, parts)
    at = None if place is None else (across.place(place[0]), up.place(place[1]))
    second = parts[1].label
    own = next((each for each in cells if (each.column, each.row) == at), None)
    return Figure(
        kind="pair_grid",
        lang=lang,
        chart=_drawn(across, up, cells, at, lang),
        title=_title(own, second, lang),
        conclusion=_conclusion(cells, second, lang),
        table=_table(across, up, cells, at, second, lang),
    )


def cells_of(across: Binned, up: Binned, parts: tuple[Counts, Counts]) -> list[Cell]:
    """Cells that hold somebody, from the left and from below."""
    found = []
    for bin, (first, second) in enumerate(zip(parts[0].counts, parts[1].counts, strict=True)):
        column, row = across.place(bin // up.bins), up.place(bin % up.bins)
        if first == 0 and second == 0:
            continue
        known = None if first is None or second is None else first + second
        share = None if known is None or second is None else 100 * second / known
        found.append(Cell(column, row, share, known))
    return found


def _title(own: Cell | None, second: str, lang: Lang) -> str:
    if own is None:
        return t("chart.pair_grid.title_nowhere", lang)
    if own.share is None:
        return t("chart.pair_grid.title_masked", lang)
    return t("chart.pair_grid.title", lang, n=number(own.share, lang), part=second)


def _conclusion(cells: Sequence[Cell], second: str, lang: Lang) -> str:
    told = [each.share for each in cells if each.share is not None]
    masked = number(len(cells) - len(told), lang)
    if not told:
        return t("chart.pair_grid.conclusion_masked", lang)
    low, high = number(min(told), lang), number(max(told), lang)
    return t("chart.pair_grid.conclusion", lang, part=second, low=low, high=high, masked=masked)


def _table(
    across: Binned,
    up: Binned,
    cells: Sequence[Cell],
    at: tuple[int, int] | None,
    second: str,
    lang: Lang,
) -> Table:
    masked, here = t("chart.pair_grid.masked", lang), t("chart.position.here", lang)
    rows = tuple(
        (
            across.told(each.column, lang),
            up.told(each.row, lang),
            masked if each.people is None else number(each.people, lang),
            masked if each.share is None else number(each.share, lang),
            here if (each.column, each.row) == at else "",
        )
        for each in cells
    )
    counted, share = heads(lang, "clients", "of_hundred")
    columns = (sentence(across.label), sentence(up.label), counted, f"{sentence(second)}, {share}")
    return Table((*columns, t("chart.column.place", lang)), rows)


def _drawn(
    across: Binned,
    up: Binned,
    cells: Sequence[Cell],
    at: tuple[int, int] | None,
    lang: Lang,
) -> Drawn:
    x = number_of("column", (0, across.bins), tick_axis(across), across.title)
    y = number_of("row", (0, up.bins), tick_axis(up), up.title)
    square = {"x": x, "x2": end_of("right"), "y": y, "y2": end_of("top")}
    centre = {"x": {**x, "field": "middle"}, "y": {**y, "field": "centre"}}
    told = [_values(each, lang) for each in cells if each.share is not None]
    masked = [_values(each, lang) for each in cells if each.share is None]
    tile: Drawn = {"type": "rect", "stroke": "white", "strokeWidth": 1}
    dash: Drawn = {"type": "point", "size": 14, "shape": "stroke", "strokeWidth": 2}
    most = max((float(row["share"]) for row in told), default=100.0)
    figure = {**centre, "text": words_of("told"), "color": _ink(most)}
    layers = [
        mark({**tile, "color": GRID}, masked, square),
        mark({**dash, "color": BORDER}, masked, centre),
        mark(tile, told, {**square, "color": _shade(most, lang)}, "cells"),
        mark({"type": "text", "fontSize": 10}, told, figure),
        *([] if at is None else _own(at, square)),
    ]
    return layered(layers, CELL * up.bins)


def _shade(most: float, lang: Lang) -> Drawn:
    legend: Drawn = {"format": ".0f", "gradientLength": 160, "tickCount": 3}
    legend |= {"title": t("chart.pair_grid.legend", lang), "titleFontWeight": "normal"}
    scale: Drawn = {"domain": [0, max(1.0, most)], "range": [PALE, DARK]}
    return {"field": "share", "type": "quantitative", "scale": scale, "legend": legend}


def _ink(most: float) -> Drawn:
    """White figures on the darkest tints, black ones elsewhere."""
    return {
        "condition": {"test": f"datum.share > {LIGHT * most}", "value": "white"},
        "value": "black",
    }


def _values(cell: Cell, lang: Lang) -> Row:
    share = cell.share or 0.0
    return {
        "column": cell.column,
        "right": cell.column + 1,
        "middle": cell.column + 0.5,
        "row": cell.row,
        "top": cell.row + 1,
        "centre": cell.row + 0.5,
        "share": share,
        "told": number(share, lang),
    }


def _own(at: tuple[int, int], square: dict[str, Drawn]) -> list[Drawn]:
    """A frame around the file's cell, dark on a white seam, so that it stands out from any tint."""
    column, row = at
    rows = [{"column": column, "right": column + 1, "row": row, "top": row + 1}]
    frame: Drawn = {"type": "rect", "fillOpacity": 0}
    return [
        mark({**frame, "stroke": "white", "strokeWidth": 6}, rows, square),
        mark({**frame, "stroke": INK, "strokeWidth": 3}, rows, square, "file"),
    ]
