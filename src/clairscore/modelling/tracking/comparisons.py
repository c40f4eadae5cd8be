"""A comparison or a search as one run with its parts below it, and which of them won."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING

from clairscore.modelling.tracking.records import (
    NOTE,
    Tracked,
    figure_metrics,
    flat,
    named,
    warned,
)

if TYPE_CHECKING:
    from clairscore.metrics import Interval
    from clairscore.modelling.candidates.comparison import Comparison
    from clairscore.modelling.candidates.standing import Standing
    from clairscore.modelling.results import Result
    from clairscore.modelling.tuned import Tuned


def of_comparison(
    found: Comparison, spent: Mapping[str, float], started: datetime, ended: datetime
) -> Tracked:
    """The run that `compare` made: each candidate is a run below, the cheapest is the winner."""
    setup = found.setup
    parts = tuple(
        _candidate(row, result, setup.ratio, started, ended)
        for row, result in zip(found.candidates, found.results(), strict=True)
    )
    winner = min(parts, key=lambda part: part.metrics["cost_per_1000"])
    told = ("catalogue", "features", "clients", "folds", "seed", "ratio", "most_learnt_from")
    return Tracked(
        command="compare",
        name=f"{len(parts)} candidates, {setup.clients} clients, {setup.folds} folds",
        started=started,
        ended=ended,
        parameters={name: value for name, value in asdict(setup).items() if name in told}
        | named("recipe", dict(setup.recipe)),
        metrics=dict(spent),
        data=setup.data,
        tags={"winner": winner.name, NOTE: standings(found.candidates)}
        | named("version", setup.versions)
        | warned(found.warnings),
        texts={"comparison.json": json.dumps(found.as_json(), indent=1)},
        children=tuple(
            replace(part, tags=part.tags | {"standing": f"cheapest, {part.tags['standing']}"})
            if part is winner
            else part
            for part in parts
        ),
    )


def of_search(
    found: Tuned, spent: Mapping[str, float], started: datetime, ended: datetime
) -> Tracked:
    """The run that `tune` made: each trial is a run below, its gain is the best trial's."""
    trials = tuple(_trial(found, result, started, ended) for result in found.results())
    told = ("learner", "catalogue", "features", "clients", "folds", "seed", "ratio")
    return Tracked(
        command="tune",
        name=f"{len(trials)} trials of {found.learner}, {found.clients} clients",
        started=started,
        ended=ended,
        parameters={name: value for name, value in asdict(found).items() if name in told}
        | named("recipe", asdict(found.recipe)),
        metrics=dict(spent)
        | named("gain", flat(asdict(found.gain.redealt)))
        | named("gain_untouched", flat(asdict(found.gain.untouched)))
        | named("importance", found.importance),
        data=found.data,
        tags={"winner": f"trial {found.best}"} | named("version", found.versions),
        texts={"tuned.json": json.dumps(found.as_json(), indent=1)},
        children=trials,
    )


def standings(rows: Sequence[Standing]) -> str:
    """The candidates as a Markdown table, the cheapest first."""
    lines = [
        "| candidate | cost per 1,000 | AUC | AUC against the served learner |",
        "|---|---|---|---|",
    ]
    for row in sorted(rows, key=lambda each: each.figures.cost_per_1000.value):
        gain = _ranged(row.difference.auc, 4) if row.difference else "-"
        cost, auc = _ranged(row.figures.cost_per_1000, 0), _ranged(row.figures.auc, 4)
        lines.append(f"| {row.candidate} | {cost} | {auc} | {gain} |")
    return "\n".join(lines)


def _candidate(
    row: Standing, result: Result, ratio: float, started: datetime, ended: datetime
) -> Tracked:
    gains = flat(asdict(row.difference)) if row.difference else {}
    return Tracked(
        command="compare",
        name=result.name,
        started=started,
        ended=ended,
        parameters=dict(result.params),
        metrics=dict(result.metrics)
        | figure_metrics(row.figures.as_json(), ratio)
        | named("gain", gains)
        | {"seconds": result.seconds},
        tags={"group": result.kind, "standing": _standing(row)},
    )


def _trial(found: Tuned, result: Result, started: datetime, ended: datetime) -> Tracked:
    state = str(result.params["state"])
    best = result.name == f"trial {found.best}"
    return Tracked(
        command="tune",
        name=result.name,
        started=started,
        ended=ended,
        parameters=dict(result.params),
        metrics={name: value for name, value in result.metrics.items() if isfinite(value)}
        | {"seconds": result.seconds},
        tags={"group": result.kind, "standing": f"cheapest, {state}" if best else state},
    )


def _standing(row: Standing) -> str:
    """What its paired difference in cost from the served learner shows, in a word."""
    if row.difference is None:
        return "served"
    cost = row.difference.cost_per_1000
    return "cheaper" if cost.high < 0 else "dearer" if cost.low > 0 else "unproven"


def _ranged(interval: Interval, digits: int) -> str:
    value, low, high = (
        f"{each:.{digits}f}" for each in (interval.value, interval.low, interval.high)
    )
    return f"{value} ({low} to {high})"
