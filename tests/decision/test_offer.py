"""The offer editor: rate and term held, what follows from an edit, what cannot be edited."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore.contract import CreditFile, Offer, OfferEdit
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import decide
from clairscore.decision.offer import (
    CORRECTABLE,
    application_with,
    corrected,
    edited,
    offer_of,
    with_offer,
)
from clairscore.decision.simulate import simulate
from clairscore.errors import BadCreditFile, BadInput
from tests.decision import people

amounts = st.floats(1_000, 5_000_000).map(lambda value: round(value, 2))
shares = st.floats(0.02, 0.3)
CASH = Offer("Cash loans", 500_000.0, 26_000.0, 25, 0.012, 450_000.0)


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    amount, term = draw(amounts), draw(st.integers(3, 60))
    rate = draw(st.floats(0, 0.05))
    annuity = round(amount * (1 / term + rate), 2)
    goods = draw(st.none() | st.just(round(0.9 * amount, 2)))
    return Offer("Cash loans", amount, annuity, term, rate, goods)


@given(offers())
def test_nothing_edited_is_the_offer_as_it_stands(offer: Offer) -> None:
    assert edited(offer, OfferEdit()) is offer


@given(offers(), st.floats(0.01, 0.99))
def test_a_smaller_amount_scales_the_whole_offer(offer: Offer, share: float) -> None:
    asked = round(offer.amount * share, 2)
    smaller = edited(offer, OfferEdit(amount=asked))
    assert smaller.amount == asked
    assert (smaller.term, smaller.rate) == (offer.term, offer.rate)
    assert offer.annuity is not None
    assert smaller.annuity == pytest.approx(offer.annuity * asked / offer.amount, abs=0.01)
    if offer.goods is not None:
        assert smaller.goods == pytest.approx(offer.goods * asked / offer.amount, abs=0.01)


@given(offers(), st.floats(0.01, 0.9))
def test_a_down_payment_lowers_what_is_borrowed_and_leaves_the_goods(
    offer: Offer, share: float
) -> None:
    paid = round(offer.amount * share, 2)
    after = edited(offer, OfferEdit(down_payment=paid))
    assert after.amount == pytest.approx(offer.amount - paid, abs=0.01)
    assert after.goods == (None if offer.goods is None else pytest.approx(offer.goods, abs=0.01))
    assert after.annuity is not None
    assert offer.annuity is not None
    assert after.annuity <= offer.annuity


@given(offers(), st.integers(1, 60))
def test_a_longer_term_has_a_lower_instalment_and_costs_no_less(offer: Offer, more: int) -> None:
    assert offer.term is not None
    longer = edited(offer, OfferEdit(term=offer.term + more))
    assert longer.annuity is not None
    assert offer.annuity is not None
    assert longer.annuity <= offer.annuity
    before, after = offer.total_cost, longer.total_cost
    assert before is not None
    assert after is not None
    assert after >= before - 0.01 * (offer.term + more)


def test_another_rate_gives_another_instalment() -> None:
    assert edited(CASH, OfferEdit(rate=0.02)).annuity == 500_000 * (1 / 25 + 0.02)


def test_the_offer_of_a_file_repays_at_least_what_is_borrowed(
    lender: Bundle, crowd: list[CreditFile]
) -> None:
    known = [offer_of(lender, each) for each in crowd[:60]]
    cash = [offer for offer in known if offer.product == "Cash loans" and offer.annuity]
    assert cash
    for offer in cash:
        assert offer.rate is not None
        assert offer.rate >= 0
        assert offer.term is not None
        given_back = offer.amount * (1 / offer.term + offer.rate)
        assert given_back == pytest.approx(offer.annuity, rel=1e-9)


def test_term_and_rate_are_unknown_where_none_were_learnt(model: Bundle) -> None:
    offer = offer_of(model, people.one())
    assert (offer.term, offer.rate, offer.total_cost) == (None, None, None)
    assert edited(offer, OfferEdit(amount=250_000)).annuity == 13_000
    with pytest.raises(BadInput, match="neither term nor rate of this file is known"):
        edited(offer, OfferEdit(term=30))
    both = edited(offer, OfferEdit(term=20, rate=0.01))
    assert both.annuity == pytest.approx(500_000 * (1 / 20 + 0.01))


def test_of_a_revolving_loan_only_the_limit_changes(lender: Bundle) -> None:
    file = people.one(NAME_CONTRACT_TYPE="Revolving loans", AMT_ANNUITY=25_000)
    offer = offer_of(lender, file)
    assert offer.term is None
    assert edited(offer, OfferEdit(amount=200_000)).annuity == 10_000
    with pytest.raises(BadInput, match=r"only the limit \(amount\)"):
        edited(offer, OfferEdit(down_payment=10_000))


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (OfferEdit(amount=0), "amount: found zero or less"),
        (OfferEdit(amount=float("nan")), "amount"),
        (OfferEdit(down_payment=500_000), "down_payment: expected zero or more"),
        (OfferEdit(down_payment=-1), "down_payment"),
        (OfferEdit(term=0), "term: expected 1 to 1000"),
        (OfferEdit(rate=-0.1), "rate"),
    ],
)
def test_an_offer_that_cannot_be_is_refused_by_name(edit: OfferEdit, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        edited(CASH, edit)


def test_every_fault_of_an_edit_is_told_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        edited(CASH, OfferEdit(amount=-5, term=0, rate=7))
    assert len(str(caught.value).splitlines()) == 3


def test_corrected_facts_are_those_of_the_application_and_must_be_possible() -> None:
    file = people.one()
    assert corrected(file, {}) is file
    changed = corrected(file, {"AMT_INCOME_TOTAL": 200_000, "OWN_CAR_AGE": 3, "DAYS_EMPLOYED": -9})
    assert changed.application["AMT_INCOME_TOTAL"] == 200_000
    assert changed.history == file.history
    assert "CNT_FAM_MEMBERS" not in corrected(file, {"CNT_FAM_MEMBERS": None}).application
    with pytest.raises(BadCreditFile, match=r"AMT_INCOME_TOTAL: negative"):
        corrected(file, {"AMT_INCOME_TOTAL": -1})
    with pytest.raises(BadInput, match="AMT_CREDIT, EXT_SOURCE_1"):
        corrected(file, {"AMT_CREDIT": 1, "EXT_SOURCE_1": 0.9})
    assert "DAYS_BIRTH" in CORRECTABLE


def test_a_simulation_is_what_the_real_pipeline_proposes(lender: Bundle) -> None:
    file = people.one()
    told = simulate(lender, file, OfferEdit(amount=300_000), {"AMT_INCOME_TOTAL": 250_000})
    by_hand = people.one(
        AMT_CREDIT=300_000, AMT_ANNUITY=15_600, AMT_GOODS_PRICE=270_000, AMT_INCOME_TOTAL=250_000
    )
    assert told.proposal == decide(lender, by_hand)
    assert told.before == offer_of(lender, file)
    assert told.offer.amount == 300_000


def test_a_simulation_without_any_change_is_the_proposal_itself(
    lender: Bundle, crowd: list[CreditFile]
) -> None:
    for file in crowd[:10]:
        assert simulate(lender, file, OfferEdit(), {}).proposal == decide(lender, file)


def test_many_offers_at_once_have_the_same_bits_as_one_by_one(
    lender: Bundle, crowd: list[CreditFile]
) -> None:
    for file in [*crowd[:6], replace(crowd[6], history=people.one().history)]:
        offer = offer_of(lender, file)
        offers = [replace(offer, amount=offer.amount * share) for share in (0.3, 0.71, 1.0)]
        many = lender.features_of_variants(file, [application_with(file, one) for one in offers])
        alone = [lender.features_of(with_offer(file, one)) for one in offers]
        np.testing.assert_array_equal(many, np.stack(alone))
