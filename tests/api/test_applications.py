"""Applications over HTTP: for whom they are opened, who sees them, how they end."""

from __future__ import annotations

import pytest

from tests.api.life import GRANTED, INFORMATION, REFERRED, Desk
from tests.api.place import Place

UNKNOWN = "019a7c3e-5b1d-7f00-8000-000000000000"


@pytest.fixture(scope="module")
def desk(shared: Place) -> Desk:
    return Desk(shared)


def test_an_application_needs_a_client_or_a_file(desk: Desk) -> None:
    answer = desk.post("manager", "applications", {"information": INFORMATION})
    assert (answer.status_code, answer.json()["errors"][0]["at"]) == (422, "body.client")


def test_an_application_needs_the_notice_that_was_shown(desk: Desk) -> None:
    answer = desk.post("manager", "applications", {"credit_file": desk.file()})
    assert (answer.status_code, answer.json()["errors"][0]["at"]) == (422, "body.information")


def test_a_faulty_file_is_told_by_place_without_its_values(desk: Desk) -> None:
    body = {"credit_file": desk.file(AMT_CREDIT=-77.0), "information": INFORMATION}
    answer = desk.post("manager", "applications", body)
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/invalid-credit-file"
    assert answer.json()["errors"][0]["at"] == "application.AMT_CREDIT"
    assert "77" not in answer.text


@pytest.mark.parametrize("client", [100_002, 999_999])
def test_anothers_client_is_as_absent_as_nobody(desk: Desk, client: int) -> None:
    body = {"client": client, "credit_file": desk.file(), "information": INFORMATION}
    assert desk.post("manager", "applications", body).status_code == 404


def test_a_client_without_a_file_cannot_apply_without_one(desk: Desk) -> None:
    body = {"client": 100_002, "information": INFORMATION}
    assert desk.post("other_manager", "applications", body).status_code == 404


def test_a_file_of_tomorrow_is_refused(desk: Desk) -> None:
    body = {"credit_file": desk.file(), "information": INFORMATION, "as_of": "2026-11-22"}
    answer = desk.post("manager", "applications", body)
    assert (answer.status_code, answer.json()["errors"][0]["at"]) == (422, "body.as_of")


@pytest.mark.parametrize("role", ["reviewer", "analyst", "auditor", "admin", "client"])
def test_only_managers_and_programs_open_applications(desk: Desk, role: str) -> None:
    body = {"credit_file": desk.file(), "information": INFORMATION}
    assert desk.post(role, "applications", body).status_code == 403


@pytest.mark.parametrize(("role", "status"), [("other_manager", 404), ("client", 403)])
def test_an_application_is_seen_in_its_portfolio(desk: Desk, role: str, status: int) -> None:
    application = desk.opened()
    assert desk.get(role, f"applications/{application}").status_code == status
    assert desk.get("auditor", f"applications/{application}").status_code == 200


def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    assert desk.get("manager", f"applications/{UNKNOWN}").status_code == 404
    assert desk.post("manager", f"applications/{UNKNOWN}/withdrawal").status_code == 404
    assert desk.post("manager", f"applications/{UNKNOWN}/proposal").status_code == 404


def test_a_second_open_application_names_the_first(desk: Desk) -> None:
    body = {
        "client": 100_001,
        "credit_file": desk.file(GRANTED, SK_ID_CURR=5),
        "information": INFORMATION,
    }
    first = desk.post("manager", "applications", body)
    assert first.status_code == 201, first.text
    second = desk.post("manager", "applications", body)
    assert (second.status_code, second.json()["reason"]) == (409, "open_application")
    assert first.json()["id"] in second.json()["detail"]
    withdrawn = desk.post("manager", f"applications/{first.json()['id']}/withdrawal")
    assert (withdrawn.status_code, withdrawn.json()["state"]) == (200, "withdrawn")
    third = desk.post("manager", "applications", {**body, "credit_file": None})
    assert (third.status_code, third.json()["acquaintance"]) == (201, "returning")
    assert third.json()["credit_file"] == first.json()["credit_file"]


def test_a_file_that_grew_too_old_makes_room_for_a_new_one(own: Place) -> None:
    desk = Desk(own)
    first = desk.own(told=False)
    old = desk.file(GRANTED, SK_ID_CURR=100_001, NAME_CONTRACT_TYPE="Revolving loans")
    body = {"client": 100_001, "credit_file": old, "information": INFORMATION}
    own.clock.move(days=89)
    assert desk.post("manager", "applications", body).json()["reason"] == "open_application"
    own.clock.move(days=2)
    assert desk.post("manager", "applications", body).status_code == 201
    assert desk.get("manager", f"applications/{first}").json()["application"]["state"] == "expired"


def test_new_existing_and_returning_clients_are_told_apart(desk: Desk) -> None:
    file = desk.file()
    for name in list(file):
        if name != "application":
            del file[name]
    new = desk.post("manager", "applications", {"credit_file": file, "information": INFORMATION})
    assert new.json()["acquaintance"] == "new"
    existing = {
        **file,
        "bureau": [{"SK_ID_BUREAU": 1, "DAYS_CREDIT": -400, "CREDIT_ACTIVE": "Closed"}],
    }
    body = {"credit_file": existing, "information": INFORMATION}
    found = desk.post("manager", "applications", body)
    assert found.json().get("acquaintance") == "existing", found.text
    desk.post("manager", f"applications/{found.json()['id']}/withdrawal")
    again = {"client": found.json()["client"], "information": INFORMATION}
    assert desk.post("manager", "applications", again).json()["acquaintance"] == "returning"


def test_a_call_that_is_repeated_opens_one_application(desk: Desk) -> None:
    body = {"credit_file": desk.file(), "information": INFORMATION}
    first = desk.post("manager", "applications", body, key="twice")
    second = desk.post("manager", "applications", body, key="twice")
    assert second.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert (second.status_code, second.content) == (first.status_code, first.content)
    other = desk.post("manager", "applications", {**body, "channel": "online"}, key="twice")
    assert (other.status_code, other.json()["type"]) == (422, "/problems/key-reused")


def test_keys_of_two_people_do_not_meet(desk: Desk) -> None:
    body = {"credit_file": desk.file(), "information": INFORMATION}
    first = desk.post("manager", "applications", body, key="shared-key")
    second = desk.post("other_manager", "applications", body, key="shared-key")
    assert first.json()["client"] != second.json()["client"]
    assert "idempotent-replayed" not in second.headers


def test_lists_are_newest_first_page_by_page(desk: Desk) -> None:
    names = [desk.opened() for _ in range(3)]
    page = desk.get("manager", "applications", limit=2).json()
    assert [each["id"] for each in page["items"]] == names[:0:-1]
    rest = desk.get("manager", "applications", limit=2, cursor=page["next"]).json()
    assert rest["items"][0]["id"] == names[0]
    assert desk.get("other_manager", "applications", state="referred").json()["items"] == []


def test_a_new_client_gets_a_number_in_the_managers_portfolio(desk: Desk) -> None:
    body = {"credit_file": desk.file(REFERRED), "information": INFORMATION}
    answer = desk.post("manager", "applications", body)
    found = answer.json()
    assert (answer.status_code, found["state"], found["as_of"]) == (201, "draft", "2026-11-21")
    assert found["client"] >= 10_000_000
    assert found["next"] == ["propose", "withdraw", "expire"]
    assert answer.headers["etag"] == '"1"'
    whole = desk.get("manager", f"applications/{found['id']}")
    assert whole.headers["etag"] == '"1"'
    assert whole.json()["information"] == "1"
    assert (whole.json()["proposal"], whole.json()["decision"]) == (None, None)
    assert desk.get("manager", f"applications/{found['id']}/proposal").status_code == 409
