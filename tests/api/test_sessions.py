"""Signing in and out, and who is let in with what."""

from __future__ import annotations

import pytest

from clairscore.store import accounts
from clairscore.store.activation import add_activation_code
from clairscore.store.api_keys import add_api_key, revoke_api_key
from clairscore.store.database import Write
from clairscore.store.times import stamp
from tests.api.place import Place, user_id

PASSWORD = "a long sentence of this test"


@pytest.fixture
def claire(own: Place) -> Place:
    """A service where the manager has a password."""
    hashed = own.service.passwords.hash(PASSWORD)

    def keep(write: Write) -> None:
        user = accounts.user_by_id(write, user_id("manager"))
        accounts.set_password(write, user, hashed, actor="test", at=stamp(own.clock()))

    own.service.change(keep)
    return own


def sign_in(place: Place, name: str = "manager", password: str = PASSWORD) -> tuple[int, dict]:
    answer = place.http.post("/v1/sessions", json={"name": name, "password": password})
    return answer.status_code, answer.json() | {"headers": answer.headers}


def test_a_token_opens_what_the_role_may_see_until_it_is_given_back(claire: Place) -> None:
    status, session = sign_in(claire)
    assert (status, session["roles"], session["portfolio"]) == (201, ["manager"], "north")
    headers = {"Authorization": f"Bearer {session['token']}"}
    assert claire.http.get("/v1/model", headers=headers).status_code == 200
    assert claire.http.delete("/v1/sessions/current", headers=headers).status_code == 204
    assert claire.http.get("/v1/model", headers=headers).status_code == 401


def test_a_wrong_name_and_a_wrong_password_are_refused_alike(claire: Place) -> None:
    told = [sign_in(claire, "nobody"), sign_in(claire, password="wrong")]
    assert [status for status, _ in told] == [401, 401]
    assert told[0][1]["title"] == told[1][1]["title"] == "Identifiants refusés"


def test_guessing_is_slowed_down_and_says_for_how_long(claire: Place) -> None:
    statuses = [sign_in(claire, password="wrong")[0] for _ in range(6)]
    assert statuses == [401] * 5 + [429]
    status, told = sign_in(claire)
    assert (status, told["headers"]["retry-after"]) == (429, "2")
    claire.clock.move(seconds=3)
    assert sign_in(claire)[0] == 201


def test_a_session_ends_when_nobody_uses_it_and_lasts_while_somebody_does(own: Place) -> None:
    headers = own.as_("manager")
    for _ in range(3):
        own.clock.move(minutes=20)
        assert own.http.get("/v1/model", headers=headers).status_code == 200
        own.settle()
    own.clock.move(minutes=31)
    assert own.http.get("/v1/model", headers=headers).status_code == 401


def test_a_programs_key_is_let_in_until_it_is_revoked(own: Place) -> None:
    service = own.service

    def add(write: Write) -> str:
        pepper = service.store.secrets.pepper
        return add_api_key(
            write, "batch", ["service"], pepper=pepper, random=service.random, actor="test",
            at=own.clock(),
        )  # fmt: skip

    key = service.change(add)
    headers = {"Authorization": f"Bearer {key}"}
    assert own.http.get("/v1/model", headers=headers).status_code == 200
    assert own.http.delete("/v1/sessions/current", headers=headers).status_code == 409
    service.change(lambda write: revoke_api_key(
        write, key.split("_")[1], actor="test", at=stamp(own.clock())
    ))  # fmt: skip
    assert own.http.get("/v1/model", headers=headers).status_code == 401


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic abc", "Bearer csk_", "Bearer csk_a_b", "Bearer " + "x" * 500,
     "Bearer é", "Bearer csk_" + "0" * 16 + "_" + "x" * 43],
)  # fmt: skip
def test_nobody_is_let_in_with_anything_else(shared: Place, header: str) -> None:
    answer = shared.http.get("/v1/model", headers={"Authorization": header.encode("utf-8")})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_client_opens_an_account_with_his_code_once(own: Place) -> None:
    service = own.service

    def give(write: Write) -> str:
        keys = service.store.keys
        return add_activation_code(
            write, 100_003, pseudonym=keys.pseudonym(100_003), pepper=keys.secrets.pepper,
            random=service.random, actor="test", at=own.clock(),
        )  # fmt: skip

    own.add_client(100_003, "north")
    asked = {"client": 100_003, "code": service.change(give), "password": PASSWORD}
    refused = [
        own.http.post("/v1/activations", json=asked | {"client": 100_001}),
        own.http.post("/v1/activations", json=asked | {"code": "AAAA-AAAA-AAAA-AAAA"}),
    ]
    assert [answer.status_code for answer in refused] == [403, 403]
    opened = own.http.post("/v1/activations", json=asked)
    assert (opened.status_code, opened.json()["name"]) == (201, "100003")
    assert own.http.post("/v1/activations", json=asked).status_code == 403
    status, session = sign_in(own, "100003")
    assert (status, session["client"], session["roles"]) == (201, 100_003, ["client"])


def test_a_caller_is_told_who_it_is_and_how_amounts_are_labelled(own: Place) -> None:
    headers = own.as_("manager") | {"Accept-Language": "en"}
    told = own.http.get("/v1/sessions/current", headers=headers).json()
    assert told == {
        "user": user_id("manager"),
        "name": "manager",
        "roles": ["manager"],
        "portfolio": "north",
        "client": None,
        "currency": "monetary units",
    }
    asked = {"name": "nightly batch", "roles": ["service"]}
    key = own.http.post("/v1/keys", json=asked, headers=own.as_("admin")).json()["key"]
    told = own.http.get("/v1/sessions/current", headers={"Authorization": f"Bearer {key}"}).json()
    assert (told["name"], told["roles"]) == ("nightly batch", ["service"])


def test_a_session_ends_after_eight_hours_even_in_use(own: Place) -> None:
    headers = own.as_("manager")
    for _ in range(23):
        own.clock.move(minutes=20)
        assert own.http.get("/v1/model", headers=headers).status_code == 200
        own.settle()
    own.clock.move(minutes=21)
    assert own.http.get("/v1/model", headers=headers).status_code == 401
