"""Estimates with their intervals, one line each, beside a reference: the figure that compares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clairscore.charts.theme import BORDER, DASHED, HIGHER, INK, LOWER, WIDTH
from clairscore.charts.wording import FORMATS, LINES, Unit, folded, row_height
from clairscore.metrics import Interval

if TYPE_CHECKING:
    import altair as alt

    from clairscore.charts.figure import Chart

ROW, CLOSE, MANY = 27, 20, 10
"""Height of a line in CSS pixels, of one among many, and how many are many."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One line: its label, the estimate, whether it is the one that the figure is about."""

    label: str
    interval: Interval
    marked: bool = False


def dots(
    lines: Sequence[Dot],
    unit: Unit,
    axis: str,
    *,
    reference: float | None = None,
    labels: bool = True,
    width: int = WIDTH,
) -> Chart:
    """A dot and its interval on each line, in the given order; a marked one is a filled square."""
    import altair as alt

    data = alt.InlineData(values=[_row(line) for line in lines])
    order = [folded(line.label) for line in lines]
    y = alt.Y("label:N", sort=order, title=None, axis=_labels(labels))
    scale = alt.Scale(domain=_domain(lines, reference), nice=False, zero=False)
    x = alt.X("value:Q", scale=scale, title=axis, axis=alt.Axis(format=FORMATS[unit], tickCount=6))
    base = alt.Chart(data)
    spans = base.mark_rule(strokeWidth=2, color=LOWER).encode(
        y=y, x=alt.X("low:Q", scale=scale, title=axis), x2="high:Q"
    )
    marks = base.mark_point(filled=True, opacity=1, size=80).encode(
        y=y,
        x=x,
        shape=alt.Shape(
            "marked:N", scale=alt.Scale(domain=[False, True], range=["circle", "square"])
        ).legend(None),
        color=alt.Color(
            "marked:N", scale=alt.Scale(domain=[False, True], range=[LOWER, HIGHER])
        ).legend(None),
    )
    layers = [spans, marks] if reference is None else [_line(reference), spans, marks]
    return alt.layer(*layers).properties(width=width, height=_height(lines) * len(lines))


def _height(lines: Sequence[Dot]) -> int:
    return row_height((line.label for line in lines), CLOSE if len(lines) > MANY else ROW)


def _domain(lines: Sequence[Dot], reference: float | None) -> list[float]:
    """From the lowest end to the highest, with a margin, so that no interval touches the frame."""
    ends = [end for line in lines for end in (line.interval.low, line.interval.high)]
    ends += [] if reference is None else [reference]
    margin = 0.05 * (max(ends) - min(ends) or 1.0)
    return [min(ends) - margin, max(ends) + margin]


def _line(at: float) -> alt.Chart:
    import altair as alt

    data = alt.InlineData(values=[{"at": at}])
    rule: alt.Chart = alt.Chart(data).mark_rule(color=INK, strokeDash=list(DASHED))
    return rule.encode(x=alt.X("at:Q"))


def _row(line: Dot) -> dict[str, str | float | bool]:
    return {
        "label": folded(line.label),
        "value": line.interval.value,
        "low": line.interval.low,
        "high": line.interval.high,
        "marked": line.marked,
    }


def _labels(shown: bool) -> alt.Axis | None:
    import altair as alt

    if not shown:
        return None
    return alt.Axis(
        ticks=False,
        domain=False,
        grid=True,
        gridColor=BORDER,
        gridOpacity=0.25,
        labelExpr=LINES,
        labelLimit=380,
    )
