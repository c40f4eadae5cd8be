"""Champion and challenger change hands in two people's names, and the log keeps both."""

from __future__ import annotations

import itertools

import pytest

from clairscore.errors import Absent, BadChoice, NotNow
from clairscore.store import models, steps
from clairscore.store.audit import verify
from clairscore.store.by import By
from clairscore.store.comparisons import keep_comparison
from clairscore.store.contents import content_of
from clairscore.store.database import Write
from clairscore.store.models import Change, Promotion
from clairscore.store.opening import Store
from clairscore.store.reigns import roll_back
from clairscore.store.times import stamp
from tests.store.files import NOON, POLICY, Bureau, proposal, record

AT = stamp(NOON)
WHY = "better on the last quarter"
numbers = itertools.count()


def by(actor: str) -> By:
    return By(actor, AT, f"019a-{next(numbers):06d}")


@pytest.fixture
def two(store: Store) -> Store:
    """A store that knows a champion and a challenger."""
    with store.database.write() as write:
        models.register_model(write, "old", "/bundles/old", "champion", by("ada"))
        models.register_model(write, "new", "/bundles/new", "challenger", by("ada"))
    return store


def changed(write: Write, change: Change, bundle: str) -> Promotion:
    asked = models.ask_change(write, change, bundle, WHY, by("ada"))
    return models.approve_change(write, asked, "I looked at it too", by("alan"), override=True)


def roles(store: Store) -> dict[str, str]:
    with store.database.read() as read:
        return {each.bundle: each.role for each in models.list_models(read)}


def test_nothing_changes_before_a_second_person_approves(two: Store) -> None:
    with two.database.write() as write:
        asked = models.ask_change(write, "promote", "new", WHY, by("ada"))
        assert models.pending_change(write) == asked
        with pytest.raises(NotNow, match="same_person"):
            models.approve_change(write, asked, "it is mine, surely", by("ada"))
    assert roles(two) == {"old": "champion", "new": "challenger"}


def test_an_approved_challenger_is_champion_and_the_former_one_is_named(two: Store) -> None:
    with two.database.write() as write:
        done = changed(write, "promote", "new")
    assert (done.kind, done.replaced, done.actor) == ("promote", "old", "alan")
    assert roles(two) == {"old": "retired", "new": "champion"}
    with two.database.read() as read:
        assert models.pending_change(read) is None
        asked = models.promotion(read, str(done.asks))
        assert (asked.actor, asked.reason) == ("ada", WHY)
        assert [each.kind for each in models.list_promotions(read)] == ["promote", "ask_promote"]


def test_a_rollback_brings_the_former_champion_back(two: Store) -> None:
    with two.database.write() as write:
        changed(write, "promote", "new")
        changed(write, "rollback", "old")
    assert roles(two) == {"old": "champion", "new": "retired"}


def test_one_change_at_a_time(two: Store) -> None:
    with two.database.write() as write:
        asked = models.ask_change(write, "promote", "new", WHY, by("ada"))
        with pytest.raises(NotNow, match="change_pending"):
            models.ask_change(write, "retire", "new", WHY, by("ada"))
        models.decline_change(write, asked, "not yet, it seems", by("alan"))
        with pytest.raises(NotNow, match="nothing_pending"):
            models.approve_change(write, asked, "it was declined though", by("alan"))
        assert models.pending_change(write) is None
    assert roles(two)["new"] == "challenger"


def test_a_change_says_why_and_changes_something(two: Store) -> None:
    with two.database.write() as write:
        with pytest.raises(BadChoice, match="words"):
            models.ask_change(write, "promote", "new", "because", by("ada"))
        with pytest.raises(NotNow, match="model_is_already"):
            models.ask_change(write, "promote", "old", WHY, by("ada"))
        with pytest.raises(NotNow, match="champion_serves"):
            models.ask_change(write, "retire", "old", WHY, by("ada"))
        with pytest.raises(Absent, match="model other: there is none"):
            models.ask_change(write, "promote", "other", WHY, by("ada"))
        with pytest.raises(Absent, match="promotion other: there is none"):
            models.promotion(write, "other")


def test_a_bundle_that_is_known_keeps_its_role(two: Store) -> None:
    with two.database.write() as write:
        again = models.register_model(write, "old", "/elsewhere", "challenger", by("ada"))
    assert (again.role, again.folder) == ("champion", "/bundles/old")


def test_every_change_is_in_the_chain(two: Store) -> None:
    with two.database.write() as write:
        changed(write, "promote", "new")
    with two.database.read() as read:
        found = verify(read, two.secrets.chain, two.database.anchor.read())
    assert (found.faults, found.events) == ((), 4)


def test_a_challengers_score_stands_beside_the_proposal(store: Store) -> None:
    bureau = Bureau(store)
    now = bureau.stands(bureau.opened())
    with bureau.act() as act:
        after = steps.propose(act, now, record(at=act.at), POLICY)
        name = after.known_proposal.id
        assert models.shadow_of(act.write, name) is None
        models.add_shadow_score(act.write, name, after.application.client, proposal(), act.stamp)
        found = models.shadow_of(act.write, name)
    assert found is not None
    assert (found.bundle, found.probability, found.verdict) == ("0123456789ab", 0.2, "refused")


def test_a_shut_gate_needs_the_second_persons_reason(two: Store) -> None:
    with two.database.write() as write:
        asked = models.ask_change(write, "promote", "new", WHY, by("ada"))
        assert asked.gates == "absent"
        with pytest.raises(NotNow, match="gates_shut bundle=new gates=absent"):
            models.approve_change(write, asked, "I looked at it too", by("alan"))
        done = models.approve_change(write, asked, "it must go now", by("alan"), override=True)
    assert (done.gates, done.overrides, done.actor) == ("absent", True, "alan")


def test_the_newest_comparison_says_whether_the_gates_are_open(two: Store) -> None:
    with two.database.write() as write:
        keep_comparison(write, "old", "new", True, {}, by("ops"))
        failed = keep_comparison(write, "old", "new", False, {"gates": []}, by("ops"))
        keep_comparison(write, "another", "new", True, {}, by("ops"))
        asked = models.ask_change(write, "promote", "new", WHY, by("ada"))
        assert content_of(write, "comparison", failed.id) == {"gates": []}
        with pytest.raises(Absent, match="comparison other: there is none"):
            content_of(write, "comparison", "other")
    assert (asked.gates, asked.comparison) == ("failed", failed.id)


def test_one_command_leads_back_and_back_again(two: Store) -> None:
    with two.database.write() as write:
        models.register_model(write, "third", "/bundles/third", "retired", by("ada"))
        changed(write, "promote", "new")
        changed(write, "promote", "third")
        back = roll_back(write, "it refuses too many", by("ops"))
        assert (back.bundle, back.replaced, back.asks) == ("new", "third", None)
        assert roll_back(write, "and so does this", by("ops")).bundle == "old"
        with pytest.raises(NotNow, match="no_model_before"):
            roll_back(write, "further than that", by("ops"))
    assert roles(two) == {"old": "champion", "new": "retired", "third": "retired"}


def test_after_a_rollback_the_way_back_starts_at_the_next_promotion(two: Store) -> None:
    with two.database.write() as write:
        changed(write, "promote", "new")
        roll_back(write, "it refuses too many", by("ops"))
        changed(write, "promote", "new")
        assert roll_back(write, "it still does so", by("ops")).bundle == "old"
