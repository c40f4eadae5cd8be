"""How a trained model behaves, through credit file, features, score and decision."""

from dataclasses import replace

import numpy as np
import pytest

from clairscore.contract import CreditFile
from clairscore.decision.decide import decide
from clairscore.decision.offer import application_with, offer_of, with_offer
from clairscore.decision.recourse import recourses


def changed(credit_file: CreditFile, **factors: float) -> CreditFile:
    """The file with some of its application's amounts multiplied; absent ones stay absent."""
    moved = {
        name: round(credit_file.application[name] * factor, 3)
        for name, factor in factors.items()
        if credit_file.application.get(name) is not None
    }
    return replace(credit_file, application={**credit_file.application, **moved})


@pytest.fixture(scope="session")
def pds(bundle, applicants):
    return of(bundle, applicants)


def of(bundle, credit_files):
    matrix = np.stack([bundle.features_of(credit_file) for credit_file in credit_files])
    return bundle.scorer.log_odds(matrix)


def moved(bundle, applicants, pds, **factors):
    return of(bundle, [changed(each, **factors) for each in applicants]) - pds


@pytest.mark.parametrize("factor", [0.95, 0.8])
def test_a_smaller_loan_never_has_a_higher_risk(bundle, applicants, pds, factor):
    gaps = moved(
        bundle, applicants, pds, AMT_CREDIT=factor, AMT_ANNUITY=factor, AMT_GOODS_PRICE=factor
    )
    assert gaps.max() <= 0
    assert gaps.min() < 0


@pytest.mark.parametrize("factor", [0.8])
def test_a_larger_down_payment_never_has_a_higher_risk(bundle, applicants, pds, factor):
    gaps = moved(bundle, applicants, pds, AMT_CREDIT=factor, AMT_ANNUITY=factor)
    assert gaps.max() <= 0


@pytest.mark.parametrize("factor", [0.9, 0.5])
def test_a_lower_income_never_has_a_lower_risk(bundle, applicants, pds, factor):
    gaps = moved(bundle, applicants, pds, AMT_INCOME_TOTAL=factor)
    assert gaps.min() >= 0
    assert gaps.max() > 0


def test_contributions_sum_to_the_log_odds_of_every_applicant(bundle, applicants):
    for applicant in applicants[:20]:
        proposal = decide(bundle, applicant)
        total = proposal.base + sum(proposal.contributions)
        assert total == pytest.approx(proposal.log_odds, abs=1e-9)


def test_a_higher_probability_never_gets_a_better_class(bundle, applicants):
    found = sorted((p.probability, p.verdict) for p in (decide(bundle, a) for a in applicants))
    verdicts = [verdict for _, verdict in found]
    assert verdicts == sorted(verdicts)  # "granted" before "refused"
    assert len(set(verdicts)) == 2


def test_a_decision_repeats_itself_to_the_last_bit(bundle, applicants):
    first, second = (decide(bundle, applicants[0]) for _ in range(2))
    assert first == second


def test_facts_that_are_excluded_move_nothing(bundle, applicants, pds):
    others = [
        replace(each, application={**each.application, "CODE_GENDER": "M", "CNT_CHILDREN": 7})
        for each in applicants
    ]
    assert (of(bundle, others) == pds).all()


def test_the_model_under_test_has_row_models_and_a_learnt_term(bundle):
    served = {model.name for model in bundle.catalogue.row_models}
    assert served == {"learnt_term", "earlier_loan_risk", "credit_elsewhere_risk"}
    assert set(bundle.row_models) == served


@pytest.mark.parametrize(
    "factors",
    [
        {"AMT_CREDIT": 0.8, "AMT_ANNUITY": 0.8, "AMT_GOODS_PRICE": 0.8},
        {"AMT_CREDIT": 0.8, "AMT_ANNUITY": 0.8},
        {"AMT_INCOME_TOTAL": 0.5},
    ],
)
def test_what_is_learnt_stays_put_when_the_offer_is_scaled(bundle, applicants, factors):
    learnt = [bundle.features.index(name) for name in bundle.catalogue.learnt.names]
    for applicant in applicants[:20]:
        before, after = (
            bundle.features_of(applicant),
            bundle.features_of(changed(applicant, **factors)),
        )
        np.testing.assert_array_equal(before[learnt], after[learnt])


def test_what_could_change_a_refusal_is_found_and_really_granted(bundle, applicants):
    """With row models and a learnt term, through the whole pipeline and the rules."""
    refused = [each for each in applicants if decide(bundle, each).outcome != "granted"][:15]
    found = {each.client: recourses(bundle, each) for each in refused}
    ways = [(each, way) for each in refused for way in found[each.client]]
    assert {way.kind for _, way in ways} >= {"smaller_amount", "down_payment"}
    for each, way in ways:
        before, again = offer_of(bundle, each), decide(bundle, with_offer(each, way.offer))
        assert again.outcome == "granted"
        assert way.offer.amount <= before.amount
        assert way.offer.annuity <= before.annuity


def test_offers_at_once_have_the_same_bits_as_one_by_one(bundle, applicants):
    for each in applicants[:10]:
        offer = offer_of(bundle, each)
        offers = [replace(offer, amount=offer.amount * share) for share in (0.4, 0.75, 1.0)]
        many = bundle.features_of_variants(each, [application_with(each, one) for one in offers])
        alone = [bundle.features_of(with_offer(each, one)) for one in offers]
        np.testing.assert_array_equal(many, np.stack(alone))
