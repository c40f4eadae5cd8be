"""One thing beside another: candidates, steps of the ladder, exclusions, groups of applicants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from clairscore.charts.dots import Dot, dots
from clairscore.charts.figure import Figure, Table
from clairscore.charts.wording import heads, ranged, told, with_range
from clairscore.i18n import Lang, aligned, number, t
from clairscore.metrics import Interval

PANEL = 215
"""Width of each of two panels, without their labels."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A learner's AUC and cost per 1,000 on the same folds; `served` is the one in service."""

    name: str
    auc: Interval
    cost: Interval
    served: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What one change does, paired: the difference of AUC and of cost per 1,000."""

    name: str
    auc: Interval
    cost: Interval | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A group of one criterion, its figure with interval, and the clients behind it."""

    criterion: str
    name: str
    clients: int
    figure: Interval


def candidates(each: Sequence[Candidate], lang: Lang) -> Figure:
    """AUC and cost with intervals, cheapest first; the served one is marked."""
    import altair as alt

    order = sorted(each, key=lambda one: one.cost.value)
    served = next((one for one in order if one.served), order[0])
    panels = alt.hconcat(
        dots(
            [Dot(one.name, one.auc, one.served) for one in order],
            "auc",
            t("chart.axis.auc", lang),
            width=PANEL,
        ),
        dots(
            [Dot(one.name, one.cost, one.served) for one in order],
            "cost",
            t("chart.axis.cost", lang),
            labels=False,
            width=PANEL,
        ),
        spacing=24,
    )
    return Figure(
        kind="candidates",
        lang=lang,
        chart=panels,
        title=_cheapest(order[0], served, lang),
        conclusion=t(
            "chart.candidates.conclusion",
            lang,
            served=served.name,
            cost=with_range(served.cost, "cost", lang),
            auc=with_range(served.auc, "auc", lang),
        ),
        table=Table(
            heads(lang, "candidate", "auc", "interval", "cost", "interval"),
            tuple(
                (
                    one.name,
                    told(one.auc.value, "auc", lang),
                    ranged(one.auc, "auc", lang),
                    told(one.cost.value, "cost", lang),
                    ranged(one.cost, "cost", lang),
                )
                for one in order
            ),
        ),
    )


def changes(kind: Literal["ladder", "exclusions"], each: Sequence[Change], lang: Lang) -> Figure:
    """Differences of AUC with intervals around the line of no difference."""
    strongest = max(each, key=lambda one: abs(one.auc.value))
    return Figure(
        kind=kind,
        lang=lang,
        chart=dots(
            [Dot(one.name, one.auc, not one.auc.holds(0)) for one in each],
            "auc_change",
            t(f"chart.axis.{kind}", lang),
            reference=0.0,
        ),
        title=_proven(kind, each, lang),
        conclusion=t(
            f"chart.{kind}.conclusion",
            lang,
            name=strongest.name,
            change=with_range(strongest.auc, "auc_change", lang),
        ),
        table=Table(
            heads(lang, kind, "auc_change", "interval", "cost_change", "interval"),
            tuple(
                (
                    one.name,
                    told(one.auc.value, "auc_change", lang),
                    ranged(one.auc, "auc_change", lang),
                    told(one.cost.value, "cost_change", lang) if one.cost else "–",
                    ranged(one.cost, "cost_change", lang) if one.cost else "–",
                )
                for one in each
            ),
        ),
    )


def groups(each: Sequence[Part], whole: Interval, lang: Lang) -> Figure:
    """The share granted in each group, with interval and n, beside that of all."""
    apart = [one for one in each if one.figure.low > whole.value or one.figure.high < whole.value]
    lines = [Dot(_with_n(one, lang), one.figure) for one in each]
    return Figure(
        kind="groups",
        lang=lang,
        chart=dots(lines, "share", t("chart.axis.groups", lang), reference=whole.value),
        title=_spread(each, lang) if apart else t("chart.groups.title_same", lang),
        conclusion=t(
            "chart.groups.conclusion",
            lang,
            whole=aligned(whole.value, lang),
            apart=number(len(apart), lang),
            count=number(len(each), lang),
        ),
        table=Table(
            heads(lang, "criterion", "group", "clients", "granted", "interval"),
            tuple(
                (
                    one.criterion,
                    one.name,
                    number(one.clients, lang),
                    aligned(one.figure.value, lang),
                    ranged(one.figure, "share", lang),
                )
                for one in each
            ),
        ),
    )


def _with_n(part: Part, lang: Lang) -> str:
    clients = number(part.clients, lang)
    return t("chart.groups.line", lang, facet=part.criterion, name=part.name, clients=clients)


def _cheapest(cheapest: Candidate, served: Candidate, lang: Lang) -> str:
    if served is cheapest:
        return t("chart.candidates.title_cheapest", lang, served=served.name)
    return t("chart.candidates.title_other", lang, served=served.name, cheapest=cheapest.name)


def _proven(kind: str, each: Sequence[Change], lang: Lang) -> str:
    """How many intervals do not hold zero."""
    count = sum(not one.auc.holds(0) for one in each)
    if count in (0, len(each)):
        return t(f"chart.{kind}.title_{'all' if count else 'none'}", lang)
    told = number(count, lang)
    return t(f"chart.{kind}.title_some", lang, proven=told, count=number(len(each), lang))


def _spread(each: Sequence[Part], lang: Lang) -> str:
    shares = sorted(one.figure.value for one in each)
    least, most = aligned(shares[0], lang), aligned(shares[-1], lang)
    return t("chart.groups.title_apart", lang, least=least, most=most)
