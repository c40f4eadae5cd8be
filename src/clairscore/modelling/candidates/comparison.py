"""A comparison as it is told: self-contained, so that a document can be written from it alone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields

from clairscore.decision.bundle import Json
from clairscore.metrics import Interval
from clairscore.modelling.candidates.candidate import Points, Setting
from clairscore.modelling.candidates.standing import Standing
from clairscore.modelling.imbalance import Treated
from clairscore.modelling.results import Result

HOW_MEASURED = (
    "Each candidate and fold in a process of its own, one thread. Seconds: processor time of the"
    " final fit, its preparation of columns included; search: everything before it. Prediction:"
    " fastest of three passes over the validation fold. Memory: resident, whole process, at its"
    " height during search and final fit, beside what program and training rows held before."
)
HOW_CHOSEN = (
    "Among the settings tried, the lowest log loss over inner parts of the training folds; rounds"
    " by early stopping there. The outer validation fold takes part in no choice. Probabilities"
    " are calibrated by two numbers fitted on the other folds; treatments of the imbalance are"
    " applied to training rows only."
)


@dataclass(frozen=True, slots=True)
class Setup:
    """What was compared on whom: features, folds, seed, data, versions, machine.

    `most_learnt_from` is the most training clients of the slow candidates, if they were fewer.
    """

    catalogue: str
    tables: tuple[str, ...]
    features: int
    features_version: str
    clients: int
    difficulties: int
    folds: int
    seed: int
    ratio: float
    cut_off: float
    most_learnt_from: int | None
    slow: tuple[str, ...]
    recipe: Mapping[str, str | int | float]
    data: Mapping[str, str]
    versions: Mapping[str, str]
    machine: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every candidate on the same folds, the treatments of the imbalance, the scorecard's table."""

    setup: Setup
    candidates: tuple[Standing, ...]
    imbalance: tuple[Treated, ...]
    scorecard: tuple[Points, ...]
    settings: Mapping[str, tuple[Mapping[str, Setting], ...]]
    warnings: tuple[str, ...]

    def as_json(self) -> dict[str, Json]:
        """The record as plain JSON values."""
        rest: dict[str, Json] = asdict(self)
        del rest["setup"]
        how: dict[str, Json] = {"measured": HOW_MEASURED, "chosen": HOW_CHOSEN}
        return {
            name: _finite(value) for name, value in {**asdict(self.setup), **rest, **how}.items()
        }

    def results(self) -> Iterator[Result]:
        """Every candidate as a run of its own."""
        for row in self.candidates:
            yield Result(
                row.candidate,
                row.group,
                _params(row),
                _metrics(row),
                row.effort.fit_seconds + row.effort.search_seconds,
            )


def _finite(value: Json) -> Json:
    """The value with null where a figure does not exist, such as a rate among nobody."""
    match value:
        case float() if not math.isfinite(value):
            return None
        case dict():
            return {name: _finite(each) for name, each in value.items()}
        case list() | tuple():
            return [_finite(each) for each in value]
    return value


def _params(row: Standing) -> dict[str, Setting]:
    """The candidate's settings, those of each fold where they differ."""
    names = sorted({name for choice in row.choices for name in choice.settings})
    each = {name: [str(choice.settings.get(name, "-")) for choice in row.choices] for name in names}
    told = {
        name: values[0] if len(set(values)) == 1 else ", ".join(values)
        for name, values in each.items()
    }
    rounds = ", ".join(str(choice.rounds) for choice in row.choices)
    return {**told, "learner": row.learner, "treatment": row.treatment, "rounds": rounds}


def _metrics(row: Standing) -> dict[str, float]:
    told = {
        each.name: value.value
        for each in fields(row.figures)
        if isinstance(value := getattr(row.figures, each.name), Interval)
        if math.isfinite(value.value)
    }
    effort = {name: float(value) for name, value in asdict(row.effort).items() if value is not None}
    right = {f"accuracy_{name}": value["value"] for name, value in asdict(row.accuracy).items()}
    return {**told, "calibration_error": row.figures.calibration_error, **right, **effort}
