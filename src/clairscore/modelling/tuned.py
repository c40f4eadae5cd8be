"""What a fine search found: every trial, the best recipe, its gain over the first one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from clairscore.decision.bundle import Json
from clairscore.metrics import Interval
from clairscore.modelling.candidates.candidate import Setting
from clairscore.modelling.evaluate import Difference
from clairscore.modelling.recipe import Recipe
from clairscore.modelling.results import Result

State = Literal["complete", "pruned"]

HOW_TUNED = (
    "Each trial is cross-validated on the same folds of the training part; its figure is the"
    " business cost at 1 / (1 + ratio) as a share of granting all, after calibration on the other"
    " folds. Trial 0 is the recipe that `train` would use. A trial stops early where its cost over"
    " the folds done so far is above the median of the trials before it. The best trial is"
    " flattered by its choice: its gain is told on folds drawn anew, and on the untouched part,"
    " which no trial saw."
)


@dataclass(frozen=True, slots=True)
class Dimension:
    """One setting of the search: its ends, whole numbers or not, on a log scale or not."""

    name: str
    low: float
    high: float
    whole: bool
    log: bool


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One trial. The cost is what it was judged by; AUC, accuracy and log loss are controls.

    Figures of a pruned trial are over the `folds` that it got to.
    """

    number: int
    state: State
    settings: Mapping[str, Setting]
    folds: int
    rounds: tuple[int, ...]
    cost_share_of_grant_all: float
    auc: float
    accuracy_at_cut_off: float
    log_loss: float
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class UntouchedGain:
    """The best recipe's paired gain over clients that no trial saw."""

    clients: int
    difficulties: int
    auc: Interval
    cost_per_1000: Interval
    cost_share_of_grant_all: Interval


@dataclass(frozen=True, slots=True)
class Gain:
    """The best recipe against the first, paired: AUC up and cost down are better.

    `redealt` on the training part with folds drawn anew, which still knows the clients that chose;
    `untouched` on clients that no trial saw.
    """

    redealt: Difference
    untouched: UntouchedGain


@dataclass(frozen=True, slots=True)
class Tuned:
    """A fine search: on whom, over which settings, and what came of it."""

    learner: str
    catalogue: str
    tables: tuple[str, ...]
    features: int
    features_version: str
    clients: int
    difficulties: int
    folds: int
    seed: int
    ratio: float
    space: tuple[Dimension, ...]
    trials: tuple[TrialRow, ...]
    best: int
    recipe: Recipe
    from_recipe: Recipe
    importance: Mapping[str, float]
    gain: Gain
    data: Mapping[str, str]
    versions: Mapping[str, str]
    machine: Mapping[str, str | int]

    def as_json(self) -> dict[str, Json]:
        """The record as plain JSON values."""
        told: dict[str, Json] = asdict(self)
        return {**told, "tuned": HOW_TUNED}

    def results(self) -> Iterator[Result]:
        """Every trial as a run of its own."""
        for row in self.trials:
            told = asdict(row)
            names = ("cost_share_of_grant_all", "auc", "accuracy_at_cut_off", "log_loss")
            metrics = {name: float(told[name]) for name in names}
            rounds = ", ".join(map(str, row.rounds))
            params = {**row.settings, "state": row.state, "rounds": rounds}
            yield Result(f"trial {row.number}", "trial", params, metrics, row.cpu_seconds)
