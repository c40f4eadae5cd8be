"""A hundred or so invented people and one bundle, shared by the tests of decisions."""

from __future__ import annotations

import pytest

from clairscore.contract import CreditFile, Proposal
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import decide
from tests.decision import people


@pytest.fixture(scope="session")
def crowd() -> list[CreditFile]:
    return people.people(240)


@pytest.fixture(scope="session")
def model(crowd: list[CreditFile]) -> Bundle:
    return people.bundle(crowd)


@pytest.fixture(scope="session")
def proposals(model: Bundle, crowd: list[CreditFile]) -> list[Proposal]:
    """What is proposed to the first eighty."""
    return [decide(model, credit_file) for credit_file in crowd[:80]]


@pytest.fixture(scope="session")
def lender(model: Bundle) -> Bundle:
    """The bundle with the term of a loan learnt."""
    return people.with_term(model)
