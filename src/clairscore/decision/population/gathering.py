"""What populations are counted from, gathered while a book is scored part by part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from clairscore.data.schema import APPLICATION, CLIENT_KEY, TARGET
from clairscore.decision.population.axes import NUMBERS, WORDS
from clairscore.decision.population.groups import CONTRACT, CREDIT, INCOME, INCOME_TYPE
from clairscore.decision.population.histograms import Population, population_of

READ = tuple(dict.fromkeys((CLIENT_KEY, CONTRACT, INCOME_TYPE, INCOME, CREDIT, *NUMBERS, *WORDS)))


@dataclass
class Gathering:
    """Shown every part of a book with its proposals, keeps what will be counted."""

    parts: list[pl.DataFrame] = field(default_factory=list)

    def __call__(self, tables: Mapping[str, pl.DataFrame], proposals: pl.DataFrame) -> None:
        """One part: its raw tables, and what `decide_book` says of it."""
        said = proposals.select(CLIENT_KEY, "probability", "verdict")
        self.parts.append(tables[APPLICATION].select(READ).join(said, on=CLIENT_KEY, how="inner"))

    def population(self, bundle: str, observed: Mapping[int, bool]) -> Population | None:
        """The counts of all parts; `observed` are difficulties by client. None of an empty book."""
        if not self.parts:
            return None
        known = pl.DataFrame(
            {CLIENT_KEY: list(observed), TARGET: list(map(int, observed.values()))},
            schema={CLIENT_KEY: pl.Int64, TARGET: pl.Int64},
        )
        book = pl.concat(self.parts).join(known, on=CLIENT_KEY, how="left")
        return population_of(book, bundle)
