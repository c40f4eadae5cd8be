"""A decision record is read back to the last bit, and the decision comes out of it again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from clairscore.contract import Consultation, CreditFile, Proposal
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import decide
from clairscore.decision.lifecycle.case import Actor
from clairscore.decision.record import (
    Information,
    Record,
    from_bytes,
    snapshot_digest,
    to_bytes,
)
from clairscore.decision.replay import Moved, erased_text, recompute, rescore
from clairscore.errors import BadInput, Fault
from tests.decision import people

AT = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)


def record_of(proposal: Proposal, credit_file: CreditFile) -> Record:
    return Record(
        proposal,
        snapshot_digest(credit_file),
        "0.1.0",
        Actor("anne", "manager"),
        AT,
        Consultation("clear", date(2026, 11, 19)),
        Information("2026-1", AT),
    )


@pytest.fixture(scope="module")
def records(proposals: list[Proposal], crowd: list[CreditFile]) -> list[Record]:
    return [record_of(*pair) for pair in zip(proposals, crowd, strict=False)]


def test_what_is_read_is_what_was_written(records: list[Record]) -> None:
    for record in records:
        assert from_bytes(to_bytes(record)) == record
        assert to_bytes(from_bytes(to_bytes(record))) == to_bytes(record)


def test_nothing_about_the_register_or_the_notice_is_kept_as_nothing(records: list[Record]) -> None:
    bare = replace(records[0], consultation=None, information=None)
    assert from_bytes(to_bytes(bare)) == bare


def test_every_kind_of_proposal_is_met(records: list[Record]) -> None:
    met = [record.proposal for record in records]
    assert {proposal.outcome for proposal in met} == {"granted", "refused", "referred"}
    assert any(proposal.rules and proposal.rules[0].figures for proposal in met)
    assert any(None in proposal.values for proposal in met)
    assert any(proposal.beyond_scores for proposal in met)


def test_the_features_are_the_models_own_bytes(
    records: list[Record], model: Bundle, crowd: list[CreditFile]
) -> None:
    for record, credit_file in zip(records[:20], crowd, strict=False):
        read = from_bytes(to_bytes(record)).features[0]
        assert np.array_equal(read, model.features_of(credit_file), equal_nan=True)


@pytest.mark.parametrize("bytes_", [b"", b"{}", b"[1]", b'{"form": 2}', b"\xff"])
def test_other_bytes_are_no_record(bytes_: bytes) -> None:
    with pytest.raises(Fault, match="these bytes are not one"):
        from_bytes(bytes_)


def test_a_record_of_another_form_says_so(records: list[Record]) -> None:
    other = json.loads(to_bytes(records[0])) | {"form": 2}
    with pytest.raises(Fault, match="the version that wrote it"):
        from_bytes(json.dumps(other).encode())


def test_the_order_of_facts_changes_no_digest_and_a_fact_does(crowd: list[CreditFile]) -> None:
    one = crowd[0]
    turned = replace(one, application=dict(reversed(list(one.application.items()))))
    other = replace(one, application={**one.application, "AMT_CREDIT": 1.0})
    assert snapshot_digest(turned) == snapshot_digest(one) != snapshot_digest(other)


def test_the_stored_features_give_the_recorded_score_bit_for_bit(
    records: list[Record], model: Bundle
) -> None:
    for record in records:
        found = rescore(from_bytes(to_bytes(record)), model)
        assert found.same
        assert (found.log_odds, found.probability) == (
            record.proposal.log_odds,
            record.proposal.probability,
        )


def test_a_last_bit_that_was_changed_is_told(records: list[Record], model: Bundle) -> None:
    proposal = records[0].proposal
    nudged = replace(proposal, log_odds=float(np.nextafter(proposal.log_odds, 9)))
    assert not rescore(replace(records[0], proposal=nudged), model).same


def test_the_snapshot_gives_the_stored_features(
    records: list[Record], model: Bundle, crowd: list[CreditFile]
) -> None:
    for record, credit_file in zip(records[:20], crowd, strict=False):
        assert recompute(record, model, credit_file).same


def test_features_that_moved_are_told_by_name(
    records: list[Record], model: Bundle, crowd: list[CreditFile]
) -> None:
    proposal = records[0].proposal
    known = next(place for place, value in enumerate(proposal.values) if value is not None)
    values = tuple(None if at == known else value for at, value in enumerate(proposal.values))
    altered = replace(records[0], proposal=replace(proposal, values=values))
    found = recompute(altered, model, crowd[0])
    assert found.moved == (Moved(model.features[known], None, proposal.values[known]),)
    assert (found.snapshot_same, found.same) == (True, False)


def test_another_credit_file_is_told(
    records: list[Record], model: Bundle, crowd: list[CreditFile]
) -> None:
    assert not recompute(records[0], model, crowd[1]).snapshot_same


def test_another_bundle_cannot_replay(
    records: list[Record], model: Bundle, crowd: list[CreditFile]
) -> None:
    other = people.with_policy(model)
    object.__setattr__(other, "id", "another")
    with pytest.raises(BadInput, match="found bundle another"):
        rescore(records[0], other)
    with pytest.raises(BadInput, match="found bundle another"):
        recompute(records[0], other, crowd[0])


def test_the_same_proposal_is_made_again(
    records: list[Record], model: Bundle, crowd: list[CreditFile]
) -> None:
    assert decide(model, crowd[0]) == from_bytes(to_bytes(records[0])).proposal


def test_after_an_erasure_the_day_and_the_chain_are_told() -> None:
    erased = "2026-12-03T10:00:00.000000Z"
    assert erased_text(erased, True, "fr") == "Données effacées le 3 décembre 2026, chaîne intacte."
    assert erased_text(erased, False, "en").endswith("the chain of events is broken.")
