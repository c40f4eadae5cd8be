"""How many simulations somebody made, and the alert when they are of too many different offers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clairscore.store import simulations
from clairscore.store.audit import history
from clairscore.store.opening import Store
from tests.store.files import CLIENT, Bureau


@pytest.fixture
def bureau(store: Store) -> Bureau:
    return Bureau(store)


def make(bureau: Bureau, application: str, *fingerprints: str) -> None:
    with bureau.act() as act:
        for each in fingerprints:
            simulations.count_simulation(act, CLIENT, application, each)


def test_a_day_has_so_many_and_the_next_day_as_many_again(bureau: Bureau) -> None:
    opened = bureau.opened()
    make(bureau, opened.id, "a", "a", "b")
    with bureau.act() as act:
        actor = act.actor.id
    with bureau.store.database.read() as read:
        today = simulations.quota(read, actor, 20, bureau.now)
        assert (today.made, today.left) == (3, 17)
        assert simulations.quota(read, actor, 2, bureau.now).left == 0
        assert simulations.quota(read, "somebody else", 20, bureau.now).made == 0
        tomorrow = bureau.now + timedelta(days=1)
        assert simulations.quota(read, actor, 20, tomorrow).made == 0
        assert simulations.distinct(read, actor) == 2


def test_five_hundred_different_ones_raise_one_alert(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert simulations.ALERT == 500
    monkeypatch.setattr(simulations, "ALERT", 4)
    opened = bureau.opened()
    make(bureau, opened.id, "a", "b", "c", "c")
    assert "simulation.alert" not in actions(bureau, opened.id)
    make(bureau, opened.id, "d", "e", "f")
    assert actions(bureau, opened.id).count("simulation.alert") == 1


def test_what_was_asked_for_is_not_kept(bureau: Bureau) -> None:
    opened = bureau.opened()
    make(bureau, opened.id, "a")
    with bureau.store.database.read() as read:
        events = history(read, opened.id)
    assert all("a" not in map(str, event.detail.values()) for event in events)


def actions(bureau: Bureau, subject: str) -> list[str]:
    with bureau.store.database.read() as read:
        return [event.action for event in history(read, subject)]
