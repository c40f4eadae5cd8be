"""A comparison as tables for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from clairscore.cli.figures import interval_row, told
from clairscore.cli.terminal import table
from clairscore.i18n import Lang, fixed, number, percent, t

if TYPE_CHECKING:
    from rich.table import Table

Row = Mapping[str, Any]

DIFFERENCES = ("auc", "cost_share_of_grant_all")
DETAILS = ("gini", "ks", "pr_auc", "brier")


def comparison_tables(found: Row, lang: Lang) -> Iterator[Table | str]:
    """Learners, what they cost to run, ways to prepare, treatments, the table of points."""
    rows: Sequence[Row] = found["candidates"]
    learners = [row for row in rows if row["group"] == "learner"]
    yield quality(learners, _title("quality", found, lang), lang)
    yield details(learners, lang)
    yield effort(learners, lang)
    variants = [row for row in rows if row["group"] == "logistic"]
    if variants:
        yield quality(variants, t("cli.compare.title.logistic", lang), lang)
    if found["imbalance"]:
        yield imbalance(found["imbalance"], lang)
    if found["scorecard"]:
        yield points(found["scorecard"], lang)
    yield t("cli.compare.meaning", lang, ratio=number(found["ratio"], lang))


def quality(rows: Sequence[Row], title: str, lang: Lang) -> Table:
    """AUC and relative cost with intervals, and the paired difference from the served learner."""
    made = table(
        *_columns(("candidate", "auc", "auc_gain", "cost", "cost_gain"), lang),
        title=title,
        right=(1, 2, 3, 4),
    )
    for row in rows:
        cells = []
        for name in DIFFERENCES:
            cells.append(_with_range(name, row["figures"][name], lang))
            gain = row["difference"] and row["difference"][name]
            cells.append(_with_range(name, gain, lang) if gain else "")
        made.add_row(_candidate(row["candidate"], lang), *cells)
    return made


def details(rows: Sequence[Row], lang: Lang) -> Table:
    """The other figures of each candidate."""
    names = ("candidate", *DETAILS, "calibration", "perfect", "cost_per_1000")
    made = table(*_columns(names, lang), right=range(1, len(names)))
    for row in rows:
        found = row["figures"]
        made.add_row(
            _candidate(row["candidate"], lang),
            *(told(found[name]["value"], name, lang) for name in DETAILS),
            fixed(found["calibration_error"], lang, 4),
            fixed(found["perfect_calibration_error"]["value"], lang, 4),
            _with_range("cost_per_1000", found["cost_per_1000"], lang),
        )
    return made


def effort(rows: Sequence[Row], lang: Lang) -> Table:
    """Accuracy, and what fitting and answering take."""
    names = ("candidate", "at_cut_off", "at_half", "fit", "search", "predict", "memory")
    made = table(*_columns(names, lang), right=range(1, len(names)))
    for row in rows:
        spent, right = row["effort"], row["accuracy"]
        peak = spent["peak_memory_mb"]
        made.add_row(
            _candidate(row["candidate"], lang),
            percent(right["at_cut_off"]["value"], lang),
            percent(right["at_half"]["value"], lang),
            fixed(spent["fit_seconds"], lang, 1),
            fixed(spent["search_seconds"], lang, 1),
            fixed(spent["predict_microseconds"], lang, 1),
            "" if peak is None else fixed(peak, lang, 0),
        )
    return made


def imbalance(rows: Sequence[Row], lang: Lang) -> Table:
    """Each treatment before and after the probabilities are calibrated again."""
    names = ("learner", "treatment", "moment", "auc", "predicted", "slope", "calibration", "cost")
    title = t(
        "cli.compare.title.imbalance", lang, observed=percent(rows[0]["before"]["observed"], lang)
    )
    made = table(*_columns(names, lang), title=title, right=range(3, len(names)))
    for row in rows:
        for moment in ("before", "after"):
            found = row[moment]
            made.add_row(
                t(f"cli.compare.learner.{row['learner']}", lang),
                t(f"cli.compare.treatment.{row['treatment']}", lang),
                t(f"cli.compare.moment.{moment}", lang),
                told(row["auc"]["value"], "auc", lang),
                percent(found["predicted"], lang),
                fixed(found["slope"]["value"], lang, 2),
                fixed(found["calibration_error"], lang, 4),
                percent(found["cost_share_of_grant_all"]["value"], lang),
            )
    return made


def points(rows: Sequence[Row], lang: Lang) -> Table:
    """The scorecard: every bin, its clients, the share with difficulties, its points."""
    names = ("feature", "bin", "clients", "difficulties", "woe", "points")
    title = t("cli.compare.title.scorecard", lang)
    made = table(*_columns(names, lang), title=title, right=(2, 3, 4, 5))
    last = ""
    for row in rows:
        made.add_row(
            "" if row["feature"] == last else row["feature"],
            row["bin"],
            number(row["clients"], lang),
            "" if row["difficulties"] is None else percent(row["difficulties"], lang),
            fixed(row["woe"], lang, 2),
            fixed(row["points"], lang, 0),
        )
        last = row["feature"]
    return made


def _columns(names: Sequence[str], lang: Lang) -> Iterator[str]:
    return (t(f"cli.compare.column.{name}", lang) for name in names)


def _title(name: str, found: Row, lang: Lang) -> str:
    return t(
        f"cli.compare.title.{name}",
        lang,
        clients=number(found["clients"], lang),
        features=str(found["features"]),
        folds=str(found["folds"]),
    )


def _candidate(name: str, lang: Lang) -> str:
    return t(f"cli.compare.candidate.{name.replace('-', '_')}", lang)


def _with_range(name: str, interval: Row, lang: Lang) -> str:
    _, value, ends = interval_row(name, interval, lang)
    return f"{value} ({ends})"
