"""The seven tables, tiny and made up: forty clients, two of everything each, nothing constant."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from clairscore.data.schema import CLIENT_KEY, NEVER, TABLES, TARGET, Column, Table

CLIENTS = 40
TRAIN = 30
ROWS_EACH = 2
FIRST = {CLIENT_KEY: 100_001, "SK_ID_PREV": 1_000_001, "SK_ID_BUREAU": 5_000_001}
STEMS = (
    "application_train",
    "application_test",
    "bureau",
    "bureau_balance",
    "previous_application",
    "POS_CASH_balance",
    "installments_payments",
    "credit_card_balance",
)

Cells = list[list[str]]


def tables() -> dict[str, Cells]:
    """Cells of every file, header first, by stem."""
    cells = {name: _cells(table) for name, table in TABLES.items()}
    application = cells.pop("application")
    place = application[0].index(TARGET)
    cells["application_train"] = application[: TRAIN + 1]
    cells["application_test"] = [
        row[:place] + row[place + 1 :] for row in [application[0], *application[TRAIN + 1 :]]
    ]
    return cells


def text(cells: Iterable[Sequence[str]]) -> str:
    """The cells as a CSV file's text, line ends LF."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(cells)
    return out.getvalue()


def write(folder: Path, files: dict[str, Cells] | None = None) -> Path:
    """Write the files into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for stem, cells in (files or tables()).items():
        (folder / f"{stem}.csv").write_text(text(cells), "utf-8")
    return folder


def _cells(table: Table) -> Cells:
    count = CLIENTS if table.name == "application" else CLIENTS * ROWS_EACH
    rows = [[_cell(table, column, row) for column in table.columns] for row in range(count)]
    return [list(table.names), *rows]


def _cell(table: Table, column: Column, row: int) -> str:
    if column.kind == "id":
        return str(FIRST[column.name] + _owner(table, column, row))
    if column.kind == "months":
        return str(-1 - row)
    if column.vocabulary:
        return column.vocabulary[row % len(column.vocabulary)]
    low, high = column.low or 0, column.high or 0
    near = row % 2
    if column.kind in ("target", "flag"):
        return str(near)
    if column.kind == "days":
        return str(-100 - row)
    if column.kind == "count":
        return str(min(near + 1, int(high)))
    if column.kind == "money":
        return f"{1000 + row}.5"
    return f"{low + (high - low) * (row + 1) / 200:.4f}"


def _owner(table: Table, column: Column, row: int) -> int:
    """Two rows a client; each history row has its own number, which its monthly row repeats."""
    per_client = 1 if table.name == "application" else ROWS_EACH
    return row // per_client if column.name == CLIENT_KEY else row


__all__ = ["CLIENTS", "NEVER", "STEMS", "TRAIN", "tables", "text", "write"]
