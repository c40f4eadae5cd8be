"""Reviews over HTTP: own opinion first, by somebody else, on the version that was read."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.life import AGAINST, FOR, GRANTED, REFUSED, Desk
from tests.api.place import Place, user_id


@pytest.fixture(scope="module")
def desk(shared: Place) -> Desk:
    return Desk(shared)


def look(desk: Desk, review: str, name: str, body: Any, version: int, user: str = "reviewer"):
    return desk.post(user, f"reviews/{review}/{name}", body, if_match=f'"{version}"')


def test_a_review_is_asked_for_after_notification_and_with_words(desk: Desk) -> None:
    body = {"point_of_view": "a permanent job since May"}
    early = desk.post("manager", f"applications/{desk.proposed()}/reviews", body)
    assert (early.status_code, early.json()["reason"]) == (409, "request_review_not_now")
    application = desk.notified()
    silent = desk.post("manager", f"applications/{application}/reviews", {"point_of_view": "no"})
    assert (silent.status_code, silent.json()["reason"]) == (422, "words")
    other = desk.post("other_manager", f"applications/{application}/reviews", body)
    assert other.status_code == 404


def test_a_review_is_asked_for_once(desk: Desk) -> None:
    application, _ = desk.reviewed()
    body = {"point_of_view": "a permanent job since May"}
    again = desk.post("manager", f"applications/{application}/reviews", body)
    assert (again.status_code, again.json()["reason"]) == (409, "request_review_not_now")


@pytest.mark.parametrize("user", ["manager", "auditor", "analyst", "admin", "client"])
def test_only_reviewers_review(desk: Desk, user: str) -> None:
    _, review = desk.reviewed()
    for name, body in (
        ("assignment", {}),
        ("opinion", {"outcome": "granted", "words": "the job is permanent"}),
        ("outcome", {"outcome": "granted", "ground": FOR}),
    ):
        assert look(desk, review, name, body, 1, user).status_code == 403


def test_a_step_names_the_version_that_was_read(desk: Desk) -> None:
    _, review = desk.reviewed()
    bare = desk.post("reviewer", f"reviews/{review}/assignment")
    assert bare.status_code == 428
    stale = look(desk, review, "assignment", {}, 7)
    assert (stale.status_code, stale.headers["etag"]) == (412, '"1"')


def test_the_models_opinion_waits_for_the_reviewers_own(desk: Desk) -> None:
    application, review = desk.reviewed()
    look(desk, review, "assignment", {}, 1)
    for path in (f"applications/{application}", f"reviews/{review}"):
        assert desk.get("reviewer", path).json()["proposal"] is None
    hidden = desk.get("reviewer", f"applications/{application}/proposal")
    assert (hidden.status_code, hidden.json()["reason"]) == (409, "opinion_first")
    early = look(desk, review, "outcome", {"outcome": "granted", "ground": FOR}, 2)
    assert (early.status_code, early.json()["reason"]) == (409, "opinion_first")
    opinion = {"outcome": "granted", "words": "the job is permanent"}
    assert look(desk, review, "opinion", opinion, 2).status_code == 200
    shown = desk.get("reviewer", f"reviews/{review}").json()
    assert shown["proposal"]["outcome"] == "refused"
    assert desk.get("reviewer", f"applications/{application}").json()["proposal"]


def test_a_reviewer_sees_no_model_of_files_that_nobody_contests(desk: Desk) -> None:
    application = desk.proposed()
    whole = desk.get("reviewer", f"applications/{application}").json()
    assert (whole["model_hidden"], whole["proposal"]) == (True, None)
    assert desk.get("auditor", f"applications/{application}").json()["proposal"]


def test_a_reviewer_sees_no_line_of_the_book_before_an_own_opinion(own: Place) -> None:
    desk = Desk(own)
    own.add_score(100_001)
    application = desk.own()
    path = "clients/100001/score"
    assert desk.get("reviewer", path).status_code == 200
    view = {"point_of_view": "I have a permanent job since May"}
    asked = desk.post("client", f"me/applications/{application}/reviews", view).json()
    hidden = desk.get("reviewer", path)
    assert (hidden.status_code, hidden.json()["reason"]) == (409, "opinion_first")
    assert desk.get("manager", path).status_code == 200
    (line,) = desk.get("reviewer", "clients", number="100001").json()["items"]
    assert (line["probability"], line["outcome"]) == (None, None)
    assert desk.get("reviewer", "clients", outcome="granted").json()["items"] == []
    assert desk.get("auditor", "clients", outcome="granted").json()["items"]
    look(desk, asked["id"], "assignment", {}, 1)
    look(desk, asked["id"], "opinion", {"outcome": "granted", "words": "the job is permanent"}, 2)
    assert desk.get("reviewer", path).status_code == 200


def test_a_review_is_given_to_reviewers_only(desk: Desk) -> None:
    _, review = desk.reviewed()
    for named in ("a", user_id("auditor"), user_id("manager")):
        answer = desk.post(
            "reviewer", f"reviews/{review}/assignment", {"reviewer": named}, if_match='"1"'
        )
        assert (answer.status_code, answer.json()["reason"]) == (409, "no_reviewer"), named


def test_reviews_are_listed_for_who_may_see_them(desk: Desk) -> None:
    _, review = desk.reviewed()
    look(desk, review, "assignment", {}, 1)
    mine = desk.get("reviewer", "reviews", mine=True, state="assigned", limit=100).json()
    assert review in [each["id"] for each in mine["items"]]
    own = desk.get("manager", "reviews", limit=100).json()
    assert review in [each["id"] for each in own["items"]]
    assert desk.get("other_manager", "reviews").json()["items"] == []
    assert desk.get("other_manager", f"reviews/{review}").status_code == 404
    assert desk.get("analyst", "reviews").status_code == 403
    assert desk.get("manager", "reviews", mine=True).json()["items"] == []


def test_an_answer_that_comes_late_is_late(own: Place) -> None:
    desk = Desk(own)
    _, review = desk.reviewed()
    assert desk.get("auditor", f"reviews/{review}").json()["review"]["late"] is False
    own.clock.move(days=14)
    assert desk.get("auditor", f"reviews/{review}").json()["review"]["late"] is True


def test_people_are_counted_with_what_became_of_their_decisions(own: Place) -> None:
    desk = Desk(own)
    _, review = desk.reviewed()
    look(desk, review, "assignment", {}, 1)
    look(desk, review, "opinion", {"outcome": "granted", "words": "the job is permanent"}, 2)
    look(desk, review, "outcome", {"outcome": "granted", "ground": FOR}, 3)
    revised = desk.proposed(GRANTED)
    body = {"outcome": "refused", "ground": AGAINST}
    desk.post("manager", f"applications/{revised}/revision", body)
    found = desk.get("analyst", "statistics/people").json()
    (anne,) = found["deciders"]
    assert (anne["person"], anne["confirmed"], anne["revised_to_refused"]) == (
        user_id("manager"),
        1,
        1,
    )
    assert (anne["reviewed"], anne["changed"]) == (1, 1)
    (rita,) = found["reviewers"]
    assert (rita["person"], rita["changed"], rita["late"]) == (user_id("reviewer"), 1, 0)
    assert desk.get("manager", "statistics/people").status_code == 403


def test_a_reviewer_looks_again_and_changes_the_decision(desk: Desk) -> None:
    application, review = desk.reviewed(REFUSED)
    first = desk.get("manager", f"reviews/{review}").json()
    assert first["point_of_view"] == "a permanent job since May"
    assert (first["review"]["due"], first["review"]["state"]) == ("2026-12-04", "requested")
    before = desk.get("auditor", f"applications/{application}").json()["decision"]
    assert look(desk, review, "assignment", {}, 1).json()["reviewer"] == user_id("reviewer")
    opinion = {"outcome": "granted", "words": "the job is permanent"}
    assert look(desk, review, "opinion", opinion, 2).json()["state"] == "opinion_given"
    done = look(desk, review, "outcome", {"outcome": "granted", "ground": FOR}, 3)
    assert (done.status_code, done.json()["outcome"]) == (200, "changed")
    whole = desk.get("auditor", f"applications/{application}").json()
    assert whole["application"]["state"] == "changed"
    assert whole["decision"]["replaces"] == before["id"]
    assert (whole["decision"]["basis"], whole["decision"]["actor"]) == (
        "reviewed",
        user_id("reviewer"),
    )
    told = desk.get("manager", f"reviews/{review}").json()
    assert (told["opinion"], told["opinion_words"]) == ("granted", "the job is permanent")
    assert told["answer_words"] == FOR["words"]
