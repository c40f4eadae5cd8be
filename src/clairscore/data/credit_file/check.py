"""What is wrong with one credit file, all of it at once, without repeating its values.

A violation names the table, the column, the row (counted from 0) and what was expected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from clairscore.data.credit_file.cells import ABSENT, Fault, check_of
from clairscore.data.credit_file.strict_json import Document, kind_of, listed
from clairscore.data.schema import APPLICATION, CLIENT_KEY, NEVER, TABLES, TARGET, Column, Table
from clairscore.errors import Violation

NOT_WORKING = frozenset({"Pensioner", "Unemployed"})
"""Income types with which DAYS_EMPLOYED = 365243 ("never") is right."""


def violations(document: Document) -> tuple[Violation, ...]:
    """Everything that is wrong with the parsed document."""
    return tuple(_violations(document))


def _violations(document: Document) -> Iterator[Violation]:
    yield from _unknown_tables(document)
    rows = {name: _rows(document, name) for name in TABLES}
    for name, table_rows in rows.items():
        if isinstance(table_rows, Violation):
            yield table_rows
        else:
            yield from _table_violations(TABLES[name], table_rows)
    applications = rows[APPLICATION]
    if isinstance(applications, list):
        yield from _employment(applications[0])
        yield from _owners(applications[0].get(CLIENT_KEY, ABSENT), rows)


def _unknown_tables(document: Document) -> Iterator[Violation]:
    unknown = sorted(set(document) - set(TABLES))
    if unknown:
        yield Violation(
            "unknown-table",
            "credit file",
            None,
            f"credit file: unknown tables {listed(unknown)}; expected {', '.join(TABLES)}",
            count=len(unknown),
        )


def _rows(document: Document, name: str) -> list[Mapping[str, object]] | Violation:
    if name == APPLICATION:
        found = document.get(name)
        if isinstance(found, dict):
            return [found]
        what = "missing" if name not in document else f"found {kind_of(found)}"
        return Violation("shape", name, None, f"{name}: {what}; expected one object of facts")
    found = document.get(name, [])
    if not isinstance(found, list):
        return Violation(
            "shape", name, None, f"{name}: found {kind_of(found)}; expected a list of rows"
        )
    for index, row in enumerate(found):
        if not isinstance(row, dict):
            return Violation(
                "shape",
                name,
                None,
                f"{name}[{index}]: found {kind_of(row)}; expected an object of facts",
                first_line=index,
            )
    return found


def _table_violations(table: Table, rows: Sequence[Mapping[str, object]]) -> Iterator[Violation]:
    yield from _unknown_columns(table, rows)
    for column in table.columns:
        yield from _column_violations(table, column, rows)
    if len(table.key) == 1 and table.name != APPLICATION:
        yield from _repeated(table, table.key[0], rows)


def _unknown_columns(table: Table, rows: Sequence[Mapping[str, object]]) -> Iterator[Violation]:
    known = _facts(table.name)
    unknown = {name for row in rows if not row.keys() <= known for name in row.keys() - known}
    if table.name == APPLICATION and TARGET in unknown:
        yield Violation(
            "outcome",
            table.name,
            TARGET,
            f"{table.name}.{TARGET}: found the outcome; expected facts only, leave it out",
        )
    names = sorted(unknown - {TARGET} if table.name == APPLICATION else unknown)
    if names:
        yield Violation(
            "unknown-column",
            table.name,
            None,
            f"{table.name}: unknown columns {listed(names)}; expected Kaggle's column names",
            count=len(names),
        )


@cache
def _facts(table: str) -> frozenset[str]:
    return frozenset(TABLES[table].names) - {TARGET}


def _column_violations(
    table: Table, column: Column, rows: Sequence[Mapping[str, object]]
) -> Iterator[Violation]:
    if column.kind == "target":
        return
    name, check = column.name, check_of(table.name, column.name)
    faults: dict[Fault, list[int]] = {}
    for index, row in enumerate(rows):
        fault = check(row.get(name, ABSENT))
        if fault is not None:
            faults.setdefault(fault, []).append(index)
    for (found, expected), indexes in faults.items():
        yield _violation(table, column, found, expected, indexes)


def _violation(
    table: Table, column: Column, found: str, expected: str, indexes: Sequence[int]
) -> Violation:
    one = table.name == APPLICATION
    where = f"{table.name}.{column.name}" if one else f"{table.name}[{indexes[0]}].{column.name}"
    more = f" in {len(indexes)} rows" if len(indexes) > 1 else ""
    return Violation(
        "value",
        table.name,
        column.name,
        f"{where}: {found}{more}; expected {expected}",
        count=len(indexes),
        first_line=None if one else indexes[0],
    )


def _repeated(table: Table, key: str, rows: Sequence[Mapping[str, object]]) -> Iterator[Violation]:
    values = [row.get(key) for row in rows if type(row.get(key)) is int]
    twice = len(values) - len(set(values))
    if twice:
        yield Violation(
            "duplicate-id",
            table.name,
            key,
            f"{table.name}.{key}: {twice} rows repeat a number; expected one row for each {key}",
            count=twice,
        )


def _employment(application: Mapping[str, object]) -> Iterator[Violation]:
    income = application.get("NAME_INCOME_TYPE")
    never = application.get("DAYS_EMPLOYED") == NEVER
    if never and income is not None and income not in NOT_WORKING:
        yield Violation(
            "employment",
            APPLICATION,
            "DAYS_EMPLOYED",
            f"{APPLICATION}.DAYS_EMPLOYED: {NEVER} (never) beside a working person's income type; "
            "expected days, or null, or the income type Pensioner or Unemployed",
        )


def _owners(
    owner: object, rows: Mapping[str, list[Mapping[str, object]] | Violation]
) -> Iterator[Violation]:
    for name, table_rows in rows.items():
        if isinstance(table_rows, list) and CLIENT_KEY in TABLES[name].by_name:
            yield from _foreign(name, owner, table_rows)


def _foreign(name: str, owner: object, rows: Iterable[Mapping[str, object]]) -> Iterator[Violation]:
    foreign = [
        index for index, row in enumerate(rows) if CLIENT_KEY in row and row[CLIENT_KEY] != owner
    ]
    if foreign:
        yield Violation(
            "foreign-row",
            name,
            CLIENT_KEY,
            f"{name}[{foreign[0]}].{CLIENT_KEY}: {len(foreign)} rows belong to another client; "
            "expected the application's number, or none",
            count=len(foreign),
            first_line=foreign[0],
        )
