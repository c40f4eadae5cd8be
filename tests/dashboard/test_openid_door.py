"""Staff enter the dashboard with the lender's own account."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from clairscore.api.holder import ModelHolder
from clairscore.dashboard.cookies import ATTEMPT, SESSION
from clairscore.dashboard.doors import Doors
from clairscore.dashboard.guests import Guests
from tests.api.openid_provider import CLIENT, SECRET, Accounts, provider
from tests.api.place import START, Place, place, settings_in

WANTED = "/client?number=100001"


@pytest.fixture(scope="module")
def accounts() -> Iterator[Accounts]:
    """The provider."""
    with provider(START.timestamp) as found:
        yield found


@pytest.fixture(scope="module")
def trusting(
    accounts: Accounts, holder: ModelHolder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """A service that trusts the provider."""
    home: Path = tmp_path_factory.mktemp("trusting")
    (home / "secret").write_text(SECRET)
    update = {"openid_issuer": accounts.issuer, "openid_client": CLIENT}
    settings = settings_in(home).model_copy(update={**update, "openid_secret": home / "secret"})
    with place(home, holder, where=settings) as found:
        yield found


def browser(service: httpx2.Client) -> TestClient:
    """A browser at the dashboard's doors; it follows nothing by itself."""
    app = Starlette(routes=Doors(Guests(service, "fr")).routes())
    return TestClient(app, base_url="https://desk.example", follow_redirects=False)


@pytest.fixture
def door(trusting: Place, accounts: Accounts) -> TestClient:
    """A new browser."""
    accounts.email = "manager"
    return browser(trusting.http)


def went(door: TestClient, accounts: Accounts) -> httpx2.Response:
    """From the door to the provider and back."""
    begun = door.get("/sign-in/openid", params={"next": WANTED})
    assert begun.status_code == 303
    code, state = accounts.authorize(begun.headers["location"])
    return door.get("/sign-in/openid/back", params={"code": code, "state": state})


def test_the_door_offers_it_where_the_service_knows_a_provider(
    door: TestClient, shared: Place
) -> None:
    assert "compte de l'établissement" in door.get("/sign-in").text.replace("&#39;", "'")
    assert "/sign-in/openid" not in browser(shared.http).get("/sign-in").text


def test_who_comes_back_is_let_in_where_he_wanted_to_go(
    door: TestClient, accounts: Accounts
) -> None:
    back = went(door, accounts)
    assert (back.status_code, back.headers["location"]) == (303, WANTED)
    assert door.cookies.get(SESSION)
    assert ATTEMPT not in door.cookies
    for cookie in back.headers.get_list("set-cookie"):
        assert {"HttpOnly", "Secure", "SameSite=lax"} <= set(cookie.split("; "))


def test_without_an_account_here_the_form_says_so(door: TestClient, accounts: Accounts) -> None:
    accounts.email = "nobody.known"
    back = went(door, accounts)
    assert back.status_code == 403
    assert "aucun compte n" in back.text
    assert SESSION not in door.cookies


def test_a_link_of_somebody_else_that_ends_an_attempt_opens_nothing(
    door: TestClient, accounts: Accounts
) -> None:
    theirs = door.get("/sign-in/openid")
    code, state = accounts.authorize(theirs.headers["location"])
    door.cookies.clear()
    back = door.get("/sign-in/openid/back", params={"code": code, "state": state})
    assert back.headers["location"].startswith("/sign-in?")
    assert SESSION not in door.cookies


def test_no_address_elsewhere_is_gone_to_afterwards(door: TestClient, accounts: Accounts) -> None:
    begun = door.get("/sign-in/openid", params={"next": "//elsewhere.example/x"})
    code, state = accounts.authorize(begun.headers["location"])
    back = door.get("/sign-in/openid/back", params={"code": code, "state": state})
    assert back.headers["location"].startswith("/")
    assert not back.headers["location"].startswith("//")
