"""What a person is asked for a new application: facts in groups, only what is needed. Pure.

A fact is asked for where the served model reads it, a rule does, or the file cannot be without it.
Measures of a building, and what the lender knows of earlier loans, come in a credit file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clairscore.contract import FactKind, Value
from clairscore.data.schema import APPLICATION, DOCUMENTS, ENQUIRIES, TABLES, Column
from clairscore.decision.bundle import Bundle
from clairscore.decision.facts_told import choices_of, kind_of, use_of
from clairscore.decision.sources import Sources
from clairscore.decision.wording import definition, label
from clairscore.i18n import Lang, known, t

BUREAU = "bureau"
GROUPS: Mapping[str, tuple[str, ...]] = {
    "offer": ("NAME_CONTRACT_TYPE", "AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE"),
    "person": ("DAYS_BIRTH", "CNT_FAM_MEMBERS", "NAME_EDUCATION_TYPE"),
    "work": (
        "AMT_INCOME_TOTAL",
        "NAME_INCOME_TYPE",
        "OCCUPATION_TYPE",
        "ORGANIZATION_TYPE",
        "DAYS_EMPLOYED",
    ),
    "home": ("NAME_HOUSING_TYPE", "FLAG_OWN_REALTY", "FLAG_OWN_CAR", "OWN_CAR_AGE"),
    "papers": (
        "DAYS_ID_PUBLISH",
        "DAYS_REGISTRATION",
        "FLAG_MOBIL",
        "FLAG_CONT_MOBILE",
        "FLAG_PHONE",
        "FLAG_WORK_PHONE",
        "FLAG_EMP_PHONE",
        "FLAG_EMAIL",
        *DOCUMENTS,
    ),
    "outside": ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3", *ENQUIRIES),
}
"""Facts of the application by group, in the order in which they are asked for."""
CREDIT = (
    "CREDIT_TYPE",
    "CREDIT_ACTIVE",
    "DAYS_CREDIT",
    "DAYS_CREDIT_ENDDATE",
    "AMT_CREDIT_SUM",
    "AMT_CREDIT_SUM_DEBT",
    "AMT_ANNUITY",
    "CREDIT_DAY_OVERDUE",
    "AMT_CREDIT_SUM_OVERDUE",
)
"""What is asked of each credit elsewhere."""


@dataclass(frozen=True, slots=True)
class AskedFact:
    """A fact to ask for: what it is, how it is written down, within which bounds."""

    column: str
    label: str
    definition: str
    kind: FactKind
    choices: tuple[tuple[Value, str], ...]
    required: bool
    whole: bool
    least: float | None
    most: float | None
    source: str | None


def groups_asked(bundle: Bundle, sources: Sources, lang: Lang) -> dict[str, tuple[AskedFact, ...]]:
    """The facts of an application by group; a group without any is left out."""
    read = {column for table, column in bundle.catalogue.pairs if table == APPLICATION}
    table, policy = TABLES[APPLICATION], bundle.policy
    found = {}
    for group, columns in GROUPS.items():
        asked = tuple(
            _asked(APPLICATION, table[name], _must(table[name], policy.mandatory), sources, lang)
            for name in columns
            if use_of(name, read, policy) != "unused" or table[name].required
        )
        if asked:
            found[group] = asked
    return found


def credit_asked(sources: Sources, lang: Lang) -> tuple[AskedFact, ...]:
    """What is asked of one credit elsewhere."""
    table = TABLES[BUREAU]
    return tuple(
        _asked(BUREAU, table[name], table[name].required, sources, lang) for name in CREDIT
    )


def _label(table: str, column: str, lang: Lang) -> str:
    """What the box is called: « date de naissance » is asked for where a file speaks of age."""
    own = f"form.label.{column}"
    return t(own, lang) if known(own, lang) else label(table, column, lang)


def _must(column: Column, mandatory: tuple[str, ...]) -> bool:
    return column.required or column.name in mandatory


def _asked(table: str, column: Column, required: bool, sources: Sources, lang: Lang) -> AskedFact:
    source = sources.of(column.name)
    return AskedFact(
        column=column.name,
        label=_label(table, column.name, lang),
        definition=definition(table, column.name, lang),
        kind=kind_of(column),
        choices=choices_of(column, lang),
        required=required,
        whole=column.is_whole,
        least=column.low,
        most=column.high,
        source=None if source is None else source.name,
    )
