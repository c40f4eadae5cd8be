"""The facts that rules read, and how many facts a file holds."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from clairscore.contract import Consultation, CreditFile
from clairscore.data.schema import TABLES
from clairscore.decision.facts import FactsRead, facts_of, facts_of_book
from clairscore.decision.policy import Policy
from tests.decision import people
from tests.decision.people import one, with_history

POLICY = Policy()


def test_a_book_gives_the_facts_of_each_applicant(crowd: list[CreditFile]) -> None:
    chosen = [*crowd[:40], one(SK_ID_CURR=200_001, DAYS_BIRTH=None, NAME_CONTRACT_TYPE=None)]
    asked = {file.client: Consultation("clear", date(2026, 1, 5)) for file in chosen[:10]}
    day0 = date(2026, 2, 1)
    together = facts_of_book(people.tables(chosen), POLICY, as_of=day0, consultations=asked)
    for at, file in enumerate(chosen):
        alone = facts_of(file, POLICY, as_of=day0, consultation=asked.get(file.client))
        for name, values in alone.numbers.items():
            assert np.array_equal(values, together[name][at : at + 1], equal_nan=True), name
        for name, flags in alone.lacking.items():
            assert flags[0] == together.lacking[name][at], name
        assert (alone.product[0], alone.register[0]) == (
            together.product[at],
            together.register[at],
        )
        assert (alone.has_bureau[0], alone.has_previous[0]) == (
            together.has_bureau[at],
            together.has_previous[at],
        )
        assert np.array_equal(
            alone.register_age, together.register_age[at : at + 1], equal_nan=True
        )


def test_facts_read_leaves_out_ids_and_the_target() -> None:
    read = FactsRead.of(
        (table.name, column.name) for table in TABLES.values() for column in table.columns
    )
    assert read.total == 218 - sum(
        column.kind in ("id", "target") for table in TABLES.values() for column in table.columns
    )


def test_a_fact_of_a_history_is_held_if_one_row_holds_it() -> None:
    read = FactsRead.of(
        [("bureau", "CREDIT_TYPE"), ("bureau", "AMT_ANNUITY"), ("application", "AMT_CREDIT")]
    )
    rows = (
        {"SK_ID_BUREAU": 1, "CREDIT_TYPE": "XNA"},
        {"SK_ID_BUREAU": 2, "CREDIT_TYPE": "Microloan"},
    )
    assert read.held_by(one()) == 1
    assert read.held_by(with_history(one(), bureau=rows[:1])) == 1
    assert read.held_by(with_history(one(), bureau=rows)) == 2


@pytest.mark.parametrize("word", ["XNA", None])
def test_a_word_that_stands_for_nothing_is_a_fact_that_lacks(word: str | None) -> None:
    assert facts_of(one(NAME_CONTRACT_TYPE=word), POLICY).lacking["NAME_CONTRACT_TYPE"][0]
