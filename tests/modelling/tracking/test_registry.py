"""The registry: champion and challenger, who decided it and why, and the way back."""

import json
import os
from dataclasses import replace

import pytest

from clairscore.cli.opened import opened
from clairscore.decision.bundle import describe, trusted_keys
from clairscore.errors import BadInput
from clairscore.modelling.tracking import MODEL, Reasoned, Registry
from clairscore.modelling.tracking.acts import Act, acts_in, as_tag, champion_before
from clairscore.settings import load_settings
from clairscore.store.by import By
from clairscore.store.models import register_model
from clairscore.store.opening import init_store
from tests.conftest import clairscore
from tests.test_docs import documented

ANNE = Reasoned("Anne", "cheaper by 3 %", "2026-11-20T12:00:00+00:00")
COMMANDS = ("model register", "model promote", "model rollback", "model registered")


def act(kind, version, before=None):
    return Act(kind, version, before, "Anne", "why", "2026-11-20")


def test_acts_survive_as_tags_in_their_order():
    acts = [act("promote", str(number)) for number in range(12)]
    tags = dict(as_tag(each, number) for number, each in enumerate(acts, 1))
    assert acts_in({"other": "tag", **dict(reversed(tags.items()))}) == acts


@pytest.mark.parametrize(
    ("acts", "champion", "before"),
    [
        ([], "1", None),
        ([act("promote", "1")], "1", None),
        ([act("promote", "1"), act("promote", "2")], "2", "1"),
        ([act("promote", "1"), act("register", "2")], "1", None),
        ([act("promote", "1"), act("promote", "2"), act("rollback", "1")], "1", None),
        (
            [act("promote", "1"), act("promote", "2"), act("rollback", "1"), act("promote", "3")],
            "3",
            "1",
        ),
        # killed between the alias and its act: the line still ends with the one before
        ([act("promote", "1")], "2", "1"),
    ],
)
def test_the_way_back_follows_the_line_of_champions(acts, champion, before):
    assert champion_before(acts, champion) == before


@pytest.fixture(scope="module")
def bundle(tiny_bundles):
    (manifest,) = tiny_bundles.glob("*/manifest.json")
    return manifest.parent


@pytest.fixture(scope="module")
def key(tiny_bundles):
    (found,) = tiny_bundles.parent.glob("*.key.pub")
    return found


@pytest.fixture(scope="module")
def registry(store, bundle, key):
    """Two registered bundles; the second was promoted over the first, then taken back."""
    found = Registry(store)
    first = describe(bundle, trusted_keys(key))
    for described in (first, replace(first, id="0123456789ab")):
        found.register(bundle, described, key, ANNE)
        found.promote(replace(ANNE, why=f"for {described.id}"))
    found.roll_back(replace(ANNE, who="Bob", why="it refused too many"))
    return found


def test_the_champion_before_is_champion_again(registry, bundle, client):
    assert [(each.bundle, each.aliases) for each in registry.versions()] == [
        ("0123456789ab", ()),
        (bundle.name, ("champion",)),
    ]
    assert str(client.get_model_version_by_alias(MODEL, "champion").version) == "1"
    with pytest.raises(BadInput, match="no bundle was champion before"):
        registry.roll_back(ANNE)


def test_every_act_says_who_when_and_why(registry, client):
    kinds = [each.kind for each in registry.acts()]
    assert kinds == ["register", "promote", "register", "promote", "rollback"]
    last = registry.acts()[-1]
    assert (last.who, last.why, last.before) == ("Bob", "it refused too many", "2")
    tags = client.get_model_version(MODEL, "1").tags
    assert tags["rollback"] == "2026-11-20T12:00:00+00:00 Bob: it refused too many"


def test_without_a_challenger_nobody_is_promoted(registry):
    with pytest.raises(BadInput, match="there is no challenger; register one"):
        registry.promote(ANNE)


def test_a_bundle_is_registered_once_with_the_run_that_made_it(registry, bundle, key, client):
    described = describe(bundle, trusted_keys(key))
    again = registry.register(bundle, described, key, ANNE)
    assert (again.version, again.aliases) == ("1", ("challenger", "champion"))
    assert len(registry.versions()) == 2
    run = client.get_run(client.get_model_version(MODEL, "1").run_id)
    assert run.data.metrics["auc"] == described.card["out_of_fold"]["auc"]["value"]


def test_what_is_registered_holds_no_pickle(registry, client):
    number = client.get_model_version(MODEL, "1").run_id
    kept = [file.path for file in client.list_artifacts(number, "model")]
    inside = [file.path for file in client.list_artifacts(number, "model/artifacts")]
    names = {path.rpartition("/")[2] for path in kept + inside}
    assert {"MLmodel", "served.py", "clairscore-signing.key.pub"} <= names
    assert not [name for name in names if name.endswith((".pkl", ".pickle", ".joblib"))]


def test_the_commands_tell_what_they_did(store, tables, bundle, monkeypatch, tmp_path):
    own = tmp_path / "runs.db"
    own.write_bytes(tables.read_bytes())
    monkeypatch.setenv("CLAIRSCORE_TRACKING", f"sqlite:///{own}")
    said = ("--why", "first", "--json")
    done = {
        "model register": clairscore("model", "register", bundle, *said, "--by", "Anne"),
        "model promote": clairscore("model", "promote", *said),
        "model registered": clairscore("model", "registered", "--json"),
    }
    assert {name: ran.err for name, ran in done.items() if ran.code} == {}
    for name, ran in done.items():
        assert set(ran.json) == set(documented()[name])
    assert documented()["model rollback"] == documented()["model promote"]
    assert done["model promote"].json["aliases"] == ["champion"]
    assert done["model registered"].json["acts"][0]["who"] == "Anne"
    assert bundle.name in clairscore("model", "registered", "--lang", "en").out
    back = clairscore("model", "rollback", *said)
    assert (back.code, back.out) == (2, "")
    assert clairscore("model", "promote", "--why", " ").code == 2


def test_the_registry_follows_the_records(tables, bundle, monkeypatch, tmp_path):
    """Whoever is challenger no more loses the alias; asked twice, nothing more is written down."""
    (tmp_path / "runs.db").write_bytes(tables.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIRSCORE_TRACKING", f"sqlite:///{tmp_path}/runs.db")
    monkeypatch.setenv("CLAIRSCORE_BUNDLES", str(bundle.parent))
    init_store(load_settings(), os.urandom)
    assert clairscore("model", "register", bundle, "--why", "first").code == 0
    nobody = clairscore("model", "follow", "--lang", "en")
    assert (nobody.code, "name no model yet" in nobody.out) == (0, True)
    with opened() as records, records.database.write() as write:
        register_model(write, bundle.name, str(bundle), "champion", By("ada", "2026", "019a"))
    for _ in range(2):
        followed = clairscore("model", "follow", "--by", "Bob", "--json")
        assert followed.code == 0, followed.err
        assert followed.json["aliases"] == {"champion": bundle.name}
        told = clairscore("model", "registered", "--json").json
        assert [tuple(each["aliases"]) for each in told["versions"]] == [("champion",)]
        kinds = [(each["kind"], each["who"]) for each in told["acts"]]
        assert (len(kinds), kinds[-1]) == (2, ("promote", "Bob"))
    assert f"{bundle.name}: champion" in clairscore("model", "follow", "--lang", "en").out


def test_without_a_store_there_is_no_registry(monkeypatch):
    monkeypatch.setenv("CLAIRSCORE_TRACKING", "off")
    refused = clairscore("model", "registered")
    assert refused.code == 2
    assert "the registry needs a store" in refused.err


def test_a_reason_survives_in_any_words(registry):
    odd = replace(ANNE, why="« moins cher », dit-elle 'ici' \n 10 %")
    name, text = as_tag(Act("promote", "1", None, odd.who, odd.why, odd.at), 7)
    assert name == "act.000007"
    assert acts_in({name: text})[0].why == odd.why == json.loads(text)["why"]
