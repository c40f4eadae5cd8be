"""One look for every figure: colours told apart without hue, the font, numbers as they are read.

Blue and rust differ in lightness too, so that they survive colour-blindness and a grey printer;
text colours reach a contrast of 4.5 on white.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from clairscore.i18n import NARROW, Lang

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

LOWER, HIGHER = "#0B5FA5", "#B8480A"
"""Lower risk or granted, higher risk or refused."""
INK, MUTED, BORDER, GRID = "#1F2933", "#52606D", "#7B8794", "#E4E7EB"
LOWER_TINT, HIGHER_TINT = "#CFE3F5", "#FAD9C6"

FAMILY = "Inter"
WIDTH, HEIGHT = 620, 240
"""A figure's size in CSS pixels, axes included: the text width of an A4 page."""
DASHED, DOTTED = (6, 4), (2, 3)

NUMBERS: dict[Lang, dict[str, Json]] = {
    "fr": {
        "decimal": ",",
        "thousands": NARROW,
        "grouping": [3],
        "currency": ["", ""],
        "percent": f"{NARROW}%",
        "minus": "-",
    },
    "en": {
        "decimal": ".",
        "thousands": ",",
        "grouping": [3],
        "currency": ["", ""],
        "percent": "%",
        "minus": "-",
    },
}
"""How Vega writes the numbers of an axis (d3-format's locale), as `i18n` writes them elsewhere."""


def config() -> dict[str, Json]:
    """Vega-Lite's settings of every figure."""
    return {
        "aria": False,  # the figure has one text alternative, not one for each mark
        "background": "white",
        "font": FAMILY,
        "padding": {"left": 4, "right": 22, "top": 4, "bottom": 4},
        "view": {"stroke": None},
        "axis": {
            "labelColor": INK,
            "titleColor": MUTED,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "titlePadding": 8,
            "labelLimit": 260,
            "gridColor": GRID,
            "domainColor": BORDER,
            "tickColor": BORDER,
            "labelFlush": False,
            "labelPadding": 5,
        },
        "legend": {
            "orient": "top",
            "direction": "horizontal",
            "title": None,
            "labelColor": INK,
            "labelFontSize": 12,
            "labelLimit": 400,
            "symbolStrokeWidth": 2.5,
            "columnPadding": 24,
            "columns": 3,
        },
        "header": {"labelColor": INK, "labelFontSize": 12, "title": None},
        "text": {"color": INK, "fontSize": 12},
        "line": {"strokeWidth": 2.5},
        "bar": {"discreteBandSize": {"band": 0.7}},
    }


def font_folder() -> Path:
    """Where the fonts lie that charts are measured with and documents embed."""
    with as_file(files("clairscore").joinpath("charts", "fonts")) as folder:
        return folder
