"""An auditor replays decisions and verifies the chain."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, insert, text, update

from clairscore.api.holder import ModelHolder
from clairscore.decision.bundle import Bundle, load, load_for_replay, save
from clairscore.store.tables import decisions, erasures, events, proposals
from tests.api.life import Desk
from tests.api.place import Place, place


def replayed(desk: Desk, decision: str) -> dict[str, object]:
    answer = desk.get("auditor", f"decisions/{decision}/replay")
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_who_is_no_auditor_neither_replays_nor_verifies(shared: Place) -> None:
    desk = Desk(shared)
    decision = desk.decision()
    for user in ("manager", "reviewer", "analyst", "admin", "client"):
        assert desk.get(user, f"decisions/{decision}/replay").status_code == 403
        assert desk.get(user, "audit/verification").status_code == 403


def test_a_decision_that_never_was_is_not_found(shared: Place) -> None:
    answer = Desk(shared).get("auditor", "decisions/019a7c3e-5b1d-7f00-8000-0/replay")
    assert answer.status_code == 404


def test_a_record_with_other_bytes_is_not_what_the_chain_knows(own: Place) -> None:
    desk = Desk(own)
    first, second = desk.decision(), desk.decision()
    with own.service.store.database.write() as write:
        write.connection.execute(
            update(events).where(events.c.action == "proposal.make").values(digest="0" * 64)
        )
    assert replayed(desk, first)["chained"] is False
    assert replayed(desk, second)["same"] is False
    found = desk.get("auditor", "audit/verification").json()
    assert found["intact"] is False
    assert "was altered or moved" in found["faults"][0]


def test_of_an_erased_client_the_day_is_told_and_that_the_chain_is_intact(own: Place) -> None:
    desk = Desk(own)
    name = desk.decision()
    with own.service.store.database.write() as write:
        pseudonym = write.connection.execute(
            text("SELECT about FROM events WHERE subject = :name"), {"name": name}
        ).scalar()
        for table in (decisions, proposals):
            write.connection.execute(delete(table))
        row = {"pseudonym": pseudonym, "at": "2026-12-03T10:00:00.000000Z", "reason": "asked"}
        write.connection.execute(insert(erasures), row)
    found = replayed(desk, name)
    assert found["text"] == "Données effacées le 3 décembre 2026, chaîne intacte."
    assert found["level_a"] is None


@pytest.fixture
def older(
    bundle: Bundle, saved: Path, key: Ed25519PrivateKey, tmp_path: Path
) -> tuple[Path, Path, ModelHolder]:
    """A bundle whose definitions were superseded since, the one that serves now, and a holder."""
    keys = [key.public_key()]
    bundles = tmp_path / "bundles"
    first = save(bundle, bundles, key)
    second = save(replace(bundle, created="2026-11-21T12:00:00+00:00"), bundles, key)
    holder = ModelHolder(
        lambda folder: load(folder, keys), lambda folder: load_for_replay(folder, keys)
    )
    holder.change(first)
    return first, second, holder


def test_a_decision_of_an_earlier_model_is_replayed_with_that_model(
    older: tuple[Path, Path, ModelHolder], tmp_path: Path
) -> None:
    first, second, holder = older
    with place(tmp_path / "service", holder) as found:
        desk = Desk(found)
        decision = desk.decision()
        holder.change(second)
        assert replayed(desk, decision)["bundle"] == first.name
        assert replayed(desk, decision)["same"] is True


def test_a_decision_whose_model_is_gone_says_which_to_bring_back(
    older: tuple[Path, Path, ModelHolder], tmp_path: Path
) -> None:
    first, second, holder = older
    with place(tmp_path / "service", holder) as found:
        desk = Desk(found)
        decision = desk.decision()
        holder.change(second)
        shutil.rmtree(first)
        answer = desk.get("auditor", f"decisions/{decision}/replay")
        assert (answer.status_code, answer.json()["reason"]) == (409, "bundle_absent")
        assert first.name in answer.json()["detail"]


def test_a_decision_comes_out_again_to_the_last_bit(shared: Place) -> None:
    desk = Desk(shared)
    found = replayed(desk, desk.decision())
    assert (found["same"], found["chained"], found["why_not"]) == (True, True, None)
    level_a, level_b = found["level_a"], found["level_b"]
    assert isinstance(level_a, dict)
    assert isinstance(level_b, dict)
    assert level_a["same"]
    assert level_a["probability"] == level_a["recorded_probability"]
    assert (level_b["same"], level_b["moved"]) == (True, 0)


def test_the_chain_of_a_day_is_intact(own: Place) -> None:
    desk = Desk(own)
    desk.reviewed()
    found = desk.get("auditor", "audit/verification").json()
    assert (found["intact"], found["faults"]) == (True, [])
    assert found["events"] == found["anchored"] > 10
