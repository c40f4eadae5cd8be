"""The rules by hand, one applicant at a time, and the thin file in every combination."""

from __future__ import annotations

from itertools import product

import pytest

from clairscore.contract import CreditFile, RuleHit
from clairscore.decision.facts import facts_of
from clairscore.decision.policy import Policy, ResidualIncome
from clairscore.decision.rules import Context, hits
from tests.decision.people import one, with_history

RANGES = {"AMT_INCOME_TOTAL": (25_000.0, 1_000_000.0), "AMT_CREDIT": (45_000.0, 4_000_000.0)}


def told(credit_file: CreditFile, policy: Policy | None = None) -> dict[str, RuleHit]:
    policy = policy or Policy()
    return {hit.code: hit for hit in hits(facts_of(credit_file, policy), Context(policy, RANGES))}


def test_an_ordinary_applicant_meets_no_rule() -> None:
    assert told(one()) == {}


@pytest.mark.parametrize(("days", "fires"), [(-6_573, True), (-6_574, True), (-6_575, False)])
def test_under_eighteen_is_refused(days: int, fires: bool) -> None:
    assert ("under_age" in told(one(DAYS_BIRTH=days))) == fires


@pytest.mark.parametrize("income", [0, -10])
def test_no_income_is_refused_without_a_division_by_zero(income: int) -> None:
    found = told(one(AMT_INCOME_TOTAL=income))
    assert found["income_not_positive"].effect == "refuse"
    assert "instalment_over_income" not in found


def test_an_amount_outside_the_product_is_refused_with_its_bounds() -> None:
    found = told(one(AMT_CREDIT=6_000_000, AMT_ANNUITY=100_000, AMT_INCOME_TOTAL=900_000))
    assert found["amount_outside_product"].figures == {
        "amount": 6_000_000.0,
        "low": 10_000.0,
        "high": 5_000_000.0,
    }


def test_a_term_outside_the_product_is_refused() -> None:
    assert told(one(AMT_ANNUITY=5_000))["term_outside_product"].figures["term"] == 100.0
    assert "term_outside_product" not in told(one(AMT_ANNUITY=500_000 / 72))


def test_a_product_without_bounds_is_free() -> None:
    assert "term_outside_product" not in told(one(AMT_ANNUITY=5_000), Policy(products=()))


@pytest.mark.parametrize(("annuity", "fires"), [(56_000.0, False), (56_000.01, True)])
def test_an_instalment_over_35_per_cent_of_income_is_referred(annuity: float, fires: bool) -> None:
    found = told(one(AMT_ANNUITY=annuity))
    assert ("instalment_over_income" in found) == fires


@pytest.mark.parametrize(
    ("people", "least"), [(1, 10.0), (2, 20.0), (3, 25.0), (5, 35.0), (None, 10.0), (0, 10.0)]
)
def test_what_is_left_to_live_on_depends_on_the_household(people: int | None, least: float) -> None:
    policy = Policy(residual_income=ResidualIncome(by_size=(10.0, 20.0), each_further=5.0))

    def at(remaining: float) -> bool:
        file = one(AMT_INCOME_TOTAL=26_000 + remaining, CNT_FAM_MEMBERS=people)
        return "residual_income" in told(file, policy)

    assert at(least - 0.01)
    assert not at(least)


def test_a_missing_fact_fires_no_rule_but_its_own() -> None:
    bare = one(
        AMT_INCOME_TOTAL=None,
        AMT_CREDIT=None,
        AMT_ANNUITY=None,
        AMT_GOODS_PRICE=None,
        DAYS_BIRTH=None,
    )
    found = told(bare)
    assert set(found) == {"fact_absent"}
    assert found["fact_absent"].figures == {
        "facts": "AMT_INCOME_TOTAL AMT_CREDIT AMT_ANNUITY DAYS_BIRTH"
    }


def test_values_beyond_training_are_referred_and_named() -> None:
    found = told(one(AMT_INCOME_TOTAL=1_000_002, AMT_CREDIT=45_000))
    assert found["outside_training_range"].figures == {"facts": "AMT_INCOME_TOTAL"}
    assert "outside_training_range" not in told(one(AMT_INCOME_TOTAL=1_000_000))


@pytest.mark.parametrize(("bureau", "previous", "missing"), list(product([0, 1], [0, 1], range(4))))
def test_a_thin_file_lacks_credits_applications_and_two_scores(
    bureau: int, previous: int, missing: int
) -> None:
    absent = dict.fromkeys(("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3")[:missing])
    file = with_history(
        one(**absent),
        bureau=({"SK_ID_BUREAU": 1},) * bureau,
        previous_application=({"SK_ID_PREV": 1},) * previous,
    )
    assert ("thin_file" in told(file)) == (not bureau and not previous and missing >= 2)


def test_a_rule_that_is_not_listed_is_off() -> None:
    assert told(one(DAYS_BIRTH=-5_000), Policy(rules=())) == {}


def test_rules_are_told_in_the_policys_order_with_its_effects() -> None:
    rules = tuple(reversed(Policy().rules))
    found = told(one(DAYS_BIRTH=-5_000, AMT_INCOME_TOTAL=0), Policy(rules=rules))
    assert list(found) == [
        "outside_training_range",
        "residual_income",
        "income_not_positive",
        "under_age",
    ]
