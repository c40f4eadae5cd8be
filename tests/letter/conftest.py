"""Decisions about invented people, as they are stored, and who writes about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from clairscore.contract import Consultation, CreditFile, Outcome
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import decide
from clairscore.decision.lifecycle.case import Actor
from clairscore.decision.offer import offer_of
from clairscore.decision.policy import Policy
from clairscore.decision.record import Record, snapshot_digest
from clairscore.decision.recourse import recourses
from clairscore.decision.sources import load_sources
from clairscore.decision.telling import Teller
from clairscore.decision.units import Style
from clairscore.i18n import Lang
from clairscore.letter.addresses import load_addresses
from clairscore.letter.decided import Decided
from clairscore.letter.decision_letter import Writer
from tests.decision import people

ON = date(2026, 11, 20)
Make = Callable[[CreditFile], Decided]


@pytest.fixture(scope="session")
def crowd() -> list[CreditFile]:
    return people.people(240)


@pytest.fixture(scope="session")
def lender(crowd: list[CreditFile]) -> Bundle:
    return people.with_term(people.bundle(crowd))


@pytest.fixture(scope="session")
def decided_of(lender: Bundle) -> Make:
    """The decision that follows the proposal for a file, taken by a person unless it is granted."""

    def make(file: CreditFile) -> Decided:
        proposal = decide(lender, file)
        record = Record(
            proposal=proposal,
            snapshot=snapshot_digest(file),
            package="0.1.0",
            actor=Actor("manager-1", "manager"),
            at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
            consultation=Consultation("clear", date(2026, 11, 18)),
        )
        refused, referred = proposal.outcome == "refused", proposal.outcome == "referred"
        return Decided(
            reference="0190-7c1e",
            client=file.client,
            record=record,
            offer=offer_of(lender, file),
            outcome=proposal.outcome,
            on=ON,
            told=ON,
            by_person=refused,
            changes=recourses(lender, file) if refused else None,
            answer_by=date(2026, 12, 4) if referred else None,
        )

    return make


@pytest.fixture(scope="session")
def decisions(crowd: list[CreditFile], decided_of: Make) -> dict[Outcome, Decided]:
    """One decision of each outcome."""
    found: dict[Outcome, Decided] = {}
    for file in crowd:
        decided = decided_of(file)
        found.setdefault(decided.outcome, decided)
        if len(found) == 3:
            break
    return found


@pytest.fixture(scope="session")
def writer_in(lender: Bundle) -> Callable[[Lang], Writer]:
    def make(lang: Lang) -> Writer:
        teller = Teller(Style.of(lang, "€"), lender.catalogue.by_name, load_sources())
        return Writer(teller, load_addresses(), Policy())

    return make


def ruled(decided: Decided, consultation: Consultation | None) -> Decided:
    return replace(decided, record=replace(decided.record, consultation=consultation))
