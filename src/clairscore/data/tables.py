"""Read a folder as Kaggle ships it: seven lazy Polars frames of raw values.

Raw values are as in the file, typed by the schema's kinds: text String, ids Int64, every other
number Float64; an empty cell and a NaN are null. `checks` tells whether a folder may be read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Literal

import polars as pl

from clairscore.data.folder import Source, locate
from clairscore.data.schema import APPLICATION, CLIENT_KEY, HISTORY_TABLES, TABLES, TARGET, Column
from clairscore.errors import BadData, Violation

Population = Literal["train", "test", "both"]

MAIN_FILES: Mapping[Population, tuple[str, ...]] = {
    "train": ("application_train",),
    "test": ("application_test",),
    "both": ("application_train", "application_test"),
}


def read_folder(
    folder: Path,
    *,
    population: Population = "train",
    columns: Mapping[str, Collection[str]] | None = None,
) -> dict[str, pl.LazyFrame]:
    """The seven tables as lazy raw frames, by schema name.

    The application table holds the labelled rows ("train"), the others ("test", TARGET null) or
    both; a history table without a file is an empty frame. `columns` restricts each table to the
    columns named for it, and its keys. Raises BadData when a file lacks what is asked of it.
    """
    sources = locate(folder)
    read = {name: _wanted(name, columns) for name in TABLES}
    main = [
        _scan(_main(sources, folder, file), read[APPLICATION]) for file in MAIN_FILES[population]
    ]
    return {APPLICATION: pl.concat(main)} | {
        name: _history(sources.get(name), name, read[name]) for name in HISTORY_TABLES
    }


def labels(folder: Path) -> pl.DataFrame:
    """SK_ID_CURR and TARGET (both Int64) of the labelled applications, by SK_ID_CURR."""
    frame = read_folder(folder, columns={APPLICATION: (TARGET,)})[APPLICATION]
    return (
        frame.select(CLIENT_KEY, pl.col(TARGET).cast(pl.Int64))
        .sort(CLIENT_KEY)
        .collect(engine="streaming")
    )


def raw_type(column: Column) -> pl.DataType:
    """The Polars type of a column as files hold it."""
    if column.is_text:
        return pl.String()
    return pl.Int64() if column.kind == "id" else pl.Float64()


def raw_schema(table: str) -> dict[str, pl.DataType]:
    """Column names and Polars types of a raw frame, in the schema's order."""
    return {column.name: raw_type(column) for column in TABLES[table].columns}


def scan(source: Source) -> pl.LazyFrame:
    """The file's columns that the schema knows, lazily, as raw types; the file's own order."""
    types = raw_schema(source.table)
    frame = _parquet(source, types) if source.format == "parquet" else _csv(source, types)
    numbers = [name for name, type_ in frame.collect_schema().items() if type_ == pl.Float64]
    return frame.with_columns(pl.col(numbers).fill_nan(None)) if numbers else frame


def _parquet(source: Source, types: Mapping[str, pl.DataType]) -> pl.LazyFrame:
    frame = pl.scan_parquet(source.path, glob=False)
    present = [name for name in frame.collect_schema().names() if name in types]
    return frame.select(pl.col(name).cast(types[name]) for name in present).with_columns(
        pl.col(name).replace("", None) for name in present if types[name] == pl.String
    )


def _csv(source: Source, types: Mapping[str, pl.DataType]) -> pl.LazyFrame:
    return pl.scan_csv(
        source.path,
        schema={name: types.get(name, pl.String()) for name in source.header()},
        null_values="",
        glob=False,
    )


def _wanted(table: str, columns: Mapping[str, Collection[str]] | None) -> list[str]:
    """The table's columns to read, in the schema's order: those asked for and the keys."""
    if columns is None:
        return list(TABLES[table].names)
    keys = {CLIENT_KEY, TABLES[table].parent_key, *TABLES[table].key}
    asked = keys | set(columns.get(table, ()))
    return [name for name in TABLES[table].names if name in asked]


def _main(sources: Mapping[str, Source], folder: Path, file: str) -> Source:
    if file in sources:
        return sources[file]
    message = f"{file}: no file in {folder}; expected {file}.csv, {file}.parquet or a zip of CSVs"
    raise BadData([Violation("missing-file", file, None, message)])


def _history(source: Source | None, table: str, wanted: list[str]) -> pl.LazyFrame:
    if source is None:
        return pl.LazyFrame(schema=raw_schema(table)).select(wanted)
    return _scan(source, wanted)


def _scan(source: Source, wanted: list[str]) -> pl.LazyFrame:
    """The wanted columns; TARGET, which the test file rightly lacks, is null there."""
    frame = scan(source)
    present = frame.collect_schema().names()
    absent = [name for name in wanted if name not in present]
    if absent == [TARGET] and source.name == "application_test":
        return frame.with_columns(pl.lit(None, pl.Float64()).alias(TARGET)).select(wanted)
    if absent:
        raise BadData([_missing_column(source, name) for name in absent])
    return frame.select(wanted)


def _missing_column(source: Source, name: str) -> Violation:
    message = f"{source.name}.{name}: column missing; expected it in the header of {source.path}"
    return Violation("missing-column", source.name, name, message)
