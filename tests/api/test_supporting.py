"""Documents asked of a client over HTTP: sentence, list, day; the answer; who sees what."""

from __future__ import annotations

import pytest

from clairscore.store.audit import history
from tests.api.life import AGAINST, ASKING, FOR, Desk
from tests.api.place import Place

ANSWER = {
    "words": "I brought the contract yesterday",
    "documents": [{"document": "work", "given": True, "note": "signed in May"}],
}


@pytest.fixture(scope="module")
def desk(shared: Place) -> Desk:
    return Desk(shared)


def whole(desk: Desk, review: str, who: str = "reviewer") -> dict:
    answer = desk.get(who, f"reviews/{review}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_reviewer_asks_and_the_day_and_the_clock_are_told(desk: Desk) -> None:
    review = desk.assigned()
    before = whole(desk, review)["review"]
    asked = desk.post("reviewer", f"reviews/{review}/documents", ASKING, if_match='"2"')
    assert (asked.status_code, asked.headers["etag"]) == (200, '"3"')
    found = asked.json()
    assert (found["waits_for_client"], found["due"]) == (True, before["due"])
    assert before["requested"][:10] < found["documents_due"] < found["due"]
    assert (found["state"], found["state_text"]) == ("assigned", "pièces demandées au client")
    (asking,) = whole(desk, review)["askings"]
    assert asking["words"] == ASKING["words"]
    assert [each["document"] for each in asking["documents"]] == ["income", "work"]
    assert {each["given"] for each in asking["documents"]} == {None}


def test_only_the_reviewer_in_charge_asks_and_only_once_at_a_time(desk: Desk) -> None:
    review = desk.review()
    early = desk.post("reviewer", f"reviews/{review}/documents", ASKING, if_match="*")
    assert early.json()["reason"] == "review_unassigned"
    again = desk.post("reviewer", f"reviews/{desk.asked()}/documents", ASKING, if_match="*")
    assert (again.status_code, again.json()["reason"]) == (409, "documents_asked")


def test_a_client_answers_and_the_reviewer_reads_it(own: Place) -> None:
    desk = Desk(own)
    application = desk.own_asked()
    (waits,) = desk.get("client", "me").json()["to_answer"]
    assert waits == application
    asking = desk.get("client", f"me/applications/{application}").json()["asking"]
    assert (asking["words"], asking["answered"]) == (ASKING["words"], None)
    path = f"me/applications/{application}/documents"
    foreign = {"words": "I bring the notice", "documents": [{"document": "tax", "given": True}]}
    assert desk.post("client", path, foreign).json()["reason"] == "document_foreign"
    answer = desk.post("client", path, ANSWER, key="once-only")
    assert (answer.status_code, answer.json()["waits_for_client"]) == (200, False)
    assert desk.post("client", path, ANSWER, key="once-only").json() == answer.json()
    assert desk.post("client", path, ANSWER).json()["reason"] == "no_documents_asked"
    assert desk.get("client", "me").json()["to_answer"] == []
    review = answer.json()["id"]
    (read,) = whole(desk, review)["askings"]
    assert (read["by_client"], read["answer_words"]) == (True, ANSWER["words"])
    said = {each["document"]: (each["given"], each["note"]) for each in read["documents"]}
    assert said == {"work": (True, "signed in May"), "income": (False, "")}
    (taken,) = desk.get("client", "me/export").json()["reviews"]
    assert taken["askings"][0]["answer_words"] == ANSWER["words"]
    actions = [each.action for each in desk.place.service.look(history, review)]
    assert actions[-2:] == ["review.ask_documents", "review.answer_documents"]


def test_an_adviser_notes_the_answer_of_a_client_without_an_account(desk: Desk) -> None:
    review = desk.asked()
    path = f"reviews/{review}/documents/answer"
    assert desk.post("reviewer", path, ANSWER, if_match="*").status_code == 403
    noted = desk.post("manager", path, ANSWER, if_match="*")
    assert noted.status_code == 200, noted.text
    (asking,) = whole(desk, review)["askings"]
    assert (asking["by_client"], asking["answer_words"]) == (False, ANSWER["words"])


def test_a_refusal_waits_for_the_answer_and_a_grant_does_not(own: Place) -> None:
    desk = Desk(own)
    refusal = {"outcome": "refused", "ground": AGAINST}
    waiting = desk.looked()
    assert desk.post("reviewer", f"reviews/{waiting}/documents", ASKING, if_match="*").is_success
    early = desk.post("reviewer", f"reviews/{waiting}/outcome", refusal, if_match="*")
    assert (early.status_code, early.json()["reason"]) == (409, "documents_awaited")
    granted = {"outcome": "granted", "ground": FOR}
    assert desk.post("reviewer", f"reviews/{waiting}/outcome", granted, if_match="*").is_success
    silent = desk.looked()
    assert desk.post("reviewer", f"reviews/{silent}/documents", ASKING, if_match="*").is_success
    desk.place.clock.move(days=10)
    late = desk.post("reviewer", f"reviews/{silent}/outcome", refusal, if_match="*")
    assert late.status_code == 200, late.text


def test_the_kinds_of_documents_are_told_in_the_callers_language(desk: Desk) -> None:
    headers = desk.place.as_("reviewer") | {"Accept-Language": "en"}
    found = desk.place.http.get("/v1/supporting-documents", headers=headers).json()["items"]
    assert {"code": "tax", "text": "the last income tax notice"} in found
