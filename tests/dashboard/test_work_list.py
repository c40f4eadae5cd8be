"""The work list: looked up, sorted, filtered, page by page, each state in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from clairscore.api.holder import ModelHolder
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.screens import SCREENS, Screen
from clairscore.dashboard.visit import Visit
from tests.api.place import Place, place
from tests.dashboard.showing import html, opened


def card(visit: Visit) -> None:
    heading(f"client {visit.asked.get('number')}")


WORK = next(screen for screen in SCREENS if screen.name == "work")
CLIENT = replace(WORK, name="client", show=card)


@pytest.fixture(scope="module")
def desk(holder: ModelHolder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A portfolio of twenty-six clients, half of them above the limit."""
    with place(tmp_path_factory.mktemp("desk"), holder) as found:
        for number in range(100_003, 100_028):
            found.add_client(number, "north")
            found.add_score(number, 0.05 if number % 2 else 0.3)
        found.add_score(100_001, 0.0907)
        yield found


@pytest.fixture(autouse=True)
def titles(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other screen has no words of its own."""
    monkeypatch.setattr(Screen, "title", lambda screen, lang: screen.name)


def test_the_client_closest_to_the_limit_comes_first_with_figures_and_signs(desk: Place) -> None:
    seen = opened(desk, "manager", WORK)
    assert seen.title[0].value == "Liste de travail par distance à la limite"
    told = html(seen)
    first = told[told.index("<tbody") :].split("</tr>")[0]
    assert 'href="/client?number=100001"' in first
    for words in ("9,1\u202f%", ">-0,0<", "accord", "rien en cours"):
        assert words in first
    assert told.count('role="rowheader"') == 20


def test_the_following_page_goes_on(desk: Place) -> None:
    told = html(opened(desk, "manager", WORK))
    cursor = told.split("cursor=")[1].split('"')[0]
    again = html(opened(desk, "manager", WORK, cursor=cursor))
    assert again.count('role="rowheader"') == 6
    assert "Première page" in again
    assert "Page suivante" not in again


def test_a_filter_is_part_of_the_address_and_of_the_title(desk: Place) -> None:
    seen = opened(desk, "manager", WORK, lang="en", outcome="refused", sort="highest")
    assert seen.title[0].value == "Work list by risk, highest first, refusal"
    assert "100003" not in html(seen)
    seen = opened(desk, "manager", WORK, number="10001", sort="number")
    assert html(seen).count('role="rowheader"') == 10


def test_the_form_leads_to_the_address_of_the_new_list(desk: Place) -> None:
    seen = opened(desk, "manager", WORK, CLIENT)
    seen.selectbox[0].select("number")
    seen.button[1].click().run()
    assert not seen.exception


@pytest.mark.parametrize("sort", ["closest", "deadline", "number"])
def test_an_empty_list_says_what_would_fill_it(desk: Place, sort: str) -> None:
    told = html(opened(desk, "manager", WORK, sort=sort, number="999"))
    assert "<table" not in told
    assert 'class="empty"' in told


def test_a_number_opens_the_client(desk: Place) -> None:
    seen = opened(desk, "manager", WORK, CLIENT)
    seen.text_input[0].input("100 003")
    seen.button[0].click().run()
    assert [each.value for each in seen.title][-1].startswith("client")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("100002", "Aucun dossier ne répond"),  # of another portfolio
        ("999999", "Aucun dossier ne répond"),
        ("01", "se compose de chiffres"),
        ("' or 1=1", "se compose de chiffres"),
        ("", "se compose de chiffres"),
    ],
)
def test_a_number_that_opens_nothing_is_said_and_nobody_elses_file_is_shown(
    desk: Place, number: str, expected: str
) -> None:
    seen = opened(desk, "manager", WORK, CLIENT)
    seen.text_input[0].input(number)
    seen.button[0].click().run()
    assert [expected in each.value for each in seen.error] == [True]
    assert seen.title[0].value.startswith("Liste de travail")


def test_what_the_address_should_not_say_is_not_asked(desk: Place) -> None:
    seen = opened(desk, "manager", WORK, sort="nonsense", outcome="x", flag="y", number="1;2")
    assert seen.title[0].value == "Liste de travail par distance à la limite"


def test_a_spoilt_page_is_a_problem_in_words(desk: Place) -> None:
    seen = opened(desk, "manager", WORK, cursor="nonsense")
    assert seen.title[-1].value == "Cela n'a pas abouti"
