"""The report as one accessible page in one language."""

from __future__ import annotations

import math

import numpy as np

from clairscore.charts import Figure, Table
from clairscore.charts.watching import (
    Mover,
    Slice,
    Worth,
    estimates,
    feature_shift,
    score_shift,
)
from clairscore.decision.bundle import Bundle
from clairscore.decision.logistic import probability
from clairscore.i18n import Lang, number, percent, t
from clairscore.modelling.documents.page import style
from clairscore.modelling.documents.prose import rendered
from clairscore.monitoring import told
from clairscore.monitoring.report import Report

DRAWN, LISTED = 12, 20
"""Features in the figure, and in the table under it."""


def page(
    report: Report,
    bundle: Bundle,
    lang: Lang,
    *,
    currency: str | None = None,
    beside: str | None = None,
) -> str:
    """The whole page; `beside` is the file of Evidently's report, where there is one."""
    said = told.describer(bundle, lang)
    _, *sentences = told.conclusion(report, said, lang, currency)
    return rendered(
        "watching.html.j2",
        lang,
        {
            "r": report,
            "style": style("card"),
            "light": t(f"watching.light.{report.light}", lang),
            "means": t(f"watching.light_means.{report.light}", lang),
            "subtitle": _subtitle(report, lang),
            "sentences": sentences,
            "actions": [told.action(each, said, lang) for each in report.actions],
            "signals": _signals(report, lang),
            "features": _features(report, said, lang),
            "estimates": _estimates(report, lang),
            "drawn": figures(report, said, lang),
            "method": _method(bundle, beside, lang),
        },
    )


def figures(report: Report, said: told.Describe, lang: Lang) -> dict[str, Figure]:
    """The three figures of a report."""
    moved = report.score.level != "calm"
    found = report.score.stability
    compared = [each for each in report.features if each.compared]
    movers = [
        Mover(said(each.name), each.stability.psi, each.stability.usual, each.importance)
        for each in compared[:DRAWN]
    ]
    count = (sum(each.moved for each in compared), len(compared))
    return {
        "score": score_shift(
            _slices(report), report.cut_off, (found.psi, found.usual), lang, moved=moved
        ),
        "features": feature_shift(movers, count, lang),
        "estimates": estimates(
            [
                Worth(
                    t(f"watching.method.{each.method}", lang), each.auc, each.method == "reference"
                )
                for each in report.estimates
                if each.usable and math.isfinite(each.auc.value)
            ],
            lang,
        ),
    }


def _slices(report: Report) -> list[Slice]:
    """The classes of the score; the two open ones as wide as their neighbours, on the log scale."""
    edges = [float(each) for each in probability(np.array(report.score.edges))]
    first = edges[0] ** 2 / edges[1] if len(edges) > 1 else edges[0] / 2
    last = min(edges[-1] ** 2 / edges[-2] if len(edges) > 1 else 2 * edges[-1], 0.99)
    bounds = [first, *edges, max(last, edges[-1] * 1.01)]
    sides = [
        [each / max(sum(counts), 1) for each in counts]
        for counts in (report.score.reference, report.score.current)
    ]
    return [
        Slice(low, high, before, now)
        for low, high, before, now in zip(bounds[:-1], bounds[1:], *sides, strict=True)
    ]


def _subtitle(report: Report, lang: Lang) -> str:
    if report.kind == "files":
        return t("watching.subtitle_files", lang)
    return t("watching.subtitle_window", lang, start=str(report.start), end=str(report.end))


def _signals(report: Report, lang: Lang) -> Table | None:
    if not report.signals:
        return None
    names = ("signal", "level", "value", "limit_watch", "limit_act", "chance", "measure")
    return Table(
        _heads(names, lang),
        tuple(
            (
                t(f"watching.signal.{each.name}", lang),
                t(f"watching.level.{each.level}", lang),
                told.signal_value(each, each.value, lang),
                told.signal_value(each, each.watch, lang),
                told.signal_value(each, each.act, lang),
                "–" if each.chance is None else _chance(each.chance, lang),
                t(f"watching.unit.{each.name}", lang),
            )
            for each in report.signals
        ),
    )


def _features(report: Report, said: told.Describe, lang: Lang) -> Table:
    names = ("feature", "importance", "psi", "usual", "moved", "level", "missing", "outside")
    return Table(
        _heads(names, lang),
        tuple(
            (
                f"{said(each.name)} ({each.name})",
                percent(each.importance, lang),
                number(each.stability.psi, lang, 3),
                number(each.stability.usual, lang, 3),
                t(f"watching.head.{'yes' if each.moved else 'no'}", lang),
                t(f"watching.level.{each.level}", lang),
                f"{percent(each.missing_reference, lang)} → {percent(each.missing_current, lang)}",
                percent(each.outside, lang),
            )
            for each in [each for each in report.features if each.compared][:LISTED]
        ),
    )


def _estimates(report: Report, lang: Lang) -> Table:
    rows = []
    for each in report.estimates:
        figures_told = (
            (
                number(each.auc.value, lang, 3),
                percent(each.rate.value, lang),
                number(each.cost.value, lang),
            )
            if each.usable
            else ("–", "–", t("watching.estimate.unusable", lang))
        )
        method = t(f"watching.method.{each.method}", lang)
        rows.append((method, *figures_told, t(f"watching.assumes.{each.method}", lang)))
    return Table(_heads(("method", "auc", "rate", "cost", "assumes"), lang), tuple(rows))


def _method(bundle: Bundle, beside: str | None, lang: Lang) -> list[str]:
    level = percent(bundle.policy.watching.false_alarms, lang, 0)
    lines = [
        t("watching.method_note.psi", lang, level=level),
        t("watching.method_note.limits", lang),
    ]
    if beside is not None:
        lines.append(t("watching.method_note.evidently", lang, file=beside))
    return lines


def _heads(names: tuple[str, ...], lang: Lang) -> tuple[str, ...]:
    return tuple(t(f"watching.head.{name}", lang) for name in names)


def _chance(value: float, lang: Lang) -> str:
    return f"< {number(0.0001, lang, 4)}" if value < 0.0001 else number(value, lang, 4)
