"""Many stored credit files as the seven tables of `read_folder`, to be scored together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from clairscore.data.schema import APPLICATION, CLIENT_KEY, HISTORY_TABLES, TABLES, TARGET
from clairscore.data.tables import raw_schema
from clairscore.store.file_bytes import TEXT, text_of

Columns = Mapping[str, pl.DataType]


def frames(clients: Sequence[int], packed: Iterable[bytes]) -> dict[str, pl.DataFrame]:
    """The tables of those clients' files, which stand in the same order; TARGET is unknown."""
    texts = pl.DataFrame(
        {CLIENT_KEY: pl.Series(clients, dtype=pl.Int64), TEXT: [text_of(each) for each in packed]},
        schema_overrides={TEXT: pl.String},
    )
    documents = texts.select(CLIENT_KEY, pl.col(TEXT).str.json_decode(_document())).unnest(TEXT)
    found = {name: _history(documents, name) for name in HISTORY_TABLES}
    return {APPLICATION: _application(documents)} | found


def _document() -> pl.Struct:
    """What the text of a file decodes to: a struct a table, a list a column of history."""
    tables: dict[str, pl.DataType] = {APPLICATION: pl.Struct(dict(_columns(APPLICATION)))}
    for name in HISTORY_TABLES:
        lists = {column: pl.List(type_) for column, type_ in _columns(name).items()}
        tables[name] = pl.Struct(lists)
    return pl.Struct(tables)


def _columns(name: str) -> Columns:
    left_out = (CLIENT_KEY, TARGET)
    return {column: type_ for column, type_ in raw_schema(name).items() if column not in left_out}


def _application(documents: pl.DataFrame) -> pl.DataFrame:
    rows = documents.select(CLIENT_KEY, APPLICATION).unnest(APPLICATION)
    unknown = pl.lit(None, pl.Float64()).alias(TARGET)
    return rows.with_columns(unknown).select(TABLES[APPLICATION].names)


def _history(documents: pl.DataFrame, name: str) -> pl.DataFrame:
    columns = list(_columns(name))
    lists = documents.select(CLIENT_KEY, name).filter(pl.col(name).is_not_null()).unnest(name)
    rows = lists.filter(pl.col(columns[0]).list.len() > 0).explode(columns)
    return rows.select(TABLES[name].names)
