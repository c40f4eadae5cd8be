"""A hundred or so invented people and one bundle, shared by the tests of decisions."""

from __future__ import annotations

import pytest

from clairscore.contract import CreditFile
from clairscore.decision.bundle import Bundle
from tests.decision import people


@pytest.fixture(scope="session")
def crowd() -> list[CreditFile]:
    return people.people(240)


@pytest.fixture(scope="session")
def model(crowd: list[CreditFile]) -> Bundle:
    return people.bundle(crowd)
