"""Whether a probability means what it says: observed against announced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clairscore.charts.figure import Figure, Table
from clairscore.charts.theme import BORDER, DASHED, HIGHER, INK, LOWER, WIDTH
from clairscore.charts.wording import heads, ranged
from clairscore.i18n import Lang, aligned, fixed, number, t
from clairscore.metrics import Interval

if TYPE_CHECKING:
    import altair as alt

    from clairscore.charts.figure import Chart

SIDE, LINE = 360, 34
HELD = 0.8
"""Of 20 intervals at 95 % fewer than 16 hold by chance once in 400 times: then it does not hold."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Clients of about one probability: its mean, and the share that had difficulties."""

    clients: int
    predicted: float
    observed: Interval


@dataclass(frozen=True, slots=True)
class Treatment:
    """A treatment of the imbalance: mean probability before and after it is calibrated again."""

    name: str
    before: float
    after: float
    slope: float


def calibration(bins: Sequence[Bin], lang: Lang) -> Figure:
    """Observed share with its interval against the announced probability, bin by bin."""
    inside = sum(each.observed.holds(each.predicted) for each in bins)
    verdict = "holds" if inside >= HELD * len(bins) else "fails"
    return Figure(
        kind="calibration",
        lang=lang,
        chart=_bins_chart(bins, lang),
        title=t(f"chart.calibration.title_{verdict}", lang),
        conclusion=t(
            "chart.calibration.conclusion",
            lang,
            inside=number(inside, lang),
            bins=number(len(bins), lang),
            predicted=aligned(_mean(bins, [each.predicted for each in bins]), lang, 2),
            observed=aligned(_mean(bins, [each.observed.value for each in bins]), lang, 2),
            clients=number(sum(each.clients for each in bins), lang),
        ),
        table=Table(
            heads(lang, "clients", "predicted", "observed", "interval"),
            tuple(
                (
                    number(each.clients, lang),
                    aligned(each.predicted, lang),
                    aligned(each.observed.value, lang),
                    ranged(each.observed, "share", lang),
                )
                for each in bins
            ),
        ),
    )


def treatments(each: Sequence[Treatment], observed: float, lang: Lang) -> Figure:
    """Mean announced probability of each treatment, before and after calibration, and the truth."""
    worst = max(each, key=lambda one: abs(one.before - observed))
    return Figure(
        kind="treatments",
        lang=lang,
        chart=_treatments_chart(each, observed, lang),
        title=t("chart.treatments.title", lang, times=fixed(worst.before / observed, lang, 1)),
        conclusion=t(
            "chart.treatments.conclusion",
            lang,
            worst=worst.name,
            before=aligned(worst.before, lang),
            after=aligned(worst.after, lang),
            observed=aligned(observed, lang),
        ),
        table=Table(
            heads(lang, "treatment", "before", "after", "slope"),
            tuple(
                (
                    one.name,
                    aligned(one.before, lang),
                    aligned(one.after, lang),
                    fixed(one.slope, lang, 3),
                )
                for one in each
            ),
        ),
    )


def _mean(bins: Sequence[Bin], values: Sequence[float]) -> float:
    clients = [each.clients for each in bins]
    return sum(v * n for v, n in zip(values, clients, strict=True)) / sum(clients)


def _bins_chart(bins: Sequence[Bin], lang: Lang) -> Chart:
    import altair as alt

    values = [
        {"x": b.predicted, "y": b.observed.value, "low": b.observed.low, "high": b.observed.high}
        for b in bins
    ]
    top = 1.02 * max(*(b.predicted for b in bins), *(b.observed.high for b in bins))
    base = alt.Chart(alt.InlineData(values=values)).encode(x=_x(top, lang))
    ends = alt.InlineData(values=[{"x": end, "y": end} for end in (0.0, top)])
    diagonal = alt.Chart(ends).mark_line(color=BORDER, strokeDash=list(DASHED), strokeWidth=1.5)
    return alt.layer(
        diagonal.encode(x=_x(top, lang), y=_y("y", top, lang)),
        base.mark_rule(color=LOWER, strokeWidth=1.5).encode(y=_y("low", top, lang), y2="high:Q"),
        base.mark_point(filled=True, size=55, opacity=1, color=LOWER).encode(y=_y("y", top, lang)),
    ).properties(width=SIDE, height=SIDE)


def _x(top: float, lang: Lang) -> alt.X:
    import altair as alt

    axis, scale = _shares(top)
    return alt.X("x:Q", title=t("chart.calibration.x", lang), scale=scale, axis=axis)


def _y(field: str, top: float, lang: Lang) -> alt.Y:
    import altair as alt

    axis, scale = _shares(top)
    return alt.Y(f"{field}:Q", title=t("chart.calibration.y", lang), scale=scale, axis=axis)


def _shares(top: float) -> tuple[alt.Axis, alt.Scale]:
    import altair as alt

    return alt.Axis(format=".0%", tickCount=6), alt.Scale(domain=[0, top], nice=False)


def _treatments_chart(each: Sequence[Treatment], observed: float, lang: Lang) -> Chart:
    import altair as alt

    words = [t(f"chart.treatments.{name}", lang) for name in ("before", "after")]
    values = [
        {"label": one.name, "share": share, "when": word}
        for one in each
        for word, share in zip(words, (one.before, one.after), strict=True)
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y(
            "label:N",
            sort=[one.name for one in each],
            title=None,
            axis=alt.Axis(ticks=False, domain=False, grid=True),
        )
    )
    x = alt.X("share:Q", title=t("chart.treatments.x", lang), axis=alt.Axis(format=".0%"))
    truth = alt.Chart(alt.InlineData(values=[{"share": observed}]))
    return alt.layer(
        truth.mark_rule(color=INK, strokeDash=list(DASHED)).encode(x=x),
        base.mark_point(filled=True, opacity=1, size=95).encode(
            x=x,
            color=alt.Color("when:N", scale=alt.Scale(domain=words, range=[HIGHER, LOWER])),
            shape=alt.Shape("when:N", scale=alt.Scale(domain=words, range=["square", "circle"])),
        ),
    ).properties(width=WIDTH, height=LINE * len(each))
