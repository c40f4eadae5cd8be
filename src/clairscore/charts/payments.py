"""The instalments of one loan: how many days late or early each was paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clairscore.charts.figure import Figure, Table
from clairscore.charts.marks import Drawn, Key, Row, layered, mark, number_of
from clairscore.charts.theme import HEIGHT, HIGHER, INK, LOWER, LOWER_TINT
from clairscore.charts.wording import heads
from clairscore.i18n import Lang, number, t

MONTH = 30.4375


@dataclass(frozen=True, slots=True)
class Payment:
    """An instalment: the day it was due (from day 0), days late (negative: early), in words."""

    day: float
    days_late: float
    text: str


def payments(paid: Sequence[Payment], lang: Lang) -> Figure:
    """Each instalment's delay, oldest first; at least one."""
    title, conclusion = _told(paid, lang)
    return Figure(
        kind="payments",
        lang=lang,
        chart=_drawn(paid, lang),
        title=title,
        conclusion=conclusion,
        table=Table(
            heads(lang, "instalment", "days_late"),
            tuple((each.text, number(each.days_late, lang)) for each in paid),
        ),
    )


def _told(paid: Sequence[Payment], lang: Lang) -> tuple[str, str]:
    """How many were late, and the worst of them."""
    late = [each.days_late for each in paid if each.days_late > 0]
    count = number(len(paid), lang)
    if not late:
        said = t("chart.payments.conclusion_none", lang, count=count)
        return t("chart.payments.title_none", lang), said
    return (
        t("chart.payments.title_late", lang, n=number(len(late), lang), count=count),
        t("chart.payments.conclusion_late", lang, worst=number(max(late), lang)),
    )


def _drawn(paid: Sequence[Payment], lang: Lang) -> Drawn:
    words = [t(f"chart.payments.{side}", lang) for side in ("late", "on_time")]
    rows: list[Row] = [
        {
            "months": each.day / MONTH,
            "days": each.days_late,
            "side": words[0 if each.days_late > 0 else 1],
        }
        for each in paid
    ]
    key = Key("side", words)
    signs = {
        "shape": key.of("triangle-up", "circle"),
        "color": key.of(HIGHER, LOWER_TINT),
        "stroke": key.of(HIGHER, LOWER),
    }
    place = _axes(paid, lang)
    point: Drawn = {"type": "point", "filled": True, "size": 48, "opacity": 1, "strokeWidth": 1}
    layers = [
        mark({"type": "rule", "color": INK}, [{"days": 0}], {"y": place["y"]}),
        mark(point, rows, {**place, **signs}, "payments"),
    ]
    return layered(layers, HEIGHT)


def _axes(paid: Sequence[Payment], lang: Lang) -> dict[str, Drawn]:
    """Months back from the application, and days around the day that was due."""
    months = [each.day / MONTH for each in paid]
    reach = 1.1 * max(5.0, *(abs(each.days_late) for each in paid))
    back: Drawn = {"tickCount": 6, "grid": False, "labelExpr": "format(-datum.value, '.0f')"}
    late: Drawn = {"tickCount": 5, "labelExpr": "(datum.value > 0 ? '+' : '') + datum.label"}
    ends = (min(months) - 1, max(months) + 1)
    return {
        "x": number_of("months", ends, back, t("chart.payments.x", lang)),
        "y": number_of("days", (-reach, reach), late, t("chart.payments.y", lang)),
    }
