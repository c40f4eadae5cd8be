"""A folder's tables cut into parts by clients: by this process, or by a cluster's workers."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from clairscore.batch.source import Columns
from clairscore.data import credit_file
from clairscore.data.on_spark import read_folder_on_spark
from clairscore.data.parts import EMPTY, PART, Parts, cut
from clairscore.data.schema import APPLICATION, CLIENT_KEY, TABLES
from clairscore.data.tables import Population, read_folder

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

CLIENTS_A_PART, FEWEST_PARTS = 25_000, 4
DONE = ".done"
"""In the folder of the parts when all are there."""


def usual_parts(folder: Path, population: Population) -> int:
    """How many parts a folder is cut into unless the user says otherwise."""
    keys = read_folder(folder, population=population, columns={})[APPLICATION].select(CLIENT_KEY)
    clients = keys.collect(engine="streaming").height
    return max(FEWEST_PARTS, -(-clients // CLIENTS_A_PART))


def cut_here(
    folder: Path, into: Path, count: int, population: Population, columns: Columns
) -> Parts:
    """The tables' columns in `count` parts, streamed; an earlier run's where all are there."""
    if (into / DONE).exists():
        return Parts(into, count)
    tables = read_folder(folder, population=population, columns=columns)
    parts = cut(tables, into, count, lambda _done, _all: None)
    (into / DONE).touch()
    return parts


def cut_on_spark(
    session: SparkSession,
    folder: Path,
    into: Path,
    count: int,
    population: Population,
    columns: Columns,
) -> Parts:
    """The same parts by the session's workers, who all see both folders under these names."""
    if (into / DONE).exists():
        return Parts(into, count)
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    every = {name: columns.get(name, ()) for name in TABLES}
    tables = read_folder_on_spark(session, folder, population=population, columns=every)
    native: dict[str, DataFrame] = {name: nw.to_native(each) for name, each in tables.items()}
    local = read_folder(folder, population=population, columns=columns)
    for name in TABLES:
        _cut(with_client(native, name), into / name, count)
        credit_file.with_client(local, name).clear().collect().write_parquet(into / name / EMPTY)
    (into / DONE).touch()
    return Parts(into, count)


def with_client(tables: Mapping[str, DataFrame], name: str) -> DataFrame:
    """As `credit_file.with_client`."""
    table, frame = TABLES[name], tables[name]
    if CLIENT_KEY in table.by_name or table.parent is None or table.parent_key is None:
        return frame
    parents = tables[table.parent].select(table.parent_key, CLIENT_KEY)
    parents = parents.dropDuplicates([table.parent_key])
    # sorted and merged, which spills: Spark would send every machine the whole of a "small" table
    return frame.join(parents.hint("merge"), table.parent_key)


def _cut(rows: DataFrame, folder: Path, count: int) -> None:
    from pyspark.sql.functions import col, lit, pmod

    numbered = rows.withColumn(PART, pmod(col(CLIENT_KEY), lit(count)))
    target = folder.absolute().as_uri()
    numbered.repartitionById(count, col(PART).cast("int")).write.partitionBy(PART).parquet(target)
