"""What the raw data shows before any model: what is missing, who repays, what moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clairscore.charts.comparison import Part
from clairscore.charts.discrimination import OutcomeBin
from clairscore.charts.dots import Dot, dots
from clairscore.charts.figure import Figure, Table
from clairscore.charts.importance import Weight
from clairscore.charts.theme import DASHED, HEIGHT, HIGHER, INK, LOWER, WIDTH
from clairscore.charts.wording import LINES, folded, heads, ranged, row_height, told, with_range
from clairscore.i18n import Lang, number, percent, sentence, t
from clairscore.metrics import Interval

if TYPE_CHECKING:
    from clairscore.charts.figure import Chart

BAR = 24
"""Least height of a line in CSS pixels."""


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Applications with a known value, and a quarter, half and three quarters of them below."""

    clients: int
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """One value of the application by what became of it, and the AUC of this value alone."""

    name: str
    bins: Sequence[OutcomeBin]
    repaid: Quartiles
    difficulties: Quartiles
    auc: Interval


def missing(empty: Sequence[Weight], columns: int, complete: int, half: int, lang: Lang) -> Figure:
    """The emptiest columns, emptiest first, as shares of the applications.

    Of all `columns`, `complete` are never empty and `half` are empty more often than not.
    """
    return Figure(
        kind="missing",
        lang=lang,
        chart=_bars(empty, t("chart.missing.x", lang), lang),
        title=t(
            "chart.missing.title",
            lang,
            complete=number(complete, lang),
            count=number(columns, lang),
        ),
        conclusion=t(
            "chart.missing.conclusion",
            lang,
            first=empty[0].label,
            share=percent(empty[0].share, lang),
            half=number(half, lang),
            count=number(columns, lang),
        ),
        table=Table(
            heads(lang, "column", "empty"),
            tuple((each.label, percent(each.share, lang)) for each in empty),
        ),
    )


def rates(each: Sequence[Part], whole: Interval, lang: Lang) -> Figure:
    """The share of payment difficulties in each group, with interval and n, beside that of all."""
    apart = [one for one in each if not one.figure.holds(whole.value)]
    shares = sorted(one.figure.value for one in each)
    title = t(
        f"chart.rates.title_{'apart' if apart else 'same'}",
        lang,
        criterion=sentence(each[0].criterion),
        least=percent(shares[0], lang),
        most=percent(shares[-1], lang),
    )
    return Figure(
        kind="rates",
        lang=lang,
        chart=dots(
            [Dot(_with_n(one, lang), one.figure, one in apart) for one in each],
            "share",
            t("chart.rates.x", lang),
            reference=whole.value,
        ),
        title=title,
        conclusion=t(
            "chart.rates.conclusion",
            lang,
            whole=with_range(whole, "share", lang),
            apart=number(len(apart), lang),
            count=number(len(each), lang),
        ),
        table=Table(
            heads(lang, "group", "clients", "rate", "interval"),
            tuple(
                (
                    one.name,
                    number(one.clients, lang),
                    told(one.figure.value, "share", lang),
                    ranged(one.figure, "share", lang),
                )
                for one in each
            ),
        ),
    )


def spread(each: Spread, lang: Lang) -> Figure:
    """Where the repaid applications lie, and those in difficulties, on the value's own scale."""
    verdict = "same" if each.auc.holds(0.5) else "apart"
    sides = (each.repaid, each.difficulties)
    return Figure(
        kind="spread",
        lang=lang,
        chart=_spread_chart(each, lang),
        title=t(f"chart.spread.title_{verdict}", lang, name=sentence(each.name)),
        conclusion=t(
            "chart.spread.conclusion",
            lang,
            bad=_amount(each.difficulties.median, lang),
            good=_amount(each.repaid.median, lang),
            auc=with_range(each.auc, "auc", lang),
        ),
        table=Table(
            heads(lang, "outcome", "clients", "quarter", "median", "three_quarters"),
            tuple(
                (
                    t(f"chart.outcome.{name}", lang),
                    number(side.clients, lang),
                    *(_amount(value, lang) for value in (side.low, side.median, side.high)),
                )
                for name, side in zip(("repaid", "difficulties"), sides, strict=True)
            ),
        ),
    )


def shift(moved: Sequence[Weight], counts: tuple[int, int], limit: float, lang: Lang) -> Figure:
    """How far columns moved between two populations, furthest first; `limit` calls it a drift.

    `counts` are the columns beyond the limit, and all that were compared.
    """
    beyond, compared = (number(count, lang) for count in counts)
    return Figure(
        kind="shift",
        lang=lang,
        chart=_bars(moved, t("chart.shift.x", lang), lang, limit),
        title=t("chart.shift.title", lang, beyond=beyond, compared=compared),
        conclusion=t(
            "chart.shift.conclusion",
            lang,
            first=moved[0].label,
            score=number(moved[0].share, lang, 2),
            limit=number(limit, lang, 2),
        ),
        table=Table(
            heads(lang, "column", "distance"),
            tuple((each.label, number(each.share, lang, 3)) for each in moved),
        ),
    )


def _with_n(part: Part, lang: Lang) -> str:
    return t("chart.rates.line", lang, name=part.name, clients=number(part.clients, lang))


def _amount(value: float, lang: Lang) -> str:
    """Amounts without decimals, small numbers with two."""
    return number(value, lang, 0 if abs(value) >= 100 else 2)


def _bars(each: Sequence[Weight], title: str, lang: Lang, limit: float | None = None) -> Chart:
    import altair as alt

    shares = limit is None
    values = [
        {
            "label": folded(one.label),
            "share": one.share,
            "told": percent(one.share, lang) if shares else number(one.share, lang, 2),
        }
        for one in each
    ]
    top = 1.12 * max(limit or 0.0, *(one.share for one in each))
    x = alt.X(
        "share:Q",
        title=title,
        axis=alt.Axis(format=".0%" if shares else ".2f", tickCount=6),
        scale=alt.Scale(domain=[0, top], nice=False),
    )
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=x,
        y=alt.Y(
            "label:N",
            sort=[folded(one.label) for one in each],
            title=None,
            axis=alt.Axis(ticks=False, domain=False, labelExpr=LINES, labelLimit=380),
        ),
    )
    layers: list[alt.Chart] = [
        base.mark_bar(color=LOWER, height=14),
        base.mark_text(align="left", dx=5).encode(text="told:N"),
    ]
    if limit is not None:
        line = alt.Chart(alt.InlineData(values=[{"share": limit}]))
        layers.append(line.mark_rule(color=INK, strokeDash=list(DASHED)).encode(x=x))
    return alt.layer(*layers).properties(
        width=WIDTH, height=row_height((one.label for one in each), BAR) * len(each)
    )


def _spread_chart(each: Spread, lang: Lang) -> Chart:
    import altair as alt

    words = [t(f"chart.outcome.{name}", lang) for name in ("repaid", "difficulties")]
    totals = (sum(b.repaid for b in each.bins), sum(b.difficulties for b in each.bins))
    closing = OutcomeBin(each.bins[-1].high, each.bins[-1].high, 0, 0)
    values = [
        {"low": b.low, "share": count / max(totals[side], 1), "outcome": words[side]}
        for b in (*each.bins, closing)
        for side, count in enumerate((b.repaid, b.difficulties))
    ]
    ends = [each.bins[0].low, each.bins[-1].high]
    line = alt.Chart(alt.InlineData(values=values)).mark_line(interpolate="step-after")
    drawn: alt.Chart = line.encode(
        x=alt.X(
            "low:Q",
            title=sentence(each.name),
            scale=alt.Scale(domain=ends, nice=False),
            axis=alt.Axis(format=",.0f" if ends[1] >= 100 else ".2~f", tickCount=6),
        ),
        y=alt.Y("share:Q", title=t("chart.distribution.y", lang), axis=alt.Axis(format=".0%")),
        color=alt.Color("outcome:N", scale=alt.Scale(domain=words, range=[LOWER, HIGHER])),
        strokeDash=alt.StrokeDash(
            "outcome:N", scale=alt.Scale(domain=words, range=[[1, 0], list(DASHED)])
        ),
    )
    return drawn.properties(width=WIDTH, height=HEIGHT)
