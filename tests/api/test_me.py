"""A client reads, corrects, contests, takes along and has erased what is kept of him."""

from __future__ import annotations

import pytest

from tests.api.life import INFORMATION, Desk
from tests.api.place import Place

WORDS = {"words": "my salary was written down wrongly"}


@pytest.fixture
def desk(own: Place) -> Desk:
    return Desk(own)


def test_a_client_sees_nothing_of_anybody_else(desk: Desk) -> None:
    application, file = desk.own(), desk.own_file()
    assert desk.get("other_client", "me").json()["applications"] == []
    assert desk.get("other_client", f"me/files/{file}").status_code == 404
    view = {"point_of_view": "I do not agree with this"}
    for path, body in (
        ("reviews", view),
        ("corrections", {"facts": {"AMT_INCOME_TOTAL": 1}, **WORDS}),
    ):
        answer = desk.post("other_client", f"me/applications/{application}/{path}", body)
        assert answer.status_code == 404


def test_staff_have_no_own_data(desk: Desk) -> None:
    for path in ("me", "me/decisions", "me/export", "me/requests"):
        assert desk.get("manager", path).status_code == 403


def test_a_decision_is_not_shown_before_it_is_told(desk: Desk) -> None:
    desk.own(told=False)
    assert desk.get("client", "me/decisions").json()["items"] == []
    assert desk.get("client", "me/export").json()["decisions"] == []
    (application,) = desk.get("client", "me").json()["applications"]
    assert application["state"] == "proposed"


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"EXT_SOURCE_1": 0.9}, 422),
        ({"AMT_CREDIT": 10.0}, 422),
        ({"AMT_INCOME_TOTAL": -5.0}, 422),
        ({"NOTHING": 1}, 422),
        ({}, 422),
    ],
)
def test_only_facts_that_one_declares_are_corrected(
    desk: Desk, facts: dict[str, float], status: int
) -> None:
    application = desk.own()
    answer = desk.post(
        "client", f"me/applications/{application}/corrections", {"facts": facts, **WORDS}
    )
    assert answer.status_code == status
    assert desk.get("client", "me").json()["applications"][0]["state"] == "notified"


def test_a_correction_needs_words_once_a_reviewer_must_look(desk: Desk) -> None:
    application = desk.own()
    body = {"facts": {"AMT_INCOME_TOTAL": 500_000}, "words": "wrong"}
    answer = desk.post("client", f"me/applications/{application}/corrections", body)
    assert (answer.status_code, answer.json()["reason"]) == (422, "words")


def test_a_correction_before_the_decision_is_scored_again_and_never_decided_alone(
    desk: Desk,
) -> None:
    application = desk.own(told=False)
    first = desk.get("manager", f"applications/{application}").json()
    body = {"facts": {"AMT_INCOME_TOTAL": 900_000}, **WORDS}
    answer = desk.post("client", f"me/applications/{application}/corrections", body)
    assert answer.status_code == 201, answer.text
    after = desk.get("manager", f"applications/{application}").json()
    assert after["proposal"]["probability"] != first["proposal"]["probability"]
    assert after["proposal"]["automatic"] is False
    assert after["application"]["credit_file"] != first["application"]["credit_file"]
    assert after["application"]["as_of"] == first["application"]["as_of"]
    file = desk.get("client", f"me/files/{after['application']['credit_file']}").json()
    assert (file["version"], file["facts"]["application"]["AMT_INCOME_TOTAL"]) == (2, 900_000)


def test_a_correction_after_the_decision_goes_to_a_reviewer(desk: Desk) -> None:
    application = desk.own()
    before = desk.get("auditor", f"applications/{application}").json()
    body = {"facts": {"AMT_INCOME_TOTAL": 900_000}, **WORDS}
    answer = desk.post("client", f"me/applications/{application}/corrections", body)
    assert (answer.status_code, answer.json()["state"]) == (201, "review_requested")
    after = desk.get("auditor", f"applications/{application}").json()
    assert after["decision"] == before["decision"]
    assert after["proposal"]["id"] != before["proposal"]["id"]
    review = desk.get("manager", f"reviews/{after['review']}").json()
    assert review["point_of_view"] == WORDS["words"]
    again = desk.post(
        "client",
        f"me/applications/{application}/corrections",
        {"facts": {"AMT_INCOME_TOTAL": 800_000}, **WORDS},
    )
    assert again.status_code == 201
    replayed = desk.get("auditor", f"decisions/{after['decision']['id']}/replay").json()
    assert replayed["same"] is True


def test_a_client_asks_once_that_a_person_looks_again(desk: Desk) -> None:
    application = desk.own()
    view = {"point_of_view": "I have a permanent job since May"}
    path = f"me/applications/{application}/reviews"
    answer = desk.post("client", path, view)
    assert (answer.status_code, answer.json()["due"]) == (201, "2026-12-04")
    assert desk.post("client", path, view).json()["reason"] == "request_review_not_now"
    (told,) = desk.get("client", "me/decisions").json()["items"]
    assert (told["review"], told["review_possible"]) == ("réexamen demandé", False)


def test_a_review_is_refused_after_its_last_day_and_what_else_can_be_done_is_told(
    desk: Desk,
) -> None:
    application = desk.own()
    view = {"point_of_view": "I have a permanent job since May"}
    desk.place.clock.move(days=60)
    (told,) = desk.get("client", "me/decisions").json()["items"]
    assert (told["review_possible"], told["review_until"]) == (True, "2027-01-20")
    desk.place.clock.move(days=1)
    (told,) = desk.get("client", "me/decisions").json()["items"]
    assert told["review_possible"] is False
    answer = desk.post("client", f"me/applications/{application}/reviews", view)
    assert (answer.status_code, answer.json()["reason"]) == (409, "review_too_late")
    assert "jusqu'au 20 janvier 2027. Vous pouvez encore" in answer.json()["detail"]


def test_the_days_for_a_review_count_from_when_the_decision_was_told(desk: Desk) -> None:
    application = desk.own(told=False)
    assert desk.post("manager", f"applications/{application}/decision").is_success
    desk.place.clock.move(days=20)
    told = {"lang": "fr"}
    assert desk.post("manager", f"applications/{application}/notification", told).is_success
    (decided,) = desk.get("client", "me/decisions").json()["items"]
    own = desk.get("client", f"me/applications/{application}").json()
    assert decided["review_until"] == own["review_until"] == "2027-02-09"
    (rights,) = [part for part in own["parts"] if part["kind"] == "rights"]
    assert "9 février 2027" in rights["items"][2]["text"]
    desk.place.clock.move(days=60)
    view = {"point_of_view": "I have a permanent job since May"}
    asked = desk.post("client", f"me/applications/{application}/reviews", view)
    assert asked.status_code == 201, asked.text


def test_an_erasure_waits_for_what_is_under_way_and_says_so(desk: Desk) -> None:
    application = desk.own()
    view = {"point_of_view": "I have a permanent job since May"}
    desk.post("client", f"me/applications/{application}/reviews", view)
    asked = desk.post("client", "me/requests", {"kind": "erasure", "words": "erase me, please"})
    name = asked.json()["id"]
    answer = desk.post("admin", f"requests/{name}/answer").json()
    assert (answer["state"], answer["answer"]) == ("refused", "open_review")
    assert answer["answer_text"].startswith("Un réexamen est en cours")
    assert desk.get("client", "me").json()["restricted"] is not None
    blocked = desk.post("manager", "applications", {"client": 100_001, "information": INFORMATION})
    assert (blocked.status_code, blocked.json()["reason"]) == (409, "restricted")
    assert desk.post("admin", f"requests/{name}/answer").status_code == 409


def test_requests_wait_with_their_clock(desk: Desk) -> None:
    name = desk.request()
    (waiting,) = desk.get("admin", "requests").json()["items"]
    assert (waiting["id"], waiting["due"]) == (name, "2026-12-21")
    assert desk.get("manager", "requests").status_code == 403
    assert desk.post("admin", "requests/019a/answer").status_code == 404
    assert desk.post("admin", f"requests/{name}/answer").json()["state"] == "done"
    assert desk.get("admin", "requests").json()["items"] == []
    assert (
        desk.get("client", "me/requests").json()["items"][0]["state_text"] == "demande satisfaite"
    )


def test_an_erased_client_is_gone_and_the_auditor_still_gets_an_answer(desk: Desk) -> None:
    application = desk.own()
    decision = desk.get("auditor", f"applications/{application}").json()["decision"]["id"]
    asked = desk.post("client", "me/requests", {"kind": "erasure", "words": "erase me, please"})
    answer = desk.post("admin", f"requests/{asked.json()['id']}/answer")
    assert (answer.status_code, answer.json()["state"]) == (200, "done")
    assert desk.get("manager", f"applications/{application}").status_code == 404
    found = desk.get("auditor", f"decisions/{decision}/replay").json()
    assert found["text"] == "Données effacées le 21 novembre 2026, chaîne intacte."
    assert desk.get("auditor", "audit/verification").json()["intact"] is True


def test_a_client_takes_everything_along(desk: Desk) -> None:
    application = desk.own()
    desk.get("manager", f"applications/{application}")
    desk.request()
    answer = desk.get("client", "me/export")
    found = answer.json()
    assert answer.headers["content-disposition"] == 'attachment; filename="100001.json"'
    (file,) = found["credit_files"]
    assert file["facts"]["application"]["AMT_CREDIT"] > 0
    (proposal,) = found["proposals"]
    assert proposal["proposal"]["outcome"] == "refused"
    assert proposal["features"]
    (decision,) = found["decisions"]
    assert decision["outcome"] == "refused"
    assert (len(found["notices"]), len(found["requests"])) == (1, 1)
    assert "sealed" not in answer.text


def test_a_client_reads_why_in_plain_words(desk: Desk) -> None:
    desk.own()
    (told,) = desk.get("client", "me/decisions").json()["items"]
    assert (told["outcome"], told["by_person"], told["review_possible"]) == ("refused", True, True)
    assert told["text"][0]["lines"][0].startswith("Sur 100 dossiers")


def test_who_answers_a_request_reads_its_words(desk: Desk) -> None:
    asked = desk.post("client", "me/requests", {"kind": "access", "words": "what is kept of me?"})
    name = asked.json()["id"]
    whole = desk.get("admin", f"requests/{name}").json()
    assert whole["words"] == "what is kept of me?"
    assert whole["request"]["client"] == 100_001
    assert "words" not in desk.get("admin", "requests").json()["items"][0]
    assert desk.get("manager", f"requests/{name}").status_code == 403
