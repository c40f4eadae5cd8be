"""Features of the application itself: its columns, its ratios, the external scores together."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import narwhals.stable.v2 as nw

from clairscore.data.schema import (
    APPLICATION,
    DOCUMENTS,
    ENQUIRIES,
    HOUSING_MEASURES,
    TABLES,
    Column,
)
from clairscore.features.exact import ratio, scaled
from clairscore.features.rollup import named, slug
from clairscore.features.spec import Feature

Monotone = Literal[-1, 0, 1]
TABLE = TABLES[APPLICATION]
SCORES = ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3")

THEMES: dict[str, tuple[str, ...]] = {
    "external_scores": SCORES,
    "this_loan": (
        "NAME_CONTRACT_TYPE",
        "AMT_CREDIT",
        "AMT_ANNUITY",
        "AMT_GOODS_PRICE",
        "NAME_TYPE_SUITE",
        "WEEKDAY_APPR_PROCESS_START",
        "HOUR_APPR_PROCESS_START",
    ),
    "income": ("AMT_INCOME_TOTAL", "CNT_CHILDREN", "CNT_FAM_MEMBERS", "NAME_FAMILY_STATUS"),
    "work": (
        "NAME_INCOME_TYPE",
        "NAME_EDUCATION_TYPE",
        "DAYS_EMPLOYED",
        "OCCUPATION_TYPE",
        "ORGANIZATION_TYPE",
        "FLAG_EMP_PHONE",
        "FLAG_WORK_PHONE",
    ),
    "documents": (
        "DAYS_REGISTRATION",
        "DAYS_ID_PUBLISH",
        "FLAG_MOBIL",
        "FLAG_CONT_MOBILE",
        "FLAG_PHONE",
        "FLAG_EMAIL",
        "DAYS_LAST_PHONE_CHANGE",
        *DOCUMENTS,
    ),
    "credits_elsewhere": ENQUIRIES,
    "age": ("DAYS_BIRTH", "CODE_GENDER"),
}
"""Theme of each column; what is not listed speaks of housing and goods."""

MONOTONE: dict[str, Monotone] = {
    "AMT_CREDIT": 1,
    "AMT_ANNUITY": 1,
    "AMT_GOODS_PRICE": 1,
    "AMT_INCOME_TOTAL": -1,
    # a provider's better opinion may not count against a client
    "EXT_SOURCE_1": -1,
    "EXT_SOURCE_2": -1,
    "EXT_SOURCE_3": -1,
}

NOMINAL = (
    "NAME_INCOME_TYPE",
    "NAME_HOUSING_TYPE",
    "OCCUPATION_TYPE",
    "ORGANIZATION_TYPE",
    "FONDKAPREMONT_MODE",
    "HOUSETYPE_MODE",
    "WALLSMATERIAL_MODE",
    "NAME_TYPE_SUITE",
    "NAME_FAMILY_STATUS",
    "WEEKDAY_APPR_PROCESS_START",
)
"""Categories without an order, told apart one word at a time."""


def theme_of(column: str) -> str:
    return next((theme for theme, columns in THEMES.items() if column in columns), "housing")


def own(column: Column) -> Feature:
    """A column of the application as it stands, in its own unit."""
    value = nw.col(column.name)
    return Feature(
        name=named("application", column.name),
        source=APPLICATION,
        theme=theme_of(column.name),
        expr=scaled(value, column.scale) if column.scale > 1 else value,
        reads=frozenset({(APPLICATION, column.name)}),
        statistic="code" if column.kind == "category" else "value",
        column=column.name,
        monotone=MONOTONE.get(column.name, 0),
    )


def is_word(column: str, word: str) -> Feature:
    """1 where the category is this word, 0 where it is another, missing where it is unknown."""
    code = TABLE[column].codes[word]
    value = nw.col(column)
    return Feature(
        name=named("application", column, "is", slug(word)),
        source=APPLICATION,
        theme=theme_of(column),
        expr=(value == code).cast(nw.Int64),
        reads=frozenset({(APPLICATION, column)}),
        statistic="is",
        column=column,
        subset=word,
    )


def combined(
    name: str,
    theme: str,
    expr: nw.Expr,
    *columns: str,
    statistic: str = "ratio",
    monotone: Monotone = 0,
) -> Feature:
    """A number computed from several columns of the application."""
    return Feature(
        name=named("application", name),
        source=APPLICATION,
        theme=theme,
        expr=expr,
        reads=frozenset((APPLICATION, column) for column in columns),
        statistic=statistic,
        column=name,
        monotone=monotone,
    )


def quotient(
    name: str, theme: str, numerator: str, denominator: str, *, monotone: Monotone = 0
) -> Feature:
    """One column over another."""
    expr = ratio(nw.col(numerator), nw.col(denominator))
    return combined(name, theme, expr, numerator, denominator, monotone=monotone)


def present(column: str) -> nw.Expr:
    return (~nw.col(column).is_null()).cast(nw.Int64)


def added(*columns: str) -> nw.Expr:
    """Sum in the order of the columns, a missing one counting as zero."""
    total = nw.col(columns[0]).fill_null(0)
    for column in columns[1:]:
        total = total + nw.col(column).fill_null(0)
    return total


def number_present(*columns: str) -> nw.Expr:
    number = present(columns[0])
    for column in columns[1:]:
        number = number + present(column)
    return number


def mean_score() -> nw.Expr:
    return ratio(added(*SCORES), number_present(*SCORES))


def score_spread() -> nw.Expr:
    """Population variance of the external scores that are present."""
    squares = nw.lit(0.0)
    for column in SCORES:
        squares = squares + (nw.col(column) * nw.col(column)).fill_null(0.0)
    number = number_present(*SCORES).cast(nw.Float64)
    total = added(*SCORES)
    return ratio(number * squares - total * total, number * number)


def weighted_score() -> nw.Expr:
    """The scores weighted 2, 3 and 4: later sources are the stronger ones."""
    weights = (2.0, 3.0, 4.0)
    total, weight = nw.lit(0.0), nw.lit(0.0)
    for column, factor in zip(SCORES, weights, strict=True):
        total = total + nw.col(column).fill_null(0.0) * factor
        weight = weight + present(column).cast(nw.Float64) * factor
    return ratio(total, weight)


def of_scores(name: str, expr: nw.Expr, *columns: str, statistic: str) -> Feature:
    """A number that rises with each external score, hence may not raise the risk."""
    theme = "external_scores"
    return combined(name, theme, expr, *columns, statistic=statistic, monotone=-1)


def external() -> tuple[Feature, ...]:
    first, second, third = map(nw.col, SCORES)
    theme = "external_scores"
    return (
        of_scores("ext_source_mean", mean_score(), *SCORES, statistic="mean"),
        of_scores("ext_source_weighted", weighted_score(), *SCORES, statistic="mean"),
        of_scores("ext_source_product", first * second * third, *SCORES, statistic="product"),
        of_scores("ext_source_min", nw.min_horizontal(*SCORES), *SCORES, statistic="min"),
        of_scores("ext_source_max", nw.max_horizontal(*SCORES), *SCORES, statistic="max"),
        combined("ext_source_var", theme, score_spread(), *SCORES, statistic="var"),
        of_scores("ext_source_2_times_3", second * third, *SCORES[1:], statistic="product"),
        combined("ext_source_count", theme, number_present(*SCORES), *SCORES, statistic="count"),
    )


def housing_means() -> tuple[Feature, ...]:
    """How much of the building is described, and how large and modern it is on the whole."""
    columns = tuple(f"{measure}_AVG" for measure in HOUSING_MEASURES)
    known = number_present(*columns)
    return (
        combined("housing_known", "housing", known, *columns, statistic="count"),
        combined(
            "housing_mean", "housing", ratio(added(*columns), known), *columns, statistic="mean"
        ),
    )


CAR_DAYS = (
    nw.col("OWN_CAR_AGE").cast(nw.Float64) * -365.25
)  # a difference from 0.0 may lose its sign

RAW: tuple[Feature, ...] = (
    *(own(column) for column in TABLE.columns if column.kind not in ("id", "target")),
    *(is_word(column, word) for column in NOMINAL for word in TABLE[column].vocabulary),
)

RATIOS: tuple[Feature, ...] = (
    *external(),
    quotient("credit_to_annuity", "this_loan", "AMT_CREDIT", "AMT_ANNUITY"),
    quotient("credit_to_goods", "this_loan", "AMT_CREDIT", "AMT_GOODS_PRICE", monotone=1),
    quotient("annuity_to_income", "income", "AMT_ANNUITY", "AMT_INCOME_TOTAL", monotone=1),
    quotient("credit_to_income", "income", "AMT_CREDIT", "AMT_INCOME_TOTAL", monotone=1),
    quotient("employed_to_birth", "age", "DAYS_EMPLOYED", "DAYS_BIRTH"),
    quotient("registration_to_birth", "age", "DAYS_REGISTRATION", "DAYS_BIRTH"),
    quotient("id_publish_to_birth", "age", "DAYS_ID_PUBLISH", "DAYS_BIRTH"),
    combined(
        "car_to_birth", "age", ratio(CAR_DAYS, nw.col("DAYS_BIRTH")), "OWN_CAR_AGE", "DAYS_BIRTH"
    ),
    combined(
        "car_to_employed",
        "work",
        ratio(CAR_DAYS, nw.col("DAYS_EMPLOYED")),
        "OWN_CAR_AGE",
        "DAYS_EMPLOYED",
    ),
    replace(
        quotient("income_per_person", "income", "AMT_INCOME_TOTAL", "CNT_FAM_MEMBERS", monotone=-1),
        expr=ratio(nw.col("AMT_INCOME_TOTAL"), nw.col("CNT_FAM_MEMBERS") * 1000),
    ),
    quotient("children_to_family", "income", "CNT_CHILDREN", "CNT_FAM_MEMBERS"),
    quotient("phone_change_to_birth", "age", "DAYS_LAST_PHONE_CHANGE", "DAYS_BIRTH"),
    combined("documents_given", "documents", added(*DOCUMENTS), *DOCUMENTS, statistic="count"),
    combined(
        "contacts_given",
        "documents",
        added("FLAG_MOBIL", "FLAG_CONT_MOBILE", "FLAG_PHONE", "FLAG_EMAIL"),
        "FLAG_MOBIL",
        "FLAG_CONT_MOBILE",
        "FLAG_PHONE",
        "FLAG_EMAIL",
        statistic="count",
    ),
    combined("enquiries", "credits_elsewhere", added(*ENQUIRIES), *ENQUIRIES, statistic="count"),
    *housing_means(),
)
