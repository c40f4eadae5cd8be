"""Where the rows of each part of a book come from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import polars as pl

from clairscore.data.checks import require
from clairscore.data.parted import part_name
from clairscore.data.parts import Parts
from clairscore.data.tables import Population, read_folder
from clairscore.errors import BadData

Columns = Mapping[str, Collection[str]]


class Source(Protocol):
    """Parts by name, each with the seven tables of its clients."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def tables(self, name: str, columns: Columns) -> Mapping[str, pl.LazyFrame]: ...


@dataclass(frozen=True)
class Folders:
    """A book that lies in parts already; each is checked as a folder before it is used.

    `vouched`: the user says that the files were checked.
    """

    book: Path
    names: tuple[str, ...]
    population: Population
    vouched: bool

    def tables(self, name: str, columns: Columns) -> Mapping[str, pl.LazyFrame]:
        """The part's tables, with these columns and the keys; BadData names the part."""
        folder = self.book / name
        try:
            if not self.vouched:
                require(folder)
            return read_folder(folder, population=self.population, columns=columns)
        except BadData as error:
            told = [replace(each, message=f"{name}: {each.message}") for each in error.violations]
            raise BadData(told) from None


@dataclass(frozen=True)
class Cut:
    """A folder's tables, checked and cut for this run."""

    parts: Parts

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(map(part_name, range(self.parts.count)))

    def tables(self, name: str, columns: Columns) -> Mapping[str, pl.LazyFrame]:  # noqa: ARG002
        """The part's tables, with what was cut."""
        return self.parts.scan(self.names.index(name))
