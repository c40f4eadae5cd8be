"""The offer editor over a real service: edited, simulated, reset, kept, limited."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from clairscore.api.routes import offers
from clairscore.dashboard.pages import simulation
from clairscore.dashboard.screens import Screen
from clairscore.i18n import Lang
from tests.api.life import GRANTED, Desk
from tests.api.place import Place
from tests.dashboard.showing import html, opened

SCREEN = Screen("simulation", simulation.show, ("manager",), listed=False)


@pytest.fixture
def desk(own: Place) -> Desk:
    return Desk(own)


def editor(desk: Desk, application: str, lang: Lang = "fr") -> AppTest:
    return opened(desk.place, "manager", SCREEN, lang=lang, application=application)


def words(seen: AppTest) -> str:
    return html(seen) + " ".join(each.value for each in (*seen.markdown, *seen.header))


def test_box_and_slider_hold_the_same_value_and_the_original_stands_beside(desk: Desk) -> None:
    name = desk.proposed(AMT_CREDIT=500_000.0)
    key = f"simulate-{name}-amount"
    seen = editor(desk, name)
    assert seen.number_input(f"{key}-box").value == 500_000.0
    seen.number_input(f"{key}-box").set_value(300_000.0).run()
    assert seen.slider(f"{key}-slider").value == 300_000.0
    assert "demandé : 500 000".replace(" 000", "\u202f000") in html(seen).replace("\u00a0", " ")
    seen.slider(f"{key}-slider").set_value(400_000.0).run()
    assert seen.number_input(f"{key}-box").value == 400_000.0
    seen.button(f"{key}-reset").click().run()
    assert seen.number_input(f"{key}-box").value == 500_000.0
    assert seen.button(f"{key}-reset").disabled


@pytest.mark.parametrize(
    ("lang", "label"), [("fr", "Simulation, pas une offre"), ("en", "Simulation, not an offer")]
)
def test_what_is_simulated_is_what_the_service_answers(desk: Desk, lang: Lang, label: str) -> None:
    name = desk.proposed(AMT_CREDIT=500_000.0)
    seen = editor(desk, name, lang)
    seen.number_input(f"simulate-{name}-amount-box").set_value(250_000.0).run()
    seen.button(f"simulate-{name}-run").click().run()
    answer = desk.post("manager", f"applications/{name}/simulations", {"amount": 250_000.0}).json()
    assert label in html(seen)
    kept = seen.session_state[f"simulate-{name}-made"][1]
    assert kept.probability == answer["probability"]
    assert not seen.exception
    seen.number_input(f"simulate-{name}-amount-box").set_value(200_000.0).run()
    assert len(seen.warning) == 1, "the result is of other values now"


def test_a_fact_is_corrected_and_taken_back(desk: Desk) -> None:
    name = desk.proposed(AMT_INCOME_TOTAL=150_000.0)
    prefix = f"simulate-{name}-"
    seen = editor(desk, name)
    seen.selectbox(f"{prefix}fact").set_value("AMT_INCOME_TOTAL").run()
    box = f"{prefix}corrections-AMT_INCOME_TOTAL"
    seen.number_input(box).set_value(900_000.0).run()
    seen.button(f"{prefix}corrections-take").click().run()
    seen.button(f"{prefix}run").click().run()
    assert seen.session_state[f"{prefix}made"][1].corrected == ("AMT_INCOME_TOTAL",)
    seen.button(f"{prefix}corrections-back-AMT_INCOME_TOTAL").click().run()
    assert seen.session_state[f"{prefix}corrections"] == {}


def test_a_suggestion_is_one_click_from_its_simulation(desk: Desk) -> None:
    income = desk.file(GRANTED)["application"]["AMT_INCOME_TOTAL"]
    name = desk.proposed(GRANTED, AMT_ANNUITY=0.4 * income, AMT_CREDIT=4.0 * income)
    ways = desk.get("manager", f"applications/{name}/recourse").json()["changes"]
    assert ways
    seen = editor(desk, name)
    assert len([each for each in seen.button if "-way-" in (each.key or "")]) == len(ways)
    for way in ways:
        seen.button(f"simulate-{name}-way-{way['kind']}").click().run()
        assert seen.session_state[f"simulate-{name}-made"][1].outcome == "granted"


def test_the_days_limit_is_explained_and_values_stay(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(offers.A_DAY, "manager", 1)
    name = desk.proposed(AMT_CREDIT=500_000.0)
    seen = editor(desk, name)
    seen.number_input(f"simulate-{name}-amount-box").set_value(250_000.0).run()
    for _ in "ab":
        seen.button(f"simulate-{name}-run").click().run()
    assert "limite de simulations du jour" in seen.error[0].value
    assert seen.number_input(f"simulate-{name}-amount-box").value == 250_000.0
    assert any("0 sur 1" in each for each in (html(seen),))


def test_of_a_limit_nothing_else_can_be_edited(desk: Desk) -> None:
    name = desk.own(told=False)
    seen = editor(desk, name)
    assert [each.key for each in seen.number_input] == [f"simulate-{name}-amount-box"]
    assert "seule la limite" in html(seen)


def test_a_curve_is_drawn_with_its_sentence(desk: Desk) -> None:
    name = desk.proposed(AMT_CREDIT=500_000.0)
    seen = editor(desk, name)
    seen.button(f"simulate-{name}-draw").click().run()
    assert any("proposition" in each.value for each in seen.header)
    assert not seen.exception
    assert seen.session_state[f"simulate-{name}-curve"][1].left_today == 195


def test_somebody_elses_application_is_not_found(desk: Desk) -> None:
    name = desk.proposed()
    seen = opened(desk.place, "other_manager", SCREEN, application=name)
    assert [each.value for each in seen.title] == ["Dossier introuvable"]
