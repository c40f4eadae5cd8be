"""The facts that rules read, from one credit file or from a book, and how many a file holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from clairscore.contract import Consultation, CreditFile, Value
from clairscore.data.schema import APPLICATION, CLIENT_KEY, TABLES, Column
from clairscore.decision.policy import Policy
from clairscore.decision.rules import NUMBERS_READ, Facts

PRODUCT = "NAME_CONTRACT_TYPE"
NOT_ASKED = Consultation("absent")
Rows = Mapping[str, Value]


def facts_of(
    credit_file: CreditFile,
    policy: Policy,
    *,
    as_of: date | None = None,
    consultation: Consultation | None = None,
) -> Facts:
    """One applicant's facts, as arrays of length one."""
    row = credit_file.application
    asked = consultation or NOT_ASKED
    return Facts(
        numbers={name: np.array([_number(row, name)]) for name in NUMBERS_READ},
        lacking={name: np.array([not holds(row, _column(name))]) for name in policy.mandatory},
        product=np.array([str(row.get(PRODUCT, ""))]),
        has_bureau=np.array([bool(credit_file.history.get("bureau"))]),
        has_previous=np.array([bool(credit_file.history.get("previous_application"))]),
        register=np.array([asked.status]),
        register_age=np.array([_days_since(asked, as_of)]),
    )


@dataclass(frozen=True, slots=True)
class Stated:
    """What is known beside the file: its day 0, and what the credit register answered."""

    as_of: date | None = None
    consultation: Consultation | None = None


def facts_of_variants(
    credit_file: CreditFile, applications: Sequence[Rows], policy: Policy, stated: Stated
) -> Facts:
    """The facts of one file (n,) with each of these applications in its place."""
    many = len(applications)
    one = facts_of(credit_file, policy, as_of=stated.as_of, consultation=stated.consultation)
    return replace(
        one,
        numbers={
            name: np.array([_number(row, name) for row in applications]) for name in NUMBERS_READ
        },
        lacking={
            name: np.array([not holds(row, _column(name)) for row in applications])
            for name in policy.mandatory
        },
        product=np.array([str(row.get(PRODUCT, "")) for row in applications]),
        has_bureau=one.has_bureau.repeat(many),
        has_previous=one.has_previous.repeat(many),
        register=one.register.repeat(many),
        register_age=one.register_age.repeat(many),
    )


def facts_of_book(
    tables: Mapping[str, pl.LazyFrame],
    policy: Policy,
    *,
    as_of: date | None = None,
    consultations: Mapping[int, Consultation] | None = None,
) -> Facts:
    """The facts of every application, sorted by SK_ID_CURR."""
    frame = pl.collect_all([_application(tables[APPLICATION], policy)])[0]
    asked = [(consultations or {}).get(client, NOT_ASKED) for client in frame[CLIENT_KEY]]
    return Facts(
        numbers={name: frame[name].fill_null(float("nan")).to_numpy() for name in NUMBERS_READ},
        lacking={name: frame[f"{name}?"].to_numpy() for name in policy.mandatory},
        product=frame[PRODUCT].fill_null("").to_numpy().astype(np.str_),
        has_bureau=_in_table(frame, tables["bureau"]),
        has_previous=_in_table(frame, tables["previous_application"]),
        register=np.array([one.status for one in asked]),
        register_age=np.array([_days_since(one, as_of) for one in asked]),
    )


def holds(row: Rows, column: Column) -> bool:
    """Whether a row supplies a column: present, and neither a null word nor a sentinel."""
    value = row.get(column.name)
    return value is not None and value not in column.null_words and value != column.sentinel


@dataclass(frozen=True, slots=True)
class FactsRead:
    """The source columns that a model reads, without ids: the N of "rests on n of N facts"."""

    columns: Mapping[str, tuple[Column, ...]]

    @classmethod
    def of(cls, reads: Iterable[tuple[str, str]]) -> FactsRead:
        """From the table and column pairs that the served features declare."""
        by_table: dict[str, list[Column]] = {}
        for table, name in sorted(set(reads)):
            column = TABLES[table][name]
            if column.kind not in ("id", "target"):
                by_table.setdefault(table, []).append(column)
        return cls({table: tuple(columns) for table, columns in by_table.items()})

    @property
    def total(self) -> int:
        return sum(len(columns) for columns in self.columns.values())

    def held_by(self, credit_file: CreditFile) -> int:
        """How many of them the file holds: in a history table, on at least one row."""
        return sum(
            _held(_rows(credit_file, table), columns) for table, columns in self.columns.items()
        )


def _held(rows: Collection[Rows], columns: Iterable[Column]) -> int:
    return sum(any(holds(row, column) for row in rows) for column in columns)


def _rows(credit_file: CreditFile, table: str) -> Collection[Rows]:
    if table == APPLICATION:
        return (credit_file.application,)
    return credit_file.history.get(table, ())


def _column(name: str) -> Column:
    return TABLES[APPLICATION][name]


def _number(row: Rows, name: str) -> float:
    return float(row[name]) if holds(row, _column(name)) else float("nan")


def _days_since(asked: Consultation, as_of: date | None) -> float:
    if asked.asked_on is None or as_of is None:
        return float("nan")
    return float((as_of - asked.asked_on).days)


def _application(table: pl.LazyFrame, policy: Policy) -> pl.LazyFrame:
    wanted = dict.fromkeys((CLIENT_KEY, *NUMBERS_READ, PRODUCT))
    lacking = [_absent(_column(name)).alias(f"{name}?") for name in policy.mandatory]
    return table.select(*wanted, *lacking).sort(CLIENT_KEY)


def _absent(column: Column) -> pl.Expr:
    value = pl.col(column.name)
    told = [value.is_null()]
    if column.null_words:
        told.append(value.is_in(column.null_words))
    if column.sentinel is not None:
        told.append(value == column.sentinel)
    return pl.any_horizontal(*told).fill_null(value=True)


def _in_table(
    frame: pl.DataFrame, table: pl.LazyFrame
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    clients = table.select(CLIENT_KEY).unique().collect(engine="streaming")[CLIENT_KEY]
    return frame[CLIENT_KEY].is_in(clients.implode()).to_numpy()
