"""The files of a population, written block by block; a folder is old or new, never in between."""

from __future__ import annotations

import io
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal, Protocol

import polars as pl

from clairscore.data.schema import TABLES
from clairscore.data.synthetic.frames import raw
from clairscore.data.synthetic.population import TEST, Block, Population, block
from clairscore.errors import MissingExtra

Format = Literal["csv", "parquet"]
Progress = Callable[[int, int], None]
WORKERS = 2
ROW_GROUP_BYTES = 96 * 2**20
TRUTH = "truth"
SUBMISSION = "sample_submission"


class Sink(Protocol):
    """Where one file's rows go."""

    def append(self, rows: pl.DataFrame | bytes) -> None: ...
    def close(self) -> None: ...


class CsvSink:
    """A CSV file that grows by encoded rows; the first ones bring the header."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("wb")

    def append(self, rows: pl.DataFrame | bytes) -> None:
        self.file.write(rows if isinstance(rows, bytes) else encoded(rows, header=True))

    def close(self) -> None:
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()


class ParquetSink:
    """A Parquet file with checksummed pages, in row groups of about a hundred megabytes."""

    def __init__(self, path: Path) -> None:
        self.path, self.waiting, self.bytes = path, list[pl.DataFrame](), 0
        self.writer: _ParquetWriter | None = None

    def append(self, rows: pl.DataFrame | bytes) -> None:
        assert isinstance(rows, pl.DataFrame)
        self.waiting.append(rows)
        self.bytes += int(rows.estimated_size())
        if self.bytes >= ROW_GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        table = pl.concat(self.waiting).to_arrow(compat_level=pl.CompatLevel.oldest())
        self.writer = self.writer or _parquet_writer(self.path, table.schema)
        self.writer.write_table(table, row_group_size=table.num_rows or None)
        self.waiting, self.bytes = [], 0

    def close(self) -> None:
        if self.waiting or self.writer is None:
            self._flush()
        assert self.writer is not None
        self.writer.close()
        with self.path.open("rb") as file:
            os.fsync(file.fileno())


class _ParquetWriter(Protocol):
    def write_table(self, table: object, *, row_group_size: int | None) -> None: ...
    def close(self) -> None: ...


def _parquet_writer(path: Path, schema: object) -> _ParquetWriter:
    from pyarrow.parquet import ParquetWriter  # type: ignore[import-untyped]

    writer: _ParquetWriter = ParquetWriter(
        path, schema, compression="zstd", compression_level=1, write_page_checksum=True
    )
    return writer


def _require_pyarrow() -> None:
    try:
        import pyarrow.parquet  # type: ignore[import-untyped] # noqa: F401
    except ImportError as missing:
        raise MissingExtra(
            "Parquet output needs pyarrow, which is not installed; "
            "install clairscore[spark], or write CSV."
        ) from missing


def encoded(rows: pl.DataFrame, *, header: bool) -> bytes:
    """Rows as CSV text in Kaggle's formats."""
    buffer = io.BytesIO()
    rows.write_csv(buffer, include_header=header, batch_size=16_384)
    return buffer.getvalue()


def write(folder: Path, population: Population, kind: Format, progress: Progress) -> dict[str, int]:
    """Write every file of the population into `folder`; rows per file."""
    if kind == "parquet":
        _require_pyarrow()
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, int] = {}
    with _files(folder, kind) as sinks:
        for number, (files, heights) in enumerate(_prepared(population, kind)):
            for name, part in files.items():
                sinks(name).append(part)
                rows[name] = rows.get(name, 0) + heights[name]
            progress(number + 1, population.blocks)
    return rows


Prepared = tuple[dict[str, pl.DataFrame | bytes], dict[str, int]]


def _prepared(population: Population, kind: Format) -> Iterator[Prepared]:
    """Blocks in order, made ahead on a few threads."""
    tested = population.tested()

    def prepare(number: int) -> Prepared:
        return _files_of(block(population, tested, number), kind, header=number == 0)

    with ThreadPoolExecutor(WORKERS) as pool:
        ahead: deque[Future[Prepared]] = deque()
        for number in range(population.blocks):
            ahead.append(pool.submit(prepare, number))
            if len(ahead) > WORKERS:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _files_of(made: Block, kind: Format, *, header: bool) -> Prepared:
    """The block's rows as they enter each file."""
    frames = {**made.files, SUBMISSION: _submission(made.files[TEST])}
    heights = {name: rows.height for name, rows in frames.items()} | {TRUTH: made.truth.height}
    parts: dict[str, pl.DataFrame | bytes] = {TRUTH: made.truth}
    for name, rows in frames.items():
        text = kind == "csv" or name == SUBMISSION
        parts[name] = encoded(rows, header=header) if text else raw(_table_of(name), rows)
    return parts, heights


def _table_of(file: str) -> str:
    return next(table.name for table in TABLES.values() if file in table.files)


def _submission(test: pl.DataFrame) -> pl.DataFrame:
    return test.select("SK_ID_CURR", TARGET=pl.lit(0.5))


@contextmanager
def _files(folder: Path, kind: Format) -> Iterator[Callable[[str], Sink]]:
    """Sinks by file name, under other names until all of them are complete."""
    sinks: dict[str, tuple[Sink, Path, Path]] = {}

    def sink(name: str) -> Sink:
        if name not in sinks:
            sinks[name] = _opened(folder, name, kind)
        return sinks[name][0]

    with ExitStack() as undo:
        undo.callback(_remove, sinks)
        yield sink
        for opened, _, _ in sinks.values():
            opened.close()
        for _, temporary, final in sinks.values():
            temporary.replace(final)


def _opened(folder: Path, name: str, kind: Format) -> tuple[Sink, Path, Path]:
    suffix = "parquet" if name == TRUTH or (kind == "parquet" and name != SUBMISSION) else "csv"
    final = folder / f"{name}.{suffix}"
    temporary = folder / f".{name}.{suffix}.{os.getpid()}.part"
    sink: Sink = TruthSink(temporary) if name == TRUTH else _SINKS[suffix](temporary)
    return sink, temporary, final


def _remove(sinks: dict[str, tuple[Sink, Path, Path]]) -> None:
    for _, temporary, _ in sinks.values():
        temporary.unlink(missing_ok=True)


class TruthSink:
    """The truth of all clients, small enough to be kept until the end."""

    def __init__(self, path: Path) -> None:
        self.path, self.waiting = path, list[pl.DataFrame]()

    def append(self, rows: pl.DataFrame | bytes) -> None:
        assert isinstance(rows, pl.DataFrame)
        self.waiting.append(rows)

    def close(self) -> None:
        pl.concat(self.waiting).write_parquet(self.path)


_SINKS: dict[str, Callable[[Path], Sink]] = {"csv": CsvSink, "parquet": ParquetSink}
