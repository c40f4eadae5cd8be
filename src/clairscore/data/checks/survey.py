"""One pass over one file: everything that is counted in it, before anything is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from os import stat_result

import numpy as np
import polars as pl

from clairscore.data.checks.blocks import Reading
from clairscore.data.checks.counts import ColumnFacts, Faults
from clairscore.data.checks.lines import Positions, rows
from clairscore.data.checks.links import Links
from clairscore.data.checks.opening import header_faults, opening
from clairscore.data.checks.parquet import batches, schema_faults
from clairscore.data.checks.values import cast, count, read_typed
from clairscore.data.files import sha256
from clairscore.data.folder import Source
from clairscore.data.schema import TABLES, Table
from clairscore.errors import BadData, Violation

SAMPLE_ROWS = 20_000
LINE_BYTES_GUESSED = 30
QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)

OnBlock = Callable[[Source, int], None]
"""Told the file and the rows read so far, after every block."""


@dataclass
class FileSurvey:
    """What one file holds. `fatal` says why it could not be read on; `unit` names its lines."""

    source: Source
    state: stat_result
    unit: str = "line"
    rows: int = 0
    digest: str = ""
    unended: bool = False
    violations: list[Violation] = field(default_factory=list)
    fatal: bool = False
    faults: Faults = field(default_factory=Faults)
    columns: dict[str, ColumnFacts] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        return TABLES[self.source.table]


def survey(source: Source, links: Links, on_block: OnBlock) -> FileSurvey:
    """Read the file once and count what is in it."""
    found = FileSurvey(source, source.path.stat())
    try:
        _read(found, links, on_block)
    except OSError as error:
        message = f"{source.name}: {source.path.name} cannot be read ({error.strerror})"
        found.violations.append(Violation("unreadable", source.name, None, message))
        found.fatal = True
    return found


def _read(found: FileSurvey, links: Links, on_block: OnBlock) -> None:
    source = found.source
    frames = _parquet(found) if source.format == "parquet" else _csv(found)
    sample: list[pl.DataFrame] = []
    step = max(1, found.state.st_size // LINE_BYTES_GUESSED // SAMPLE_ROWS)
    for frame, numbers in frames:
        count(frame, found.table, numbers, found.faults, _facts(found.columns, frame))
        links.add(frame)
        sample.append(frame.gather_every(step, offset=-found.rows % step))
        found.rows += len(numbers)
        on_block(source, found.rows)
    _add_quantiles(found, sample)


def _csv(found: FileSurvey) -> Iterator[tuple[pl.DataFrame, Positions]]:
    source = found.source
    if fatal := opening(source):
        found.violations.append(fatal)
        found.fatal, found.digest = True, sha256(source.path)
        return
    header, reading = source.header(), Reading(source.path)
    found.violations += header_faults(source, header)
    for block in reading.blocks():
        good = rows(block, len(header))
        for fault in good.faults:
            found.faults.add(None, fault.code, fault.count, fault.first)
        found.unended |= block.unended
        frame = read_typed(good.data, header, found.table, good.numbers, found.faults)
        yield frame, good.numbers
    found.digest = reading.digest
    if not found.columns:
        _facts(found.columns, pl.DataFrame(schema=[n for n in header if n in found.table.by_name]))


def _parquet(found: FileSurvey) -> Iterator[tuple[pl.DataFrame, Positions]]:
    found.unit, found.digest = "row", sha256(found.source.path)
    try:
        for index, frame in enumerate(batches(found.source.path)):
            if index == 0:
                found.violations += schema_faults(found.source, frame.schema)
            known = frame.select(name for name in frame.columns if name in found.table.by_name)
            numbers = np.arange(found.rows + 1, found.rows + 1 + frame.height)
            yield cast(known, found.table, numbers, found.faults), numbers
    except BadData as error:
        found.violations += error.violations
        found.fatal = True


def _facts(columns: dict[str, ColumnFacts], frame: pl.DataFrame) -> Mapping[str, ColumnFacts]:
    for name in frame.columns:
        columns.setdefault(name, ColumnFacts())
    return columns


def _add_quantiles(found: FileSurvey, sample: list[pl.DataFrame]) -> None:
    """Quantiles of the sampled rows, nearest rank, without sentinels."""
    frame = pl.concat(sample).select(pl.col(pl.Float64)) if sample else pl.DataFrame()
    if not frame.height:
        return
    never = [found.table[name].sentinel or np.nan for name in frame.columns]
    cells = frame.to_numpy()
    kept = np.isfinite(cells) & (cells != never)
    ordered = np.sort(np.where(kept, cells, np.nan), axis=0)  # NaN last
    for place, (name, values) in enumerate(zip(frame.columns, kept.sum(axis=0), strict=True)):
        ranks = np.rint(np.multiply(QUANTILES, values - 1)).astype(int)
        found.columns[name].quantiles = tuple(ordered[ranks, place].tolist()) if values else ()
