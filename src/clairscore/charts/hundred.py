"""A hundred applications of one level of risk: crosses had difficulties, circles had none."""

from __future__ import annotations

from clairscore.charts.figure import Figure, Table
from clairscore.charts.marks import Drawn, Key, Row, layered, mark, number_of
from clairscore.charts.theme import HIGHER, LOWER, LOWER_TINT
from clairscore.charts.wording import heads
from clairscore.i18n import Lang, number, t

ROW = 20
"""Icons in a row."""
CELL = 26
"""Pixels from one row to the next."""


def hundred(probability: float, lang: Lang) -> Figure:
    """How many of a hundred applications at this level of risk had difficulties."""
    crosses = round(100 * probability)
    told = number(crosses, lang)
    return Figure(
        kind="hundred",
        lang=lang,
        chart=_drawn(crosses, lang),
        title=_title(crosses, lang),
        conclusion=t(
            "chart.hundred.conclusion", lang, crosses=told, circles=number(100 - crosses, lang)
        ),
        table=Table(
            heads(lang, "happened", "of_hundred"),
            (
                (t("chart.hundred.difficulties", lang), told),
                (t("chart.hundred.repaid", lang), number(100 - crosses, lang)),
            ),
        ),
    )


def _title(crosses: int, lang: Lang) -> str:
    if crosses < 2:
        return t(f"chart.hundred.title_{'one' if crosses else 'none'}", lang)
    return t("chart.hundred.title_many", lang, n=number(crosses, lang))


def _drawn(crosses: int, lang: Lang) -> Drawn:
    words = [t(f"chart.hundred.{part}", lang) for part in ("difficulties", "repaid")]
    rows: list[Row] = [
        {"column": at % ROW, "row": at // ROW, "part": words[0 if at < crosses else 1]}
        for at in range(100)
    ]
    key = Key("part", words)
    icons = mark(
        {"type": "point", "filled": True, "size": 120, "opacity": 1, "strokeWidth": 1.5},
        rows,
        {
            "x": number_of("column", (-0.6, ROW - 0.4)),
            "y": number_of("row", (100 / ROW - 0.4, -0.6)),
            "shape": key.of(CROSS, "circle"),
            "color": key.of(HIGHER, LOWER_TINT),
            "stroke": key.of(HIGHER, LOWER),
        },
        "icons",
    )
    return {**layered([icons], 100 // ROW * CELL), "width": ROW * CELL}


CROSS = (
    "M-0.7,-1 L0,-0.3 L0.7,-1 L1,-0.7 L0.3,0 L1,0.7 L0.7,1 L0,0.3"
    " L-0.7,1 L-1,0.7 L-0.3,0 L-1,-0.7 Z"
)
"""An x as a path, since Vega's own cross is an upright plus."""
