"""What the model does to groups of people, with n and interval; small ones are not described."""

from __future__ import annotations

from clairscore.charts import Part, groups
from clairscore.client.records import Performance, ShownGroup, ShownInterval
from clairscore.dashboard.model.worth import interval
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.figure import figure
from clairscore.dashboard.parts.muted import muted
from clairscore.dashboard.parts.table import Head, table
from clairscore.i18n import Lang, aligned, number, t

NAMES = ("group", "clients", "granted", "base_rate", "repaid_refused", "difficulties_refused")


def people(found: Performance, lang: Lang) -> None:
    """The share granted of each group as a figure, and every figure as a table by criterion."""
    shown = [each for each in found.groups if each.figures is not None]
    whole = next((each for each in found.figures if each.name == "granted_share"), None)
    if not shown or whole is None:
        empty(t("model.no_groups", lang))
        return
    parts = [
        Part(each.criterion, each.name, each.clients, interval(each.figures.granted))
        for each in shown
        if each.figures is not None
    ]
    figure(groups(parts, interval(whole.out_of_fold), lang), "model-groups")
    heads = [Head(t(f"model.group.{name}", lang)) for name in NAMES]
    for criterion in dict.fromkeys(each.criterion for each in found.groups):
        rows = [_row(each, lang) for each in found.groups if each.criterion == criterion]
        table(criterion, heads, rows)
    muted(t("model.groups", lang))


def _row(each: ShownGroup, lang: Lang) -> list[str]:
    clients = number(each.clients, lang)
    if each.figures is None:
        return [each.name, clients, *[t("model.masked", lang)] * 4]
    figures = each.figures
    shares = (
        figures.granted,
        figures.base_rate,
        figures.repaid_refused,
        figures.difficulties_refused,
    )
    return [each.name, clients, *(_told(share, lang) for share in shares)]


def _told(found: ShownInterval | None, lang: Lang) -> str:
    if found is None:
        return "–"
    low, high = aligned(found.low, lang), aligned(found.high, lang)
    return f"{aligned(found.value, lang)} ({t('chart.range', lang, low=low, high=high)})"
