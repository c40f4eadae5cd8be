"""What one pass counts in a file: its faults by column, and each column's figures."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Tally:
    """How often a fault was met, and where first."""

    count: int = 0
    first: int | None = None

    def add(self, count: int, first: int | None) -> None:
        self.count += count
        self.first = first if self.first is None else self.first


@dataclass
class Faults:
    """Tallies by column (None: the line as a whole) and code, in the order they were met."""

    tallies: dict[tuple[str | None, str], Tally] = field(default_factory=dict)

    def add(self, column: str | None, code: str, count: int, first: int | None) -> None:
        if count:
            self.tallies.setdefault((column, code), Tally()).add(count, first)


@dataclass
class ColumnFacts:
    """One column's figures: rows, nulls, limits (sentinels apart), sentinels, known words."""

    nulls: int = 0
    sentinels: int = 0
    low: float | None = None
    high: float | None = None
    words: dict[str, int] = field(default_factory=dict)
    unknown: int = 0
    quantiles: tuple[float, ...] = ()

    def widen(self, low: float | None, high: float | None) -> None:
        if low is not None and (self.low is None or low < self.low):
            self.low = low
        if high is not None and (self.high is None or high > self.high):
            self.high = high

    @property
    def is_constant(self) -> bool:
        """Whether no two rows differ here, as far as the pass could see."""
        kinds = len(self.words) + (self.unknown > 0) + (self.sentinels > 0) + (self.nulls > 0)
        limits = 0 if self.low is None else 1 if self.low == self.high else 2
        return kinds + limits <= 1
