"""This loan and the external scores together: what is asked for against what speaks for it."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from clairscore.data.schema import ENQUIRIES, MONEY_SCALE
from clairscore.features.application import (
    SCORES,
    added,
    combined,
    mean_score,
    of_scores,
    present,
    quotient,
)
from clairscore.features.exact import ratio
from clairscore.features.spec import Feature

credit, annuity = nw.col("AMT_CREDIT"), nw.col("AMT_ANNUITY")
goods, income = nw.col("AMT_GOODS_PRICE"), nw.col("AMT_INCOME_TOTAL")
beyond_goods = (credit - goods).clip(0, None)
"""What is borrowed above the price of the goods. Its opposite, a down payment, would fall when the
whole offer shrinks, and no direction for it could then be promised."""

RECENT_ENQUIRIES = ENQUIRIES[:4]
"""Within the hour, the day, the week, the month."""

days_in_job, days_of_age = nw.col("DAYS_EMPLOYED") * -1, nw.col("DAYS_BIRTH") * -1


def odds(column: str) -> nw.Expr:
    """score / (1 - score), and 1 where the score is missing: it then speaks neither way."""
    score = nw.col(column)
    return ratio(score, nw.lit(1.0) - score).fill_null(1.0)


def together() -> nw.Expr:
    """The product of the scores' odds: independent opinions combined; missing without any."""
    product = odds(SCORES[0]) * odds(SCORES[1]) * odds(SCORES[2])
    return nw.when(~mean_score().is_null()).then(product)


def pair(one: int, other: int) -> Feature:
    """Two external scores multiplied together."""
    columns = (f"EXT_SOURCE_{one}", f"EXT_SOURCE_{other}")
    return of_scores(
        f"ext_source_{one}_times_{other}",
        nw.col(columns[0]) * nw.col(columns[1]),
        *columns,
        statistic="product",
    )


def known(column: str) -> Feature:
    """1 where this provider knows the client, 0 where not."""
    name = f"{column.lower()}_known"
    return combined(name, "external_scores", present(column), column, statistic="known")


EXTERNAL: tuple[Feature, ...] = (
    pair(1, 2),
    pair(1, 3),
    of_scores("ext_source_odds", together(), *SCORES, statistic="product"),
    *map(known, SCORES),
)

OFFER: tuple[Feature, ...] = (
    quotient("goods_to_income", "income", "AMT_GOODS_PRICE", "AMT_INCOME_TOTAL", monotone=1),
    combined(
        "beyond_goods_to_income",
        "income",
        ratio(beyond_goods, income),
        "AMT_CREDIT",
        "AMT_GOODS_PRICE",
        "AMT_INCOME_TOTAL",
        monotone=1,
    ),
    combined(
        "annuity_to_income_by_score",
        "this_loan",
        ratio(annuity, income.cast(nw.Float64) * mean_score()),
        "AMT_ANNUITY",
        "AMT_INCOME_TOTAL",
        *SCORES,
        monotone=1,
    ),
    combined(
        "credit_to_annuity_by_score",
        "this_loan",
        ratio(credit, annuity.cast(nw.Float64) * mean_score()),
        "AMT_CREDIT",
        "AMT_ANNUITY",
        *SCORES,
    ),
    combined(
        "credit_to_days_in_job",
        "work",
        ratio(credit, days_in_job.cast(nw.Float64) * float(MONEY_SCALE)),
        "AMT_CREDIT",
        "DAYS_EMPLOYED",
        monotone=1,
    ),
    combined(
        "age_at_hiring",
        "age",
        days_of_age - days_in_job,
        "DAYS_BIRTH",
        "DAYS_EMPLOYED",
        statistic="value",
    ),
    combined(
        "recent_enquiries",
        "credits_elsewhere",
        ratio(added(*RECENT_ENQUIRIES), added(*ENQUIRIES)),
        *ENQUIRIES,
    ),
)
