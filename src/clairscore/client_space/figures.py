"""The pictures of the client space, with the sentence, the table and the name of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clairscore.charts.figure import Table
from clairscore.charts.fluid import Mark, fluid_hundred, fluid_scale, of_hundred
from clairscore.client.records import OwnPosition
from clairscore.client_space.visit import Visit


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as SVG, and what says the same in words."""

    svg: str
    title: str
    conclusion: str
    table: Table


def place_on_scale(found: OwnPosition, visit: Visit) -> Drawing:
    """Where the file stands, and the limit."""
    told, limit = of_hundred([found.probability], found.cut_off, visit.lang)
    words = visit.t("figure.file", risk=told[0])
    rows = ((visit.t("figure.your_file"), told[0]), (visit.t("figure.the_limit"), limit))
    return _scale(visit, [Mark(found.probability, words)], found.cut_off, limit, found.gap, rows)


def a_hundred(found: OwnPosition, visit: Visit) -> Drawing:
    """Of a hundred files at this level of risk, how many had difficulties."""
    crosses = round(100 * found.probability)
    conclusion = visit.t("figure.hundred", crosses=crosses, circles=100 - crosses)
    return Drawing(
        svg=fluid_hundred(crosses, f"{visit.t('figure.hundred_drawn')} {conclusion}"),
        title=visit.t("figure.hundred_title"),
        conclusion=conclusion,
        table=Table(
            (visit.t("figure.what"), visit.t("figure.of_hundred")),
            (
                (visit.t("figure.crosses"), visit.number(crosses)),
                (visit.t("figure.circles"), visit.number(100 - crosses)),
            ),
        ),
    )


def before_and_after(before: float, after: float, cut_off: float, visit: Visit) -> Drawing:
    """The application as it was asked for and as it was tried, on one scale."""
    told, limit = of_hundred([before, after], cut_off, visit.lang)
    marks = [
        Mark(each, visit.t(f"figure.mark_{name}", risk=risk))
        for name, each, risk in zip(("before", "after"), (before, after), told, strict=True)
    ]
    rows = (
        (visit.t("figure.before"), told[0]),
        (visit.t("figure.after"), told[1]),
        (visit.t("figure.the_limit"), limit),
    )
    conclusion = visit.t("figure.compared", before=told[0], after=told[1], limit=limit)
    return _scale(visit, marks, cut_off, limit, conclusion, rows)


def _scale(
    visit: Visit,
    marks: Sequence[Mark],
    cut_off: float,
    limit: str,
    conclusion: str,
    rows: tuple[tuple[str, str], ...],
) -> Drawing:
    ends = f"{visit.t('figure.granted')}|{visit.t('figure.refused')}"
    told = ", ".join(mark.words for mark in marks)
    words = visit.t("figure.limit", limit=limit)
    name = f"{visit.t('figure.scale_drawn')} {told}, {words}. {conclusion}"
    return Drawing(
        svg=fluid_scale(marks, cut_off, words, ends, name),
        title=visit.t("figure.scale_title"),
        conclusion=conclusion,
        table=Table((visit.t("figure.what"), visit.t("figure.of_hundred")), rows),
    )
