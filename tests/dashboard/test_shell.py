"""Around every screen: roles, problems and what a person reads of them."""

from __future__ import annotations

import httpx2
import pytest
import streamlit as st

from clairscore.client import Client
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.screens import Screen
from clairscore.dashboard.visit import Visit
from clairscore.errors import Refused, Unavailable
from tests.api.place import Place
from tests.dashboard.showing import html, opened, over


def greeting(visit: Visit) -> None:
    heading(f"{visit.who.name} in {visit.who.portfolio}, {visit.asked.get('number')}")


def card(visit: Visit) -> None:
    heading(str(visit.client.show_client(int(visit.asked["number"])).client))


def broken(visit: Visit) -> None:
    raise ZeroDivisionError(f"secret of {visit.who.name}")


WORK = Screen("work", greeting, ("manager",))


def titles(seen: object) -> list[str]:
    return [each.value for each in seen.title]  # type: ignore[attr-defined]


def test_a_screen_knows_who_looks_and_what_the_address_asks(shared: Place) -> None:
    seen = opened(shared, "manager", WORK, number="100001")
    assert titles(seen) == ["manager in north, 100001"]


def test_a_screen_of_another_role_is_refused_in_words(shared: Place) -> None:
    seen = opened(shared, "analyst", WORK)
    assert titles(seen) == ["Écran non prévu pour votre rôle"]


def test_who_has_no_session_is_led_to_the_door(shared: Place) -> None:
    seen = opened(shared, None, WORK)
    assert titles(seen) == ["Session terminée"]
    assert "/sign-in?next=" in html(seen)


@pytest.mark.parametrize("number", ["100002", "999999"])
def test_anothers_client_and_nobody_look_alike(shared: Place, number: str) -> None:
    seen = opened(shared, "manager", Screen("work", card, ("manager",)), number=number)
    assert titles(seen) == ["Dossier introuvable"]
    assert any("Référence" in each.value for each in seen.caption)


def test_a_fault_of_a_screen_is_a_sentence_with_a_reference_and_no_traceback(
    shared: Place, caplog: pytest.LogCaptureFixture
) -> None:
    seen = opened(shared, "manager", Screen("work", broken, ("manager",)))
    assert titles(seen) == ["Erreur inattendue"]
    assert not seen.exception
    reference = seen.caption[0].value.split()[-1]
    assert reference in caplog.text


def test_a_silent_service_is_told_and_can_be_asked_again() -> None:
    def silent(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused")

    http = httpx2.Client(base_url="http://scores", transport=httpx2.MockTransport(silent))
    seen = over(Client(http, "token"), WORK)
    assert titles(seen) == ["Service momentanément indisponible"]
    assert [button.label for button in seen.button] == ["Essayer de nouveau"]


def test_a_limit_says_when_to_come_back(shared: Place) -> None:
    def limited(visit: Visit) -> None:
        raise Refused("x: y", status=429, code="too_many", retry_after=300)

    seen = opened(shared, "manager", Screen("work", limited, ("manager",)), lang="en")
    assert titles(seen) == ["Too many requests"]
    assert any("5 min" in each.value for each in seen.markdown)


def test_leaving_for_another_screen_opens_it(shared: Place) -> None:
    def leaves(visit: Visit) -> None:
        visit.go("client", number=100_001)

    other = Screen("client", lambda visit: heading("there"), ("manager",))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("clairscore.dashboard.screens.t", lambda key, lang: key, raising=True)
        seen = opened(shared, "manager", Screen("work", leaves, ("manager",)), other)
    assert titles(seen) == ["there"]


def test_errors_that_no_screen_knows_are_said_in_the_services_words(shared: Place) -> None:
    def refused(visit: Visit) -> None:
        raise Refused("Pas à ce stade: déjà décidé", status=409, code="not_now")

    seen = opened(shared, "manager", Screen("work", refused, ("manager",)))
    assert titles(seen) == ["Cela n'a pas abouti"]
    assert any("déjà décidé" in each.value for each in seen.markdown)


def test_a_screen_stops_where_streamlit_is_told_to(shared: Place) -> None:
    def stops(visit: Visit) -> None:
        heading("begun")
        st.stop()

    assert titles(opened(shared, "manager", Screen("work", stops, ("manager",)))) == ["begun"]


def test_unavailable_is_not_a_fault() -> None:
    from clairscore.dashboard.parts.problem import code_of

    assert code_of(Unavailable("x")) == "unavailable"
