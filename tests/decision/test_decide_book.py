"""The book and the one applicant: the same decisions, and what the book tells of each cause."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from clairscore.contract import Consultation, CreditFile
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import decide
from clairscore.decision.decide_book import cause_shares, decide_book, tally
from clairscore.decision.policy import Policy, Register
from tests.decision import people
from tests.decision.people import with_policy

DAY0 = date(2026, 3, 1)


@pytest.mark.parametrize("cut_off", [0.03, 1 / 11, 0.4])
def test_a_book_decides_as_one_by_one(
    model: Bundle, crowd: list[CreditFile], cut_off: float
) -> None:
    lacking = [
        people.one(SK_ID_CURR=people.FIRST - 1, DAYS_BIRTH=None),
        people.one(SK_ID_CURR=people.FIRST - 2, NAME_CONTRACT_TYPE="XNA"),
        people.one(SK_ID_CURR=people.FIRST - 3, DAYS_BIRTH=None, AMT_INCOME_TOTAL=0),
    ]
    chosen, policy = [*lacking[::-1], *crowd[:60]], with_policy(model, cut_off=cut_off)
    decided = decide_book(policy, people.tables(chosen)).rows(named=True)
    for row, credit_file in zip(decided, chosen, strict=True):
        proposal = decide(policy, credit_file)
        assert row == {
            "SK_ID_CURR": credit_file.client,
            "probability": proposal.probability,
            "log_odds": proposal.log_odds,
            "distance": proposal.distance,
            "verdict": proposal.verdict,
            "outcome": proposal.outcome,
            "decided_by": proposal.decided_by,
            "rules": " ".join(rule.code for rule in proposal.rules),
            "causes": " ".join(proposal.causes),
        }


def test_a_book_refers_what_training_never_lacked(model: Bundle) -> None:
    files = [people.one(DAYS_BIRTH=None), people.one(SK_ID_CURR=people.FIRST + 1)]
    decided = decide_book(people.patient(model), people.tables(files))
    assert ["absence_never_met" in causes for causes in decided["causes"]] == [True, False]


def test_a_book_reads_each_applicants_own_consultation(model: Bundle) -> None:
    strict = with_policy(model, register_consultation=Register(check="required"))
    files = [people.one(), people.one(SK_ID_CURR=people.FIRST + 1)]
    asked = {people.FIRST: Consultation("clear", date(2026, 2, 27))}
    decided = decide_book(strict, people.tables(files), as_of=DAY0, consultations=asked)
    assert ["register_absent" in rules for rules in decided["rules"]] == [False, True]


def test_sentinels_and_absent_facts_read_alike_in_a_book(model: Bundle) -> None:
    files = [
        people.one(AMT_ANNUITY=None),
        people.one(SK_ID_CURR=people.FIRST + 1, NAME_CONTRACT_TYPE="XNA"),
    ]
    decided = decide_book(model, people.tables(files))
    assert ["fact_absent" in rules for rules in decided["rules"]] == [True, True]


def test_a_cause_that_passes_five_per_cent_raises_an_alert() -> None:
    decided = pl.DataFrame(
        {
            "outcome": ["granted"] * 100,
            "rules": ["thin_file"] * 6 + ["residual_income"] * 5 + [""] * 89,
            "causes": ["thin_file uncertain"] * 6
            + ["residual_income"] * 5
            + ["uncertain"] * 4
            + [""] * 85,
        }
    )
    shares = {share.code: share for share in cause_shares(tally(decided), Policy())}
    assert (shares["thin_file"].share, shares["thin_file"].alert) == (0.06, True)
    assert (shares["residual_income"].share, shares["residual_income"].alert) == (0.05, False)
    # reviews have a capacity of their own: ten in a hundred
    assert (shares["uncertain"].share, shares["uncertain"].alert) == (0.10, False)
    assert shares["age"].share == shares["absence_never_met"].share == 0.0


def test_a_book_can_be_referred_exactly_up_to_its_capacity(
    model: Bundle, crowd: list[CreditFile]
) -> None:
    decided = decide_book(with_policy(model, rules=()), people.tables(crowd), capacity="book")
    assert (decided["causes"].str.contains("uncertain")).sum() == len(crowd) // 10


def test_an_empty_book_is_decided(model: Bundle) -> None:
    tables = {name: table.head(0) for name, table in people.tables([people.one()]).items()}
    assert decide_book(model, tables).height == 0


def test_a_higher_pd_never_gets_a_better_class(model: Bundle, crowd: list[CreditFile]) -> None:
    decided = decide_book(model, people.tables(crowd)).sort("probability")
    granted = (decided["verdict"] == "granted").to_numpy()
    assert np.all(granted[:-1] >= granted[1:])
    assert {True, False} == set(granted.tolist())
