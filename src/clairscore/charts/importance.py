"""What weighs in the model: themes and features by share of the mean absolute contribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from clairscore.charts.figure import Figure, Table
from clairscore.charts.theme import HIGHER, INK, LOWER, WIDTH
from clairscore.charts.wording import LINES, folded, heads, row_height
from clairscore.i18n import Lang, aligned, number, percent, signed, t

if TYPE_CHECKING:
    from clairscore.charts.figure import Chart

BAR = 23
"""Least height of a line in CSS pixels."""


@dataclass(frozen=True, slots=True)
class Weight:
    """A theme or a feature in words, and its share of the whole."""

    label: str
    share: float


@dataclass(frozen=True, slots=True)
class Pull:
    """A theme in words and its contribution to one application's log-odds; positive: more risk."""

    label: str
    contribution: float


def importance_by_theme(weights: Sequence[Weight], lang: Lang) -> Figure:
    """Themes, strongest first."""
    said = t(
        "chart.importance_by_theme.conclusion",
        lang,
        count=number(len(weights), lang),
        three=_together(weights[:3], lang),
    )
    return _importance("importance_by_theme", weights, said, lang)


def importance_by_feature(weights: Sequence[Weight], lang: Lang) -> Figure:
    """The strongest features, strongest first; shares of all features, not of those shown."""
    said = t(
        "chart.importance_by_feature.conclusion",
        lang,
        count=number(len(weights), lang),
        three=_together(weights[:3], lang),
        shown=_together(weights, lang),
    )
    return _importance("importance_by_feature", weights, said, lang)


def contributions(pulls: Sequence[Pull], probability: float, cut_off: float, lang: Lang) -> Figure:
    """What each theme adds to one application's risk or takes from it, strongest first."""
    order = sorted(pulls, key=lambda pull: -abs(pull.contribution))
    verdict = "above" if probability >= cut_off else "below"
    return Figure(
        kind="contributions",
        lang=lang,
        chart=_pulls_chart(order, lang),
        title=t(
            f"chart.contributions.title_{verdict}",
            lang,
            probability=aligned(probability, lang),
            cut_off=aligned(cut_off, lang),
        ),
        conclusion=t(
            "chart.contributions.conclusion",
            lang,
            first=order[0].label,
            weight=signed(order[0].contribution, lang, 2),
            raising=number(sum(pull.contribution > 0 for pull in order), lang),
            count=number(len(order), lang),
        ),
        table=Table(
            heads(lang, "theme", "contribution"),
            tuple((pull.label, signed(pull.contribution, lang, 4)) for pull in order),
        ),
    )


def _importance(
    kind: Literal["importance_by_theme", "importance_by_feature"],
    weights: Sequence[Weight],
    conclusion: str,
    lang: Lang,
) -> Figure:
    first, share = weights[0].label, percent(weights[0].share, lang, 0)
    return Figure(
        kind=kind,
        lang=lang,
        chart=_bars(weights, lang),
        title=t(f"chart.{kind}.title", lang, first=first, share=share),
        conclusion=conclusion,
        table=Table(
            heads(lang, kind.rpartition("_")[2], "share"),
            tuple((each.label, aligned(each.share, lang)) for each in weights),
        ),
    )


def _together(weights: Sequence[Weight], lang: Lang) -> str:
    return percent(sum(each.share for each in weights), lang, 0)


def _bars(weights: Sequence[Weight], lang: Lang) -> Chart:
    import altair as alt

    values = [
        {"label": folded(each.label), "share": each.share, "told": aligned(each.share, lang)}
        for each in weights
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X(
            "share:Q", title=t("chart.importance.x", lang), axis=alt.Axis(format=".0%", tickCount=6)
        ),
        y=alt.Y(
            "label:N",
            sort=[folded(each.label) for each in weights],
            title=None,
            axis=alt.Axis(ticks=False, domain=False, labelExpr=LINES, labelLimit=380),
        ),
    )
    return alt.layer(
        base.mark_bar(color=LOWER, height=14),
        base.mark_text(align="left", dx=5).encode(text="told:N"),
    ).properties(
        width=WIDTH,
        height=row_height((each.label for each in weights), BAR) * len(weights),
    )


def _pulls_chart(pulls: Sequence[Pull], lang: Lang) -> Chart:
    import altair as alt

    values = [
        {
            "label": pull.label,
            "weight": pull.contribution,
            "told": signed(pull.contribution, lang, 2),
            "raises": pull.contribution > 0,
            "end": max(pull.contribution, 0.0),
        }
        for pull in pulls
    ]
    reach = 1.25 * max(abs(pull.contribution) for pull in pulls)
    x = alt.X(
        "weight:Q",
        title=t("chart.contributions.x", lang),
        axis=alt.Axis(format="+.1f"),
        scale=alt.Scale(domain=[-reach, reach]),
    )
    y = alt.Y(
        "label:N",
        sort=[pull.label for pull in pulls],
        title=None,
        axis=alt.Axis(ticks=False, domain=False),
    )
    colour = alt.Color(
        "raises:N", scale=alt.Scale(domain=[False, True], range=[LOWER, HIGHER])
    ).legend(None)
    base = alt.Chart(alt.InlineData(values=values)).encode(y=y)
    zero = alt.Chart(alt.InlineData(values=[{"weight": 0}])).mark_rule(color=INK)
    return alt.layer(
        base.mark_bar(height=14).encode(x=x, color=colour),
        base.mark_text(align="left", dx=5).encode(x=alt.X("end:Q"), text="told:N"),
        zero.encode(x=alt.X("weight:Q")),
    ).properties(width=WIDTH, height=BAR * len(pulls))
