"""What could change a decision: verified, never more debt, the smallest change first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clairscore.contract import CreditFile, Recourse
from clairscore.decision.bundle import Bundle
from clairscore.decision.changes_told import changes
from clairscore.decision.decide import decide
from clairscore.decision.offer import offer_of, with_offer
from clairscore.decision.policy import Policy, RecourseLimits
from clairscore.decision.recourse import recourses
from clairscore.decision.units import Style
from clairscore.i18n import LANGUAGES, Lang, money, t
from tests.decision import people
from tests.decision.people import with_policy


def unrefused(lender: Bundle, crowd: list[CreditFile]) -> list[tuple[CreditFile, list[Recourse]]]:
    """Those of the crowd whose loan is not granted, with what could change it."""
    asking = [file for file in crowd[:50] if decide(lender, file).outcome != "granted"]
    return [(file, list(recourses(lender, file))) for file in asking]


@pytest.fixture(scope="module")
def found(lender: Bundle, crowd: list[CreditFile]) -> list[tuple[CreditFile, list[Recourse]]]:
    return unrefused(lender, crowd)


Found = list[tuple[CreditFile, list[Recourse]]]


def test_every_kind_of_change_is_found_for_somebody_and_some_have_none(found: Found) -> None:
    kinds = {one.kind for _, ways in found for one in ways}
    assert kinds == {"smaller_amount", "down_payment", "longer_term"}
    assert any(not ways for _, ways in found)


def test_each_is_granted_when_decided_again(lender: Bundle, found: Found) -> None:
    for file, ways in found:
        for one in ways:
            again = decide(lender, with_offer(file, one.offer))
            assert again == one.proposal
            assert again.outcome == "granted"
            assert again.rules == ()


def test_none_raises_debt_instalment_or_anything_but_the_offer(
    lender: Bundle, found: Found
) -> None:
    offered = {"AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE"}
    for file, ways in found:
        before = offer_of(lender, file)
        for one in ways:
            assert one.offer.amount <= before.amount
            assert one.offer.annuity is not None
            assert before.annuity is not None
            assert one.offer.annuity <= before.annuity
            after = with_offer(file, one.offer)
            assert after.history == file.history
            moved = {k for k, v in after.application.items() if v != file.application.get(k)}
            assert moved <= offered


def test_at_most_one_of_each_kind_the_smallest_change_first(found: Found) -> None:
    for _, ways in found:
        assert len(ways) == len({one.kind for one in ways}) <= 3
        assert [one.share for one in ways] == sorted(one.share for one in ways)


def test_money_moves_in_whole_steps_and_leaves_half_at_least(lender: Bundle, found: Found) -> None:
    for file, ways in found:
        before = offer_of(lender, file)
        for one in ways:
            if one.kind == "smaller_amount":
                assert one.offer.amount % 50 == 0
            if one.kind == "down_payment":
                assert one.change % 50 == 0
            assert one.offer.amount >= 0.5 * before.amount


def test_one_step_less_would_not_do(lender: Bundle, found: Found) -> None:
    """Of a down payment, by the model's directions; the terms before were all tried."""
    from clairscore.contract import OfferEdit
    from clairscore.decision.offer import edited

    smallest = [(file, one) for file, ways in found for one in ways if one.kind != "smaller_amount"]
    assert smallest
    for file, one in smallest[:12]:
        before = offer_of(lender, file)
        less = (
            OfferEdit(down_payment=one.edit.down_payment - 50)
            if one.kind == "down_payment"
            else OfferEdit(term=(one.edit.term or 0) - 1)
        )
        again = decide(lender, with_offer(file, edited(before, less)))
        assert again.outcome != "granted"


def test_a_longer_term_tells_its_price(found: Found) -> None:
    longer = [one for _, ways in found for one in ways if one.kind == "longer_term"]
    assert longer
    for one in longer:
        assert one.extra_cost is not None
        assert one.extra_cost >= 0
        assert one.change == int(one.change) > 0


def test_a_granted_file_needs_no_change(lender: Bundle, crowd: list[CreditFile]) -> None:
    granted = [file for file in crowd[:40] if decide(lender, file).outcome == "granted"]
    assert granted
    assert all(recourses(lender, file) == () for file in granted[:5])


def test_what_no_offer_can_cure_has_no_realistic_change(lender: Bundle) -> None:
    assert recourses(lender, people.one(DAYS_BIRTH=-5_000)) == ()


def test_a_rule_stays_in_force(lender: Bundle) -> None:
    """An instalment beyond the share of income is cured by a smaller one, just below the limit."""
    always = with_policy(lender, cut_off=0.999, referral=people.patient(lender).policy.referral)
    ways = recourses(always, people.one(AMT_ANNUITY=90_000, AMT_INCOME_TOTAL=200_000))
    assert ways
    for one in ways:
        assert one.offer.annuity is not None
        assert one.offer.annuity / 200_000 <= Policy().instalment_share


@settings(max_examples=20)
@given(st.integers(0, 239), st.sampled_from([0.5, 0.8]), st.sampled_from([50.0, 5_000.0]))
def test_limits_of_the_policy_hold(
    lender: Bundle, crowd: list[CreditFile], who: int, least: float, step: float
) -> None:
    strict = with_policy(lender, recourse=RecourseLimits(step=step, least_share=least))
    before = offer_of(strict, crowd[who])
    for one in recourses(strict, crowd[who]):
        assert one.offer.amount >= least * before.amount - 1e-6
        assert decide(strict, with_offer(crowd[who], one.offer)).outcome == "granted"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_changes_are_told_with_their_instalment_and_the_price_of_time(
    lender: Bundle, found: Found, lang: Lang
) -> None:
    style = Style.of(lang, "€")
    for file, ways in found:
        before = offer_of(lender, file)
        section = changes(ways, before, style)
        if not ways:
            assert [line.text for line in section.lines] == [t("recourse.none", lang)]
            continue
        assert len(section.lines) == len(ways) + 1
        assert "simulation" in section.lines[-1].text
        for one, line in zip(ways, section.lines, strict=False):
            assert one.offer.annuity is not None
            assert money(one.offer.annuity, lang, "€") in line.text
            priced = {"fr": "de plus au total", "en": "more in all"}[lang] in line.text
            assert priced == (one.kind == "longer_term" and (one.extra_cost or 0) > 0)
