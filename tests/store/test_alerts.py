"""Reports are kept with their signals, and raise one alert each that somebody takes note of."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from clairscore.decision.alerting import Alerting
from clairscore.errors import Absent, BadChoice, NotNow
from clairscore.store import alerts, deliveries, reports
from clairscore.store.alerts import Alert, acknowledge, follow_up
from clairscore.store.audit import verify
from clairscore.store.contents import content_of
from clairscore.store.models import By
from clairscore.store.opening import Store
from clairscore.store.reports import KeptReport, KeptSignal, Level, Told, keep_report
from clairscore.store.times import stamp
from tests.store.files import NOON

NUMBERS = itertools.count(1)
WORDS = "The income source was changed"


def by(actor: str = "monitor") -> By:
    at = next(NUMBERS)
    return By(actor, stamp(NOON + timedelta(hours=at)), f"019a-{at:06d}")


def report(
    store: Store, level: Level, *, bundle: str = "b1", applications: int = 5_000, day: str = ""
) -> tuple[KeptReport, list[tuple[str, Alert]]]:
    """A report whose cost is at this level, and what it raised."""
    who = by()
    told = Told("window", bundle, "2026-10-01", day or who.id, applications, level)
    with store.database.write() as write:
        found = [KeptSignal("cost", level, 0.3, 0.1, 0.25)]
        kept = keep_report(write, told, {"kind": "window", "cost": 0.3}, found, who)
        raised = follow_up(write, kept, Alerting(), "monitor", lambda: f"019b-{next(NUMBERS):06d}")
    return kept, [(reason, each) for reason, each in raised]


def states(store: Store) -> list[tuple[str, str]]:
    with store.database.read() as read:
        return [(each.level, each.state) for each in alerts.list_alerts(read)]


def waiting(store: Store) -> Iterator[str]:
    with store.database.read() as read:
        for each in deliveries.undelivered(read):
            yield each.kind


def test_a_report_is_kept_with_its_signals(store: Store) -> None:
    kept, _ = report(store, "watch")
    with store.database.read() as read:
        assert reports.newest_report(read, "window") == kept
        assert reports.newest_report(read, "window", "another") is None
        assert reports.newest_report(read, "fairness") is None
        assert content_of(read, "report", kept.id) == {"kind": "window", "cost": 0.3}
        assert [each.name for each in reports.signals_of(read, kept.id)] == ["cost"]
        assert reports.list_reports(read, before=kept.id) == []
        with pytest.raises(Absent, match="report other: there is none"):
            content_of(read, "report", "other")


def test_an_alert_is_opened_once_and_told_once(store: Store) -> None:
    for _ in range(5):
        report(store, "act")
    assert states(store) == [("act", "open")]
    assert list(waiting(store)) == ["opened"]


def test_a_second_report_on_the_same_days_proves_nothing_more(store: Store) -> None:
    report(store, "watch", day="2026-11-01")
    report(store, "watch", day="2026-11-01")
    assert states(store) == []
    report(store, "watch", day="2026-11-02")
    assert states(store) == [("watch", "open")]


def test_who_took_note_is_asked_again_only_if_it_worsens(store: Store) -> None:
    report(store, "watch")
    _, ((_, raised),) = report(store, "watch")
    with store.database.write() as write:
        noted = acknowledge(write, raised, WORDS, by("ada"))
    assert (noted.state, noted.acknowledged_by, noted.note) == ("acknowledged", "ada", WORDS)
    report(store, "watch")
    assert states(store) == [("watch", "acknowledged")]
    report(store, "act")
    assert states(store) == [("act", "open")]
    assert list(waiting(store)) == ["opened", "worsened"]


def test_an_alert_is_acknowledged_once_and_with_words(store: Store) -> None:
    _, ((_, raised),) = report(store, "act")
    with store.database.write() as write:
        with pytest.raises(BadChoice, match="words"):
            acknowledge(write, raised, "ok", by("ada"))
        noted = acknowledge(write, raised, WORDS, by("ada"))
        with pytest.raises(NotNow, match="alert_not_open"):
            acknowledge(write, noted, WORDS, by("alan"))
        with pytest.raises(Absent, match="alert other: there is none"):
            alerts.alert(write, "other")


def test_an_alert_closes_with_its_signal_and_may_open_again(store: Store) -> None:
    report(store, "act")
    for level in ("calm", "calm"):
        report(store, level)
    assert states(store) == [("act", "closed")]
    report(store, "act")
    assert states(store) == [("act", "open"), ("act", "closed")]
    assert list(waiting(store)) == ["opened", "closed", "opened"]


def test_too_few_applications_neither_raise_nor_close(store: Store) -> None:
    report(store, "act", applications=20)
    assert states(store) == []
    report(store, "act")
    for _ in range(3):
        report(store, "calm", applications=20)
    assert states(store) == [("act", "open")]


def test_alerts_of_a_model_that_no_longer_serves_are_closed(store: Store) -> None:
    report(store, "act", bundle="old")
    _, raised = report(store, "calm", bundle="new")
    assert [(reason, each.bundle) for reason, each in raised] == [("closed", "old")]


def test_what_is_sent_is_kept_until_it_was(store: Store) -> None:
    kept, _ = report(store, "act")
    with store.database.read() as read:
        (first,) = deliveries.undelivered(read)
    sent = json.loads(first.content)
    assert (sent["event"], sent["signal"], sent["level"]) == ("alert.opened", "cost", "act")
    assert (sent["delivery"], sent["report"]) == (first.id, kept.id)
    with store.database.write() as write:
        deliveries.tried(write, first.id, 3, "503", stamp(NOON))
    with store.database.read() as read:
        (again,) = deliveries.undelivered(read)
        assert (again.attempts, again.failure, again.delivered) == (3, "503", None)
    with store.database.write() as write:
        deliveries.tried(write, first.id, 1, None, stamp(NOON))
    assert list(waiting(store)) == []


def test_open_alerts_are_counted_by_level(store: Store) -> None:
    report(store, "act")
    with store.database.read() as read:
        assert alerts.count_open(read) == {"watch": 0, "act": 1}


def test_every_step_is_in_the_chain(store: Store) -> None:
    _, ((_, raised),) = report(store, "act")
    with store.database.write() as write:
        acknowledge(write, raised, WORDS, by("ada"))
    report(store, "calm")
    report(store, "calm")
    with store.database.read() as read:
        found = verify(read, store.secrets.chain, store.database.anchor.read())
    assert (found.faults, found.events) == ((), 6)
