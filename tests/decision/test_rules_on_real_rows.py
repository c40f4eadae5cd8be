"""How often each rule fires on real applications: aggregates only, never a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from clairscore.data.tables import read_folder
from clairscore.decision.facts import facts_of_book
from clairscore.decision.policy import Policy
from clairscore.decision.rules import Context, fired

pytestmark = pytest.mark.real


@pytest.mark.parametrize("population", ["train", "test"])
def test_rules_fire_on_a_plausible_share(real_folder: Path, population: str) -> None:
    policy = Policy()
    tables = read_folder(real_folder, population=population)  # type: ignore[arg-type]
    flags = fired(facts_of_book(tables, policy), Context(policy))
    shares = {code: float(flag.mean()) for code, flag in flags.items()}
    refusing = [rule.code for rule in policy.rules if rule.effect == "refuse"]
    assert all(shares[code] == 0 for code in refusing)
    # the ratio of instalment to income reads monthly: a lender's own limit of 0.35 is met by few
    assert 0.04 < shares["instalment_over_income"] < 0.07
    assert 0.002 < shares["residual_income"] < 0.02
    assert 0 < shares["thin_file"] < 0.01
    assert shares["fact_absent"] < 0.005
