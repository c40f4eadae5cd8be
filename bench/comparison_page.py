"""docs/comparison.md from the records of `bench.compare`: tables only, no number typed by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from clairscore.i18n import t

Json = Mapping[str, Any]
ORDER = ("sample", "applications", "synthetic")

TITLE = """# Candidates compared

Every candidate gets the same clients, features and folds; `python -m bench.compare` measures and
writes this page. Gains are paired differences from LightGBM as served, by its recipe. Cost is the
business cost at 1 / (1 + ratio) as a share of granting all: lower is better. The intervals are of
95 %. A gain whose interval holds 0 proves nothing: on few clients the differences between good
learners are smaller than chance. Synthetic data judges calibration, cost of computing and freedom
from leaks, never which learner is better: it would only tell what the generator assumes.
"""


def write_page(page: Path, records: Path) -> None:
    """Write the page from every record in the folder."""
    found = {file.stem: json.loads(file.read_text("utf-8")) for file in records.glob("*.json")}
    parts = [line for name in ORDER if name in found for line in _section(found[name])]
    page.write_text("\n".join([TITLE, *parts]), encoding="utf-8")


def _section(record: Json) -> Iterator[str]:
    found: Json = record["comparison"]
    machine = found["machine"]
    yield f"## {record['data'][:1].upper()}{record['data'][1:]}\n"
    yield (
        f"{found['clients']:,} clients, {found['difficulties']:,} with difficulties,"
        f" {found['features']} features (catalogue {found['catalogue']}), {found['folds']} folds,"
        f" seed {found['seed']}, cost ratio {found['ratio']:g}. `{record['command']}`,"
        f" {record['date']}, {machine['cores']} cores of {machine['cpu']},"
        f" {machine['memory_gb']} GB, mean load {_load(found):.1f}.{_fewer(found)}\n"
    )
    yield (
        f"The recipe: {_recipe(found['recipe'])}. Feature definitions"
        f" `{found['features_version'][:12]}`, versions: {_listed(found['versions'])}.\n"
    )
    for group, title in (("learner", "Candidates"), ("logistic", "Logistic regression prepared")):
        rows = [row for row in found["candidates"] if row["group"] == group]
        if rows:
            yield f"### {title}\n"
            yield from _table(QUALITY, (_quality(row) for row in rows))
            yield from _table(DETAILS, (_details(row) for row in rows))
    if found["imbalance"]:
        yield "### Treatment of the imbalance, before and after recalibration\n"
        yield from _table(IMBALANCE, _treatments(found["imbalance"]))
    if found["scorecard"]:
        yield "### The scorecard\n"
        yield from _table(POINTS, (_points(row) for row in found["scorecard"]))
    yield f"{found['measured']}\n\n{found['chosen']}\n"


QUALITY = ("candidate", "AUC", "gain", "cost, share of grant-all", "gain", "cost per 1,000")
DETAILS = (
    *("candidate", "Gini", "KS", "PR-AUC", "Brier", "calibration error", "a perfect model's"),
    *("accuracy at cut-off", "at 0.5", "fit s", "search s", "µs a row", "peak MB"),
)
IMBALANCE = (
    *("learner", "treatment", "AUC", "moment", "mean PD", "observed", "slope", "intercept"),
    *("calibration error", "Brier", "cost, share of grant-all"),
)
POINTS = ("feature", "bin", "clients", "with difficulties", "WoE", "points")


def _quality(row: Json) -> Sequence[str]:
    figures, gain = row["figures"], row["difference"]
    return (
        _name(row),
        _interval(figures["auc"]),
        _interval(gain["auc"], sign="+") if gain else "",
        _interval(figures["cost_share_of_grant_all"], 3),
        _interval(gain["cost_share_of_grant_all"], 3, "+") if gain else "",
        _interval(figures["cost_per_1000"], 0),
    )


def _details(row: Json) -> Sequence[str]:
    figures, right, spent = row["figures"], row["accuracy"], row["effort"]
    peak = spent["peak_memory_mb"]
    return (
        _name(row),
        *(f"{figures[name]['value']:.4f}" for name in ("gini", "ks", "pr_auc", "brier")),
        f"{figures['calibration_error']:.4f}",
        f"{figures['perfect_calibration_error']['value']:.4f}",
        *(f"{right[name]['value']:.3f}" for name in ("at_cut_off", "at_half")),
        *(f"{spent[name]:.1f}" for name in ("fit_seconds", "search_seconds")),
        f"{spent['predict_microseconds']:.1f}",
        "" if peak is None else f"{peak:.0f}",
    )


def _treatments(rows: Sequence[Json]) -> Iterator[Sequence[str]]:
    for row in rows:
        for moment in ("before", "after"):
            found = row[moment]
            yield (
                t(f"cli.compare.learner.{row['learner']}", "en"),
                row["treatment"],
                _interval(row["auc"]),
                moment,
                f"{found['predicted']:.3f}",
                f"{found['observed']:.3f}",
                _interval(found["slope"], 2),
                _interval(found["intercept"], 2),
                f"{found['calibration_error']:.4f}",
                f"{found['brier']['value']:.4f}",
                _interval(found["cost_share_of_grant_all"], 3),
            )


def _points(row: Json) -> Sequence[str]:
    share = row["difficulties"]
    return (
        f"`{row['feature']}`",
        row["bin"],
        f"{row['clients']:,}",
        "" if share is None else f"{share:.3f}",
        f"{row['woe']:+.2f}",
        f"{row['points']:.0f}",
    )


def _name(row: Json) -> str:
    return t(f"cli.compare.candidate.{row['candidate'].replace('-', '_')}", "en")


def _interval(found: Json, digits: int = 4, sign: str = "") -> str:
    value, low, high = (f"{found[end]:{sign},.{digits}f}" for end in ("value", "low", "high"))
    return f"{value} ({low} to {high})"


def _load(found: Json) -> float:
    loads = [row["effort"]["load"] for row in found["candidates"]]
    return float(sum(loads) / len(loads))


def _recipe(found: Json) -> str:
    told = ("depth", "learning_rate", "leaf_clients", "leaf_weight", "l1", "l2")
    return _listed({name: found[name] for name in (*told, "features_per_tree", "bins")})


def _listed(values: Json) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in values.items())


def _fewer(found: Json) -> str:
    if not found["most_learnt_from"]:
        return ""
    return (
        f" In each fold {', '.join(found['slow'])} learn from at most"
        f" {found['most_learnt_from']:,} clients and answer for all."
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    lines = [head, ["---"] * len(head), *rows]
    yield "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"
