"""Every row of one database into another of the same tables, SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, Table, delete, insert, select

from clairscore.store.batches import batched

AT_ONCE = 2_000


def copy_rows(source: Connection, target: Connection, metadata: MetaData) -> dict[str, int]:
    """Rows by table; what the target held is gone. Parents before children, in their own order."""
    for table in reversed(metadata.sorted_tables):
        target.execute(delete(table))
    return {table.name: _copy(source, target, table) for table in metadata.sorted_tables}


def _copy(source: Connection, target: Connection, table: Table) -> int:
    done = 0
    for rows in batched(_rows(source, table), AT_ONCE):
        target.execute(insert(table), rows)
        done += len(rows)
    return done


def _rows(source: Connection, table: Table) -> Iterator[dict[str, object]]:
    """Rows in the order of their names, which is the order in which they were made."""
    statement = select(table).order_by(*table.primary_key.columns)
    for row in source.execute(statement.execution_options(yield_per=AT_ONCE)).mappings():
        yield {str(name): value for name, value in row.items()}
