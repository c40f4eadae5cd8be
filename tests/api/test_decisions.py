"""Proposals and decisions over HTTP: scored, confirmed, revised, approved, notified."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from clairscore.data.credit_file import parse
from clairscore.decision.decide import decide
from clairscore.store.notices import document_of, of_application
from tests.api.life import AGAINST, FOR, GRANTED, REFERRED, REFUSED, Desk
from tests.api.place import Place, user_id


@pytest.fixture(scope="module")
def desk(shared: Place) -> Desk:
    return Desk(shared)


def step(desk: Desk, application: str, name: str, body: object = None, user: str = "manager"):
    return desk.post(user, f"applications/{application}/{name}", body)


@pytest.mark.parametrize("name", ["proposal", "decision", "revision", "notification"])
@pytest.mark.parametrize(
    ("user", "status"),
    [("other_manager", 404), ("auditor", 403), ("admin", 403), ("client", 403), ("analyst", 403)],
)
def test_nobody_else_takes_a_step(desk: Desk, name: str, user: str, status: int) -> None:
    application = desk.proposed()
    body = {"revision": {"outcome": "granted", "ground": FOR}, "notification": {"lang": "fr"}}
    answer = desk.post(user, f"applications/{application}/{name}", body.get(name, {}))
    assert answer.status_code == status


def test_a_file_is_not_decided_before_it_is_scored(desk: Desk) -> None:
    answer = step(desk, desk.opened(), "decision")
    assert (answer.status_code, answer.json()["reason"]) == (409, "decide_not_now")
    assert "demande reçue, pas encore évaluée" in answer.json()["detail"]


def test_a_revision_needs_a_ground_in_both_directions(desk: Desk) -> None:
    for which, outcome in ((REFUSED, "granted"), (GRANTED, "refused")):
        application = desk.proposed(which)
        answer = step(desk, application, "revision", {"outcome": outcome})
        assert (answer.status_code, answer.json()["reason"]) == (422, "ground_absent")
        empty = {"outcome": outcome, "ground": {"code": "other", "words": "because"}}
        answer = step(desk, application, "revision", empty)
        assert (answer.status_code, answer.json()["reason"]) == (422, "words")


def test_another_outcome_is_no_confirmation(desk: Desk) -> None:
    answer = step(desk, desk.proposed(), "decision", {"outcome": "granted", "ground": FOR})
    assert (answer.status_code, answer.json()["reason"]) == (409, "departs")


def test_a_proposal_that_is_too_old_is_not_confirmed_but_scored_again(own: Place) -> None:
    desk = Desk(own)
    application = desk.proposed()
    own.clock.move(days=31)
    answer = step(desk, application, "decision")
    assert (answer.status_code, answer.json()["reason"]) == (409, "proposal_expired")
    assert "21 décembre 2026" in answer.json()["detail"]
    assert step(desk, application, "proposal").status_code == 201
    assert step(desk, application, "decision").status_code == 200


def test_a_file_that_is_too_old_is_not_scored_again(own: Place) -> None:
    desk = Desk(own)
    application = desk.opened()
    own.clock.move(days=91)
    answer = step(desk, application, "proposal")
    assert (answer.status_code, answer.json()["reason"]) == (409, "file_expired")


def test_who_read_another_version_is_told(desk: Desk) -> None:
    application = desk.proposed()
    stale = desk.post("manager", f"applications/{application}/decision", {}, if_match='"1"')
    assert (stale.status_code, stale.headers["etag"]) == (412, '"2"')
    fresh = desk.post("manager", f"applications/{application}/decision", {}, if_match='"2"')
    assert (fresh.status_code, fresh.headers["etag"]) == (200, '"3"')


def test_a_large_revision_waits_for_another_person(desk: Desk) -> None:
    application = desk.proposed(REFUSED, AMT_CREDIT=1_500_000.0)
    waiting = step(desk, application, "revision", {"outcome": "granted", "ground": FOR}).json()
    assert waiting["application"]["state"] == "awaiting_second"
    assert (waiting["decision"], waiting["pending"]["state"]) == (None, "pending")
    own = step(desk, application, "approval", {"approve": True})
    assert (own.status_code, own.json()["reason"]) == (409, "same_person")
    notified = step(desk, application, "notification", {"lang": "fr"})
    assert (notified.status_code, notified.json()["reason"]) == (409, "notify_not_now")
    approved = step(desk, application, "approval", {"approve": True}, "reviewer").json()
    assert approved["application"]["state"] == "decided"
    assert (approved["decision"]["actor"], approved["decision"]["second_actor"]) == (
        user_id("manager"),
        user_id("reviewer"),
    )


def test_a_choice_that_is_declined_is_dropped(desk: Desk) -> None:
    application = desk.proposed(REFUSED, AMT_CREDIT=1_500_000.0)
    step(desk, application, "revision", {"outcome": "granted", "ground": FOR})
    declined = step(desk, application, "approval", {"approve": False}, "reviewer").json()
    assert (declined["application"]["state"], declined["pending"]) == ("proposed", None)


def test_a_referred_file_is_studied_with_a_ground(desk: Desk) -> None:
    application = desk.proposed(REFERRED)
    answer = step(desk, application, "decision", {"outcome": "refused"})
    assert (answer.status_code, answer.json()["reason"]) == (422, "ground_absent")
    answer = step(desk, application, "decision", {"outcome": "refused", "ground": AGAINST})
    assert answer.json()["decision"]["basis"] == "studied"


def test_the_policy_decides_what_it_may_and_a_manager_still_revises(desk: Desk) -> None:
    application = desk.proposed(GRANTED)
    whole = desk.get("manager", f"applications/{application}").json()
    assert (whole["application"]["state"], whole["decision"]["basis"]) == ("decided", "automatic")
    assert whole["decision"]["actor"] == "policy"
    answer = step(desk, application, "decision")
    assert (answer.status_code, answer.json()["reason"]) == (409, "already_decided")
    revised = step(desk, application, "revision", {"outcome": "refused", "ground": AGAINST}).json()
    assert revised["decision"]["replaces"] == whole["decision"]["id"]


def test_after_notification_a_manager_changes_nothing(desk: Desk) -> None:
    application = desk.notified()
    for name, body in (
        ("revision", {"outcome": "granted", "ground": FOR}),
        ("decision", {}),
        ("withdrawal", {}),
        ("proposal", {}),
        ("notification", {"lang": "fr"}),
    ):
        answer = step(desk, application, name, body)
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/not-now"), name


def test_the_letter_is_kept_as_it_was_given(desk: Desk) -> None:
    application = desk.notified()
    with desk.place.service.store.database.read() as read:
        (notice,) = of_application(read, application)
    letter = document_of(notice, desk.place.service.store.keys.of(notice.client))
    assert letter is not None
    assert letter.startswith(b"%PDF-")


def test_words_are_shown_to_who_may_see_the_decision(desk: Desk) -> None:
    application = desk.proposed()
    made = step(desk, application, "revision", {"outcome": "granted", "ground": FOR}).json()
    name = made["decision"]["id"]
    shown = desk.get("manager", f"decisions/{name}").json()
    assert (shown["words"], shown["ground"]) == (FOR["words"], "income_proved")
    assert shown["ground_text"] == "revenus justifiés au-delà des données du dossier"
    assert desk.get("auditor", f"decisions/{name}").json() == shown
    assert desk.get("other_manager", f"decisions/{name}").status_code == 404
    assert desk.get("client", f"decisions/{name}").status_code == 403
    assert desk.get("manager", f"decisions/{application}").status_code == 404


def test_decisions_are_listed_newest_first_by_portfolio(desk: Desk) -> None:
    application = desk.proposed()
    made = step(desk, application, "decision").json()["decision"]["id"]
    listed = desk.get("manager", "decisions", outcome="refused", limit=1).json()
    assert listed["items"][0]["id"] == made
    assert listed["items"][0]["words"] is None
    assert desk.get("other_manager", "decisions").json()["items"] == []
    page = desk.get("auditor", "decisions", limit=1, cursor=listed["next"]).json()
    assert page["items"][0]["id"] < made


def test_one_call_sent_twice_at_once_is_done_once(desk: Desk) -> None:
    application = desk.opened()
    path, headers = (
        f"/v1/applications/{application}/proposal",
        desk.place.as_("manager") | {"Idempotency-Key": "at-once"},
    )
    with ThreadPoolExecutor(6) as pool:
        answers = list(
            pool.map(lambda _: desk.place.http.post(path, json={}, headers=headers), range(6))
        )
    assert {answer.status_code for answer in answers} <= {201, 409}
    made = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    assert len(made) == 1
    assert {answer.json().get("type") for answer in answers if answer.status_code == 409} <= {
        "/problems/in-flight"
    }


def test_a_proposal_is_what_the_bundle_says_to_the_last_bit(desk: Desk) -> None:
    bundle = desk.place.service.models.bundle
    for which in (REFERRED, REFUSED, GRANTED):
        application = desk.opened(which)
        answer = step(
            desk,
            application,
            "proposal",
            {"consultation": {"status": "clear", "asked_on": "2026-11-20"}},
        )
        shown = answer.json()
        expected = decide(bundle, parse(json.dumps(desk.file(which))))
        assert answer.status_code == 201
        assert (shown["probability"], shown["log_odds"], shown["outcome"]) == (
            expected.probability,
            expected.log_odds,
            expected.outcome,
        )
        weights = shown["base"] + shown["residual"]
        weights += sum(theme["contribution"] for theme in shown["themes"])
        assert weights == pytest.approx(shown["log_odds"], abs=1e-9)
        assert desk.get("manager", f"applications/{application}/proposal").json() == shown


def test_a_proposal_is_told_in_the_callers_language(desk: Desk) -> None:
    application = desk.proposed()
    path = f"/v1/applications/{application}/proposal"
    headers = desk.place.as_("manager") | {"Accept-Language": "en"}
    shown = desk.place.http.get(path, headers=headers).json()
    assert shown["text"][0]["title"] == "Proposal: loan refused"


@pytest.mark.parametrize("outcome", ["granted", "refused"])
def test_every_ground_that_is_offered_is_accepted(desk: Desk, outcome: str) -> None:
    offered = desk.get("reviewer", "grounds").json()[outcome]
    assert all(each["text"] for each in offered)
    which = REFUSED if outcome == "granted" else GRANTED
    for each in offered[:2]:
        name = desk.proposed(which)
        ground = {"code": each["code"], "words": "as was shown today"}
        body = {"outcome": outcome, "ground": ground}
        answer = desk.post("manager", f"applications/{name}/revision", body)
        assert answer.status_code == 200, answer.text
