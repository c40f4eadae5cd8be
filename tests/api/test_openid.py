"""Signing in with the lender's own account, against a provider on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey

from clairscore.api.holder import ModelHolder
from clairscore.api.provider import FRESH_SECONDS, Provider
from clairscore.errors import BadSetting
from clairscore.settings import Settings
from tests.api.openid_provider import CLIENT, SECRET, Accounts, provider
from tests.api.place import START, Place, place, settings_in

BACK = "https://desk.example/sign-in/openid/back"


@dataclass(frozen=True)
class Desk:
    """A service that trusts a provider, and the provider."""

    place: Place
    accounts: Accounts

    def begin(self) -> dict[str, str]:
        answer = self.place.http.post("/v1/sessions/openid/attempts", json={"back": BACK})
        assert answer.status_code == 201, answer.text
        found: dict[str, str] = answer.json()
        return found

    def come_back(self, kept: str, code: str, state: str) -> tuple[int, dict[str, Any]]:
        body = {"kept": kept, "code": code, "state": state}
        answer = self.place.http.post("/v1/sessions/openid", json=body)
        return answer.status_code, answer.json()

    def sign_in(self) -> tuple[int, dict[str, Any]]:
        """The whole way of a person, through the browser."""
        begun = self.begin()
        return self.come_back(begun["kept"], *self.accounts.authorize(begun["address"]))


@pytest.fixture
def desk(holder: ModelHolder, tmp_path: Path) -> Iterator[Desk]:
    """Both, for one test."""
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    with provider(START.timestamp) as accounts:
        ours = {"openid_issuer": accounts.issuer, "openid_client": CLIENT}
        settings = settings_in(tmp_path).model_copy(
            update={**ours, "openid_secret": tmp_path / "secret"}
        )
        with place(tmp_path, holder, where=settings) as found:
            yield Desk(found, accounts)


def test_who_has_an_account_here_gets_a_session_in_the_roles_given_here(desk: Desk) -> None:
    assert desk.place.http.get("/v1/sessions/ways").json() == {"password": True, "openid": True}
    status, opened = desk.sign_in()
    assert (status, opened["roles"], opened["portfolio"]) == (201, ["manager"], "north")
    headers = {"Authorization": f"Bearer {opened['token']}"}
    assert desk.place.http.get("/v1/sessions/current", headers=headers).json()["name"] == "manager"


def test_without_a_provider_there_is_only_the_password(shared: Place) -> None:
    assert shared.http.get("/v1/sessions/ways").json() == {"password": True, "openid": False}
    answer = shared.http.post("/v1/sessions/openid/attempts", json={"back": BACK})
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["nobody.known", "client"])
def test_staff_without_an_account_and_clients_are_not_let_in(desk: Desk, name: str) -> None:
    desk.accounts.email = name
    status, problem = desk.sign_in()
    assert (status, problem["type"].split("/")[-1]) == (403, "no-account")


FAULTS: dict[str, Callable[[Accounts], object]] = {
    "an address that nobody verified": lambda it: setattr(it, "verified", False),
    "no address": lambda it: it.claims.update(email=None),
    "for another service": lambda it: it.claims.update(aud="somebody else"),
    "for several": lambda it: it.claims.update(aud=[CLIENT, "somebody else"]),
    "of another issuer": lambda it: it.claims.update(iss="https://elsewhere.example"),
    "of another attempt": lambda it: it.claims.update(nonce="another"),
    "long over": lambda it: it.claims.update(exp=int(START.timestamp()) - 3600),
    "signed by a stranger": lambda it: setattr(it, "signing", stranger(it.signing)),
}


def stranger(known: ECKey) -> ECKey:
    """A key of the same name that the provider did not publish."""
    parameters = {"kid": str(known.kid)}
    return ECKey.generate_key("P-256", parameters=parameters)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_token_that_is(desk: Desk, fault: str) -> None:
    FAULTS[fault](desk.accounts)
    status, _ = desk.sign_in()
    assert status == 401


def test_an_attempt_is_good_once_for_ten_minutes_and_for_its_own_state(desk: Desk) -> None:
    begun = desk.begin()
    code, state = desk.accounts.authorize(begun["address"])
    assert desk.come_back(begun["kept"], code, "another")[0] == 401
    assert desk.come_back(begun["kept"][:-2], code, state)[0] == 401
    assert desk.come_back("nonsense", code, state)[0] == 401
    assert desk.come_back(begun["kept"], code, state)[0] == 201
    assert desk.come_back(begun["kept"], code, state)[0] == 401
    begun = desk.begin()
    again = desk.accounts.authorize(begun["address"])
    desk.place.clock.move(minutes=11)
    assert desk.come_back(begun["kept"], *again)[0] == 401


def test_a_stolen_code_is_worth_nothing_without_what_the_browser_kept(desk: Desk) -> None:
    code, state = desk.accounts.authorize(desk.begin()["address"])
    assert desk.come_back(desk.begin()["kept"], code, state)[0] == 401


def test_new_keys_are_asked_for_when_a_token_names_one_that_nobody_knows(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.sign_in()[0] == 201
    desk.accounts.signing = ECKey.generate_key("P-256", auto_kid=True)
    desk.accounts.published.append(desk.accounts.signing)
    assert desk.sign_in()[0] == 401, "asked for again too soon"
    found = desk.place.service.provider
    assert found is not None
    monkeypatch.setattr(found, "_asked", found._asked - FRESH_SECONDS - 1)
    assert desk.sign_in()[0] == 201


def test_a_provider_without_keys_for_a_moment_is_told_as_such_and_asked_again(desk: Desk) -> None:
    desk.accounts.keys_status = 503
    assert desk.sign_in()[0] == 503
    desk.accounts.keys_status = 200
    assert desk.sign_in()[0] == 201


def test_a_provider_that_does_not_answer_is_told_as_such(
    holder: ModelHolder, tmp_path: Path
) -> None:
    ours = {"openid_issuer": "http://127.0.0.1:9", "openid_client": CLIENT}
    settings = settings_in(tmp_path).model_copy(update=ours)
    with place(tmp_path, holder, where=settings) as found:
        answer = found.http.post("/v1/sessions/openid/attempts", json={"back": BACK})
    assert answer.status_code == 503


def test_a_provider_without_our_name_there_is_a_bad_setting() -> None:
    with pytest.raises(BadSetting, match="CLAIRSCORE_OPENID_CLIENT"):
        Provider.set_by(Settings(openid_issuer="https://accounts.example"))
