"""Read Parquet batch by batch, with page checksums verified where pyarrow is installed.

Polars reads a flipped bit silently (so does pyarrow unless asked): without pyarrow, or without
checksums in the file, only a manifest's digest tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import polars as pl

from clairscore.data.checks.opening import header_faults
from clairscore.data.folder import Source
from clairscore.data.schema import TABLES
from clairscore.data.tables import raw_type
from clairscore.errors import BadData, Violation

MAGIC = b"PAR1"
BATCH_ROWS = 250_000
READABLE_TEXT = (pl.String, pl.Categorical, pl.Enum)


def batches(path: Path) -> Iterator[pl.DataFrame]:
    """The file's rows; BadData where the file is damaged."""
    _require_magic(path)
    try:
        yield from _verified(path) if find_spec("pyarrow") else _unverified(path)
    except (OSError, ValueError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise _damaged(path, _first_line(error)) from None


def schema_faults(source: Source, schema: pl.Schema) -> Iterator[Violation]:
    """Missing and extra columns, and columns of a type that cannot be this column's."""
    yield from header_faults(source, schema.names())
    columns = TABLES[source.table].by_name
    for name, dtype in schema.items():
        if name not in columns:
            continue
        text = raw_type(columns[name]) == pl.String
        if text != isinstance(dtype, READABLE_TEXT) and not (text and dtype == pl.Null):
            if not text and (dtype.is_numeric() or dtype in (pl.Boolean, pl.Null)):
                continue
            expected = "text" if text else "numbers"
            message = f"{source.name}.{name}: the column holds {dtype}; expected {expected}"
            yield Violation("column-type", source.name, name, message)


def _verified(path: Path) -> Iterator[pl.DataFrame]:
    import pyarrow.parquet as parquet

    with parquet.ParquetFile(path, page_checksum_verification=True) as file:
        yield pl.DataFrame(file.schema_arrow.empty_table())
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            yield pl.DataFrame(batch)


def _unverified(path: Path) -> Iterator[pl.DataFrame]:
    frame = pl.scan_parquet(path, glob=False)
    yield pl.DataFrame(schema=frame.collect_schema())
    yield from frame.collect_batches(chunk_size=BATCH_ROWS)


def _require_magic(path: Path) -> None:
    with path.open("rb") as stream:
        start = stream.read(4)
        size = stream.seek(0, 2)
        stream.seek(max(size - 4, 0))
        end = stream.read(4)
    if start != MAGIC:
        raise _damaged(path, "it does not start like Parquet")
    if end != MAGIC or size < 12:
        raise _damaged(path, "its end is missing, so it was cut")


def _damaged(path: Path, why: str) -> BadData:
    message = f"{path.stem}: {path.name} cannot be read as Parquet ({why}); get the file again"
    return BadData([Violation("parquet", path.stem, None, message)])


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0][:120] if str(error).strip() else type(error).__name__
