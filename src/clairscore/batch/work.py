"""What is done with one part of a book: the same wherever it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import polars as pl

from clairscore.batch.files import write_part
from clairscore.decision.decide_book import (
    Tally,
    columns_read,
    decide_book,
    explain_book,
    features_of_book,
    tally,
)
from clairscore.features.catalogue import catalogue
from clairscore.features.compute import book
from clairscore.features.engines import NOTHING_FITTED

if TYPE_CHECKING:
    from clairscore.batch.models import Shipped
    from clairscore.batch.source import Source
    from clairscore.features.catalogue import Catalogue, Extent
    from clairscore.features.engines import Fitted

COUNTED = ("outcome", "rules", "causes")
COMPUTED = "computed"
"""Stands for an outcome where features alone were asked for."""


class Work(Protocol):
    """Does one part, named as the source names it, unless its files are there; tells the counts."""

    @property
    def source(self) -> Source: ...

    def __call__(self, part: str) -> Tally: ...


@dataclass(frozen=True)
class Decide:
    """A proposal for every application, and where asked for what each fact adds to its score."""

    source: Source
    model: Shipped
    out: Path
    contributions: Path | None
    as_of: date | None

    def __call__(self, part: str) -> Tally:
        done = self.out / f"{part}.parquet"
        if done.exists():
            return tally(pl.read_parquet(done, columns=list(COUNTED)))
        bundle = self.model.bundle
        tables = self.source.tables(part, columns_read(bundle))
        computed = features_of_book(bundle, tables)
        decided = decide_book(bundle, tables, as_of=self.as_of, computed=computed)
        if self.contributions is not None:
            write_part(explain_book(bundle, computed), self.contributions / f"{part}.parquet")
        write_part([decided], done)  # last: where it is, the part is done
        return tally(decided)


@dataclass(frozen=True)
class Compute:
    """The features of a bundle, or of a catalogue as far as nothing has to be learnt for them."""

    source: Source
    model: Shipped | None
    extent: Extent
    out: Path

    def __call__(self, part: str) -> Tally:
        done = self.out / f"{part}.parquet"
        if done.exists():
            return _counted(pl.scan_parquet(done).select(pl.len()).collect().item())
        features, fitted = wanted(self.model, self.extent)
        computed = book(self.source.tables(part, features.reads), features, fitted)
        write_part([computed], done)
        return _counted(computed.height)


def wanted(model: Shipped | None, extent: Extent) -> tuple[Catalogue, Fitted]:
    """The features of a bundle with its row models; without one, those that need none."""
    if model is None:
        return catalogue(extent).given, NOTHING_FITTED
    return model.bundle.catalogue, model.bundle.fitted


def _counted(clients: int) -> Tally:
    return Tally({COMPUTED: clients}, {})
