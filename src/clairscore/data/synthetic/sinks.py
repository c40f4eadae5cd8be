"""Where the rows of one file go, part by part."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, Protocol

import polars as pl

from clairscore.errors import MissingExtra

Format = Literal["csv", "parquet"]
Part = pl.DataFrame | bytes
"""Rows, or rows already encoded as text."""

ROW_GROUP_BYTES = 96 * 2**20


class Sink(Protocol):
    """One file that grows by parts."""

    def append(self, part: Part) -> None: ...

    def close(self) -> None: ...


class TextSink:
    """A file that grows by encoded rows."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("wb")

    def append(self, part: Part) -> None:
        assert isinstance(part, bytes)
        self.file.write(part)

    def close(self) -> None:
        self.file.close()


class ParquetSink:
    """A Parquet file with checksummed pages, in row groups of about a hundred megabytes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.waiting: list[pl.DataFrame] = []
        self.bytes = 0
        self.writer: _ParquetWriter | None = None

    def append(self, part: Part) -> None:
        assert isinstance(part, pl.DataFrame)
        self.waiting.append(part)
        self.bytes += int(part.estimated_size())
        if self.bytes >= ROW_GROUP_BYTES:
            self._flush()

    def close(self) -> None:
        if self.waiting:
            self._flush()
        if self.writer:
            self.writer.close()

    def _flush(self) -> None:
        table = pl.concat(self.waiting).to_arrow(compat_level=pl.CompatLevel.oldest())
        self.writer = self.writer or _parquet_writer(self.path, table.schema)
        self.writer.write_table(table, row_group_size=max(1, table.num_rows))
        self.waiting, self.bytes = [], 0


class _ParquetWriter(Protocol):
    def write_table(self, table: object, *, row_group_size: int) -> None: ...

    def close(self) -> None: ...


def _parquet_writer(path: Path, schema: object) -> _ParquetWriter:
    # Polars writes no page checksums, and one file at a time only.
    from pyarrow.parquet import ParquetWriter

    writer: _ParquetWriter = ParquetWriter(
        path, schema, compression="zstd", compression_level=1, write_page_checksum=True
    )
    return writer


def require(kind: Format) -> None:
    """MissingExtra where this installation cannot write the format."""
    if kind == "parquet" and find_spec("pyarrow") is None:
        raise MissingExtra(
            "Parquet output needs pyarrow, which is not installed; "
            "install clairscore[spark], or write CSV"
        )


def encoded(rows: pl.DataFrame, *, header: bool) -> bytes:
    """Rows as CSV text in Kaggle's formats."""
    buffer = io.BytesIO()
    rows.write_csv(buffer, include_header=header, batch_size=16_384)
    return buffer.getvalue()


SINKS: Mapping[Format, Callable[[Path], Sink]] = {"csv": TextSink, "parquet": ParquetSink}
