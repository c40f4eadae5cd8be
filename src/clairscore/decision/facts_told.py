"""An applicant's facts in words: label, value, definition, what each serves for."""

from __future__ import annotations

from collections.abc import Mapping

from clairscore.contract import CreditFile, FactKind, FactUse, ToldFact, Value
from clairscore.data.schema import APPLICATION, TABLES, Column, Kind
from clairscore.decision.bundle import Bundle
from clairscore.decision.facts import PRODUCT, holds
from clairscore.decision.offer import CORRECTABLE
from clairscore.decision.policy import Policy
from clairscore.decision.rules import NUMBERS_READ
from clairscore.decision.sources import Sources
from clairscore.decision.units import YES_NO, Cell, Style, told_value, word
from clairscore.decision.wording import definition, label
from clairscore.features.application import theme_of
from clairscore.i18n import Lang, t

KINDS: Mapping[Kind, FactKind] = {
    "category": "choice",
    "yesno": "choice",
    "flag": "choice",
    "days": "date",
    "money": "money",
    "score": "share",
}
"""How facts are written down; other columns hold numbers."""


def facts_told(
    bundle: Bundle, credit_file: CreditFile, sources: Sources, style: Style
) -> tuple[ToldFact, ...]:
    """Every fact that an application may hold, in the schema's order, missing ones said so."""
    read = {column for table, column in bundle.catalogue.pairs if table == APPLICATION}
    columns = [c for c in TABLES[APPLICATION].columns if c.kind not in ("id", "target")]
    return tuple(
        _told(column, credit_file, use_of(column.name, read, bundle.policy), sources, style)
        for column in columns
    )


def cell_told(table: str, column: Column, value: Value | None, style: Style) -> str:
    """A value of a source column in words and in its unit."""
    if value is None:
        return t("word.missing", style.lang)
    if isinstance(value, str):
        return word(column.name, value, style.lang)
    return told_value(Cell(table, column.name), float(value), style)


def _told(
    column: Column, credit_file: CreditFile, use: FactUse, sources: Sources, style: Style
) -> ToldFact:
    row, name = credit_file.application, column.name
    raw = row.get(name) if holds(row, column) else None
    source = sources.of(name)
    return ToldFact(
        column=name,
        theme=theme_of(name) if use == "model" else None,
        label=label(APPLICATION, name, style.lang),
        value=cell_told(APPLICATION, column, raw, style),
        definition=definition(APPLICATION, name, style.lang),
        raw=raw,
        use=use,
        correctable=name in CORRECTABLE and source is None,
        source=None if source is None else source.name,
        kind=kind_of(column),
        choices=choices_of(column, style.lang),
    )


def kind_of(column: Column) -> FactKind:
    """How the column's values are written down."""
    return KINDS.get(column.kind, "number")


def choices_of(column: Column, lang: Lang) -> tuple[tuple[Value, str], ...]:
    """Every value of a column of few, by the words that a person reads."""
    if column.kind == "flag":
        return tuple((value, t(YES_NO[value], lang)) for value in (0, 1))
    words = ("N", "Y") if column.kind == "yesno" else column.vocabulary
    return tuple((value, word(column.name, value, lang)) for value in words)


def use_of(column: str, read: set[str], policy: Policy) -> FactUse:
    if column in read:
        return "model"
    return "rules" if column in {*NUMBERS_READ, PRODUCT, *policy.mandatory} else "unused"
