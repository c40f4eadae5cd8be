"""How well the served model tells risks apart, whether its probabilities hold, what limits cost."""

from __future__ import annotations

import streamlit as st

from clairscore.charts import (
    Bin,
    CostPoint,
    Curve,
    Fields,
    Interval,
    Weight,
    calibration,
    confusion,
    cost_curve,
    importance_by_feature,
    importance_by_theme,
    precision_recall,
    roc,
)
from clairscore.client.records import Confusion, CurvePoint, Performance, ShownInterval
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.figure import figure
from clairscore.dashboard.parts.muted import muted
from clairscore.dashboard.parts.table import Head, table
from clairscore.i18n import Lang, aligned, fixed, number, t

SHARES = ("granted_share",)
KNOWN = "out_of_fold"


def interval(found: ShownInterval) -> Interval:
    """The interval as figures take it."""
    return Interval(found.value, found.low, found.high, "", found.level)


def worth(found: Performance, lang: Lang) -> None:
    """Figures with intervals, ROC, precision and recall, calibration."""
    _figures(found, lang)
    known = _confusion(found)
    areas = {each.name: each.out_of_fold for each in found.figures}
    if not found.roc or known is None or not areas.keys() >= {"auc", "pr_auc"}:
        empty(t("model.no_curves", lang))
    else:
        bad = known.granted_difficulties + known.refused_difficulties
        good = known.granted_repaid + known.refused_repaid
        refused = known.refused_difficulties + known.refused_repaid
        recall = known.refused_difficulties / max(bad, 1)
        here = (known.refused_repaid / max(good, 1), recall)
        figure(roc(_curve(found.roc, areas["auc"], here), lang), "model-roc")
        precise = (recall, known.refused_difficulties / max(refused, 1))
        curve = _curve(found.precision_recall, areas["pr_auc"], precise)
        figure(precision_recall(curve, bad / max(bad + good, 1), lang), "model-pr")
    if found.calibration:
        bins = [Bin(b.clients, b.predicted, interval(b.observed)) for b in found.calibration]
        figure(calibration(bins, lang), "model-calibration")
        _line(found, lang)


def cost(found: Performance, lang: Lang) -> None:
    """The cost at every limit with the interval of the cheapest, and decisions at the limit."""
    at = next((each.out_of_fold for each in found.figures if each.name == "cost_per_1000"), None)
    if found.cost_curve and found.optimum and at:
        points = [
            CostPoint(each.cut_off, each.cost_per_1000, each.granted_share)
            for each in found.cost_curve
        ]
        drawn = cost_curve(points, found.cut_off, interval(found.optimum), interval(at), lang)
        figure(drawn, "model-cost")
    known = _confusion(found)
    if known is None:
        empty(t("model.no_curves", lang))
        return
    fields = Fields(
        known.granted_repaid,
        known.granted_difficulties,
        known.refused_repaid,
        known.refused_difficulties,
    )
    figure(confusion(fields, found.cut_off, lang), "model-confusion")
    muted(t("model.out_of_fold", lang))


def weights(found: Performance, lang: Lang) -> None:
    """What the model leans on, by theme and by feature."""
    if not found.themes:
        empty(t("model.no_curves", lang))
        return
    themes = [Weight(each.label, each.share) for each in found.themes]
    figure(importance_by_theme(themes, lang), "model-themes")
    features = [Weight(each.label, each.share) for each in found.features]
    figure(importance_by_feature(features, lang), "model-features")
    muted(t("model.weights", lang))


def told(name: str, value: float, lang: Lang) -> str:
    """A figure with the digits that it deserves."""
    if name in SHARES:
        return aligned(value, lang)
    return fixed(value, lang, 0 if name == "cost_per_1000" else 3)


def _figures(found: Performance, lang: Lang) -> None:
    if not found.figures:
        return
    names = ("figure", "out_of_fold", "interval", "test", "interval")
    heads = [Head(t(f"model.column.{name}", lang)) for name in names]
    rows = [
        [
            each.label,
            told(each.name, each.out_of_fold.value, lang),
            _range(each.name, each.out_of_fold, lang),
            told(each.name, each.test.value, lang),
            _range(each.name, each.test, lang),
        ]
        for each in found.figures
    ]
    table(t("model.figures", lang), heads, rows)
    if found.clients is not None:
        clients = found.clients
        counts = {
            "training": number(clients.training, lang),
            "bad": number(clients.training_difficulties, lang),
            "test": number(clients.test, lang),
            "test_bad": number(clients.test_difficulties, lang),
        }
        muted(t("model.clients", lang, **counts))


def _range(name: str, found: ShownInterval, lang: Lang) -> str:
    low, high = told(name, found.low, lang), told(name, found.high, lang)
    return t("chart.range", lang, low=low, high=high)


def _confusion(found: Performance) -> Confusion | None:
    return next((each for each in found.confusion if each.part == KNOWN), None)


def _curve(
    points: tuple[CurvePoint, ...], area: ShownInterval, served: tuple[float, float]
) -> Curve:
    ordered = sorted((each.x, each.y) for each in points)
    return Curve(ordered, interval(area), served)


def _line(found: Performance, lang: Lang) -> None:
    if found.slope is None or found.intercept is None:
        return
    slope, level = found.slope, found.intercept
    st.write(
        t(
            "model.slope",
            lang,
            slope=fixed(slope.value, lang, 2),
            low=fixed(slope.low, lang, 2),
            high=fixed(slope.high, lang, 2),
            level=fixed(level.value, lang, 2),
            level_low=fixed(level.low, lang, 2),
            level_high=fixed(level.high, lang, 2),
        )
    )
