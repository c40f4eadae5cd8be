"""Decided applications as columns: the last proposal, what holds, and outcomes that count."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from clairscore.decision.lifecycle.grounds import Ground
from clairscore.store import steps
from clairscore.store.applications import Application
from clairscore.store.clients import client
from clairscore.store.credit_files import add_file
from clairscore.store.decided import (
    Span,
    decided,
    facts_in,
    features_in,
    manual_grants,
    mature_before,
)
from clairscore.store.judged import judged_decisions
from clairscore.store.opening import Store
from clairscore.store.outcomes import Observed, load_outcomes
from clairscore.store.tables import applications
from clairscore.store.times import stamp
from tests.decision import people
from tests.store.files import CLIENT, NOON, POLICY, Bureau, record

FOR = Ground("income_proved", "three payslips were shown")
LATER = NOON + timedelta(days=400)


@pytest.fixture
def bureau(store: Store) -> Bureau:
    return Bureau(store)


def proposed(bureau: Bureau) -> Application:
    """An application with a proposal to refuse."""
    opened = bureau.opened()
    with bureau.act() as act:
        steps.propose(act, bureau.stands(opened), record(at=act.at), POLICY)
    return opened


def granted_by_hand(bureau: Bureau) -> Application:
    """The same, revised to a grant of which the client was told."""
    opened = proposed(bureau)
    with bureau.act() as act:
        now = steps.revise(act, bureau.stands(opened), "granted", FOR, POLICY)
    with bureau.act() as act:
        steps.notify(act, now, "fr", None)
    return opened


def rows(bureau: Bureau, span: Span = Span(), **more: str) -> pl.DataFrame:  # noqa: B008
    with bureau.store.database.read() as read:
        return decided(read, span, mature_before(LATER, 12), **more)


def test_the_last_proposal_stands_with_what_was_decided(bureau: Bureau) -> None:
    by_hand = granted_by_hand(bureau)
    found = rows(bureau)
    assert found.select("application", "verdict", "decision", "basis").rows() == [
        (by_hand.id, "refused", "granted", "revised")
    ]
    assert manual_grants(found).tolist() == [True]
    undecided = proposed(bureau)
    found = rows(bureau).filter(application=undecided.id)
    assert found.select("decision", "difficulties").row(0) == (None, None)
    assert manual_grants(found).tolist() == [False]


def test_an_outcome_counts_once_mature(bureau: Bureau) -> None:
    loan = granted_by_hand(bureau)
    observed = Observed(loan.id, True, date(2027, 11, 1))
    with bureau.store.database.write() as write:
        load_outcomes(write, [observed], "test", actor="ops", at=stamp(LATER))
    assert rows(bureau)["difficulties"].to_list() == [True]
    with bureau.store.database.read() as read:
        early = decided(read, Span(), mature_before(NOON + timedelta(days=300), 12))
    assert early["difficulties"].to_list() == [None]


def test_a_span_holds_its_begin_and_not_its_end(bureau: Bureau) -> None:
    proposed(bureau)
    at = rows(bureau)["created"][0]
    assert len(rows(bureau, Span(begins=at))) == 1
    assert len(rows(bureau, Span(ends=at))) == 0
    assert len(rows(bureau, bundle="another")) == 0


def test_nobody_whose_data_are_only_kept_is_watched(bureau: Bureau) -> None:
    from sqlalchemy import update

    from clairscore.store.tables import clients

    proposed(bureau)
    with bureau.store.database.write() as write:
        write.connection.execute(update(clients).values(restricted=stamp(NOON)))
    assert rows(bureau).is_empty()


def test_features_are_the_bytes_that_the_model_read(bureau: Bureau) -> None:
    proposed(bureau)
    with bureau.store.database.read() as read:
        matrix = features_in(read, bureau.store.keys, rows(bureau))
    np.testing.assert_array_equal(matrix, np.array([[0.5, np.nan]], dtype=np.float32))


def test_the_audit_reads_protected_facts_of_those_about_whom_was_decided(bureau: Bureau) -> None:
    loan = granted_by_hand(bureau)
    about = people.one(SK_ID_CURR=CLIENT, CODE_GENDER="M")
    store, at = bureau.store, stamp(NOON)
    with store.database.write() as write:
        owner = client(write, store.keys, CLIENT)
        add_file(write, store.keys, owner, about, id="f2", as_of=NOON.date(), actor="t", at=at)
        write.connection.execute(
            applications.update().where(applications.c.id == loan.id).values(credit_file="f2")
        )
        from clairscore.store.tables import proposals

        write.connection.execute(proposals.update().values(credit_file="f2"))
    with store.database.read() as read:
        facts = facts_in(read, store.keys, rows(bureau), ("CODE_GENDER", "DAYS_BIRTH"))
        judged = judged_decisions(read, store.keys, Span(), LATER, 12)
    assert facts["CODE_GENDER"].to_list() == ["M"]
    assert judged.labels["sex"].tolist() == ["M"]
    assert (judged.granted.tolist(), judged.known.tolist()) == ([True], [False])
