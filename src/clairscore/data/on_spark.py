"""The same folder read by Spark: seven lazy raw frames, equal to those of `tables.read_folder`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from clairscore.data.folder import Source, locate
from clairscore.data.schema import APPLICATION, TABLES, Column
from clairscore.data.tables import MAIN_FILES, Population, read_folder

if TYPE_CHECKING:
    from pyspark.sql import Column as SparkColumn
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import DataType, StructType


def read_folder_on_spark(
    session: SparkSession,
    folder: Path,
    *,
    population: Population,
    columns: Mapping[str, Collection[str]],
) -> dict[str, nw.LazyFrame[Any]]:
    """The tables that `columns` names, as raw frames on Spark, with those columns and the keys.

    What may be read is decided by `read_folder`, which raises BadData where a file lacks a column.
    """
    wanted = read_folder(folder, population=population, columns=columns)
    sources = locate(folder)
    return {
        name: nw.from_native(
            _table(session, sources, name, frame.collect_schema().names(), population)
        )
        for name, frame in wanted.items()
        if name in columns
    }


def _table(
    session: SparkSession,
    sources: Mapping[str, Source],
    table: str,
    names: list[str],
    population: Population,
) -> DataFrame:
    """One table's columns: its file, both main files together, or no row where none is there."""
    files = MAIN_FILES[population] if table == APPLICATION else (table,)
    parts = [_scan(session, sources[file], names) for file in files if file in sources]
    if not parts:
        return session.createDataFrame([], _schema(table, names))
    return parts[0] if len(parts) == 1 else parts[0].unionByName(parts[1])


def _scan(session: SparkSession, source: Source, names: list[str]) -> DataFrame:
    from pyspark.sql.functions import col, lit

    frame = _parquet(session, source) if source.format == "parquet" else _csv(session, source)
    types = TABLES[source.table].by_name
    present = set(frame.columns)
    columns = [
        (col(name) if name in present else lit(None)).cast(_type(types[name])).alias(name)
        for name in names
    ]
    return without_nan(frame.select(columns))


def without_nan(frame: DataFrame) -> DataFrame:
    """The frame with null for every NaN and every empty text."""
    from pyspark.sql.functions import col, isnan, when

    def kept(name: str, type_: str) -> SparkColumn:
        column = col(name)
        if type_ == "double":
            return when(~isnan(column), column).alias(name)
        return when(column != "", column).alias(name) if type_ == "string" else column

    return frame.select([kept(name, type_) for name, type_ in frame.dtypes])


def _parquet(session: SparkSession, source: Source) -> DataFrame:
    return session.read.parquet(str(source.path.absolute()))


def _csv(session: SparkSession, source: Source) -> DataFrame:
    from pyspark.sql.types import StringType, StructField, StructType

    known = TABLES[source.table].by_name
    fields = [
        StructField(name, _type(known[name]) if name in known else StringType())
        for name in source.header()
    ]
    reader = session.read.options(header=True, nullValue="", mode="FAILFAST", enforceSchema=True)
    return reader.schema(StructType(fields)).csv(str(source.path.absolute()))


def _schema(table: str, names: list[str]) -> StructType:
    from pyspark.sql.types import StructField, StructType

    return StructType([StructField(name, _type(TABLES[table][name])) for name in names])


def _type(column: Column) -> DataType:
    from pyspark.sql.types import DoubleType, LongType, StringType

    if column.is_text:
        return StringType()
    return LongType() if column.kind == "id" else DoubleType()
