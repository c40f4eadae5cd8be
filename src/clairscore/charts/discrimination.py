"""How well risks are told apart: ROC, precision and recall, gain, distribution by outcome."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clairscore.charts.figure import Figure, Table
from clairscore.charts.theme import BORDER, DASHED, HEIGHT, HIGHER, INK, LOWER, WIDTH
from clairscore.charts.wording import heads, ranged, told, with_range
from clairscore.i18n import Lang, aligned, fixed, number, percent, t
from clairscore.metrics import Interval

if TYPE_CHECKING:
    import altair as alt

    from clairscore.charts.figure import Chart

SQUARE = 360
"""Both axes of a curve of shares are equally long."""
LABELLED = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9)
"""Probabilities named on an axis of log-odds."""
TOLD = 11
"""Rows of a curve's table."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Points by rising x, shares on both axes; `served` is the point of the served cut-off."""

    points: Sequence[tuple[float, float]]
    area: Interval
    served: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Decile:
    """A tenth of the applications, riskiest first, with the share that had difficulties."""

    clients: int
    difficulties: int


@dataclass(frozen=True, slots=True)
class OutcomeBin:
    """Applications with log-odds of `low` to `high`, by what became of them."""

    low: float
    high: float
    repaid: int
    difficulties: int


def roc(curve: Curve, lang: Lang) -> Figure:
    """True against false alarms at every cut-off; chance is the diagonal."""
    x, y = (t(f"chart.roc.{axis}", lang) for axis in ("x", "y"))
    found, alarm = aligned(curve.served[1], lang), aligned(curve.served[0], lang)
    return Figure(
        kind="roc",
        lang=lang,
        chart=_curve(curve, (x, y), [(0.0, 0.0), (1.0, 1.0)], 12, lang),
        title=t("chart.roc.title", lang, pairs=number(100 * curve.area.value, lang)),
        conclusion=t(
            "chart.roc.conclusion",
            lang,
            auc=with_range(curve.area, "auc", lang),
            found=found,
            alarm=alarm,
        ),
        table=_points(curve, (x, y), lang),
    )


def precision_recall(curve: Curve, rate: float, lang: Lang) -> Figure:
    """Share truly in difficulties among the refused, against the share of difficulties refused."""
    x, y = (t(f"chart.precision_recall.{axis}", lang) for axis in ("x", "y"))
    precision = aligned(curve.served[1], lang)
    return Figure(
        kind="precision_recall",
        lang=lang,
        chart=_curve(curve, (x, y), [(0.0, rate), (1.0, rate)], -12, lang),
        title=t(
            "chart.precision_recall.title",
            lang,
            times=fixed(curve.served[1] / rate, lang, 1),
        ),
        conclusion=t(
            "chart.precision_recall.conclusion",
            lang,
            precision=precision,
            rate=aligned(rate, lang),
            found=aligned(curve.served[0], lang),
            area=told(curve.area.value, "auc", lang),
            range=ranged(curve.area, "auc", lang),
        ),
        table=_points(curve, (x, y), lang),
    )


def gain(deciles: Sequence[Decile], lang: Lang) -> Figure:
    """Share of all difficulties found in the riskiest tenths, and each tenth's lift."""
    total = sum(each.difficulties for each in deciles)
    clients = sum(each.clients for each in deciles)
    rate = total / clients
    found, seen, rows = 0, 0, []
    for each in deciles:
        found, seen = found + each.difficulties, seen + each.clients
        observed = each.difficulties / each.clients
        rows.append((seen / clients, found / total, observed, observed / rate))
    return Figure(
        kind="gain",
        lang=lang,
        chart=_gain_chart(rows, rate, lang),
        title=t("chart.gain.title", lang, found=percent(rows[1][1], lang, 0)),
        conclusion=t(
            "chart.gain.conclusion",
            lang,
            lift=fixed(rows[0][3], lang, 1),
            first=aligned(rows[0][2], lang),
            rate=aligned(rate, lang),
            last=aligned(rows[-1][2], lang),
        ),
        table=Table(
            heads(lang, "tenth", "clients", "difficulties", "rate", "lift", "cumulated"),
            tuple(
                (
                    number(at + 1, lang),
                    number(each.clients, lang),
                    number(each.difficulties, lang),
                    aligned(row[2], lang),
                    fixed(row[3], lang, 2),
                    aligned(row[1], lang),
                )
                for at, (each, row) in enumerate(zip(deciles, rows, strict=True))
            ),
        ),
    )


def distribution(
    bins: Sequence[OutcomeBin], cut_off: float, refused: tuple[float, float], lang: Lang
) -> Figure:
    """Where the repaid applications lie, and those in difficulties, on the additive scale.

    `refused` are the shares of those in difficulties and of the repaid above the cut-off.
    """
    return Figure(
        kind="distribution",
        lang=lang,
        chart=_distribution_chart(bins, cut_off, lang),
        title=t("chart.distribution.title", lang),
        conclusion=t(
            "chart.distribution.conclusion",
            lang,
            cut_off=aligned(cut_off, lang),
            bad=aligned(refused[0], lang),
            good=aligned(refused[1], lang),
        ),
        table=Table(
            heads(lang, "probability", "repaid", "difficulties"),
            tuple(
                (
                    _told_bar(b, lang),
                    number(b.repaid, lang),
                    number(b.difficulties, lang),
                )
                for b in bins
            ),
        ),
    )


def _curve(
    curve: Curve,
    titles: tuple[str, str],
    reference: list[tuple[float, float]],
    below: int,
    lang: Lang,
) -> Chart:
    """The curve; the served point is named so many pixels below it, where the curve is not."""
    import altair as alt

    axis = alt.Axis(format=".0%", tickCount=5)
    x = alt.X("x:Q", title=titles[0], scale=alt.Scale(domain=[0, 1]), axis=axis)
    y = alt.Y("y:Q", title=titles[1], scale=alt.Scale(domain=[0, 1]), axis=axis)
    chance = _chart(reference).mark_line(color=BORDER, strokeDash=list(DASHED), strokeWidth=1.5)
    line = _chart(curve.points).mark_line(color=LOWER, interpolate="step-after")
    served = _chart([curve.served])
    point = served.mark_point(shape="square", filled=True, size=110, opacity=1, color=HIGHER)
    word = served.mark_text(align="left", dx=10, dy=below, color=INK).encode(
        text=alt.value(t("chart.served", lang))
    )
    layers = [each.encode(x=x, y=y) for each in (chance, line, point, word)]
    return alt.layer(*layers).properties(width=SQUARE, height=SQUARE)


def _chart(points: Sequence[tuple[float, float]]) -> alt.Chart:
    import altair as alt

    return alt.Chart(alt.InlineData(values=[{"x": x, "y": y} for x, y in points]))


def _points(curve: Curve, titles: tuple[str, str], lang: Lang) -> Table:
    """About eleven of the curve's points."""
    step = max((len(curve.points) - 1) // (TOLD - 1), 1)
    chosen = [*curve.points[:-1:step], curve.points[-1]]
    return Table(titles, tuple((aligned(x, lang), aligned(y, lang)) for x, y in chosen))


def _gain_chart(
    rows: Sequence[tuple[float, float, float, float]], rate: float, lang: Lang
) -> Chart:
    import altair as alt

    room = 0.12 * max(row[2] for row in rows)
    values = [
        {
            "tenth": at + 1,
            "rate": row[2],
            "inside": percent(row[2], lang, 0) if row[2] > room else "",
            "above": "" if row[2] > room else percent(row[2], lang, 0),
        }
        for at, row in enumerate(rows)
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("tenth:O", title=t("chart.gain.x", lang), axis=alt.Axis(labelAngle=0)),
        y=alt.Y("rate:Q", title=t("chart.gain.y", lang), axis=alt.Axis(format=".0%")),
    )
    mean = alt.Chart(alt.InlineData(values=[{"rate": rate}])).encode(y=alt.Y("rate:Q"))
    return alt.layer(
        base.mark_bar(color=LOWER),
        mean.mark_rule(color=HIGHER, strokeDash=list(DASHED), strokeWidth=2),
        mean.mark_text(align="right", dy=-8, color=HIGHER).encode(
            x=alt.value("width"), text=alt.value(t("chart.mean", lang, rate=aligned(rate, lang)))
        ),
        base.mark_text(dy=11, color="white").encode(text="inside:N"),
        base.mark_text(dy=-9).encode(text="above:N"),
    ).properties(width=WIDTH, height=HEIGHT)


def _distribution_chart(bins: Sequence[OutcomeBin], cut_off: float, lang: Lang) -> Chart:
    import altair as alt

    words = [t(f"chart.outcome.{name}", lang) for name in ("repaid", "difficulties")]
    totals = (sum(b.repaid for b in bins), sum(b.difficulties for b in bins))
    values = [
        {"low": b.low, "share": count / max(totals[side], 1), "outcome": words[side]}
        for b in bins
        for side, count in enumerate((b.repaid, b.difficulties))
    ]
    base = alt.Chart(alt.InlineData(values=values))
    area = base.mark_line(interpolate="step-after").encode(
        x=_probability_axis(bins, lang),
        y=alt.Y(
            "share:Q",
            title=t("chart.distribution.y", lang),
            axis=alt.Axis(format=".0%"),
            scale=alt.Scale(domain=[0, 1.15 * _highest(bins, totals)]),
        ),
        color=alt.Color("outcome:N", scale=alt.Scale(domain=words, range=[LOWER, HIGHER])),
        strokeDash=alt.StrokeDash(
            "outcome:N", scale=alt.Scale(domain=words, range=[[1, 0], list(DASHED)])
        ),
    )
    limit = alt.Chart(alt.InlineData(values=[{"low": log_odds(cut_off)}])).encode(x=alt.X("low:Q"))
    return alt.layer(
        area,
        limit.mark_rule(color=INK, strokeWidth=1.5),
        limit.mark_text(align="left", dx=6, baseline="top").encode(
            y=alt.value(2), text=alt.value(t("chart.served", lang))
        ),
    ).properties(width=WIDTH, height=HEIGHT)


def _probability_axis(bins: Sequence[OutcomeBin], lang: Lang) -> alt.X:
    """Log-odds as distances, probabilities as labels: small ones would share a pixel otherwise."""
    import altair as alt

    inside = [p for p in LABELLED if bins[0].low <= log_odds(p) <= bins[-1].high]
    words = {f"{log_odds(p):.4f}": aligned(p, lang) for p in inside}
    chosen = "".join(f"abs(datum.value - {at}) < 0.001 ? '{word}' : " for at, word in words.items())
    return alt.X(
        "low:Q",
        title=t("chart.distribution.x", lang),
        scale=alt.Scale(domain=[bins[0].low, bins[-1].high], nice=False),
        axis=alt.Axis(values=[log_odds(p) for p in inside], labelExpr=f"{chosen}''"),
    )


def _told_bar(each: OutcomeBin, lang: Lang) -> str:
    low, high = (aligned(1 / (1 + math.exp(-end)), lang) for end in (each.low, each.high))
    return t("chart.range", lang, low=low, high=high)


def log_odds(probability: float) -> float:
    """The probability on the scale on which contributions add up."""
    return math.log(probability / (1 - probability))


def _highest(bins: Sequence[OutcomeBin], totals: tuple[int, int]) -> float:
    shares = ((b.repaid / max(totals[0], 1), b.difficulties / max(totals[1], 1)) for b in bins)
    return max(max(pair) for pair in shares)
