"""A client at one glance: what stands, what may be chosen, by whom, and what stays hidden."""

from __future__ import annotations

import math

import pytest

from tests.api.life import AGAINST, FOR, REFERRED, REFUSED, Desk, Json
from tests.api.place import Place


@pytest.fixture(scope="module")
def desk(shared: Place) -> Desk:
    return Desk(shared)


def overview(desk: Desk, application: str, user: str = "manager") -> Json:
    client = desk.get("auditor", f"applications/{application}").json()["application"]["client"]
    found = desk.get(user, f"clients/{client}/overview")
    assert found.status_code == 200, found.text
    shown: Json = found.json()
    return shown


def offered(shown: Json) -> list[tuple[str, str]]:
    return [(each["outcome"], each["how"]) for each in shown["choices"]]


def test_a_client_with_a_line_of_the_book_alone_has_no_application(desk: Desk) -> None:
    desk.place.add_client(100_300, "north")
    desk.place.add_score(100_300, 0.2)
    shown = desk.get("manager", "clients/100300/overview").json()
    assert shown["whole"] is None
    assert shown["score"]["probability"] == 0.2
    assert (shown["choices"], shown["why_not"]) == ([], None)


def test_a_client_without_anything_is_still_shown(desk: Desk) -> None:
    desk.place.add_client(100_301, "north")
    shown = desk.get("manager", "clients/100301/overview").json()
    assert (shown["score"], shown["whole"], shown["applications"]) == (None, None, [])


def test_a_proposal_comes_with_its_reasons_its_choices_and_their_grounds(desk: Desk) -> None:
    shown = overview(desk, desk.proposed())
    assert offered(shown) == [("granted", "revise"), ("refused", "confirm")]
    revise, confirm = shown["choices"]
    assert confirm["grounds"] == []
    assert {
        "code": "income_proved",
        "text": "revenus justifiés au-delà des données du dossier",
    } in (revise["grounds"])
    told = shown["explained"]
    assert told["position"]["risk"].startswith("Sur 100 dossiers")
    for reason in told["reasons_against"] + told["reasons_for"]:
        assert reason["explanation"]
        assert all(each["definition"].endswith(".") for each in reason["definitions"])


def test_its_etag_is_the_applications(desk: Desk) -> None:
    application = desk.proposed()
    whole = desk.get("manager", f"applications/{application}")
    client = whole.json()["application"]["client"]
    assert (
        desk.get("manager", f"clients/{client}/overview").headers["etag"] == whole.headers["etag"]
    )


def test_a_referred_file_says_why_and_offers_both_outcomes(desk: Desk) -> None:
    shown = overview(desk, desk.proposed(REFERRED))
    assert offered(shown) == [("granted", "study"), ("refused", "study")]
    assert shown["explained"]["causes"] or shown["whole"]["proposal"]["rules"]


def test_who_decided_is_told_by_name_and_the_second_person_may_approve(desk: Desk) -> None:
    shown = overview(desk, desk.waiting())
    assert shown["may_approve"] is False
    assert [each["name"] for each in shown["people"]] == ["manager"]
    assert overview(desk, shown["whole"]["application"]["id"], "reviewer")["may_approve"] is True


def test_after_notification_nothing_can_be_chosen_and_that_is_said(desk: Desk) -> None:
    shown = overview(desk, desk.notified())
    assert shown["choices"] == []
    assert "décision communiquée" in shown["why_not"]


def test_a_review_comes_with_its_day(desk: Desk) -> None:
    application, review = desk.reviewed()
    assert overview(desk, application)["review"]["id"] == review


def test_a_reviewer_sees_no_opinion_of_the_model_before_an_own_one(desk: Desk) -> None:
    application, _ = desk.reviewed()
    shown = overview(desk, application, "reviewer")
    assert shown["whole"]["model_hidden"] is True
    assert (shown["score"], shown["explained"], shown["choices"]) == (None, None, [])


def test_an_earlier_application_can_be_asked_for_and_anothers_not(desk: Desk) -> None:
    first = desk.proposed()
    client = desk.get("manager", f"applications/{first}").json()["application"]["client"]
    desk.post("manager", f"applications/{first}/withdrawal")
    body = {"client": client, "information": {"version": "1", "lang": "fr"}}
    desk.post("manager", "applications", body)
    newest = desk.get("manager", f"clients/{client}/overview").json()
    assert newest["whole"]["application"]["id"] != first
    asked = desk.get("manager", f"clients/{client}/overview", application=first).json()
    assert asked["whole"]["application"]["state"] == "withdrawn"
    other = desk.get("manager", f"clients/{client}/overview", application=desk.opened())
    assert other.status_code == 404


def test_contributions_of_all_features_add_up_to_the_log_odds(desk: Desk) -> None:
    application = desk.proposed(REFUSED)
    found = desk.get("manager", f"applications/{application}/contributions").json()
    parts = [each["contribution"] for theme in found["themes"] for each in theme["features"]]
    assert math.fsum([found["base"], *parts]) == pytest.approx(found["proposal_log_odds"], abs=1e-9)
    for theme in found["themes"]:
        own = math.fsum(each["contribution"] for each in theme["features"])
        assert own == pytest.approx(theme["contribution"], abs=1e-9)
        assert theme["explanation"]
        assert all(each["text"] for each in theme["features"])


def test_a_revision_by_hand_leaves_the_ground_on_the_overview(desk: Desk) -> None:
    application = desk.proposed()
    body = {"outcome": "granted", "ground": FOR}
    assert desk.post("manager", f"applications/{application}/revision", body).is_success
    shown = overview(desk, application)
    assert shown["whole"]["decision"]["words"] == FOR["words"]
    assert offered(shown) == [("refused", "revise")]
    assert AGAINST["code"] in {each["code"] for each in shown["choices"][0]["grounds"]}
