"""A model comes into service in two people's names, without a dropped request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clairscore.api.holder import ModelHolder
from clairscore.data.credit_file import parse
from clairscore.decision.booster import Calibration
from clairscore.decision.bundle import Bundle, load, save, set_exam
from clairscore.store.accounts import User, add_user
from clairscore.store.by import By
from clairscore.store.comparisons import keep_comparison
from clairscore.store.models import shadow_of
from clairscore.store.times import stamp
from tests.api.life import REFUSED, Desk
from tests.api.place import place, user_id

WHY = "lower cost on the last quarter"


@dataclass(frozen=True)
class Two:
    """A service with two bundles in its folder; the first one serves."""

    desk: Desk
    first: str
    second: str
    bundles: Path

    def ask(self, change: str, bundle: str, user: str = "admin") -> Any:
        body = {"change": change, "bundle": bundle, "reason": WHY}
        return self.desk.post(user, "models/changes", body)

    def changed(self, change: str, bundle: str) -> Any:
        """The change, asked for by one person and approved by another, whatever the gates say."""
        asked = self.ask(change, bundle)
        assert asked.status_code == 201, asked.text
        return self.answer(asked.json()["id"], "other_admin", override=True)

    def answer(self, name: str, user: str, approve: bool = True, override: bool = False) -> Any:
        body = {"approve": approve, "reason": "I have read its card", "override": override}
        return self.desk.post(user, f"models/changes/{name}/answer", body)

    @property
    def roles(self) -> dict[str, str]:
        found = self.desk.get("auditor", "models").json()["items"]
        return {each["bundle"]: each["role"] for each in found}


@pytest.fixture
def two(bundle: Bundle, key: Ed25519PrivateKey, tmp_path: Path) -> Iterator[Two]:
    calibration = Calibration(bundle.calibration.slope, bundle.calibration.intercept - 3)
    milder = replace(bundle, calibration=calibration)
    files = [parse(text) for text in bundle.exam.credit_files]
    milder = replace(milder, exam=set_exam(files, bundle.exam.features, milder.scorer))
    bundles = tmp_path / "bundles"
    folders = [save(each, bundles, key) for each in (bundle, milder)]
    holder = ModelHolder(lambda folder: load(folder, [key.public_key()]))
    holder.change(folders[0])
    with place(tmp_path / "service", holder) as found:
        found.service.change(
            lambda write: add_user(
                write,
                User(user_id("other_admin"), "other_admin", ("admin",)),
                None,
                actor="test",
                at="2026",
            )
        )
        desk = Desk(found)
        registered = desk.post("admin", "models", {"bundle": folders[1].name})
        assert registered.status_code == 201, registered.text
        yield Two(desk, folders[0].name, folders[1].name, bundles)


def test_who_serves_when_another_is_registered_is_champion(two: Two) -> None:
    assert two.roles == {two.first: "champion", two.second: "retired"}


def test_nobody_changes_the_model_alone(two: Two) -> None:
    asked = two.ask("promote", two.second)
    assert (asked.status_code, asked.json()["kind"]) == (201, "ask_promote")
    own = two.answer(asked.json()["id"], "admin")
    assert (own.status_code, own.json()["reason"]) == (409, "same_person")
    assert two.desk.place.service.models.bundle.id == two.first
    second = two.ask("promote", two.second)
    assert (second.status_code, second.json()["reason"]) == (409, "change_pending")
    declined = two.answer(asked.json()["id"], "other_admin", approve=False)
    assert declined.json()["kind"] == "decline"
    assert two.roles[two.first] == "champion"


@pytest.mark.parametrize("user", ["manager", "reviewer", "analyst", "auditor", "client"])
def test_only_administrators_ask(two: Two, user: str) -> None:
    assert two.ask("promote", two.second, user).status_code == 403


def test_a_change_says_why(two: Two) -> None:
    body = {"change": "promote", "bundle": two.second, "reason": "because"}
    answer = two.desk.post("admin", "models/changes", body)
    assert (answer.status_code, answer.json()["reason"]) == (422, "words")


def test_a_bundle_that_is_not_there_is_not_found(two: Two) -> None:
    assert two.desk.post("admin", "models", {"bundle": "0" * 12}).status_code == 404
    assert two.ask("promote", "0" * 12).status_code == 404
    assert two.desk.post("admin", "models", {"bundle": "../../etc"}).status_code == 422


def test_a_bundle_that_was_tampered_with_never_serves(two: Two) -> None:
    asked = two.ask("promote", two.second).json()["id"]
    model = two.bundles / two.second / "model.txt"
    model.chmod(0o644)
    model.write_bytes(model.read_bytes()[:-9] + b"x")
    answer = two.answer(asked, "other_admin", override=True)
    assert (answer.status_code, answer.json().get("reason", answer.text)) == (409, "bundle_refused")
    assert two.desk.place.service.models.bundle.id == two.first
    assert two.roles[two.first] == "champion"
    assert two.desk.proposed(REFUSED)


def test_a_challenger_scores_in_the_shadow_and_no_manager_is_shown(two: Two) -> None:
    assert two.changed("challenge", two.second).status_code == 200
    application = two.desk.proposed(REFUSED)
    whole = two.desk.get("manager", f"applications/{application}")
    assert two.second not in whole.text
    with two.desk.place.service.store.database.read() as read:
        shadow = shadow_of(read, whole.json()["proposal"]["id"])
    assert shadow is not None
    assert (shadow.bundle, shadow.verdict) == (two.second, "granted")
    assert shadow.probability < whole.json()["proposal"]["probability"]
    found = two.desk.get("analyst", "models/swap").json()
    assert (found["challenger"], found["refused_to_granted"]) == (two.second, 1)
    assert two.desk.get("manager", "models/swap").status_code == 403


def test_a_promoted_model_serves_the_next_request_and_a_rollback_the_one_after(two: Two) -> None:
    before = two.desk.opened(REFUSED)
    done = two.changed("promote", two.second)
    assert (done.status_code, done.json()["replaced"]) == (200, two.first)
    assert (
        two.desk.post("manager", f"applications/{before}/proposal").json()["bundle"] == two.second
    )
    assert two.changed("rollback", two.first).status_code == 200
    assert two.desk.get("manager", "model").json()["bundle"] == two.first
    log = two.desk.get("auditor", "models/changes").json()["items"]
    assert [each["kind"] for each in log] == ["rollback", "ask_rollback", "promote", "ask_promote"]
    assert (log[2]["actor"], log[3]["actor"]) == (user_id("other_admin"), user_id("admin"))
    assert log[2]["asks"] == log[3]["id"]


def test_a_model_that_was_not_compared_needs_a_second_person_who_overrides(two: Two) -> None:
    asked = two.ask("promote", two.second).json()
    assert (asked["gates"], asked["comparison"]) == ("absent", None)
    refused = two.answer(asked["id"], "other_admin")
    assert (refused.status_code, refused.json()["reason"]) == (409, "gates_shut")
    done = two.answer(asked["id"], "other_admin", override=True).json()
    assert (done["kind"], done["overrides"]) == ("promote", True)


def test_open_gates_are_named_in_the_log_and_can_be_read(two: Two) -> None:
    place = two.desk.place
    verdict = {
        "passed": True,
        "compared": {"champion": two.first, "challenger": two.second, "people": 900},
        "text": {"fr": ["Tout est passé."], "en": ["All passed."]},
    }
    by = By("ops", stamp(place.clock()), "019a-01")
    place.service.change(keep_comparison, two.first, two.second, True, verdict, by)
    done = two.ask("promote", two.second).json()
    assert (done["gates"], done["comparison"]) == ("passed", "019a-01")
    told = two.desk.get("auditor", "models/comparisons/019a-01").json()
    assert (told["passed"], told["text"]) == (True, ["Tout est passé."])
    assert two.answer(done["id"], "other_admin").json()["overrides"] is False
    place.clock.move(days=31)
    again = two.ask("promote", two.first).json()
    assert again["gates"] == "absent"


def test_an_old_comparison_opens_no_gate(two: Two) -> None:
    place = two.desk.place
    by = By("ops", stamp(place.clock()), "019a-02")
    place.service.change(keep_comparison, two.first, two.second, True, {}, by)
    place.clock.move(days=31)
    assert two.ask("promote", two.second).json()["gates"] == "absent"


def test_the_service_tells_which_model_decided_on_a_day_and_who_approved_it(two: Two) -> None:
    desk, clock = two.desk, two.desk.place.clock
    first_day = clock().date().isoformat()
    desk.proposed(REFUSED)
    clock.move(days=1)
    two.changed("promote", two.second)
    desk.proposed(REFUSED)
    before = desk.get("auditor", "models/serving", day=first_day).json()
    assert [(each["bundle"], each["proposals"]) for each in before["models"]] == [(two.first, 1)]
    assert (before["models"][0]["approved"], before["champion"]) == (None, None)
    after = desk.get("auditor", "models/serving", day=clock().date().isoformat()).json()
    (found,) = after["models"]
    assert (found["bundle"], found["proposals"]) == (two.second, 1)
    assert found["asked"]["actor"] == user_id("admin")
    assert found["approved"]["actor"] == user_id("other_admin")
    assert after["champion"]["bundle"] == two.second
    assert desk.get("auditor", "models/serving", day="9999-12-31").json()["models"] == []
    assert desk.get("auditor", "models/serving", day="soon").status_code == 422
