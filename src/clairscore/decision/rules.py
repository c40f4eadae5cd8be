"""The rules that come before the score, each written once over columns: a book, or a row of one.

A fact that is missing (NaN) never fires a rule except `fact_absent`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clairscore.contract import RuleHit
from clairscore.decision.policy import Policy, RuleCode

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Words = NDArray[np.str_]
Ranges = Mapping[str, tuple[float, float]]
"""Smallest and largest value of an application column among the training applications."""

DAYS_A_YEAR = 365.25
MONEY_READ = ("AMT_INCOME_TOTAL", "AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE")
SCORES_READ = ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3")
NUMBERS_READ = (*MONEY_READ, *SCORES_READ, "DAYS_BIRTH", "CNT_FAM_MEMBERS")
TOLERANCE = 1e-6
"""Relative: training ranges come from Float32 features."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules read, one entry an applicant in every array.

    `numbers` by column, NaN where not supplied; `lacking` by mandatory column; `product` is the
    contract type ("" unknown); `register_age` is days since the credit register was consulted.
    """

    numbers: Mapping[str, Floats]
    lacking: Mapping[str, Flags]
    product: Words
    has_bureau: Flags
    has_previous: Flags
    register: Words
    register_age: Floats

    def __getitem__(self, column: str) -> Floats:
        return self.numbers[column]

    def __len__(self) -> int:
        return len(self.product)


@dataclass(frozen=True, slots=True)
class Context:
    """The policy and the training ranges against which facts are held."""

    policy: Policy
    ranges: Ranges = field(default_factory=dict)


Fires = Callable[[Facts, Context], Flags]
Told = dict[str, float | str]
Figures = Callable[[Facts, Context], Told]
"""Of one applicant: arrays of length one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When it fires, and the figures that its wording (`rule.<code>` in the locales) needs."""

    fires: Fires
    figures: Figures


def fired(facts: Facts, context: Context) -> dict[str, Flags]:
    """For every rule in force, in the policy's order, the applicants for whom it fires."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return {rule.code: RULES[rule.code].fires(facts, context) for rule in context.policy.rules}


def hits(facts: Facts, context: Context) -> tuple[RuleHit, ...]:
    """The rules that fire for one applicant, with their figures."""
    flags = fired(facts, context)
    return tuple(
        RuleHit(rule.code, rule.effect, RULES[rule.code].figures(facts, context))
        for rule in context.policy.rules
        if flags[rule.code][0]
    )


def age_in_years(facts: Facts) -> Floats:
    return -facts["DAYS_BIRTH"] / DAYS_A_YEAR


def under_age(facts: Facts, context: Context) -> Flags:
    return age_in_years(facts) < context.policy.least_age


def income_not_positive(facts: Facts, _: Context) -> Flags:
    return facts["AMT_INCOME_TOTAL"] <= 0


def term(facts: Facts) -> Floats:
    """Credit in instalments: what the offer repays at its instalment, interest left aside."""
    annuity = facts["AMT_ANNUITY"]
    return facts["AMT_CREDIT"] / np.where(annuity > 0, annuity, np.nan)


def _outside(values: Floats, low: Floats, high: Floats) -> Flags:
    return (values < low) | (values > high)


def _bounds(facts: Facts, context: Context, of: str) -> tuple[Floats, Floats]:
    low, high = np.full(len(facts), -np.inf), np.full(len(facts), np.inf)
    for product in context.policy.products:
        here = facts.product == product.product
        low[here], high[here] = product.amount if of == "amount" else product.term
    return low, high


def amount_outside_product(facts: Facts, context: Context) -> Flags:
    return _outside(facts["AMT_CREDIT"], *_bounds(facts, context, "amount"))


def term_outside_product(facts: Facts, context: Context) -> Flags:
    return _outside(term(facts), *_bounds(facts, context, "term"))


def fact_absent(facts: Facts, context: Context) -> Flags:
    return _any(len(facts), [facts.lacking[column] for column in context.policy.mandatory])


def instalment_share(facts: Facts) -> Floats:
    income = facts["AMT_INCOME_TOTAL"]
    return facts["AMT_ANNUITY"] / np.where(income > 0, income, np.nan)


def instalment_over_income(facts: Facts, context: Context) -> Flags:
    return instalment_share(facts) > context.policy.instalment_share


def residual_income(facts: Facts) -> Floats:
    return facts["AMT_INCOME_TOTAL"] - facts["AMT_ANNUITY"]


def household(facts: Facts) -> Floats:
    """People in the household; 1 where it is not known."""
    size = facts["CNT_FAM_MEMBERS"]
    return np.where(size >= 1, size, 1.0)


def least_residual(facts: Facts, policy: Policy) -> Floats:
    """Least income after the instalment for each household."""
    table = np.array(policy.residual_income.by_size)
    size = household(facts)
    inside = np.minimum(size, len(table)).astype(np.int64) - 1
    return table[inside] + policy.residual_income.each_further * np.maximum(size - len(table), 0)


def residual_income_too_low(facts: Facts, context: Context) -> Flags:
    return residual_income(facts) < least_residual(facts, context.policy)


def _register_required(facts: Facts, context: Context) -> Flags:
    return np.full(len(facts), context.policy.register_consultation.check == "required")


def register_absent(facts: Facts, context: Context) -> Flags:
    absent: Flags = facts.register == "absent"
    return absent & _register_required(facts, context)


def register_old(facts: Facts, context: Context) -> Flags:
    """An answer that is too old, dated after the application, or not dated."""
    age, most = facts.register_age, context.policy.register_consultation.days
    fresh: Flags = (age >= 0) & (age <= most) | (facts.register == "absent")
    return _register_required(facts, context) & ~fresh


def register_listed(facts: Facts, _: Context) -> Flags:
    """A positive answer counts whether or not it was required."""
    listed: Flags = facts.register == "listed"
    return listed


def missing_scores(facts: Facts) -> NDArray[np.int64]:
    missing = np.zeros(len(facts), dtype=np.int64)
    for column in SCORES_READ:
        missing += np.isnan(facts[column])
    return missing


def thin_file(facts: Facts, context: Context) -> Flags:
    """No loan elsewhere, none here, and external scores missing: nothing to judge by."""
    few = missing_scores(facts) >= context.policy.thin_file_missing_scores
    return ~facts.has_bureau & ~facts.has_previous & few


def _beyond(facts: Facts, context: Context, column: str) -> Flags:
    low, high = context.ranges[column]
    slack = TOLERANCE * max(abs(low), abs(high))
    return (facts[column] < low - slack) | (facts[column] > high + slack)


def outside_training_range(facts: Facts, context: Context) -> Flags:
    return _any(len(facts), [_beyond(facts, context, name) for name in _ranged(context)])


def _ranged(context: Context) -> list[str]:
    return [name for name in MONEY_READ if name in context.ranges]


def _any(length: int, flags: Sequence[Flags]) -> Flags:
    found = np.zeros(length, dtype=np.bool_)
    for flag in flags:
        found |= flag
    return found


def _no_figures(_: Facts, __: Context) -> Told:
    return {}


def _age_figures(_: Facts, context: Context) -> Told:
    return {"limit": float(context.policy.least_age)}


def _amount_figures(facts: Facts, context: Context) -> Told:
    low, high = _bounds(facts, context, "amount")
    return {"amount": float(facts["AMT_CREDIT"][0]), "low": float(low[0]), "high": float(high[0])}


def _term_figures(facts: Facts, context: Context) -> Told:
    low, high = _bounds(facts, context, "term")
    return {"term": float(term(facts)[0]), "low": float(low[0]), "high": float(high[0])}


def _absent_figures(facts: Facts, context: Context) -> Told:
    return {"facts": " ".join(name for name in context.policy.mandatory if facts.lacking[name][0])}


def _share_figures(facts: Facts, context: Context) -> Told:
    return {"share": float(instalment_share(facts)[0]), "limit": context.policy.instalment_share}


def _residual_figures(facts: Facts, context: Context) -> Told:
    return {
        "remaining": float(residual_income(facts)[0]),
        "limit": float(least_residual(facts, context.policy)[0]),
        "people": float(household(facts)[0]),
    }


def _register_figures(_: Facts, context: Context) -> Told:
    return {"days": float(context.policy.register_consultation.days)}


def _thin_figures(facts: Facts, _: Context) -> Told:
    return {"missing": float(missing_scores(facts)[0])}


def _range_figures(facts: Facts, context: Context) -> Told:
    beyond = [name for name in _ranged(context) if _beyond(facts, context, name)[0]]
    return {"facts": " ".join(beyond)}


RULES: Mapping[RuleCode, Rule] = {
    "under_age": Rule(under_age, _age_figures),
    "income_not_positive": Rule(income_not_positive, _no_figures),
    "amount_outside_product": Rule(amount_outside_product, _amount_figures),
    "term_outside_product": Rule(term_outside_product, _term_figures),
    "fact_absent": Rule(fact_absent, _absent_figures),
    "instalment_over_income": Rule(instalment_over_income, _share_figures),
    "residual_income": Rule(residual_income_too_low, _residual_figures),
    "register_absent": Rule(register_absent, _no_figures),
    "register_old": Rule(register_old, _register_figures),
    "register_listed": Rule(register_listed, _no_figures),
    "thin_file": Rule(thin_file, _thin_figures),
    "outside_training_range": Rule(outside_training_range, _range_figures),
}
