"""What an administrator does: accounts, keys, portfolios, codes for clients."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.place import Place, user_id

PASSWORD = "a long sentence of this test"
NEW = {"name": "claire", "roles": ["manager"], "portfolio": "east", "password": PASSWORD}


def signed_in(place: Place, name: str, password: str = PASSWORD) -> dict[str, str]:
    answer = place.http.post("/v1/sessions", json={"name": name, "password": password})
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def made(place: Place, **changes: Any) -> Any:
    return place.http.post("/v1/users", json=NEW | changes, headers=place.as_("admin"))


def test_an_account_is_made_used_changed_and_closed(own: Place) -> None:
    admin = own.as_("admin")
    answer = made(own)
    assert answer.status_code == 201
    address, tag = f"/v1/users/{answer.json()['id']}", answer.headers["etag"]
    assert "password" not in answer.text
    claire = signed_in(own, "claire")
    assert own.http.get(address, headers=admin).headers["etag"] == tag
    changed = own.http.patch(address, json={"portfolio": "west"}, headers=admin | {"If-Match": tag})
    assert (changed.status_code, changed.json()["portfolio"]) == (200, "west")
    assert own.http.get("/v1/model", headers=claire).status_code == 401
    closed = own.http.patch(
        address, json={"disabled": True}, headers=admin | {"If-Match": changed.headers["etag"]}
    )
    assert closed.json()["disabled"]
    refused = own.http.post("/v1/sessions", json={"name": "claire", "password": PASSWORD})
    assert refused.status_code == 401


def test_only_whoever_saw_the_account_as_it_is_may_change_it(own: Place) -> None:
    admin, address = own.as_("admin"), f"/v1/users/{made(own).json()['id']}"
    change = {"portfolio": "west"}
    assert own.http.patch(address, json=change, headers=admin).status_code == 428
    stale = own.http.patch(address, json=change, headers=admin | {"If-Match": '"old"'})
    assert stale.status_code == 412
    again = own.http.patch(
        address, json=change, headers=admin | {"If-Match": stale.headers["etag"]}
    )
    assert again.status_code == 200


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"name": "admin"}, 409),
        ({"roles": ["admin", "manager"]}, 422),
        ({"roles": ["auditor", "reviewer"]}, 422),
        ({"roles": ["client"]}, 422),
        ({"roles": ["service"]}, 422),
        ({"roles": ["king"]}, 422),
        ({"roles": []}, 422),
        ({"portfolio": None}, 422),
        ({"portfolio": "a\nb"}, 422),
        ({"name": "a\tb"}, 422),
        ({"password": "short"}, 422),
        ({"further": 1}, 422),
        ({"roles": "manager"}, 422),
    ],
)
def test_an_account_that_must_not_be_is_not_made(
    own: Place, changes: dict[str, object], status: int
) -> None:
    answer = made(own, **changes)
    assert answer.status_code == status, answer.text
    assert PASSWORD not in answer.text
    names = own.http.get("/v1/users", headers=own.as_("admin")).json()["items"]
    assert "claire" not in [user["name"] for user in names]


def test_nobody_closes_the_own_account_and_nobody_makes_staff_of_a_client(own: Place) -> None:
    admin = own.as_("admin")
    for name, change in (("admin", {"disabled": True}), ("client", {"roles": ["admin"]})):
        address = f"/v1/users/{user_id(name)}"
        tag = own.http.get(address, headers=admin).headers["etag"]
        answer = own.http.patch(address, json=change, headers=admin | {"If-Match": tag})
        assert answer.status_code == 409


def test_accounts_are_listed_page_by_page_each_once(shared: Place) -> None:
    admin, seen, cursor = shared.as_("admin"), [], None
    while True:
        asked = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = shared.http.get("/v1/users", params=asked, headers=admin).json()
        seen += [user["name"] for user in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
        assert len(page["items"]) == 3
    assert seen == sorted(set(seen))
    assert {"admin", "client", "manager"} <= set(seen)


def test_a_key_is_shown_once_works_and_is_revoked(own: Place) -> None:
    admin = own.as_("admin")
    asked = {"name": "batch", "roles": ["service"], "days": 2}
    key = own.http.post("/v1/keys", json=asked, headers=admin).json()["key"]
    program = {"Authorization": f"Bearer {key}"}
    assert own.http.get("/v1/model", headers=program).status_code == 200
    listed = own.http.get("/v1/keys", headers=admin)
    assert key.split("_")[2] not in listed.text
    own.clock.move(days=3)
    assert own.http.get("/v1/model", headers=program).status_code == 401
    admin = own.as_("admin")
    address = f"/v1/keys/{listed.json()['items'][0]['id']}"
    assert own.http.delete(address, headers=admin).status_code == 204
    assert own.http.delete(address, headers=admin).status_code == 404


@pytest.mark.parametrize("role", ["admin", "manager", "reviewer", "client"])
def test_no_program_decides_or_administers(shared: Place, role: str) -> None:
    asked = {"name": "batch", "roles": [role]}
    answer = shared.http.post("/v1/keys", json=asked, headers=shared.as_("admin"))
    assert answer.status_code == 422


def test_a_client_moves_from_one_portfolio_to_another(own: Place) -> None:
    admin = own.as_("admin")
    moved = own.http.put("/v1/clients/100001/portfolio", json={"portfolio": "south"}, headers=admin)
    assert moved.json() == {"client": 100_001, "portfolio": "south"}
    found = own.http.get("/v1/portfolios", headers=admin).json()["items"]
    assert found == [{"name": "south", "clients": 2}]
    absent = own.http.put("/v1/clients/999/portfolio", json={"portfolio": "south"}, headers=admin)
    assert absent.status_code == 404


def test_a_manager_makes_codes_for_the_own_clients_only(own: Place) -> None:
    manager = own.as_("manager")
    answers = {
        client: own.http.post(f"/v1/clients/{client}/activation-codes", headers=manager)
        for client in (100_001, 100_002, 100_009)
    }
    assert {client: answer.status_code for client, answer in answers.items()} == {
        100_001: 201,
        100_002: 404,
        100_009: 404,
    }
    foreign, absent = answers[100_002].json(), answers[100_009].json()
    assert foreign | {"request_id": ""} == absent | {"request_id": ""}
