"""What `exclusions` and the ladder's bench recorded: the paired worth of facts and features."""

from __future__ import annotations

from pydantic import RootModel

from clairscore.metrics import Interval
from clairscore.modelling.documents.record import Record
from clairscore.modelling.evaluate import Difference


class Changed(Record):
    """Shares of decisions that differ between two models."""

    refusals: Interval


class ItemCost(Record):
    """One fact: what the model with it gains over the model without it."""

    item: str
    change: str
    features: int
    difference: Difference
    decisions: Changed


class Exclusions(Record):
    """The worth of several facts, on the same folds."""

    catalogue: str
    folds: int
    seeds: int
    data: dict[str, str]
    noise: Changed | None
    items: tuple[ItemCost, ...]


class Rung(Record):
    """One record of the ladder; those of cost have no gain."""

    key: str
    step: str | None = None
    against: str | None = None
    features: int | None = None
    clients: int | None = None
    gain: Difference | None = None

    @property
    def rows(self) -> str:
        """On which rows it was measured: with all histories, or applications alone."""
        return self.key.split("-")[1]


class Ladder(RootModel[tuple[Rung, ...]]):
    """The ladder's records, in the order in which it was climbed."""

    @property
    def gains(self) -> tuple[Rung, ...]:
        """Those that compare two sets of features."""
        return tuple(each for each in self.root if each.gain is not None)
