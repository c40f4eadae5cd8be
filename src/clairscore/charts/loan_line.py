"""Credits elsewhere and earlier applications on one time line, packed so that hundreds fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from clairscore.charts.figure import Figure, Table
from clairscore.charts.marks import (
    Drawn,
    Key,
    Row,
    end_of,
    layered,
    mark,
    number_of,
    pixels,
    words_of,
)
from clairscore.charts.theme import BORDER, DASHED, HIGHER, INK, LOWER, LOWER_TINT
from clairscore.charts.wording import heads
from clairscore.i18n import Lang, number, t

Where = Literal["elsewhere", "here"]
Stage = Literal["running", "ended", "refused", "unused"]

PLACES: tuple[Where, ...] = ("elsewhere", "here")
STAGES: tuple[Stage, ...] = ("running", "ended", "refused", "unused")
YEAR = 365.25
SHORTEST = 20.0
"""Days that the shortest bar stands for, so that it can be seen."""
GAP = 30.0
"""Days between two bars of one line."""
ROW, TALLEST, LEAST = 15.0, 560.0, 3.0
"""Height of a line, of all lines, and of a line among very many, in pixels."""
HEAD = 34.0
"""Pixels above the lines of one place, for its name."""


@dataclass(frozen=True, slots=True)
class Span:
    """One credit or earlier application, in days from day 0 (past: negative).

    `late` are the days of instalments or months that were late; `text` says all in words.
    """

    where: Where
    stage: Stage
    start: float
    end: float
    late: tuple[float, ...]
    text: str


def loan_line(spans: Sequence[Span], undated: int, lang: Lang) -> Figure:
    """Every credit by its dates; `undated` more have none and are told only in words."""
    counts = {place: number(sum(s.where == place for s in spans), lang) for place in PLACES}
    return Figure(
        kind="loan_line",
        lang=lang,
        chart=_drawn(spans, _packed(spans), lang),
        title=_title(spans, lang),
        conclusion=t("chart.loan_line.conclusion", lang, **counts, undated=number(undated, lang)),
        table=Table(
            heads(lang, "loan", "where", "stage", "late"),
            tuple(_row(span, lang) for span in spans),
        ),
    )


def _title(spans: Sequence[Span], lang: Lang) -> str:
    if not spans:
        return t("chart.loan_line.title_none", lang)
    running = number(sum(span.stage == "running" for span in spans), lang)
    late = number(sum(bool(span.late) for span in spans), lang)
    return t("chart.loan_line.title", lang, running=running, late=late)


def _row(span: Span, lang: Lang) -> tuple[str, str, str, str]:
    return (
        span.text,
        t(f"chart.loan_line.{span.where}", lang),
        t(f"chart.loan_line.{span.stage}", lang),
        number(len(span.late), lang),
    )


def _packed(spans: Sequence[Span]) -> list[int]:
    """The line of each bar within its place: the first that is free when it begins."""
    free: dict[Where, list[float]] = {"elsewhere": [], "here": []}
    found = [0] * len(spans)
    for at in sorted(range(len(spans)), key=lambda at: (spans[at].start, spans[at].end)):
        start, end = _ends(spans[at])
        ends = free[spans[at].where]
        line = next((n for n, until in enumerate(ends) if until + GAP <= start), len(ends))
        ends[line : line + 1] = [end]
        found[at] = line
    return found


def _ends(span: Span) -> tuple[float, float]:
    return span.start, max(span.end, span.start + SHORTEST)


def _drawn(spans: Sequence[Span], lines: Sequence[int], lang: Lang) -> Drawn:
    rows = _rows(spans, lines)
    height = max(LEAST, min(ROW, TALLEST / max(1, sum(rows.values()))))
    head = math.ceil(HEAD / height)
    tops: dict[Where, int] = {"elsewhere": head, "here": 2 * head + rows["elsewhere"]}
    whole = tops["here"] + max(1, rows["here"])
    placed = [(s, tops[s.where] + line) for s, line in zip(spans, lines, strict=True)]
    place = {"x": _time(spans, lang), "y": number_of("row", (whole, -0.5))}
    today: Drawn = {"type": "rule", "color": INK, "strokeDash": list(DASHED)}
    heads: list[Row] = [
        {"row": tops[where] - 0.62 * HEAD / height, "words": t(f"chart.loan_line.{where}", lang)}
        for where in PLACES
    ]
    layers = [
        mark(today, [{"start": 0}], {"x": place["x"]}),
        _bars(placed, max(2.0, min(10.0, height - 2)), place, lang),
        _late(placed, min(14.0, max(5.0, height)), place),
        mark(TITLE, heads, {"x": pixels(0), "y": place["y"], "text": words_of("words")}),
    ]
    return layered(layers, whole * height)


def _rows(spans: Sequence[Span], lines: Sequence[int]) -> dict[Where, int]:
    """How many lines each place takes."""
    pairs = list(zip(spans, lines, strict=True))
    return {
        place: 1 + max((line for span, line in pairs if span.where == place), default=-1)
        for place in PLACES
    }


def _time(spans: Sequence[Span], lang: Lang) -> Drawn:
    first = min((span.start for span in spans), default=-YEAR) / YEAR
    last = max((_ends(span)[1] for span in spans), default=0.0) / YEAR
    ends = (min(first * 1.03, -1.0), max(last * 1.05, 0.5))
    axis: Drawn = {
        "tickMinStep": 1,
        "tickCount": 8,
        "labelExpr": _years(lang),
        "labelOverlap": True,
        "labelSeparation": 8,
    }
    return number_of("start", ends, axis, t("chart.loan_line.x", lang))


def _bars(
    placed: Sequence[tuple[Span, int]], thick: float, place: dict[str, Drawn], lang: Lang
) -> Drawn:
    rows: list[Row] = [
        {
            "start": _ends(span)[0] / YEAR,
            "end": _ends(span)[1] / YEAR,
            "row": row,
            "stage": t(f"chart.loan_line.{span.stage}", lang),
        }
        for span, row in placed
    ]
    key = Key("stage", [t(f"chart.loan_line.{s}", lang) for s in STAGES], 2, "square")
    colours = {"color": key.of(*FILLS), "stroke": key.of(*LINES)}
    style: Drawn = {"type": "bar", "height": thick, "strokeWidth": 1.2}
    return mark(style, rows, {**place, "x2": end_of("end"), **colours}, "loans")


def _late(placed: Sequence[tuple[Span, int]], size: float, place: dict[str, Drawn]) -> Drawn:
    rows = [{"start": day / YEAR, "row": row} for span, row in placed for day in span.late]
    style: Drawn = {"type": "tick", "color": HIGHER, "thickness": 2, "orient": "vertical"}
    return mark({**style, "size": size}, rows, place, "late")


TITLE: Drawn = {
    "type": "text",
    "align": "left",
    "dx": 2,
    "baseline": "middle",
    "fontSize": 13,
    "fontWeight": "bold",
}
FILLS = [LOWER, LOWER_TINT, "#FFFFFF", "#FFFFFF"]
LINES = [LOWER, LOWER, HIGHER, BORDER]


def _years(lang: Lang) -> str:
    """Vega's expression for a tick: today, years ago, years ahead."""
    today, year, years = (t(f"chart.loan_line.{name}", lang) for name in ("today", "year", "years"))
    unit = f"abs(datum.value) < 1.5 ? '{year}' : '{years}'"
    figure = f"format(datum.value, '{SIGNED}') + ' ' + ({unit})"
    return f"datum.value == 0 ? '{today}' : {figure}"


SIGNED = "+.0f"
