"""What `evidence` recorded: curves, costs, groups, importance, leaks, stability."""

from __future__ import annotations

from clairscore.charts import ReviewCase
from clairscore.metrics import Interval
from clairscore.modelling.documents.record import Record
from clairscore.modelling.figures import Figures


class RocPoint(Record):
    """At a cut-off, the shares of repaid loans and of difficulties that are refused."""

    false_positive: Interval
    true_positive: Interval


class PrPoint(Record):
    """At a cut-off, the share of difficulties refused, and theirs among the refused."""

    recall: Interval
    precision: Interval


class ReliabilityBin(Record):
    """Clients of about one probability: its mean, and the share observed."""

    clients: int
    predicted: float
    observed: Interval


class Reliability(Record):
    """Whether probabilities are true, beside what a perfect model shows by chance."""

    bins: tuple[ReliabilityBin, ...]
    error: float
    perfect_error: Interval
    slope: Interval
    intercept: Interval
    near_cut_off: Interval


class CostAt(Record):
    """Cost per 1,000 and share granted at one cut-off."""

    cut_off: float
    per_1000: Interval
    granted: float


class Cost(Record):
    """The cost curve, and what granting all and refusing all would cost."""

    points: tuple[CostAt, ...]
    served: CostAt
    optimum: Interval
    at_optimum: CostAt
    grant_all_per_1000: float
    refuse_all_per_1000: float


class Tenth(Record):
    """A tenth of the clients, riskiest first."""

    clients: int
    difficulties: int


class Bar(Record):
    """Clients with log-odds from `low` to below `high`, by outcome."""

    low: float
    high: float
    repaid: int
    difficulties: int


class Way(Record):
    """One way to decide: how often it is right, whom it refuses, what it costs."""

    name: str
    accuracy: Interval
    difficulties_refused: Interval
    repaid_refused: Interval
    cost_per_1000: Interval


class ByAmount(Record):
    """Cost as a share of granting all: each client alike, each weighted by his credit."""

    alike: Interval
    weighted: Interval


class GroupFigures(Record):
    """What the model does to one group of people."""

    base_rate: Interval
    auc: Interval | None
    calibration: Interval
    granted: Interval
    difficulties_refused: Interval | None
    repaid_refused: Interval | None
    cost_share: Interval | None


class Group(Record):
    """A group; too small a one has no figures."""

    group: str
    clients: int
    figures: GroupFigures | None


class PartEvidence(Record):
    """What the answers for one part of the clients show."""

    figures: Figures
    roc: tuple[RocPoint, ...]
    precision_recall: tuple[PrPoint, ...]
    reliability: Reliability
    cost: Cost
    tenths: tuple[Tenth, ...]
    distribution: tuple[Bar, ...]
    ways: tuple[Way, ...]
    reviews: tuple[ReviewCase, ...]
    by_amount: ByAmount
    groups: dict[str, tuple[Group, ...]]

    def way(self, name: str) -> Way:
        """A way to decide by its name."""
        return next(way for way in self.ways if way.name == name)


class Refusals(Record):
    """Proposals for the untouched part, refusals by rule and by score apart."""

    applications: int
    granted: int
    referred: int
    refused_by_rule: int
    refused_by_score: int


class Weight(Record):
    """Mean absolute contribution of a theme or feature, and its share of all."""

    name: str
    theme: str
    strength: Interval
    share: float


class Importance(Record):
    """Themes and features, strongest first."""

    clients: int
    themes: tuple[Weight, ...]
    features: tuple[Weight, ...]


class Calibrated(Record):
    """Another calibration, judged on the untouched part."""

    name: str
    error: float
    perfect_error: Interval
    brier: Interval
    log_loss: Interval
    levels: int


class Shuffled(Record):
    """The AUC after the outcomes were dealt out at random."""

    times: int
    auc: Interval


class Single(Record):
    """One feature's AUC by itself."""

    feature: str
    auc: Interval


class Singles(Record):
    """Features by themselves, strongest first; `beyond` are those that know too much."""

    features: int
    beyond: tuple[str, ...]
    strongest: tuple[Single, ...]
    limit: float


class Duplicates(Record):
    """Clients that occur twice."""

    labelled: int
    twice: int
    in_both: int
    same_features: int


class Telling(Record):
    """How much a feature tells application_train from application_test."""

    feature: str
    share: float


class Adversarial(Record):
    """How well a model tells application_train from application_test."""

    train: int
    test: int
    auc: Interval
    features: tuple[Telling, ...]


class Leaks(Record):
    """The checks for leaks."""

    shuffled: Shuffled
    singles: Singles
    duplicates: Duplicates
    adversarial: Adversarial | None


class FoldFigure(Record):
    """One fold's AUC and best round."""

    fold: int
    clients: int
    auc: Interval
    rounds: int


class Stability(Record):
    """How much the folds differ."""

    folds: tuple[FoldFigure, ...]
    spread: float


class Evidence(Record):
    """The evidence of one bundle."""

    bundle: str
    seed: int
    out_of_fold: PartEvidence
    test: PartEvidence
    refusals: Refusals
    importance: Importance
    calibrations: tuple[Calibrated, ...]
    leaks: Leaks
    stability: Stability
