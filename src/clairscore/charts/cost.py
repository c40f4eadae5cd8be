"""What decisions cost: at every cut-off, and with people who study some of the files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clairscore.charts.figure import Figure, Table
from clairscore.charts.theme import DASHED, HEIGHT, HIGHER, INK, LOWER, LOWER_TINT, WIDTH
from clairscore.charts.wording import heads, ranged, told, with_range
from clairscore.i18n import Lang, aligned, percent, t
from clairscore.metrics import Interval

if TYPE_CHECKING:
    from clairscore.charts.figure import Chart

STEP = 5
"""Every how many cut-offs the table shows one."""


@dataclass(frozen=True, slots=True)
class CostPoint:
    """Cost per 1,000 applications and share granted at a cut-off."""

    cut_off: float
    cost_per_1000: float
    granted_share: float


@dataclass(frozen=True, slots=True)
class ReviewCase:
    """Decisions where people study some files; `detection` None: nobody studies any.

    `cost` is per 1,000 applications; `referred`, `approval` shares of applications, `bad_rate` of
    the granted.
    """

    detection: float | None
    referred: float
    cost: Interval
    approval: Interval
    bad_rate: Interval


def cost_curve(
    points: Sequence[CostPoint], served: float, optimum: Interval, cost: Interval, lang: Lang
) -> Figure:
    """Cost by cut-off, the served one and the interval of the cheapest; `cost` is at the served."""
    verdict = "inside" if optimum.holds(served) else "outside"
    return Figure(
        kind="cost_curve",
        lang=lang,
        chart=_curve(points, served, optimum, lang),
        title=t(f"chart.cost_curve.title_{verdict}", lang, served=aligned(served, lang)),
        conclusion=t(
            "chart.cost_curve.conclusion",
            lang,
            cost=with_range(cost, "cost", lang),
            optimum=aligned(optimum.value, lang),
            range=ranged(optimum, "share", lang),
        ),
        table=Table(
            heads(lang, "cut_off", "cost", "granted"),
            tuple(
                (
                    aligned(point.cut_off, lang),
                    told(point.cost_per_1000, "cost", lang),
                    aligned(point.granted_share, lang),
                )
                for point in points[STEP - 1 :: STEP]
            ),
        ),
    )


def reviews(rows: Sequence[ReviewCase], lang: Lang) -> Figure:
    """Cost of granting or refusing alone, then with people who study some files."""
    alone, studied = rows[0], rows[1:]
    pays = [row for row in studied if row.cost.value < alone.cost.value]
    verdict = "all" if len(pays) == len(studied) else "some" if pays else "none"
    return Figure(
        kind="reviews",
        lang=lang,
        chart=_reviews_chart(rows, lang),
        title=t(f"chart.reviews.title_{verdict}", lang),
        conclusion=t(
            "chart.reviews.conclusion",
            lang,
            alone=told(alone.cost.value, "cost", lang),
            best=told(min(row.cost.value for row in studied), "cost", lang),
            worst=told(max(row.cost.value for row in studied), "cost", lang),
            referred=aligned(studied[0].referred, lang),
        ),
        table=Table(
            heads(lang, "review", "referred", "approval", "bad_rate", "cost", "interval"),
            tuple(
                (
                    _label(row, lang),
                    aligned(row.referred, lang),
                    aligned(row.approval.value, lang),
                    aligned(row.bad_rate.value, lang),
                    told(row.cost.value, "cost", lang),
                    ranged(row.cost, "cost", lang),
                )
                for row in rows
            ),
        ),
    )


def _curve(points: Sequence[CostPoint], served: float, optimum: Interval, lang: Lang) -> Chart:
    import altair as alt

    values = [{"x": point.cut_off, "y": point.cost_per_1000} for point in points]
    title = t("chart.cost_curve.x", lang)
    x = alt.X("x:Q", title=title, axis=alt.Axis(format=".0%"), scale=alt.Scale(nice=False))
    y = alt.Y(
        "y:Q",
        title=t("chart.cost_curve.y", lang),
        axis=alt.Axis(format=",.0f"),
        scale=alt.Scale(zero=False),
    )
    line = alt.Chart(alt.InlineData(values=values)).mark_line(color=LOWER).encode(x=x, y=y)
    span = alt.Chart(alt.InlineData(values=[{"x": optimum.low, "to": optimum.high}]))
    limit = alt.Chart(alt.InlineData(values=[{"x": served}])).encode(x=x)
    best = alt.Chart(alt.InlineData(values=[{"x": optimum.value}])).encode(x=x)
    named = limit.mark_text(align="left", dx=6, baseline="top", color=HIGHER)
    return alt.layer(
        span.mark_rect(color=LOWER_TINT, opacity=0.7).encode(x=x, x2="to:Q"),
        best.mark_rule(color=INK, strokeDash=list(DASHED)),
        limit.mark_rule(color=HIGHER, strokeWidth=2),
        line,
        named.encode(
            y=alt.value(4),
            text=alt.value(t("chart.cost_curve.served", lang, served=aligned(served, lang))),
        ),
        span.mark_text(align="left", dx=4, dy=-6, color=INK, baseline="bottom").encode(
            x=alt.X("to:Q"), y=alt.value(HEIGHT), text=alt.value(t("chart.cost_curve.band", lang))
        ),
    ).properties(width=WIDTH, height=HEIGHT)


def _reviews_chart(rows: Sequence[ReviewCase], lang: Lang) -> Chart:
    import altair as alt

    values = [
        {
            "label": _label(row, lang),
            "cost": row.cost.value,
            "low": row.cost.low,
            "high": row.cost.high,
            "told": told(row.cost.value, "cost", lang),
            "alone": row.detection is None,
        }
        for row in rows
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("cost:Q", title=t("chart.cost_curve.y", lang), axis=alt.Axis(format=",.0f")),
        y=alt.Y(
            "label:N",
            sort=[_label(row, lang) for row in rows],
            title=None,
            axis=alt.Axis(ticks=False, domain=False),
        ),
    )
    colour = alt.Color(
        "alone:N", scale=alt.Scale(domain=[False, True], range=[LOWER, HIGHER])
    ).legend(None)
    return alt.layer(
        base.mark_bar(height=18).encode(color=colour),
        base.mark_rule(color=INK, strokeWidth=1.5).encode(x=alt.X("low:Q"), x2="high:Q"),
        base.mark_text(align="left", dx=6).encode(x=alt.X("high:Q"), text="told:N"),
    ).properties(
        width=WIDTH,
        height=34 * len(rows),
    )


def _label(row: ReviewCase, lang: Lang) -> str:
    if row.detection is None:
        return t("chart.reviews.alone", lang)
    return t("chart.reviews.detected", lang, share=percent(row.detection, lang, 0))
