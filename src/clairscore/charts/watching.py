"""Figures of watching the model: the score's spread, features that moved, what it is worth now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clairscore.charts.dots import Dot, dots
from clairscore.charts.figure import Figure, Table
from clairscore.charts.theme import DASHED, HEIGHT, HIGHER, INK, LOWER_TINT, WIDTH
from clairscore.charts.wording import LINES, folded, heads, ranged, row_height
from clairscore.i18n import Lang, aligned, fixed, number, percent, t
from clairscore.metrics import Interval

if TYPE_CHECKING:
    from clairscore.charts.figure import Chart

BAR = 23


@dataclass(frozen=True, slots=True)
class Slice:
    """A class of the score: probabilities between its ends, and both sides' shares in it."""

    low: float
    high: float
    reference: float
    current: float


@dataclass(frozen=True, slots=True)
class Mover:
    """A feature in words, its PSI, what chance gives, and its share of the importance."""

    label: str
    psi: float
    usual: float
    importance: float


@dataclass(frozen=True, slots=True)
class Worth:
    """A way to estimate the AUC, in words; the reference is observed."""

    label: str
    auc: Interval
    reference: bool = False


def score_shift(
    slices: Sequence[Slice],
    cut_off: float,
    psi: tuple[float, float],
    lang: Lang,
    *,
    moved: bool,
) -> Figure:
    """Both sides' spread over the score; `psi` is what was found and what chance gives."""
    found, usual = (number(value, lang, 3) for value in psi)
    return Figure(
        kind="score_shift",
        lang=lang,
        chart=_spread(slices, cut_off, lang),
        title=t(f"chart.score_shift.title_{'moved' if moved else 'calm'}", lang),
        conclusion=t("chart.score_shift.conclusion", lang, psi=found, usual=usual),
        table=Table(
            heads(lang, "class_high", "reference_share", "current_share"),
            tuple(
                (
                    aligned(each.high, lang),
                    aligned(each.reference, lang),
                    aligned(each.current, lang),
                )
                for each in slices
            ),
        ),
    )


def feature_shift(movers: Sequence[Mover], counts: tuple[int, int], lang: Lang) -> Figure:
    """The features whose move weighs most; `counts` are those beyond chance, and all."""
    moved, count = (number(each, lang) for each in counts)
    first = movers[0]
    none = t("chart.feature_shift.title_none", lang)
    some = t("chart.feature_shift.title_some", lang, moved=moved, count=count)
    return Figure(
        kind="feature_shift",
        lang=lang,
        chart=_movers(movers, lang),
        title=some if counts[0] else none,
        conclusion=t(
            "chart.feature_shift.conclusion",
            lang,
            name=first.label,
            psi=number(first.psi, lang, 3),
            importance=percent(first.importance, lang),
        ),
        table=Table(
            heads(lang, "feature", "psi", "usual", "importance"),
            tuple(
                (
                    each.label,
                    number(each.psi, lang, 3),
                    number(each.usual, lang, 3),
                    aligned(each.importance, lang),
                )
                for each in movers
            ),
        ),
    )


def estimates(worths: Sequence[Worth], lang: Lang) -> Figure:
    """The AUC by each way to estimate it, beside the reference."""
    reference = next(each for each in worths if each.reference)
    values = [each.auc.value for each in worths if not each.reference] or [reference.auc.value]
    return Figure(
        kind="estimates",
        lang=lang,
        chart=dots(
            [Dot(each.label, each.auc, each.reference) for each in worths],
            "auc",
            t("chart.estimates.x", lang),
            reference=reference.auc.value,
        ),
        title=t(
            "chart.estimates.title",
            lang,
            low=fixed(min(values), lang, 3),
            high=fixed(max(values), lang, 3),
            reference=fixed(reference.auc.value, lang, 3),
        ),
        conclusion=t("chart.estimates.conclusion", lang),
        table=Table(
            heads(lang, "method", "auc", "interval"),
            tuple(
                (each.label, fixed(each.auc.value, lang, 3), ranged(each.auc, "auc", lang))
                for each in worths
            ),
        ),
    )


def _spread(slices: Sequence[Slice], cut_off: float, lang: Lang) -> Chart:
    import altair as alt

    sides = {name: t(f"chart.score_shift.{name}", lang) for name in ("reference", "current")}
    top = 1.08 * max(max(each.reference, each.current) for each in slices)
    values = [
        {
            "low": each.low,
            "high": each.high,
            "middle": (each.low * each.high) ** 0.5,
            "reference": each.reference,
            "current": each.current,
            "zero": 0.0,
            "first": sides["reference"],
            "second": sides["current"],
        }
        for each in slices
    ]
    ends = [slices[0].low, slices[-1].high]
    scale = alt.Scale(type="log", domain=ends, nice=False)
    axis = alt.Axis(format=".1~%", values=[0.01, 0.02, 0.05, 0.1, 0.2, 0.5])
    x = alt.X("low:Q", scale=scale, axis=axis, title=t("chart.score_shift.x", lang))
    shares = alt.Scale(domain=[0, top], nice=False)
    y = alt.Y(
        "reference:Q",
        scale=shares,
        axis=alt.Axis(format=".0%", tickCount=5),
        title=t("chart.score_shift.y", lang),
    )
    base = alt.Chart(alt.InlineData(values=values))
    bars = base.mark_rect(stroke="white", strokeWidth=1).encode(
        x=x,
        x2="high:Q",
        y=y,
        y2="zero:Q",
        fill=alt.Fill("first:N", scale=alt.Scale(range=[LOWER_TINT])),
    )
    points = base.mark_point(filled=True, size=55, opacity=1).encode(
        x=alt.X("middle:Q", scale=scale),
        y=alt.Y("current:Q", scale=shares),
        color=alt.Color("second:N", scale=alt.Scale(range=[HIGHER])),
    )
    at = alt.Chart(
        alt.InlineData(
            values=[{"at": cut_off, "y": top, "told": t("chart.score_shift.limit", lang)}]
        )
    )
    limit = at.mark_rule(color=INK, strokeDash=list(DASHED)).encode(x=alt.X("at:Q", scale=scale))
    said = at.mark_text(align="left", dx=5, dy=8).encode(
        x=alt.X("at:Q", scale=scale), y=alt.Y("y:Q", scale=shares), text="told:N"
    )
    return alt.layer(bars, limit, points, said).properties(width=WIDTH, height=HEIGHT)


def _movers(movers: Sequence[Mover], lang: Lang) -> Chart:
    import altair as alt

    values = [
        {
            "label": folded(each.label),
            "psi": each.psi,
            "usual": each.usual,
            "told": number(each.psi, lang, 3),
        }
        for each in movers
    ]
    top = 1.15 * max(max(each.psi, each.usual) for each in movers)
    scale = alt.Scale(domain=[0, top], nice=False)
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y(
            "label:N",
            sort=[folded(each.label) for each in movers],
            title=None,
            axis=alt.Axis(ticks=False, domain=False, labelExpr=LINES, labelLimit=380),
        )
    )
    x = alt.X(
        "psi:Q",
        scale=scale,
        title=t("chart.feature_shift.x", lang),
        axis=alt.Axis(format=".2f", tickCount=6),
    )
    return alt.layer(
        base.mark_bar(color=HIGHER, height=14).encode(x=x),
        base.mark_tick(color=INK, thickness=2.5, height=18).encode(x=alt.X("usual:Q", scale=scale)),
        base.mark_text(align="left", dx=5).encode(x=x, text="told:N"),
    ).properties(width=WIDTH, height=row_height((each.label for each in movers), BAR) * len(movers))
