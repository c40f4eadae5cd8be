"""Vega-Lite written directly: marks, channels, legends, layers.

Altair builds and checks an object for each word of a chart, which costs 50 to 120 ms of a figure;
figures that a person waits for are written here, and the tests check them against the schema.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from clairscore.charts.theme import WIDTH, Json

Drawn: TypeAlias = dict[str, Json]
"""A part of a Vega-Lite specification."""
Row: TypeAlias = Mapping[str, str | float | bool]
"""What one mark is drawn from."""


def mark(style: Drawn, rows: Sequence[Row], channels: Mapping[str, Drawn], name: str = "") -> Drawn:
    """One layer: how its marks look, from which rows, and what places and colours them."""
    drawn: Drawn = {
        "data": {"values": [dict(row) for row in rows]},
        "mark": style,
        "encoding": dict(channels),
    }
    return {"name": name, **drawn} if name else drawn


def layered(layers: Sequence[Drawn], height: float) -> Drawn:
    """Layers over each other, the last on top, in a figure's width."""
    return {"layer": list(layers), "width": WIDTH, "height": height}


def number_of(
    field: str, domain: Sequence[float] | None = None, axis: Drawn | None = None, title: str = ""
) -> Drawn:
    """A channel that places by a number; without `axis` nothing is written along it."""
    channel: Drawn = {"field": field, "type": "quantitative", "axis": axis, "title": title or None}
    if domain is not None:
        channel["scale"] = {"domain": list(domain), "nice": False}
    return channel


def end_of(field: str) -> Drawn:
    """The other end of a bar, a rule or a rectangle."""
    return {"field": field}


def words_of(field: str) -> Drawn:
    """The channel of a text."""
    return {"field": field, "type": "nominal"}


def pixels(at: float) -> Drawn:
    """A fixed place, from the left or from the top."""
    return {"value": at}


def larger(drawn: Json, by: float) -> Json:
    """The same drawing with its words larger, for a screen that is read across a table."""
    if isinstance(drawn, list):
        return [larger(each, by) for each in drawn]
    if not isinstance(drawn, dict):
        return drawn
    grown = {name: larger(each, by) for name, each in drawn.items()}
    for name in ("axis", "legend"):
        if isinstance(grown.get(name), dict):
            grown[name] = {**dict.fromkeys(WORDS, by * 12), **grown[name]}  # type: ignore[dict-item]
    size = grown.get("fontSize")
    return {**grown, "fontSize": by * size} if isinstance(size, int | float) else grown


WORDS = ("labelFontSize", "titleFontSize")


@dataclass(frozen=True, slots=True)
class Key:
    """Named parts of a field in their order; legends of the same parts are drawn as one."""

    field: str
    parts: Sequence[str]
    columns: int = 1
    symbol: str = ""

    def of(self, *values: str | Sequence[int]) -> Drawn:
        """A channel that gives each part its colour, outline, shape or dashes."""
        legend: Drawn = {"columns": self.columns, "symbolSize": 120}
        if self.symbol:
            legend["symbolType"] = self.symbol
        given: list[Json] = [each if isinstance(each, str) else list(each) for each in values]
        scale: Drawn = {"domain": list(self.parts), "range": given}
        return {"field": self.field, "type": "nominal", "scale": scale, "legend": legend}
