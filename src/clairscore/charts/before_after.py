"""An application before and after a change, on one scale with the limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from clairscore.charts.figure import Figure, Table
from clairscore.charts.theme import HIGHER, HIGHER_TINT, INK, LOWER, LOWER_TINT, WIDTH
from clairscore.charts.wording import heads
from clairscore.i18n import Lang, aligned, number, t

if TYPE_CHECKING:
    import altair as alt

    from clairscore.charts.figure import Chart

ROWS = (46, 96)
"""Heights of the two rows' middles in CSS pixels; the limit's words stand above."""
BAND, HEIGHT = 22, 118
WORDS = 0.19
"""Share of the width that a mark's words take."""


def before_after(before: float, after: float, cut_off: float, lang: Lang) -> Figure:
    """Two probabilities and the limit; the same colour and sign as everywhere on each side."""
    change = round(100 * (after - before), 1)
    verdict = "same" if change == 0 else "lower" if change < 0 else "higher"
    return Figure(
        kind="before_after",
        lang=lang,
        chart=_chart(before, after, cut_off, lang),
        title=t(f"chart.before_after.title_{verdict}", lang, **_by(abs(change), verdict, lang)),
        conclusion=t(
            "chart.before_after.conclusion",
            lang,
            before=aligned(before, lang),
            after=aligned(after, lang),
            cut_off=aligned(cut_off, lang),
            side=t(f"chart.before_after.{_side(before, cut_off)}_{_side(after, cut_off)}", lang),
        ),
        table=Table(
            (t("chart.before_after.what", lang), *heads(lang, "probability", "limit_distance")),
            tuple(
                (
                    t(f"chart.before_after.{name}", lang),
                    aligned(value, lang),
                    _points(value - cut_off, lang),
                )
                for name, value in (("before", before), ("after", after))
            ),
        ),
    )


def _by(change: float, verdict: str, lang: Lang) -> dict[str, str]:
    return {} if verdict == "same" else {"points": number(change, lang, 1)}


def _side(probability: float, cut_off: float) -> Literal["below", "above"]:
    return "above" if probability >= cut_off else "below"


def _points(distance: float, lang: Lang) -> str:
    sign = "+" if distance > 0 else ""
    return t("chart.before_after.points", lang, points=sign + number(100 * distance, lang, 1))


def _chart(before: float, after: float, cut_off: float, lang: Lang) -> Chart:
    import altair as alt

    top = min(1.0, 1.25 * max(before, after, 1.6 * cut_off))
    scale = alt.Scale(domain=[0, top], nice=False)
    x = alt.X(
        "at:Q",
        scale=scale,
        title=t("chart.before_after.x", lang),
        axis=alt.Axis(format=".0%", tickCount=6, grid=False),
    )
    layers = [
        *(_zone(0, cut_off, row, x, LOWER_TINT) for row in ROWS),
        *(_zone(cut_off, top, row, x, HIGHER_TINT) for row in ROWS),
        *_limit(cut_off, top, x, lang),
        *_mark("before", before, cut_off, top, x, lang),
        *_mark("after", after, cut_off, top, x, lang),
    ]
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def _zone(start: float, end: float, row: int, x: alt.X, colour: str) -> alt.Chart:
    import altair as alt

    base = alt.Chart(alt.InlineData(values=[{"at": start, "end": end}]))
    drawn: alt.Chart = base.mark_rect(color=colour)
    y, y2 = alt.value(row - BAND / 2), alt.value(row + BAND / 2)
    return drawn.encode(x=x, x2="end:Q", y=y, y2=y2)


def _limit(cut_off: float, top: float, x: alt.X, lang: Lang) -> list[alt.Chart]:
    import altair as alt

    base = alt.Chart(alt.InlineData(values=[{"at": cut_off}])).encode(x=x)
    rule = base.mark_rule(color=INK, strokeWidth=2).encode(y=alt.value(16), y2=alt.value(HEIGHT))
    words = t("chart.response.limit", lang, cut_off=aligned(cut_off, lang))
    text = base.mark_text(align=_align(cut_off / top), baseline="top", color=INK)
    return [
        rule.properties(name="limit"),
        text.encode(y=alt.value(0), text=alt.value(words)),
    ]


def _mark(
    name: Literal["before", "after"], at: float, cut_off: float, top: float, x: alt.X, lang: Lang
) -> list[alt.Chart]:
    """A hollow circle before, a filled diamond after; its words on the side with more room."""
    import altair as alt

    row = ROWS[0] if name == "before" else ROWS[1]
    colour = HIGHER if at >= cut_off else LOWER
    base = alt.Chart(alt.InlineData(values=[{"at": at}])).encode(x=x, y=alt.value(row))
    filled = name == "after"
    mark = base.mark_point(
        shape="diamond" if filled else "circle",
        filled=filled,
        fill=colour if filled else "white",
        stroke=colour,
        strokeWidth=3,
        size=210 if filled else 150,
        opacity=1,
    )
    words = t("chart.before_after.label", lang, what=t(f"chart.before_after.{name}", lang),
              share=aligned(at, lang))  # fmt: skip
    align, dx, anchor = _placed(at, cut_off, top)
    text = alt.Chart(alt.InlineData(values=[{"at": anchor}])).mark_text(
        align=align,
        dx=dx,
        color=INK,
        fontWeight="bold" if filled else "normal",
        fontSize=13,
    ).encode(x=x, y=alt.value(row))  # fmt: skip
    return [mark.properties(name=name), text.encode(text=alt.value(words))]


def _placed(at: float, cut_off: float, top: float) -> tuple[Literal["left", "right"], int, float]:
    """On which side of which value the words hang, so that the limit never cuts them."""
    if at >= cut_off:
        return ("left", 15, at) if at / top <= 1 - WORDS else ("right", -15, at)
    if at / top > WORDS:
        return "right", -15, at
    return ("left", 15, at) if (cut_off - at) / top > WORDS else ("left", 8, cut_off)


def _align(share: float) -> Literal["left", "center", "right"]:
    return "left" if share < 0.2 else "right" if share > 0.8 else "center"
