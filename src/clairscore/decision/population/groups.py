"""Similar applicants: same loan, same source of income, same third of income and of burden.

Never by excluded facts or age. A group that is too small drops its finest criterion, one at a time,
until it has enough people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from clairscore.contract import Value
from clairscore.data.schema import APPLICATION, TABLES
from clairscore.decision.facts import holds
from clairscore.decision.units import Style, word
from clairscore.i18n import listed, number, t

LEAST = 20
"""People of whom a statistic may be told."""

Criterion = Literal["contract", "income_type", "income_third", "burden_third"]
CRITERIA: tuple[Criterion, ...] = ("contract", "income_type", "income_third", "burden_third")
"""From the first that must be shared to the first that is dropped."""

CONTRACT, INCOME_TYPE = "NAME_CONTRACT_TYPE", "NAME_INCOME_TYPE"
INCOME, CREDIT = "AMT_INCOME_TOTAL", "AMT_CREDIT"
UNKNOWN = ""
THIRDS = ("low", "middle", "high")


@dataclass(frozen=True, slots=True)
class Thirds:
    """Where the book's thirds of income, and of credit over income, meet."""

    income: tuple[float, float]
    burden: tuple[float, float]

    @classmethod
    def of(cls, book: pl.DataFrame) -> Thirds:
        """Of a book's raw applications; people without income stand aside."""
        known = book.filter(pl.col(INCOME) > 0)
        return cls(_thirds(known[INCOME]), _thirds(known[CREDIT] / known[INCOME]))


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """Everybody who shares all four criteria; "" where a fact is not known."""

    contract: str
    income_type: str
    income_third: str
    burden_third: str

    def shares(self, other: Cell, criteria: tuple[Criterion, ...]) -> bool:
        """Whether both agree on these criteria."""
        return all(getattr(self, name) == getattr(other, name) for name in criteria)


@dataclass(frozen=True, slots=True)
class Group:
    """The cells of those who are similar to one applicant, by the criteria that could be kept."""

    cell: Cell
    criteria: tuple[Criterion, ...]
    cells: frozenset[Cell]
    clients: int


def cell_of(application: Mapping[str, Value], thirds: Thirds) -> Cell:
    """The cell of one applicant."""
    income, credit = (_number(application, name) for name in (INCOME, CREDIT))
    burden = credit / income if income and credit is not None and income > 0 else None
    return Cell(
        _word(application, CONTRACT),
        _word(application, INCOME_TYPE),
        _third(income, thirds.income),
        _third(burden, thirds.burden),
    )


def cells_of(book: pl.DataFrame, thirds: Thirds) -> pl.DataFrame:
    """The cell of everybody in a book of raw applications: one column a criterion."""
    income = pl.col(INCOME)
    burden = pl.when(income > 0).then(pl.col(CREDIT) / income)
    return book.select(
        _words(CONTRACT).alias("contract"),
        _words(INCOME_TYPE).alias("income_type"),
        _third_of(income, thirds.income).alias("income_third"),
        _third_of(burden, thirds.burden).alias("burden_third"),
    )


def similar(cell: Cell, sizes: Mapping[Cell, int], least: int = LEAST) -> Group | None:
    """The smallest group around a cell that has enough people; None where nobody has."""
    for kept in range(len(CRITERIA), -1, -1):
        criteria = CRITERIA[:kept]
        cells = frozenset(each for each in sizes if each.shares(cell, criteria))
        clients = sum(sizes[each] for each in cells)
        if clients >= least:
            return Group(cell, criteria, cells, clients)
    return None


def group_text(group: Group, style: Style) -> str:
    """Who is in the group, and how many."""
    lang = style.lang
    count = number(group.clients, lang)
    if not group.criteria:
        return t("similar.everybody", lang, count=count)
    told = [_criterion(name, getattr(group.cell, name), style) for name in group.criteria]
    return t("similar.group", lang, criteria=listed(told, lang), count=count)


def _criterion(name: Criterion, value: str, style: Style) -> str:
    lang = style.lang
    if value == UNKNOWN:
        return t(f"similar.{name}.unknown", lang)
    if name in ("contract", "income_type"):
        column = CONTRACT if name == "contract" else INCOME_TYPE
        return t(f"similar.{name}.same", lang, word=word(column, value, lang))
    return t(f"similar.{name}.{value}", lang)


def _thirds(values: pl.Series) -> tuple[float, float]:
    ranked = values.drop_nulls().sort()
    if not len(ranked):
        return (0.0, 0.0)
    return float(ranked[len(ranked) // 3]), float(ranked[2 * len(ranked) // 3])


def _third(value: float | None, edges: tuple[float, float]) -> str:
    if value is None:
        return UNKNOWN
    return THIRDS[sum(value >= edge for edge in edges)]


def _third_of(value: pl.Expr, edges: tuple[float, float]) -> pl.Expr:
    low, middle, high = (pl.lit(third) for third in THIRDS)
    found = pl.when(value >= edges[1]).then(high).when(value >= edges[0]).then(middle)
    return found.when(value.is_not_null()).then(low).otherwise(pl.lit(UNKNOWN))


def _word(application: Mapping[str, Value], name: str) -> str:
    """The word, merged words as the one into which they are merged."""
    column = TABLES[APPLICATION][name]
    value = str(application[name]) if holds(application, column) else UNKNOWN
    return dict(column.merged).get(value, value)


def _words(name: str) -> pl.Expr:
    column = TABLES[APPLICATION][name]
    merged = pl.col(name).replace({**dict(column.merged), **dict.fromkeys(column.null_words)})
    return merged.fill_null(UNKNOWN)


def _number(application: Mapping[str, Value], name: str) -> float | None:
    held = holds(application, TABLES[APPLICATION][name])
    return float(application[name]) if held else None
