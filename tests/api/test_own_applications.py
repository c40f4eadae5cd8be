"""A client reads where an application stands, why it was decided so, and what may be tried."""

from __future__ import annotations

import pytest

from tests.api.life import AGAINST, FOR, Desk
from tests.api.place import Place


@pytest.fixture
def desk(own: Place) -> Desk:
    return Desk(own)


def test_before_it_is_told_a_client_reads_the_deadline_and_nothing_of_the_outcome(
    desk: Desk,
) -> None:
    application = desk.own(told=False)
    found = desk.get("client", f"me/applications/{application}").json()
    assert (found["application"]["state"], found["answer_by"]) == ("proposed", "2026-12-21")
    assert (found["outcome"], found["position"], found["parts"]) == (None, None, [])


def test_a_told_decision_says_where_the_file_stands_and_what_each_word_means(desk: Desk) -> None:
    application = desk.own()
    found = desk.get("client", f"me/applications/{application}").json()
    assert (found["outcome"], found["by_person"], found["review_until"]) == (
        "refused",
        True,
        "2027-01-20",
    )
    place = found["position"]
    assert place["probability"] - place["cut_off"] == pytest.approx(place["distance"])
    assert place["risk"].startswith("Sur 100 dossiers")
    reason = found["reasons_against"][0]
    assert reason["facts"]
    assert {"label", "definition"} == set(reason["definitions"][0])
    kinds = [part["kind"] for part in found["parts"]]
    assert kinds[:3] == ["automated", "reasons", "consulted"]
    assert {"correction", "rights", "advice", "complaints", "contact"} <= set(kinds)
    assert found["title"].endswith("crédit refusé")


def test_who_departed_from_the_calculation_gives_an_own_reason_instead_of_its_reasons(
    desk: Desk,
) -> None:
    application = desk.own(told=False)
    revised = {"outcome": "granted", "ground": FOR}
    assert desk.post("manager", f"applications/{application}/revision", revised).is_success
    told = {"lang": "fr"}
    assert desk.post("manager", f"applications/{application}/notification", told).is_success
    found = desk.get("client", f"me/applications/{application}").json()
    assert (found["outcome"], found["reasons_against"]) == ("granted", [])


def test_a_correction_under_review_does_not_show_the_newer_calculation(desk: Desk) -> None:
    application = desk.own()
    before = desk.get("client", f"me/applications/{application}").json()
    body = {"facts": {"AMT_INCOME_TOTAL": 900_000}, "words": "my salary was written down wrongly"}
    assert desk.post("client", f"me/applications/{application}/corrections", body).is_success
    after = desk.get("client", f"me/applications/{application}").json()
    assert after["application"]["state"] == "review_requested"
    assert after["position"] == before["position"]
    assert (after["answer_by"], after["review"]) == ("2026-12-04", "réexamen demandé")


def test_the_end_of_a_review_is_told_with_its_reason(desk: Desk) -> None:
    application = desk.own()
    view = {"point_of_view": "I have a permanent job since May"}
    review = desk.post("client", f"me/applications/{application}/reviews", view).json()["id"]
    for step, body in (
        ("assignment", {}),
        ("opinion", {"outcome": "refused", "words": "the charges are too high"}),
        ("outcome", {"outcome": "refused", "ground": AGAINST}),
    ):
        assert desk.post("reviewer", f"reviews/{review}/{step}", body, if_match="*").is_success
    found = desk.get("client", f"me/applications/{application}").json()
    assert (found["review"], found["review_possible"]) == ("décision maintenue", False)
    assert "a réexaminé votre dossier" in found["lead"][0]


def test_anybody_reads_where_to_turn(desk: Desk) -> None:
    found = desk.place.http.get("/v1/information/contacts?lang=fr").json()
    assert [each["kind"] for each in found["parts"]] == ["advice", "complaints", "contact"]
    assert "Banque de France" in str(found["parts"][0])


def test_facts_say_how_they_are_written_down(desk: Desk) -> None:
    desk.own()
    facts = {
        each["column"]: each for each in desk.get("client", "clients/100001/facts").json()["facts"]
    }
    assert facts["DAYS_BIRTH"]["kind"] == "date"
    assert facts["AMT_INCOME_TOTAL"]["kind"] == "money"
    assert [each["label"] for each in facts["FLAG_OWN_CAR"]["choices"]] == ["non", "oui"]
    assert "emploi" in " ".join(each["label"] for each in facts["NAME_INCOME_TYPE"]["choices"])
