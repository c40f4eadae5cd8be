"""One application at a time: rules, then score, then referral."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from clairscore.contract import Consultation, CreditFile, Proposal
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import decide, training_ranges
from clairscore.decision.logistic import probability
from clairscore.decision.policy import THEMES, Policy, Register, RuleSetting
from tests.decision import people
from tests.decision.people import patient, with_policy


def test_contributions_and_base_sum_to_the_log_odds(proposals: list[Proposal]) -> None:
    for proposal in proposals:
        total = proposal.base + sum(proposal.contributions)
        assert total == pytest.approx(proposal.log_odds, abs=1e-9)


def test_themes_and_residual_account_for_every_digit_of_the_score(
    proposals: list[Proposal],
) -> None:
    for proposal in proposals:
        shown = sum(theme.shown for theme in proposal.themes)
        assert proposal.base + shown + proposal.residual == pytest.approx(
            proposal.log_odds, abs=1e-12
        )
        assert abs(proposal.residual) <= len(THEMES) * 0.5e-4 + 1e-12
        assert all(round(t.shown * 1e4) == pytest.approx(t.shown * 1e4) for t in proposal.themes)


def test_a_pd_under_the_cut_off_is_granted_and_any_other_refused(proposals: list[Proposal]) -> None:
    for proposal in proposals:
        assert (proposal.verdict == "granted") == (proposal.probability < proposal.cut_off)
        assert proposal.distance == proposal.probability - proposal.cut_off
        assert np.sign(proposal.distance) == np.sign(proposal.log_odds_distance)
        assert proposal.probability == probability(np.array([proposal.log_odds]))[0]


def test_a_pd_exactly_at_the_cut_off_is_refused(
    model: Bundle, proposals: list[Proposal], crowd: list[CreditFile]
) -> None:
    at_limit = with_policy(model, cut_off=proposals[0].probability)
    assert decide(at_limit, crowd[0]).verdict == "refused"


def test_the_same_file_gives_the_same_proposal(model: Bundle, crowd: list[CreditFile]) -> None:
    assert decide(model, crowd[3]) == decide(model, crowd[3])


def test_a_rule_that_refuses_wins_over_score_and_referral(model: Bundle) -> None:
    proposal = decide(
        with_policy(model, cut_off=0.999), people.one(DAYS_BIRTH=-6_000, AMT_ANNUITY=60_000)
    )
    assert (proposal.verdict, proposal.outcome, proposal.decided_by) == (
        "granted",
        "refused",
        "rule",
    )
    assert [rule.code for rule in proposal.rules] == ["under_age", "instalment_over_income"]
    assert proposal.causes == ()
    assert not proposal.automatic


def test_a_rule_that_refers_leaves_the_class_at_the_cut_off_visible(model: Bundle) -> None:
    proposal = decide(
        with_policy(model, cut_off=0.999), people.one(AMT_ANNUITY=90_000, AMT_INCOME_TOTAL=200_000)
    )
    assert (proposal.outcome, proposal.verdict, proposal.decided_by) == (
        "referred",
        "granted",
        "rule",
    )
    assert proposal.causes[0] == "instalment_over_income"


def test_a_mandatory_fact_that_is_absent_asks_for_documents(model: Bundle) -> None:
    proposal = decide(model, people.one(AMT_ANNUITY=None))
    hit = next(rule for rule in proposal.rules if rule.code == "fact_absent")
    assert (hit.effect, hit.figures) == ("documents", {"facts": "AMT_ANNUITY"})
    assert proposal.outcome == "referred"


def test_without_rules_the_score_decides(model: Bundle, crowd: list[CreditFile]) -> None:
    alone = patient(model)
    for credit_file in crowd[:20]:
        proposal = decide(alone, credit_file)
        assert proposal.decided_by == "score"
        assert set(proposal.causes) <= {"age"}
        assert proposal.outcome == ("referred" if proposal.causes else proposal.verdict)


def test_an_uncertain_pd_is_referred_when_the_review_is_worth_its_price(
    model: Bundle, crowd: list[CreditFile]
) -> None:
    ruleless = with_policy(model, rules=())
    for credit_file in crowd[:40]:
        proposal = decide(ruleless, credit_file)
        # with c = 0.2, s = t = 0.75 and costs of 10 to 1: PD between 0.058 and 0.169
        assert ("uncertain" in proposal.causes) == (
            0.45 / 7.75 < proposal.probability < 0.55 / 3.25
        )


def test_nobody_is_refused_without_a_person_by_default(proposals: list[Proposal]) -> None:
    assert {p.automatic for p in proposals if p.outcome == "granted"} <= {True}
    assert {p.automatic for p in proposals if p.outcome != "granted"} == {False}


def test_automatic_refusal_is_the_policys_choice(model: Bundle) -> None:
    bold = with_policy(model, automatic_refusal=True, cut_off=1e-6)
    assert decide(bold, people.one(DAYS_BIRTH=-6_000)).automatic


def test_a_refusal_that_age_leads_or_turns_goes_to_a_person(
    model: Bundle, crowd: list[CreditFile]
) -> None:
    quiet = patient(model, cut_off=0.05)
    found = 0
    for credit_file in crowd[:60]:
        seen = decide(quiet, credit_file)
        by_theme = {theme.theme: theme for theme in seen.themes}
        leads = (
            max(seen.themes, key=lambda theme: theme.shown).theme == "age"
            and by_theme["age"].shown > 0
        )
        turns = seen.log_odds - by_theme["age"].contribution < quiet.policy.cut_off_log_odds
        expected = seen.verdict == "refused" and (leads or turns)
        assert ("age" in seen.causes) == expected
        found += expected
    assert found > 0


def test_age_is_no_cause_where_the_model_does_not_know_it(crowd: list[CreditFile]) -> None:
    ageless = Policy(excluded=(*Policy().excluded, ("application", "DAYS_BIRTH")))
    bundle = people.bundle(crowd[:100], ageless)
    assert all("age" not in decide(bundle, credit_file).causes for credit_file in crowd[:10])


def test_what_training_never_lacked_is_not_read_as_zero_in_silence(model: Bundle) -> None:
    file = people.one(DAYS_BIRTH=None)
    values = model.features_of(file)[None, :]
    as_zero = np.where(np.isnan(values) & model.reference.never_missing, 0, values)
    proposal = decide(patient(model), file)
    assert proposal.log_odds == model.scorer.log_odds(as_zero.astype(np.float32))[0]
    assert "absence_never_met" in proposal.causes
    assert (proposal.outcome, proposal.automatic) == ("referred", False)


def test_what_training_sometimes_lacked_may_be_missing(model: Bundle) -> None:
    assert "absence_never_met" not in decide(patient(model), people.one()).causes
    assert "absence_never_met" not in decide(model, people.one(EXT_SOURCE_2=None)).causes


def test_a_rule_that_refuses_leaves_no_absence_to_study(model: Bundle) -> None:
    proposal = decide(model, people.one(DAYS_BIRTH=None, AMT_INCOME_TOTAL=0))
    assert (proposal.outcome, proposal.causes) == ("refused", ())


def test_reasons_are_at_most_four_each_way_strongest_first(proposals: list[Proposal]) -> None:
    for proposal in proposals:
        for reasons, sign in ((proposal.reasons_against, 1), (proposal.reasons_for, -1)):
            weights = [sign * round(reason.contribution, 4) for reason in reasons]
            assert len(weights) <= 4
            assert weights == sorted(weights, reverse=True)
            assert all(weight >= proposal_floor for weight in weights)


proposal_floor = Policy().reason_floor


def test_a_refusal_led_by_external_scores_names_the_strongest_reason_outside_them(
    model: Bundle, crowd: list[CreditFile]
) -> None:
    led = 0
    for credit_file in crowd[:80]:
        proposal = decide(with_policy(model, cut_off=0.02), credit_file)
        themes = [reason.theme for reason in proposal.reasons_against]
        expected = themes[:1] == ["external_scores"] and len(themes) > 1
        assert (proposal.beyond_scores is not None) == expected
        if proposal.beyond_scores:
            led += 1
            other = proposal.reasons_against[1]
            assert proposal.beyond_scores.reason == other
            assert proposal.beyond_scores.share == other.contribution / proposal.log_odds_distance
    assert led > 0


def test_facts_used_counts_source_columns_that_hold_a_value(model: Bundle) -> None:
    bare, more = decide(model, people.one()), decide(model, people.one(OWN_CAR_AGE=4, FLAG_EMAIL=1))
    assert bare.facts_used == 9  # CNT_FAM_MEMBERS is read by a rule, never by the model
    assert more.facts_used == bare.facts_used + 2
    assert more.facts_read == bare.facts_read > 100


def test_a_fact_that_is_a_sentinel_is_not_held(model: Bundle) -> None:
    bare = decide(model, people.one())
    assert decide(model, people.one(DAYS_EMPLOYED=365243)).facts_used == bare.facts_used
    assert decide(model, people.one(ORGANIZATION_TYPE="XNA")).facts_used == bare.facts_used


def test_a_consultation_is_asked_for_where_the_policy_requires_it(model: Bundle) -> None:
    strict = with_policy(model, register_consultation=Register(check="required", days=30))
    day0 = date(2026, 3, 1)

    def codes(consultation: Consultation | None) -> set[str]:
        proposal = decide(strict, people.one(), as_of=day0, consultation=consultation)
        return {rule.code for rule in proposal.rules} & {
            "register_absent",
            "register_old",
            "register_listed",
        }

    assert codes(None) == {"register_absent"}
    assert codes(Consultation("clear", date(2026, 2, 20))) == set()
    assert codes(Consultation("clear", date(2026, 1, 1))) == {"register_old"}
    assert codes(Consultation("clear")) == {"register_old"}
    assert codes(Consultation("listed", date(2026, 2, 20))) == {"register_listed"}


def test_an_entry_in_the_register_counts_even_where_consulting_is_not_required(
    model: Bundle,
) -> None:
    proposal = decide(model, people.one(), consultation=Consultation("listed"))
    assert "register_listed" in {rule.code for rule in proposal.rules}


def test_training_ranges_are_those_of_the_applications_money(
    model: Bundle, crowd: list[CreditFile]
) -> None:
    credits = [float(credit_file.application["AMT_CREDIT"]) for credit_file in crowd]
    ranges = training_ranges(model)
    assert set(ranges) == {"AMT_INCOME_TOTAL", "AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE"}
    assert ranges["AMT_CREDIT"] == pytest.approx((min(credits), max(credits)))


def test_a_value_beyond_training_is_named(model: Bundle) -> None:
    rules = (RuleSetting(code="outside_training_range", effect="refer"),)
    proposal = decide(
        with_policy(model, rules=rules), people.one(AMT_INCOME_TOTAL=9_000_000, AMT_GOODS_PRICE=1)
    )
    assert proposal.rules[0].figures == {"facts": "AMT_INCOME_TOTAL AMT_GOODS_PRICE"}
