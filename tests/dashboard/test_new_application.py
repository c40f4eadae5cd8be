"""A new application in steps: checked, kept while the session lasts, sent once."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from clairscore.dashboard.pages import new_application
from clairscore.dashboard.screens import Screen
from tests.api.life import REFUSED, Desk
from tests.api.place import Place
from tests.dashboard.showing import html, opened

SCREEN = Screen("new-application", new_application.show, ("manager",))


@pytest.fixture
def desk(own: Place) -> Desk:
    return Desk(own)


def start(desk: Desk, **asked: str) -> AppTest:
    return opened(desk.place, "manager", SCREEN, **asked)


def title(seen: AppTest) -> str:
    assert not seen.exception
    return str(seen.title[0].value)


def submit(seen: AppTest, label: str) -> AppTest:
    """Press the button of that name."""
    [button] = [each for each in seen.button if each.label == label]
    return button.click().run()


def at_the_facts(desk: Desk) -> AppTest:
    seen = start(desk)
    seen.radio("apply-who").set_value("new").run()
    seen.button("apply-new").click().run()
    assert title(seen).endswith("ce que la personne doit savoir")
    return seen.button("apply-notice").click().run()


def filled(seen: AppTest) -> AppTest:
    seen.selectbox("apply-NAME_CONTRACT_TYPE").set_value("Cash loans")
    for column, value in (("AMT_CREDIT", 400_000.0), ("AMT_ANNUITY", 20_000.0)):
        seen.number_input(f"apply-{column}").set_value(value)
    seen.number_input("apply-AMT_INCOME_TOTAL").set_value(150_000.0)
    seen.date_input("apply-DAYS_BIRTH").set_value("1985-03-02")
    return submit(seen, "Continuer")


def count(desk: Desk) -> int:
    return len(desk.get("manager", "applications").json()["items"])


def test_a_known_client_is_found_by_number_told_and_scored(desk: Desk) -> None:
    desk.place.add_score(100_001)
    seen = start(desk, number="100001")
    submit(seen, "Continuer")
    assert title(seen).endswith("ce que la personne doit savoir")
    seen.button("apply-notice").click().run()
    assert title(seen).endswith("vérifier les réponses")
    seen.button("apply-send").click().run()
    assert title(seen) == "Demande envoyée"
    assert "/client?number=100001" in html(seen)
    [found] = desk.get("manager", "applications").json()["items"]
    assert desk.get("manager", f"applications/{found['id']}").json()["information"] == "1"


@pytest.mark.parametrize("number", ["100002", "12x"])
def test_a_number_of_nobody_in_reach_is_told_at_the_top(desk: Desk, number: str) -> None:
    seen = start(desk)
    seen.text_input("apply-number").set_value(number)
    submit(seen, "Continuer")
    assert "Points à corriger : 1" in html(seen).replace("\u00a0", " ")
    assert title(seen).endswith("pour qui ?".replace(" ?", "\u202f?"))


def test_what_is_missing_is_listed_with_links_to_each_box(desk: Desk) -> None:
    seen = at_the_facts(desk)
    submit(seen, "Continuer")
    said = html(seen)
    for column in ("AMT_CREDIT", "AMT_INCOME_TOTAL", "DAYS_BIRTH", "NAME_CONTRACT_TYPE"):
        assert f'href="#field-{column}"' in said
        assert f'id="field-{column}"' in said


def test_a_new_client_is_entered_checked_and_sent_once(desk: Desk) -> None:
    seen = filled(at_the_facts(desk))
    assert title(seen).endswith("crédits dans d'autres établissements")
    seen.selectbox("apply-credit-0-CREDIT_ACTIVE").set_value("Active")
    seen.date_input("apply-credit-0-DAYS_CREDIT").set_value("2024-01-15")
    submit(seen, "Ajouter ce crédit")
    seen.button("apply-credits").click().run()
    assert title(seen).endswith("vérifier les réponses")
    assert "400\u202f000" in html(seen)
    draft = seen.session_state["apply-draft"]
    seen.button("apply-send").click().run()
    assert title(seen) == "Demande envoyée"
    seen.session_state["apply-draft"] = draft
    seen.run()
    seen.button("apply-send").click().run()
    assert title(seen) == "Demande envoyée"
    assert count(desk) == 1, "a second click is answered, not done again"


def test_what_was_entered_is_there_when_one_comes_back(desk: Desk) -> None:
    seen = filled(at_the_facts(desk))
    seen.button("apply-back-credits").click().run()
    assert seen.number_input("apply-AMT_CREDIT").value == 400_000.0
    assert seen.selectbox("apply-NAME_CONTRACT_TYPE").value == "Cash loans"


def test_every_fault_of_a_file_is_told_with_its_place(desk: Desk) -> None:
    seen = at_the_facts(desk)
    file = desk.file(REFUSED, AMT_CREDIT=-5.0, NAME_HOUSING_TYPE=7)
    file["bureau"] = [{"SK_ID_BUREAU": 1, "CREDIT_ACTIVE": "Active", "DAYS_CREDIT": 12}]
    seen.file_uploader("apply-file").set_value(
        ("file.json", json.dumps(file).encode(), "application/json")
    ).run()
    seen.button("apply-take-file").click().run()
    seen.button("apply-send").click().run()
    said = html(seen).replace("\u00a0", " ")
    assert "Points à corriger : 3" in said
    assert "tableau bureau, ligne 1" in said
    assert count(desk) == 0


def test_a_file_that_is_no_json_is_told(desk: Desk) -> None:
    seen = at_the_facts(desk)
    seen.file_uploader("apply-file").set_value(("file.json", b"{\n oops", "application/json")).run()
    assert "(ligne 2)" in html(seen)


def test_the_template_is_a_file_that_is_accepted(desk: Desk) -> None:
    form = desk.get("manager", "application-form").json()
    body = {"credit_file": form["template"], "information": {"version": "1", "lang": "fr"}}
    assert desk.post("manager", "applications", body).status_code == 201


def test_a_second_open_application_leads_to_the_first(desk: Desk) -> None:
    desk.place.add_score(100_001)
    body = {"client": 100_001, "information": {"version": "1", "lang": "fr"}}
    assert desk.post("manager", "applications", body).status_code == 201
    seen = start(desk, number="100001")
    submit(seen, "Continuer")
    seen.button("apply-notice").click().run()
    seen.button("apply-send").click().run()
    assert "déjà ouverte" in html(seen)
    assert "/client?number=100001" in html(seen)
    assert count(desk) == 1
