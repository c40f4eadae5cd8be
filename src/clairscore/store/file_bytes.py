"""A credit file as bytes that any later version reads: compressed JSON, a list for each column.

```json
{"application": {"AMT_CREDIT": 406597.5, "CNT_CHILDREN": null},
 "bureau": {"SK_ID_BUREAU": [1, 2], "DAYS_CREDIT": [-497.0, null]}}
```

The first byte says how the rest is to be read. A fact that is null is unknown; SK_ID_CURR is left
out, whoever reads the bytes knows whose they are.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from clairscore.contract import CreditFile, Value
from clairscore.data.schema import APPLICATION, CLIENT_KEY, HISTORY_TABLES, TABLES, TARGET
from clairscore.errors import BrokenRecord

FORM = b"\x01"
LEVEL = 3
"""Of compression: 6 takes twice as long for a tenth less."""

Cells = Mapping[str, Sequence[Value | None]]
Row = Mapping[str, Value]
TEXT = "text"


def packed(credit_file: CreditFile) -> bytes:
    """The file's bytes."""
    document: dict[str, object] = {APPLICATION: _without_client(credit_file.application)}
    document |= {name: _columns(name, rows) for name, rows in credit_file.history.items() if rows}
    return pack_text(json.dumps(document, ensure_ascii=False, allow_nan=False))


def pack_text(text: str) -> bytes:
    """The bytes of a file that is JSON text already."""
    return FORM + zlib.compress(text.encode(), LEVEL)


def text_of(data: bytes) -> str:
    """The JSON text that was packed; BrokenRecord for bytes that this version cannot read."""
    if data[:1] != FORM:
        raise BrokenRecord(
            f"credit file: found form {data[:1].hex() or 'none'}, expected {FORM.hex()}; it was"
            " written by a later version of Clairscore, install that one"
        )
    return zlib.decompress(data[1:]).decode()


def unpacked(data: bytes, client: int) -> CreditFile:
    """The file of that client; BrokenRecord for bytes that this version cannot read."""
    document = json.loads(text_of(data))
    return CreditFile(
        _known(document[APPLICATION]) | {CLIENT_KEY: client},
        {name: _rows(name, document.get(name, {}), client) for name in HISTORY_TABLES},
    )


def texts(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """SK_ID_CURR and `text`, to be packed, of every client of frames that all have SK_ID_CURR."""
    found = _application_texts(tables[APPLICATION])
    for name in HISTORY_TABLES:
        found = found.join(_history_texts(name, tables[name]), on=CLIENT_KEY, how="left")
    parts = [pl.col(APPLICATION), *(pl.col(name).fill_null("") for name in HISTORY_TABLES)]
    whole = pl.concat_str([pl.lit("{"), *parts, pl.lit("}")])
    return found.select(CLIENT_KEY, whole.alias(TEXT)).sort(CLIENT_KEY)


def _application_texts(rows: pl.DataFrame) -> pl.DataFrame:
    facts = pl.struct(pl.exclude(CLIENT_KEY, TARGET)).struct.json_encode()
    return rows.select(CLIENT_KEY, (pl.lit(f'"{APPLICATION}":') + facts).alias(APPLICATION))


def _history_texts(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    columns = [column for column in rows.columns if column != CLIENT_KEY]
    listed = rows.group_by(CLIENT_KEY).agg(columns)
    cells = pl.struct(columns).struct.json_encode()
    return listed.select(CLIENT_KEY, (pl.lit(f',"{name}":') + cells).alias(name))


def _columns(name: str, rows: Iterable[Row]) -> Cells:
    kept = list(rows)
    columns = [column for column in TABLES[name].names if column != CLIENT_KEY]
    return {column: [row.get(column) for row in kept] for column in columns}


def _rows(name: str, cells: Cells, client: int) -> tuple[Row, ...]:
    own: dict[str, Value] = {CLIENT_KEY: client} if CLIENT_KEY in TABLES[name].by_name else {}
    return tuple(
        _known(dict(zip(cells, row, strict=True))) | own
        for row in zip(*cells.values(), strict=True)
    )


def _known(row: Mapping[str, Value | None]) -> dict[str, Value]:
    return {name: value for name, value in row.items() if value is not None}


def _without_client(row: Row) -> dict[str, Value]:
    return {name: value for name, value in row.items() if name != CLIENT_KEY}
