"""Requests by right and accounts on the screen, over a real service."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from clairscore.dashboard.pages import accounts, requests
from clairscore.dashboard.screens import Screen
from tests.api.life import Desk
from tests.api.place import Place, user_id
from tests.dashboard.showing import html, opened

REQUESTS = Screen("requests", requests.show, ("auditor", "admin"))
ACCOUNTS = Screen("accounts", accounts.show, ("auditor", "admin"))


@pytest.fixture
def desk(own: Place) -> Desk:
    return Desk(own)


def press(seen: AppTest, label: str) -> AppTest:
    [button] = [each for each in seen.button if each.label == label]
    return button.click().run()


def test_a_request_shows_its_words_and_its_month_and_is_granted(desk: Desk) -> None:
    name = desk.request()
    listed = html(opened(desk.place, "admin", REQUESTS))
    assert f"/requests?id={name}" in listed
    assert "21 décembre 2026" in listed
    seen = opened(desk.place, "admin", REQUESTS, id=name)
    assert "what is kept of me?" in html(seen)
    seen.button("requests-grant").click().run()
    assert "demande satisfaite" in seen.title[0].value
    assert "Aucune demande" in html(opened(desk.place, "admin", REQUESTS))


def test_an_erasure_is_confirmed_before_it_is_carried_out(desk: Desk) -> None:
    asked = desk.post("client", "me/requests", {"kind": "erasure", "words": "erase me, please"})
    seen = opened(desk.place, "admin", REQUESTS, id=asked.json()["id"])
    seen.button("requests-grant").click().run()
    assert "ne peut pas être annulé" in seen.error[0].value
    seen.checkbox("requests-sure").check().run()
    seen.button("requests-grant").click().run()
    assert "demande satisfaite" in seen.title[0].value


def test_an_auditor_reads_requests_and_answers_none(desk: Desk) -> None:
    seen = opened(desk.place, "auditor", REQUESTS, id=desk.request())
    assert list(seen.button) == []


def test_a_person_is_added_changed_and_closed(desk: Desk) -> None:
    seen = opened(desk.place, "admin", ACCOUNTS)
    press(seen, "Ajouter ce compte")
    assert "Il manque" in seen.error[0].value
    seen.text_input("accounts-name").set_value("nadia")
    seen.multiselect("accounts-roles").set_value(["reviewer"])
    seen.text_input("accounts-password").set_value("a long sentence of this test")
    press(seen, "Ajouter ce compte")
    assert "nadia" in html(seen)
    found = desk.get("admin", "users", limit=100).json()["items"]
    [nadia] = [each["id"] for each in found if each["name"] == "nadia"]
    one = opened(desk.place, "admin", ACCOUNTS, show="people", id=nadia)
    one.multiselect("accounts-new-roles").set_value(["analyst"])
    press(one, "Enregistrer les rôles et le portefeuille")
    assert desk.get("admin", f"users/{nadia}").json()["roles"] == ["analyst"]
    press(one, "Fermer ce compte")
    assert desk.get("admin", f"users/{nadia}").json()["disabled"]


def test_a_key_is_shown_once_and_revoked(desk: Desk) -> None:
    seen = opened(desk.place, "admin", ACCOUNTS, show="keys")
    seen.text_input("accounts-key-name").set_value("nightly")
    seen.multiselect("accounts-key-roles").set_value(["service"])
    press(seen, "Créer la clé")
    assert seen.code[0].value.startswith("csk_")
    seen = opened(desk.place, "admin", ACCOUNTS, show="keys")
    assert not seen.code
    [key] = desk.get("admin", "keys").json()["items"]
    seen.selectbox("accounts-revoked").set_value(key["id"])
    press(seen, "Révoquer cette clé")
    assert "révoquée" in html(seen)


def test_a_client_is_moved_and_gets_a_code(desk: Desk) -> None:
    seen = opened(desk.place, "admin", ACCOUNTS, show="portfolios")
    seen.text_input("accounts-client").set_value("100001")
    seen.text_input("accounts-to").set_value("south")
    press(seen, "Changer de portefeuille")
    assert desk.get("other_manager", "clients/100001").status_code == 200
    seen.text_input("accounts-code-client").set_value("100001")
    press(seen, "Créer un code")
    assert seen.code[0].value


def test_an_auditor_sees_accounts_and_changes_none(desk: Desk) -> None:
    for asked in ({}, {"show": "keys"}, {"show": "portfolios"}, {"id": user_id("manager")}):
        seen = opened(desk.place, "auditor", ACCOUNTS, **asked)
        assert list(seen.button) == []
        assert not seen.exception
