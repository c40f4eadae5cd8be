"""A training folder's profile (quantiles by column), and later units held against it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp, log

from clairscore.data.checks.counts import ColumnFacts
from clairscore.errors import BadInput, Violation

FACTOR = 4.0
"""A unit changed when the quartiles grew or shrank by more than this, all by about as much."""
SPREAD = 1.5
MIN_ROWS = 100
MIDDLE = slice(2, 5)
"""The quartiles among `survey.QUANTILES`."""

Quantiles = tuple[float, ...]


@dataclass(frozen=True)
class Profile:
    """Quantiles (`survey.QUANTILES`) of every numeric column with at least MIN_ROWS rows."""

    quantiles: Mapping[str, Mapping[str, Quantiles]]

    def to_json(self) -> str:
        return json.dumps({"quantiles": self.quantiles}, sort_keys=True)

    @staticmethod
    def from_json(text: str) -> Profile:
        """The profile in the text; BadInput unless it is one."""
        try:
            tables = json.loads(text)["quantiles"]
            return Profile(
                {
                    table: {name: tuple(map(float, values)) for name, values in columns.items()}
                    for table, columns in tables.items()
                }
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadInput(
                "this is no training profile; expected one that training wrote"
            ) from None


def profile_of(
    columns: Mapping[str, Mapping[str, ColumnFacts]], rows: Mapping[str, int]
) -> Profile:
    """The profile of files that were read: their columns and row counts by file stem."""
    return Profile(
        {
            name: {column: fact.quantiles for column, fact in facts.items() if fact.quantiles}
            for name, facts in columns.items()
            if rows[name] >= MIN_ROWS
        }
    )


def changes(training: Profile, now: Profile) -> Iterator[Violation]:
    """Columns whose unit seems to have changed, as warnings. Test files compare with train."""
    for name, columns in now.quantiles.items():
        before = training.quantiles.get(name) or training.quantiles.get(f"{name[:-4]}train", {})
        for column, quantiles in columns.items():
            factor = _factor(before.get(column, ()), quantiles)
            if factor:
                yield _changed(name, column, factor)


def _factor(before: Quantiles, now: Quantiles) -> float | None:
    """By how much the middle of the distribution was multiplied, if by one factor."""
    pairs = list(zip(before[MIDDLE], now[MIDDLE], strict=False))
    ratios = [new / old for old, new in pairs if old and new and new / old > 0]
    if len(ratios) < 3 or max(ratios) > SPREAD * min(ratios):
        return None
    factor = exp(sum(log(ratio) for ratio in ratios) / len(ratios))
    return factor if not 1 / FACTOR <= factor <= FACTOR else None


def _changed(file: str, column: str, factor: float) -> Violation:
    size = f"{factor:,.3g} times larger" if factor > 1 else f"{1 / factor:,.3g} times smaller"
    unit = "days" if column.startswith("DAYS_") else "the unit"
    message = (
        f"{file}.{column}: values are about {size} than in training; "
        f"expected {unit} of the training data, was the unit changed?"
    )
    return Violation("unit", file, column, message, "warn")
