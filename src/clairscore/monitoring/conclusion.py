"""What a drift report means, in a few sentences of French or English, from its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from clairscore.i18n import Lang, number, percent, t
from clairscore.metrics import Interval
from clairscore.monitoring.evidently_report import ALARM_SHARE, ColumnDrift, PopulationDrift

MOST_NAMED = 5
TOLD_APART = 0.6
"""AUC from which a model clearly tells two sets of applications apart."""
MISSING_MOVED = 0.05
"""Change of the share of missing values that is worth a sentence."""


def conclusion(
    drift: PopulationDrift, told_apart: Interval | None, by: Sequence[str], lang: Lang
) -> tuple[str, ...]:
    """Sentences: how much drifted, what, whether a model sees it, what it means, and its limits.

    `told_apart` is the AUC of a model that tells current from reference applications, `by` the
    features that it leans on; None where no such model was made.
    """
    told = [_share(drift, lang)]
    if drift.share < ALARM_SHARE:
        told.append(t("drift.below", lang, limit=percent(ALARM_SHARE, lang, 0)))
    if drift.drifted:
        told.append(t("drift.columns", lang, names=_named(drift.drifted, lang)))
    moved = _missing_moved(drift)
    if moved:
        told.append(t("drift.missing", lang, names=_named(moved, lang)))
    if told_apart is not None:
        told.append(_model(told_apart, by, lang))
    told.append(t(f"drift.meaning.{_meaning(drift, told_apart)}", lang))
    return (*told, t("drift.limits", lang))


def _share(drift: PopulationDrift, lang: Lang) -> str:
    return t(
        "drift.share",
        lang,
        columns=number(len(drift.columns), lang),
        reference=number(drift.reference, lang),
        current=number(drift.current, lang),
        drifted=number(len(drift.drifted), lang),
        share=percent(drift.share, lang),
    )


def _model(told_apart: Interval, by: Sequence[str], lang: Lang) -> str:
    ends = {"low": told_apart.low, "high": told_apart.high, "auc": told_apart.value}
    values = {name: number(value, lang, 3) for name, value in ends.items()}
    told = t("drift.model", lang, **values)
    if not by:
        return told
    return f"{told} {t('drift.model_reads', lang, names=', '.join(by[:MOST_NAMED]))}"


def _meaning(drift: PopulationDrift, told_apart: Interval | None) -> str:
    """Another population, some columns that moved, or nothing seen."""
    if told_apart is not None and told_apart.low >= TOLD_APART:
        return "other"
    return "some" if drift.drifted else "same"


def _missing_moved(drift: PopulationDrift) -> tuple[ColumnDrift, ...]:
    def gap(column: ColumnDrift) -> float:
        return abs(column.missing_current - column.missing_reference)

    moved = [column for column in drift.columns if gap(column) >= MISSING_MOVED]
    return tuple(sorted(moved, key=lambda column: -gap(column)))


def _named(columns: Sequence[ColumnDrift], lang: Lang) -> str:
    names = [
        f"{t(f'column.application.{column.name}.label', lang)} ({column.name})"
        for column in columns[:MOST_NAMED]
    ]
    return "; ".join(names)
