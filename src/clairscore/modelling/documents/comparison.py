"""What `compare` recorded: every candidate on the same folds, and treatments of the imbalance."""

from __future__ import annotations

from clairscore.metrics import Interval
from clairscore.modelling.documents.record import Record
from clairscore.modelling.evaluate import Difference
from clairscore.modelling.figures import Figures


class Accuracy(Record):
    """Share of right answers when refusing from the cost's cut-off on, and from one half on."""

    at_cut_off: Interval
    at_half: Interval


class Effort(Record):
    """Processor seconds, microseconds of an answer, memory at its height in MB."""

    fit_seconds: float
    search_seconds: float
    predict_microseconds: float
    peak_memory_mb: float | None


class Standing(Record):
    """One candidate; `difference` is its gain over the served one."""

    candidate: str
    group: str
    figures: Figures
    accuracy: Accuracy
    difference: Difference | None
    effort: Effort


class Reliability(Record):
    """How true the probabilities of a treatment are."""

    predicted: float
    observed: float
    slope: Interval
    calibration_error: float
    granted_share: Interval
    cost_per_1000: Interval


class Treated(Record):
    """One learner under one treatment, before and after it is calibrated again."""

    learner: str
    treatment: str
    auc: Interval
    before: Reliability
    after: Reliability
    difference: Difference | None


class Comparison(Record):
    """The comparison of candidates."""

    catalogue: str
    features: int
    clients: int
    difficulties: int
    folds: int
    seed: int
    candidates: tuple[Standing, ...]
    imbalance: tuple[Treated, ...]
    data: dict[str, str]
    machine: dict[str, str | int]

    def learners(self) -> tuple[Standing, ...]:
        """The learners, without variants and treatments, cheapest first."""
        found = (each for each in self.candidates if each.group == "learner")
        return tuple(sorted(found, key=lambda each: each.figures.cost_per_1000.value))
