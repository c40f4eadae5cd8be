"""What watching the model found, as frozen values that a page, an alert and a gauge can read.

Every share is between 0 and 1. A *class* of the score lies between two edges of the calibrated
log-odds. Costs are in refused good clients, per 1,000 applications.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from clairscore.decision.bundle import Json
from clairscore.decision.watching import SignalName
from clairscore.metrics import Interval, Stability

Level = Literal["calm", "watch", "act"]
Light = Literal["calm", "watch", "act", "unjudged"]
LEVELS: tuple[Level, ...] = ("calm", "watch", "act")
"""From the quietest to the most urgent."""
ActionCode = Literal["continue", "investigate_source", "recalibrate", "retrain", "stop_and_review"]
Method = Literal["reference", "confidence", "weighting", "prior"]
"""How a figure was come by: see `Estimate`."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """One side of the comparison: applications, those whose features were read, where they are
    from, and how many were left out for which reason."""

    applications: int
    read: int
    source: str
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of both sides, current minus reference with its interval, and how likely chance
    alone makes a difference at least as large."""

    reference: float
    current: float
    difference: Interval
    chance: float

    @property
    def relative(self) -> float:
        """The difference as a share of the reference."""
        return self.difference.value / self.reference if self.reference else 0.0


@dataclass(frozen=True, slots=True)
class Effect:
    """What the change does to decisions and money, before any outcome is known.

    `approvals` is the share that the score grants, rules and referral aside; `expected` the mean
    probability of all, `expected_granted` of those granted; `cost` the expected business cost by
    1,000 applications. `unit_value` is what one refused good client costs in money, None: unset.
    `outcomes` and `causes` are shares of the current proposals, rules and referral included.
    """

    approvals: Change
    expected: Change
    expected_granted: Change
    cost: Change
    unit_value: float | None
    outcomes: Mapping[str, float]
    causes: Mapping[str, float]

    @property
    def money(self) -> float | None:
        """What the change costs by 1,000 applications, in the lender's money."""
        return None if self.unit_value is None else self.unit_value * self.cost.difference.value


@dataclass(frozen=True, slots=True)
class ScoreShift:
    """The score's PSI, whether it is beyond chance, and applications of both sides by class."""

    stability: Stability
    moved: bool
    level: Level
    edges: tuple[float, ...]
    reference: tuple[int, ...]
    current: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FeatureShift:
    """One feature. `importance` is its share of the mean absolute contribution in training.

    Where it is not `compared`, the reference's values come from models that do not serve, and
    nothing is concluded. `moved`: its PSI is beyond chance, all features considered together.
    `missing` are shares of both sides without it, `outside` the share of current values beyond
    those of training, `unknown` the share of current words that the schema does not know. `scaled`
    is how many times the typical current value is the typical reference value, where they differ
    so much that a change of unit is likely.
    """

    name: str
    theme: str
    table: str
    importance: float
    stability: Stability
    moved: bool
    level: Level
    compared: bool
    missing_reference: float
    missing_current: float
    missing_moved: bool
    outside: float
    unknown: float
    scaled: float | None

    @property
    def weight(self) -> float:
        """PSI beyond chance times importance: what puts features in order."""
        return self.importance * self.stability.excess

    @property
    def missing_change(self) -> float:
        return self.missing_current - self.missing_reference


@dataclass(frozen=True, slots=True)
class UnknownWords:
    """A column of the raw applications and the share of its current words that are new: never met
    in the reference, or off the schema's list."""

    column: str
    share: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """A feature and its share of the gain of the model that tells the sides apart."""

    feature: str
    share: float


@dataclass(frozen=True, slots=True)
class ToldApart:
    """How well a model tells current from reference applications (0.5: not at all), and by what."""

    reference: int
    current: int
    auc: Interval
    features: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """AUC, share of difficulties and business cost by one method.

    `reference`: observed in the reference. `confidence`: current, as the probabilities announce; it
    sees other people, not another link between people and difficulties. `weighting`: outcomes of
    the reference, each weighted by how much he looks like a current applicant; it needs reference
    applications with outcomes. `prior`: as if within either outcome people were those of the
    reference and only the share of difficulties had moved. Intervals hold what would be observed
    where the method's assumption is true. `effective` is the number of reference applications that
    the weights leave, None without weights; below a hundred the estimate is not `usable`.
    """

    method: Method
    auc: Interval
    rate: Interval
    cost: Interval
    usable: bool = True
    effective: float | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """Mature loans of one stratum: observed beside what their probabilities announced.

    `ranking` is their AUC, None where one outcome is missing; `expected_ranking` what a model that
    is still right would show on the same loans, by simulation.
    """

    loans: int
    difficulties: int
    observed: Interval
    expected: float
    chance: float
    ranking: Interval | None
    expected_ranking: Interval | None


@dataclass(frozen=True, slots=True)
class Realised:
    """What became of granted loans whose outcome counts.

    `granted` are those that the score grants; `manual` those above the limit that people granted
    all the same, a stratum of its own. `reference` is the training population under the same
    limit: its difficulties and its AUC there. Nothing is known of the refused.
    """

    granted: Region
    manual: Region
    reference_rate: float
    reference_ranking: float


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that was judged: its value, its two limits, how likely chance alone gives it (None:
    not a matter of chance), its level, and the features or columns that it names."""

    name: SignalName
    level: Level
    value: float
    watch: float
    act: float
    chance: float | None
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """What is proposed, because of which signals, about which features or columns."""

    code: ActionCode
    because: tuple[SignalName, ...]
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything. `features` come by weight, strongest first; None is what could not be looked at.

    `start` and `end` are days of a window, None for files; `policy` is its digest, `feature_limit`
    the PSI from which it watches a feature.
    """

    kind: Literal["files", "window"]
    bundle: str
    policy: str
    cut_off: float
    cost_ratio: float
    feature_limit: float
    start: str | None
    end: str | None
    reference: Crowd
    current: Crowd
    light: Light
    signals: tuple[Signal, ...]
    actions: tuple[Action, ...]
    effect: Effect
    score: ScoreShift
    features: tuple[FeatureShift, ...]
    unknown_words: tuple[UnknownWords, ...]
    told_apart: ToldApart | None
    estimates: tuple[Estimate, ...]
    realised: Realised | None

    def signal(self, name: SignalName) -> Signal | None:
        """The signal of a name, None where it was not judged."""
        return next((each for each in self.signals if each.name == name), None)

    def estimate(self, method: Method) -> Estimate | None:
        """The estimate of a method, None where it could not be made."""
        return next((each for each in self.estimates if each.method == method), None)

    def as_json(self) -> dict[str, Json]:
        """The report for a program: a number that does not exist is null."""
        found = _plain(asdict(self))
        assert isinstance(found, dict)
        effect = found["effect"]
        assert isinstance(effect, dict)
        effect["money"] = self.effect.money
        return found


def _plain(value: object) -> Json:
    """As JSON knows it; a record by its fields."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    assert value is None or isinstance(value, (bool, int, str))
    return value
