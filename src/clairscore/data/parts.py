"""Seven tables of many clients, cut once into parts that each fit into memory.

A part holds every row of its clients, those whose number leaves the same rest: parts are of one
size however the numbers lie. Filtering the tables again for each part would read them as often.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from clairscore.data.credit_file import with_client
from clairscore.data.schema import CLIENT_KEY, TABLES

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Parts:
    """A private folder of Parquet files: one folder a table, one a part."""

    folder: Path
    count: int

    def read(self, part: int) -> dict[str, pl.DataFrame]:
        """Every table's rows of a part's clients, each with SK_ID_CURR; the tables' own order."""
        return {name: frame.collect() for name, frame in self.scan(part).items()}

    def scan(self, part: int) -> dict[str, pl.LazyFrame]:
        """As `read`, lazily."""
        return {name: self._scan(name, part) for name in TABLES}

    def remove(self) -> None:
        """Take the parts away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _scan(self, name: str, part: int) -> pl.LazyFrame:
        files = sorted((self.folder / name / f"{PART}={part}").glob("*.parquet"))
        return pl.scan_parquet(files or [self.folder / name / EMPTY], glob=False)


PART = "part"
EMPTY = "empty.parquet"
"""A table's columns without a row, for parts that have none."""


def cut(tables: Mapping[str, pl.LazyFrame], folder: Path, count: int, progress: Progress) -> Parts:
    """The tables in `count` parts, in a new folder that only its owner can enter."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    for done, name in enumerate(TABLES):
        progress(done, len(TABLES))
        _cut(with_client(tables, name), folder / name, count)
    progress(len(TABLES), len(TABLES))
    return Parts(folder, count)


def _cut(rows: pl.LazyFrame, folder: Path, count: int) -> None:
    folder.mkdir()
    rows.clear().collect().write_parquet(folder / EMPTY)
    numbered = rows.with_columns((pl.col(CLIENT_KEY) % count).alias(PART))
    target = pl.PartitionBy(folder, key=PART, include_key=False)
    numbered.sink_parquet(target, compression="lz4", mkdir=True)
