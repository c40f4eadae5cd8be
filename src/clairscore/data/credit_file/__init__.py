"""One applicant's credit file: strict JSON in, typed frames out, and the way back from tables.

```json
{"application": {"AMT_CREDIT": 406597.5, "NAME_CONTRACT_TYPE": "Cash loans"},
 "bureau": [{"SK_ID_BUREAU": 1, "DAYS_CREDIT": -497, "CREDIT_ACTIVE": "Closed"}],
 "bureau_balance": [{"SK_ID_BUREAU": 1, "MONTHS_BALANCE": -1, "STATUS": "C"}]}
```

Row numbers are local to the file. SK_ID_CURR may be left out everywhere; where a history row has
it, it is the application's. A fact that is null or left out is unknown.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping

import polars as pl

from clairscore.contract import CreditFile, Value
from clairscore.data.credit_file.check import violations
from clairscore.data.credit_file.strict_json import MAX_BYTES, read_json
from clairscore.data.schema import APPLICATION, CLIENT_KEY, HISTORY_TABLES, TABLES, TARGET
from clairscore.data.tables import raw_schema
from clairscore.errors import BadCreditFile, BadInput

__all__ = [
    "MAX_BYTES",
    "credit_files",
    "dump",
    "frames",
    "from_tables",
    "parse",
    "with_client",
]

Row = Mapping[str, Value]
UNNUMBERED = 0
"""SK_ID_CURR of a file that does not give one."""


def parse(text: bytes | str) -> CreditFile:
    """The credit file that the JSON text holds; BadCreditFile with every violation otherwise."""
    document = read_json(text)
    found = violations(document)
    if found:
        raise BadCreditFile(found)
    application = document[APPLICATION]
    client = application.get(CLIENT_KEY, UNNUMBERED)
    return _credit_file(
        client, application, {name: document.get(name, ()) for name in HISTORY_TABLES}
    )


def frames(credit_file: CreditFile) -> dict[str, pl.DataFrame]:
    """The file's seven tables, with the columns and dtypes of `tables.read_folder`."""
    rows: dict[str, Iterable[Row]] = {
        APPLICATION: (credit_file.application,),
        **credit_file.history,
    }
    return {
        name: pl.from_dicts(list(rows.get(name, ())), schema=raw_schema(name))
        if rows.get(name)
        else pl.DataFrame(schema=raw_schema(name))
        for name in TABLES
    }


def from_tables(tables: Mapping[str, pl.LazyFrame], client: int) -> CreditFile:
    """The credit file of one client of the tables; BadInput if the application table lacks him."""
    found = credit_files(tables, (client,))
    if client not in found:
        raise BadInput(
            f"client {client} is not in the application table; give a SK_ID_CURR that is there"
        )
    return found[client]


def credit_files(
    tables: Mapping[str, pl.LazyFrame], clients: Collection[int]
) -> dict[int, CreditFile]:
    """Credit files of those clients that the application table knows, by SK_ID_CURR."""
    rows = _rows_by_client(tables, clients)
    return {
        client: _credit_file(
            client, applications[0], {name: rows[name].get(client, ()) for name in HISTORY_TABLES}
        )
        for client, applications in rows[APPLICATION].items()
    }


def dump(credit_file: CreditFile) -> str:
    """The credit file as JSON text that `parse` reads back to an equal one."""
    return json.dumps(document_of(credit_file), ensure_ascii=False, allow_nan=False)


def document_of(credit_file: CreditFile) -> dict[str, object]:
    """The credit file as plain values; whole numbers are integers, whatever table they are from."""
    document: dict[str, object] = {APPLICATION: _plain(credit_file.application)}
    return document | {
        name: [_plain(row) for row in rows] for name, rows in credit_file.history.items() if rows
    }


def _credit_file(
    client: int, application: Mapping[str, Value | None], history: Mapping[str, Iterable[Row]]
) -> CreditFile:
    return CreditFile(
        _known(APPLICATION, application, client),
        {name: tuple(_known(name, row, client) for row in rows) for name, rows in history.items()},
    )


def _known(table: str, row: Mapping[str, Value | None], client: int) -> Row:
    """The row's known facts, with the applicant's number where the table has that column."""
    columns = TABLES[table].by_name
    known = {name: value for name, value in row.items() if value is not None and name in columns}
    return known | {CLIENT_KEY: client} if CLIENT_KEY in columns else known


def _plain(row: Row) -> dict[str, Value]:
    return {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in row.items()
    }


def _rows_by_client(
    tables: Mapping[str, pl.LazyFrame], clients: Collection[int]
) -> dict[str, dict[int, list[Row]]]:
    wanted = pl.col(CLIENT_KEY).is_in(pl.Series(sorted(set(clients)), dtype=pl.Int64).implode())
    selected = {name: with_client(tables, name).filter(wanted) for name in TABLES}
    selected[APPLICATION] = selected[APPLICATION].drop(TARGET, strict=False)
    collected = pl.collect_all(selected.values(), engine="streaming")
    return {name: _by_client(frame) for name, frame in zip(selected, collected, strict=True)}


def with_client(tables: Mapping[str, pl.LazyFrame], name: str) -> pl.LazyFrame:
    """The table with SK_ID_CURR, taken from the parent where it has none of its own."""
    table = TABLES[name]
    if CLIENT_KEY in table.by_name or table.parent is None or table.parent_key is None:
        return tables[name]
    parents = tables[table.parent].select(table.parent_key, CLIENT_KEY).unique(table.parent_key)
    return tables[name].join(parents, on=table.parent_key, how="inner", maintain_order="left")


def _by_client(frame: pl.DataFrame) -> dict[int, list[Row]]:
    rows: dict[int, list[Row]] = {}
    for row in frame.iter_rows(named=True):
        rows.setdefault(row[CLIENT_KEY], []).append(row)
    return rows
