"""Clients: who finds whom, what the book says, who looked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore.store.accesses import accesses_of
from clairscore.store.search import begins_with
from tests.api.life import Desk
from tests.api.place import Place, user_id


@pytest.fixture
def book(own: Place) -> Place:
    """A service with a book: six clients of the north, one of the south."""
    for number in (100_003, 100_010, 100_011, 200_000, 1_000_000):
        own.add_client(number, "north")
    for number, probability in ((100_001, 0.05), (100_002, 0.2), (100_010, 0.3)):
        own.add_score(number, probability)
    return own


def found(place: Place, who: str, **asked: object) -> list[int]:
    answer = place.http.get("/v1/clients", params=asked, headers=place.as_(who))
    assert answer.status_code == 200, answer.text
    return [line["client"] for line in answer.json()["items"]]


def test_a_manager_finds_the_own_clients_and_a_reviewer_all(book: Place) -> None:
    north = [100_001, 100_003, 100_010, 100_011, 200_000, 1_000_000]
    assert found(book, "manager") == north
    assert found(book, "other_manager") == [100_002]
    assert found(book, "reviewer") == sorted([*north, 100_002])


def test_clients_are_found_by_their_first_digits_and_by_what_is_proposed(book: Place) -> None:
    assert found(book, "reviewer", number="10001") == [100_010, 100_011]
    assert found(book, "reviewer", number="100") == [
        100_001, 100_002, 100_003, 100_010, 100_011, 1_000_000
    ]  # fmt: skip
    assert found(book, "reviewer", outcome="refused") == [100_002, 100_010]
    assert found(book, "reviewer", number="999") == []


@given(st.integers(1, 2**63 - 1), st.integers(1, 19))
def test_the_ranges_hold_exactly_the_numbers_that_begin_so(number: int, length: int) -> None:
    digits = str(number)[:length]
    ranges = begins_with(digits)
    assert any(low <= number <= high for low, high in ranges)
    for low, high in ranges:
        assert str(low).startswith(digits)
        assert str(high).startswith(digits)
        assert high < 2**63


def test_a_list_goes_on_where_the_page_before_ended(book: Place) -> None:
    headers = book.as_("reviewer")
    first = book.http.get("/v1/clients", params={"limit": 3}, headers=headers).json()
    second = book.http.get(
        "/v1/clients", params={"limit": 100, "cursor": first["next"]}, headers=headers
    ).json()
    assert [line["client"] for line in first["items"]] == [100_001, 100_002, 100_003]
    assert second["items"][0]["client"] == 100_010
    assert second["next"] is None


@pytest.mark.parametrize(
    "asked",
    [{"number": "1x"}, {"number": "0"}, {"number": "1" * 20}, {"limit": 0}, {"limit": 1000},
     {"cursor": "nonsense"}, {"outcome": "perhaps"}, {"limit": "NaN"}],
)  # fmt: skip
def test_a_search_that_cannot_be_understood_is_refused(
    shared: Place, asked: dict[str, object]
) -> None:
    answer = shared.http.get("/v1/clients", params=asked, headers=shared.as_("reviewer"))
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid")


def test_the_book_says_probability_class_distance_themes_and_what_it_means(book: Place) -> None:
    answer = book.http.get("/v1/clients/100001/score", headers=book.as_("manager"))
    score = answer.json()
    assert (score["probability"], score["verdict"], score["outcome"]) == (
        0.05,
        "granted",
        "granted",
    )
    assert score["distance"] == pytest.approx(0.05 - 1 / 11)
    assert [theme["theme"] for theme in score["themes"]] == ["work", "external_scores", "age"]
    assert "environ 5" in score["meaning"][0]
    english = book.http.get(
        "/v1/clients/100001/score", headers=book.as_("client") | {"Accept-Language": "en"}
    )
    assert "about 5" in english.json()["meaning"][0]


def test_a_foreign_client_looks_like_one_who_does_not_exist(book: Place) -> None:
    for who, number in (("manager", 100_002), ("client", 100_002), ("other_manager", 100_001)):
        for path in ("", "/score"):
            headers = book.as_(who)
            foreign = book.http.get(f"/v1/clients/{number}{path}", headers=headers)
            absent = book.http.get(f"/v1/clients/999999{path}", headers=headers)
            assert foreign.status_code == absent.status_code == 404
            assert foreign.json() | {"request_id": ""} == absent.json() | {"request_id": ""}


def test_a_client_whom_the_model_has_not_met_has_no_score_yet(book: Place) -> None:
    answer = book.http.get("/v1/clients/100003/score", headers=book.as_("manager"))
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-scored")


def test_a_client_is_shown_with_the_files_that_are_kept(book: Place) -> None:
    card = book.http.get("/v1/clients/100001", headers=book.as_("client")).json()
    assert (card["portfolio"], card["held"]) == ("north", False)
    assert [(file["snapshot"], file["version"]) for file in card["files"]] == [(1, 1)]


def test_who_looked_at_whom_is_kept(book: Place) -> None:
    book.http.get("/v1/clients/100001/score", headers=book.as_("manager"))
    book.http.get("/v1/clients/100002/score", headers=book.as_("manager"))
    book.service.accesses.flush(book.service)
    about = book.service.store.keys.pseudonym(100_001)
    looks = book.service.look(accesses_of, about)
    assert [(look.actor, look.operation) for look in looks] == [(user_id("manager"), "score")]
    assert book.service.look(accesses_of, book.service.store.keys.pseudonym(100_002)) == []


@pytest.fixture
def work(own: Place) -> Place:
    """Four scored clients of the north with applications at work, one of the south."""
    for number in (100_003, 100_010, 100_011):
        own.add_client(number, "north")
    scores = {100_001: 0.05, 100_002: 0.2, 100_003: 0.1, 100_010: 0.3, 100_011: 0.0905}
    for number, probability in scores.items():
        own.add_score(number, probability)
    return own


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("closest", [100_011, 100_003, 100_001, 100_010]),
        ("highest", [100_010, 100_003, 100_011, 100_001]),
        ("lowest", [100_001, 100_011, 100_003, 100_010]),
        ("number", [100_001, 100_003, 100_010, 100_011]),
        ("deadline", []),
    ],
)
def test_clients_are_sorted_by_what_matters(work: Place, sort: str, expected: list[int]) -> None:
    assert found(work, "manager", sort=sort) == expected
    if expected:
        assert found(work, "manager", sort=sort, number="10001") == [
            number for number in expected if number > 100_009
        ]


@pytest.mark.parametrize("sort", ["closest", "highest", "lowest", "number"])
def test_pages_of_a_sorted_list_hold_each_client_once_even_where_many_are_equal(
    own: Place, sort: str
) -> None:
    for number in range(100_003, 100_010):
        own.add_client(number, "north")
        own.add_score(number, 0.05 if number % 2 else 0.2)
    own.add_score(100_001, 0.05)
    whole = found(own, "manager", sort=sort)
    seen: list[int] = []
    cursor: str | None = None
    while True:
        asked = {"sort": sort, "limit": 3} | ({"cursor": cursor} if cursor else {})
        answer = own.http.get("/v1/clients", params=asked, headers=own.as_("manager")).json()
        seen += [line["client"] for line in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert seen == whole
    assert sorted(seen) == [100_001, *range(100_003, 100_010)]


def test_a_cursor_of_another_order_is_refused(work: Place) -> None:
    headers = work.as_("manager")
    first = work.http.get("/v1/clients", params={"limit": 1}, headers=headers).json()
    asked = {"sort": "closest", "cursor": first["next"]}
    assert work.http.get("/v1/clients", params=asked, headers=headers).status_code == 422


def test_a_line_says_the_distance_and_what_is_at_work_until_when(work: Place) -> None:
    name = Desk(work).proposed()
    answer = work.http.get("/v1/clients", params={"sort": "deadline"}, headers=work.as_("manager"))
    (line,) = answer.json()["items"]
    assert (line["application"], line["state"]) == (name, "proposed")
    proposed = work.http.get(f"/v1/applications/{name}/proposal", headers=work.as_("manager"))
    told = proposed.json()
    assert line["probability"] == told["probability"]
    assert line["distance"] == pytest.approx(told["probability"] - told["cut_off"])
    assert line["deadline"] == "2026-12-21"
    before = set(line["flags"])
    assert before <= {"near_limit", "facts_missing"}
    work.clock.move(days=27)
    assert set(_flags(work)) == before | {"due_soon"}
    work.clock.move(days=4)
    assert set(_flags(work)) == before | {"overdue"}


def test_a_review_is_a_flag_with_its_own_day_and_a_reviewer_gets_no_order_by_risk(
    work: Place,
) -> None:
    Desk(work).review()
    (client,) = found(work, "manager", flag="review_asked")
    assert "review_asked" in _flags(work)
    work.add_score(client, 0.0905)
    assert client in found(work, "manager", sort="closest")
    assert found(work, "reviewer", flag="at_work") == [client]
    asked = {"number": str(client)}
    answer = work.http.get("/v1/clients", params=asked, headers=work.as_("reviewer")).json()
    assert (answer["items"][0]["probability"], answer["items"][0]["distance"]) == (None, None)
    for asked in ({"sort": "closest"}, {"sort": "highest"}, {"outcome": "granted"}):
        assert client not in found(work, "reviewer", **asked)


def _flags(place: Place) -> list[str]:
    asked = {"sort": "deadline"}
    answer = place.http.get("/v1/clients", params=asked, headers=place.as_("manager")).json()
    flags: list[str] = answer["items"][0]["flags"]
    return flags
