"""What a check found: violations, row counts, digests and column figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clairscore.data.checks.counts import ColumnFacts
from clairscore.data.checks.profile import Profile, profile_of
from clairscore.errors import Violation


@dataclass(frozen=True)
class Report:
    """The result of checking a folder; rows, digests and columns are by file stem."""

    violations: tuple[Violation, ...]
    rows: Mapping[str, int]
    digests: Mapping[str, str]
    columns: Mapping[str, Mapping[str, ColumnFacts]]

    @property
    def refusals(self) -> tuple[Violation, ...]:
        return tuple(v for v in self.violations if v.severity == "refuse")

    @property
    def warnings(self) -> tuple[Violation, ...]:
        return tuple(v for v in self.violations if v.severity == "warn")

    @property
    def profile(self) -> Profile:
        """What a bundle keeps of its training data, to notice a changed unit later."""
        return profile_of(self.columns, self.rows)
