"""The curve of an offer: every point is the pipeline's own answer, every turn is where it turns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clairscore.contract import OfferEdit
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import decide
from clairscore.decision.offer import edited, offer_of, with_offer
from clairscore.decision.response import response, values_of
from clairscore.decision.simulate import simulate
from clairscore.errors import BadInput
from tests.decision import people


def test_each_point_is_what_a_simulation_of_it_gives(model: Bundle) -> None:
    file = people.one(AMT_CREDIT=500_000.0)
    found = response(model, file, "amount", OfferEdit(), {})
    for point in found.points[::4]:
        made = simulate(model, file, OfferEdit(amount=point.value), {})
        assert (point.probability, point.outcome) == (
            made.proposal.probability,
            made.proposal.outcome,
        )
        assert point.annuity == made.offer.annuity


def test_the_curve_holds_the_offer_itself_and_rises_by_value(model: Bundle) -> None:
    file = people.one(AMT_CREDIT=512_345.67)
    found = response(model, file, "amount", OfferEdit(), {})
    values = [point.value for point in found.points]
    assert values == sorted(set(values))
    assert found.here in found.points
    assert found.here.value == 512_345.67
    assert found.here.probability == decide(model, file).probability


def test_a_turn_is_one_step_wide_and_both_its_sides_are_answered_so(model: Bundle) -> None:
    file = people.one(AMT_CREDIT=500_000.0, AMT_ANNUITY=26_000.0, AMT_INCOME_TOTAL=80_000.0)
    found = response(model, file, "amount", OfferEdit(), {})
    assert found.turns, [point.outcome for point in found.points]
    before = offer_of(model, file)
    for turn in found.turns:
        assert 0 < turn.first - turn.last <= model.policy.recourse.step
        for value, outcome in ((turn.last, turn.before), (turn.first, turn.after)):
            offer = edited(before, OfferEdit(amount=value))
            assert decide(model, with_offer(file, offer)).outcome == outcome


def test_what_else_was_edited_holds_along_the_whole_curve(model: Bundle) -> None:
    file, edit = people.one(AMT_CREDIT=500_000.0), OfferEdit(down_payment=100_000.0)
    found = response(model, file, "amount", edit, {"AMT_INCOME_TOTAL": 300_000.0})
    made = simulate(model, file, edit, {"AMT_INCOME_TOTAL": 300_000.0})
    assert found.here.probability == made.proposal.probability
    assert found.here.value == 500_000.0
    assert min(point.value for point in found.points) > 100_000.0


def test_terms_stay_within_the_products_bounds_and_hold_the_offers_own(model: Bundle) -> None:
    offer = replace(offer_of(model, people.one()), term=37, rate=0.01)
    values = values_of(model, offer, "term")
    low, high = model.policy.products[0].term
    assert (values[0], values[-1]) == (low, high)
    assert 37.0 in values
    assert all(value == int(value) for value in values)


def test_a_term_that_is_not_known_cannot_vary(model: Bundle) -> None:
    with pytest.raises(BadInput, match="ask for the curve of its amount"):
        response(model, people.one(), "term", OfferEdit(), {})


def test_a_curve_along_the_term_moves_the_instalment_alone(lender: Bundle) -> None:
    file = people.one(AMT_CREDIT=500_000.0, AMT_ANNUITY=26_000.0)
    found = response(lender, file, "term", OfferEdit(), {})
    before = offer_of(lender, file)
    assert found.here.value == before.term
    annuities = [point.annuity for point in found.points]
    assert annuities == sorted(annuities, reverse=True)
