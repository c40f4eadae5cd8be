"""What watching found is shown to analysts: aggregates, alerts to take note of, gauges."""

from __future__ import annotations

import itertools
from typing import Any

from clairscore.decision.alerting import Alerting
from clairscore.store.alerts import follow_up
from clairscore.store.by import By
from clairscore.store.database import Write
from clairscore.store.reports import KeptSignal, Level, Told, keep_report
from clairscore.store.times import stamp
from tests.api.life import Desk
from tests.api.place import Place, user_id

NUMBERS = itertools.count(1)
NOTE = "The income source was changed"


def interval(value: float) -> dict[str, Any]:
    return {"value": value, "low": value - 0.01, "high": value + 0.01, "method": "m", "level": 0.95}


CONTENT: dict[str, Any] = {
    "conclusion": {"fr": ["À suivre."], "en": ["To be watched."]},
    "proposed": {"fr": ["Recaler le modèle."], "en": ["Recalibrate the model."]},
    "described": {"fr": {"A": "Âge"}, "en": {"A": "Age"}},
    "cut_off": 1 / 11,
    "score": {
        "stability": {"psi": 0.12, "usual": 0.02},
        "level": "watch",
        "edges": [-3.0, -2.302585],
        "reference": [50, 30, 20],
        "current": [40, 30, 30],
    },
    "effect": {
        "approvals": {"reference": 0.7, "current": 0.6, "difference": interval(-0.1)},
        "money": None,
    },
    "features": [
        {
            "name": "A",
            "importance": 0.2,
            "stability": {"psi": 0.3, "usual": 0.1},
            "missing_current": 0.2,
            "missing_reference": 0.1,
            "level": "watch",
            "compared": True,
            "moved": True,
        }
    ],
    "estimates": [
        {"method": "reference", "usable": True}
        | {name: interval(0.77) for name in ("auc", "rate", "cost")},
        {"method": "confidence", "usable": True}
        | {name: interval(0.75) for name in ("auc", "rate", "cost")},
    ],
}


def watched(place: Place, level: Level = "act") -> str:
    """The name of a kept window whose approvals are at this level."""
    place.clock.move(days=1)
    at, name = stamp(place.clock()), f"019a-{next(NUMBERS):04d}"

    def kept(write: Write) -> None:
        told = Told("window", "0" * 12, "2026-10-24", at[:10], 4_000, level)
        signals = [KeptSignal("approvals", level, -0.1, 0.02, 0.05)]
        made = keep_report(write, told, CONTENT, signals, By("monitor", at, name))
        follow_up(write, made, Alerting(), "monitor", lambda: f"019b-{next(NUMBERS):04d}")

    place.service.change(kept)
    return name


def audited(place: Place) -> None:
    """Keep an audit of two groups, one of them too small to be shown."""
    figures = {name: interval(0.5) for name in ("granted", "impact", "calibration")}
    groups = [
        {"group": "F", "people": 300, "figures": figures},
        {"group": "M", "people": None, "figures": None},
    ]
    content = {
        "source": "decisions",
        "people": 310,
        "known": 0,
        "conclusion": {"fr": ["Dit."], "en": ["Said."]},
        "criteria": {"sex": groups},
    }
    told = Told("fairness", "0" * 12, None, None, 310, "unjudged")
    by = By("ops", stamp(place.clock()), "019a-f")
    place.service.change(keep_report, told, content, (), by)


def test_the_newest_report_is_told_in_the_callers_language(own: Place) -> None:
    desk = Desk(own)
    assert desk.get("analyst", "monitoring/reports/newest").status_code == 404
    name = watched(own)
    found = desk.get("analyst", "monitoring/reports/newest").json()
    assert (found["id"], found["light"], found["score"]["psi"]) == (name, "act", 0.12)
    assert (found["conclusion"], found["actions"]) == (["À suivre."], ["Recaler le modèle."])
    (effect,), (feature,), (_, estimate) = found["effects"], found["features"], found["estimates"]
    assert (effect["figure"], effect["difference"]["value"]) == ("approvals", -0.1)
    assert (feature["name"], feature["psi"], feature["usual"]) == ("Âge", 0.3, 0.1)
    assert [each["current"] for each in found["score"]["slices"]] == [0.4, 0.3, 0.3]
    assert estimate["auc"]["value"] == 0.75
    assert desk.get("auditor", f"monitoring/reports/{name}").json()["id"] == name
    listed = desk.get("admin", "monitoring/reports").json()["items"]
    assert [each["id"] for each in listed] == [name]


def test_signals_are_those_of_the_newest_window(own: Place) -> None:
    desk = Desk(own)
    assert desk.get("analyst", "monitoring/signals").json() == {"report": None, "items": []}
    watched(own)
    (signal,) = desk.get("analyst", "monitoring/signals").json()["items"]
    assert (signal["signal"], signal["level"], signal["act"]) == ("approvals", "act", 0.05)


def test_an_analyst_takes_note_of_an_alert_and_an_auditor_does_not(own: Place) -> None:
    watched(own)
    desk = Desk(own)
    (alert,) = desk.get("auditor", "monitoring/alerts").json()["items"]
    assert (alert["state"], alert["level"], alert["signal"]) == ("open", "act", "approvals")
    where = f"monitoring/alerts/{alert['id']}/acknowledgement"
    assert desk.post("auditor", where, {"note": NOTE}).status_code == 403
    assert desk.post("analyst", where, {"note": "ok"}).status_code == 422
    noted = desk.post("analyst", where, {"note": NOTE}).json()
    assert (noted["state"], noted["note"]) == ("acknowledged", NOTE)
    assert noted["acknowledged_by"] == user_id("analyst")
    again = desk.post("admin", where, {"note": NOTE})
    assert (again.status_code, again.json()["reason"]) == (409, "alert_not_open")
    watched(own)
    assert desk.get("analyst", "monitoring/alerts", state="open").json()["items"] == []


def test_small_groups_of_the_audit_stay_masked(own: Place) -> None:
    desk = Desk(own)
    assert desk.get("analyst", "monitoring/fairness").json()["report"] is None
    audited(own)
    found = desk.get("analyst", "monitoring/fairness").json()
    assert [(each["name"], each["people"]) for each in found["groups"]] == [
        ("femme", 300),
        ("homme", None),
    ]
    assert found["groups"][1]["granted"] is None


def test_prometheus_reads_the_newest_window_and_open_alerts(own: Place) -> None:
    watched(own)
    text = own.http.get("/metrics").text
    assert 'clairscore_watching{figure="score_psi"} 0.12' in text
    assert 'clairscore_watching{figure="approval_rate"} 0.6' in text
    assert 'clairscore_watching{figure="estimated_auc"} 0.75' in text
    assert 'clairscore_alerts_open{level="act"} 1.0' in text
