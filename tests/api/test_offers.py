"""Simulations within a day's limit, and what could change a decision, over HTTP."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from clairscore.api.routes import offers
from clairscore.data.credit_file import parse
from clairscore.decision.decide import decide
from clairscore.decision.offer import offer_of, with_offer
from clairscore.store import simulations
from clairscore.store.audit import history
from tests.api.life import AGAINST, GRANTED, INFORMATION, REFUSED, Desk
from tests.api.place import Place
from tests.decision.people import one


@pytest.fixture
def desk(own: Place) -> Desk:
    return Desk(own)


def own_application(desk: Desk) -> str:
    """An application of client 100,001, whose account is `client`."""
    desk.place.add_score(100_001)
    body = {"client": 100_001, "information": INFORMATION}
    answer = desk.post("manager", "applications", body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def told_application(desk: Desk) -> str:
    """The same, decided by a person where it must be, and told."""
    name = own_application(desk)
    found = desk.post("manager", f"applications/{name}/proposal").json()
    if not found["automatic"]:
        studied = {"outcome": "refused", "ground": AGAINST}
        body = studied if found["outcome"] == "referred" else {}
        assert desk.post("manager", f"applications/{name}/decision", body).is_success
    assert desk.post("manager", f"applications/{name}/notification", {"lang": "fr"}).is_success
    return name


def simulated(desk: Desk, name: str, who: str = "manager", **asked: object) -> dict:
    answer = desk.post(who, f"applications/{name}/simulations", asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_simulation_is_what_the_pipeline_proposes_and_says_what_it_is(desk: Desk) -> None:
    name = own_application(desk)
    found = simulated(desk, name, amount=300_000.0, corrections={"AMT_INCOME_TOTAL": 250_000.0})
    bundle, file = desk.place.service.models.bundle, one(AMT_INCOME_TOTAL=250_000.0)
    before = offer_of(bundle, file)
    expected = decide(
        bundle,
        one(
            AMT_INCOME_TOTAL=250_000.0,
            AMT_CREDIT=300_000.0,
            AMT_ANNUITY=15_600.0,
            AMT_GOODS_PRICE=270_000.0,
        ),
        as_of=desk.place.clock().date(),
    )
    assert found["probability"] == expected.probability
    assert found["outcome"] == expected.outcome
    assert found["label"] == "Simulation, pas une offre"
    assert (found["before"]["amount"], found["offer"]["amount"]) == (before.amount, 300_000.0)
    assert found["corrected"] == ["AMT_INCOME_TOTAL"]


def test_a_simulation_changes_nothing_of_the_application(desk: Desk) -> None:
    name = own_application(desk)
    before = desk.get("manager", f"applications/{name}").json()
    simulated(desk, name, amount=100_000.0)
    assert desk.get("manager", f"applications/{name}").json() == before


def test_a_client_simulates_on_the_own_application_alone(desk: Desk) -> None:
    mine, foreign = told_application(desk), desk.opened(REFUSED)
    assert simulated(desk, mine, "client", amount=200_000.0)["left_today"] == 19
    answer = desk.post("client", f"applications/{foreign}/simulations", {"amount": 1_000.0})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "offer", None),
        ("GET", "recourse", None),
        ("POST", "simulations", {"amount": 200_000.0}),
        ("POST", "curves", {"along": "amount"}),
    ],
)
def test_a_client_tries_nothing_before_the_decision_was_told(
    desk: Desk, method: str, path: str, body: dict | None
) -> None:
    name = desk.own(told=False)

    def answer(who: str) -> Any:
        address = f"applications/{name}/{path}"
        return desk.get(who, address) if method == "GET" else desk.post(who, address, body)

    early = answer("client")
    assert (early.status_code, early.json()["reason"]) == (409, "simulate_not_yet")
    assert "une fois la décision communiquée" in early.json()["detail"]
    assert answer("manager").status_code == 200


def test_a_days_limit_holds_until_the_next_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert offers.A_DAY == {"manager": 200, "client": 20}
    monkeypatch.setitem(offers.A_DAY, "client", 2)
    name = told_application(desk)
    assert [simulated(desk, name, "client", amount=9e4)["left_today"] for _ in "ab"] == [1, 0]
    refused = desk.post("client", f"applications/{name}/simulations", {"amount": 9e4})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 86_401
    simulated(desk, name, "manager", amount=9e4)
    desk.place.clock.move(days=1)
    assert simulated(desk, name, "client", amount=9e4)["left_today"] == 1


def test_what_cannot_be_simulated_is_refused_and_not_counted(desk: Desk) -> None:
    name = told_application(desk)
    for asked in (
        {"down_payment": 600_000.0},
        {"corrections": {"EXT_SOURCE_1": 0.9}},
        {"corrections": {"AMT_INCOME_TOTAL": -1}},
        {"corrections": {"NAME_INCOME_TYPE": ["Working"]}},
        {"amount": 0},
        {"income": 5},
    ):
        answer = desk.post("client", f"applications/{name}/simulations", asked)
        assert answer.status_code == 422, asked
        wrong = [each["at"] for each in answer.json().get("errors", [])]
        assert wrong, asked
        assert "0.9" not in answer.text
    assert simulated(desk, name, "client")["left_today"] == 19


def test_too_many_different_simulations_leave_an_alert(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulations, "ALERT", 3)
    name = own_application(desk)
    for amount in (1e5, 1e5, 2e5, 3e5):
        simulated(desk, name, amount=amount)
    events = desk.place.service.look(history, name)
    assert [event.action for event in events].count("simulation.alert") == 1


def test_what_could_change_the_decision_is_granted_when_asked_for(desk: Desk) -> None:
    income = desk.file(GRANTED)["application"]["AMT_INCOME_TOTAL"]
    burden = {"AMT_ANNUITY": 0.4 * income, "AMT_CREDIT": 4.0 * income}
    name = desk.proposed(GRANTED, **burden)
    found = desk.get("manager", f"applications/{name}/recourse").json()
    assert found["outcome"] == "referred"
    assert found["changes"]
    assert found["label"] == "Simulation, pas une offre"
    bundle = desk.place.service.models.bundle
    file = parse(json.dumps(desk.file(GRANTED, **burden)))
    for change in found["changes"]:
        asked = {"amount": change["offer"]["amount"] + change["offer"]["down_payment"]}
        asked["down_payment"] = change["offer"]["down_payment"]
        again = simulated(desk, name, **asked)
        assert again["outcome"] == "granted"
        assert again["offer"] == change["offer"]
        assert change["offer"]["amount"] < offer_of(bundle, file).amount
    assert len(found["changes"]) <= 3
    assert found["text"]
    assert with_offer(file, offer_of(bundle, file)) == file


def test_that_nothing_realistic_would_change_it_is_an_answer(desk: Desk) -> None:
    name = desk.opened(REFUSED, DAYS_BIRTH=-5_000)
    found = desk.get("manager", f"applications/{name}/recourse").json()
    assert (found["outcome"], found["changes"]) == ("refused", [])
    assert "aucun changement réaliste" in found["text"]


def test_the_language_is_the_callers(desk: Desk) -> None:
    name = own_application(desk)
    http: TestClient = desk.place.http
    headers = {**desk.place.as_("manager"), "Accept-Language": "en"}
    found = http.get(f"/v1/applications/{name}/recourse", headers=headers).json()
    assert found["label"] == "Simulation, not an offer"


def test_a_proposal_is_told_to_a_validator_with_every_feature(desk: Desk) -> None:
    name = desk.proposed(REFUSED)
    texts = {
        register: desk.get("manager", f"applications/{name}/proposal", register=register).json()
        for register in ("client", "manager", "validator")
    }
    lengths = {register: len(found["text"]) for register, found in texts.items()}
    assert lengths["client"] < lengths["manager"] < lengths["validator"]
    lines = " ".join(line for section in texts["validator"]["text"] for line in section["lines"])
    assert all(feature in lines for feature in desk.place.service.models.bundle.features)


def test_a_curve_counts_as_five_simulations_and_begins_where_the_offer_stands(desk: Desk) -> None:
    name = own_application(desk)
    shown = desk.get("manager", f"applications/{name}/offer").json()
    assert (shown["a_day"], shown["left_today"], shown["curve_price"]) == (200, 200, 5)
    answer = desk.post("manager", f"applications/{name}/curves", {"along": "amount"})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["left_today"] == 195
    assert found["here"]["value"] == shown["offer"]["amount"]
    assert found["here"]["probability"] == simulated(desk, name)["probability"]
    assert shown["amount"]["least"] <= found["points"][0]["value"]
    assert found["points"][-1]["value"] <= shown["amount"]["most"]
    assert desk.get("manager", f"applications/{name}/offer").json()["left_today"] == 194


def test_a_curve_that_the_days_number_cannot_pay_is_refused_and_not_counted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(offers.A_DAY, "client", 7)
    name = told_application(desk)
    assert desk.post("client", f"applications/{name}/curves", {"along": "amount"}).is_success
    refused = desk.post("client", f"applications/{name}/curves", {"along": "amount"})
    assert refused.status_code == 429
    assert simulated(desk, name, "client")["left_today"] == 1


def test_a_curve_along_what_is_not_known_is_refused_and_not_counted(desk: Desk) -> None:
    name = told_application(desk)
    answer = desk.post("client", f"applications/{name}/curves", {"along": "term"})
    assert answer.status_code == 422
    assert [each["at"] for each in answer.json()["errors"]] == ["body.along"]
    assert simulated(desk, name, "client")["left_today"] == 19


def test_of_a_limit_only_the_amount_is_editable(desk: Desk) -> None:
    name = desk.own()
    shown = desk.get("client", f"applications/{name}/offer").json()
    assert (shown["term"], shown["down_payment"], shown["rate_editable"]) == (None, None, False)
    assert shown["amount"]["least"] < shown["amount"]["most"]
