"""The model's pages: its own numbers, small groups masked, changes in two names, replay, chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clairscore.api.holder import ModelHolder
from clairscore.dashboard.pages import audit, model, models, statistics
from clairscore.dashboard.screens import Screen
from clairscore.decision.bundle import Bundle, load, save
from clairscore.i18n import LANGUAGES, Lang
from clairscore.store.accounts import User, add_user
from tests.api.life import Desk
from tests.api.place import Place, place, user_id
from tests.dashboard.measured import measured_bundle
from tests.dashboard.showing import html, opened

STAFF = ("analyst", "reviewer", "auditor", "admin")
MODEL = Screen("model", model.show, STAFF)
MODELS = Screen("models", models.show, STAFF)
AUDIT = Screen("audit", audit.show, ("auditor",))
PEOPLE = Screen("statistics", statistics.show, STAFF)


@pytest.fixture(scope="module")
def measured(
    bundle: Bundle, key: Ed25519PrivateKey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """A service whose bundle's card holds every curve."""
    saved = measured_bundle(bundle, key, tmp_path_factory.mktemp("measured"))
    holder = ModelHolder(lambda folder: load(folder, [key.public_key()]))
    holder.change(saved)
    with place(tmp_path_factory.mktemp("model-pages"), holder) as found:
        yield found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("view", "charts"), [("worth", 3), ("cost", 2), ("weights", 2), ("groups", 1), ("card", 0)]
)
def test_each_view_draws_what_the_card_holds(
    measured: Place, view: str, charts: int, lang: Lang
) -> None:
    seen = opened(measured, "analyst", MODEL, lang=lang, show=view)
    assert not seen.exception
    assert len(seen.expander) == charts
    assert len(seen.title) == 1
    assert measured.service.models.bundle.id in seen.title[0].value


def test_a_small_group_is_masked(measured: Place) -> None:
    said = html(opened(measured, "analyst", MODEL, show="groups"))
    assert "60 ans et plus" in said
    assert "moins de 20" in said


def test_a_card_without_curves_says_what_to_do(shared: Place) -> None:
    for view in ("worth", "cost", "weights", "groups"):
        seen = opened(shared, "analyst", MODEL, show=view)
        assert "Entraînez de nouveau" in html(seen)
        assert not seen.exception


@pytest.fixture
def two(
    saved: Path, bundle: Bundle, key: Ed25519PrivateKey, tmp_path: Path
) -> Iterator[tuple[Place, str]]:
    """A service with a second bundle beside the one that serves, and a second administrator."""
    other = save(replace(bundle, created="2026-11-21T12:00:00+00:00"), saved.parent, key)
    holder = ModelHolder(lambda folder: load(folder, [key.public_key()]))
    holder.change(saved)
    with place(tmp_path, holder) as found:
        admin = User(user_id("admin_2"), "admin_2", ("admin",))
        found.service.change(lambda w: add_user(w, admin, None, actor="test", at="2026"))
        yield found, other.name


def test_a_change_takes_two_people_on_the_screen(two: tuple[Place, str]) -> None:
    where, bundle = two
    seen = opened(where, "admin", MODELS)
    seen.text_input("models-name").set_value(bundle)
    seen.button[0].click().run()
    assert bundle in html(seen)
    seen.selectbox("models-bundle").set_value(bundle)
    seen.text_area("models-why").set_value("lower cost on the last quarter")
    seen.button[1].click().run()
    assert "attend un accord" in seen.title[0].value
    seen.text_area("models-answer").set_value("I looked at the card").run()
    seen.button("models-yes").click().run()
    assert seen.error, "nobody approves an own change"
    other = opened(where, "admin_2", MODELS)
    assert "lower cost on the last quarter" in html(other)
    other.text_area("models-answer").set_value("I looked at the card").run()
    other.button("models-yes").click().run()
    assert not other.exception
    assert "candidat" in html(other)
    assert "mis dans l'ombre" in html(other).replace("&#x27;", "'")


def test_an_analyst_reads_the_log_and_asks_for_nothing(shared: Place) -> None:
    seen = opened(shared, "analyst", MODELS)
    assert list(seen.button) == []
    assert not seen.exception


def test_the_auditor_verifies_the_chain_and_replays_a_decision(own: Place) -> None:
    name = Desk(own).decision()
    seen = opened(own, "auditor", AUDIT)
    assert f"/audit?decision={name}" in html(seen)
    seen.button("audit-verify").click().run()
    assert "Chaîne intacte" in html(seen)
    again = opened(own, "auditor", AUDIT, decision=name)
    assert "au dernier chiffre près" in html(again)
    assert not again.exception


def test_overrides_are_counted_by_person_with_names_for_who_may_see_them(own: Place) -> None:
    Desk(own).waiting()
    Desk(own).decision()
    seen = opened(own, "auditor", PEOPLE)
    assert ">manager<" in html(seen)
    unnamed = html(opened(own, "analyst", PEOPLE))
    assert ">manager<" not in unnamed
    assert "personne 1" in unnamed
