"""What an exclusion costs: paired on the same folds, and never computed twice."""

import numpy as np
import polars as pl
import pytest

from clairscore.decision.policy import Policy
from clairscore.errors import BadSetting
from clairscore.features.catalogue import catalogue
from clairscore.i18n import known
from clairscore.modelling.exclusions import ITEMS, exclusions, items_named, run
from clairscore.modelling.exclusions.cost import changed_decisions, item_cost
from clairscore.modelling.exclusions.items import AGE, EXCLUDED
from clairscore.modelling.figures import Answers
from tests import invented

BY_NAME = {item.name: item for item in ITEMS}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Invented clients among whom women had more difficulties than the other facts tell."""
    place = invented.folder(tmp_path_factory.mktemp("data"), 1_200)
    path = place / "application_train.csv"
    rng = np.random.default_rng(5)
    frame = pl.read_csv(path)
    woman = rng.random(frame.height) < 0.5
    target = np.where(woman & (rng.random(frame.height) < 0.2), 1, frame["TARGET"].to_numpy())
    sex = pl.Series(np.where(woman, "F", "M"))
    frame.with_columns(TARGET=pl.Series(target), CODE_GENDER=sex).write_csv(path)
    return place


def costs(folder, kept, *names, **settings):
    given = {"folds": 2, "seeds": 1, "extent": "raw"} | settings
    return exclusions([folder], kept, items=items_named(names), **given)


def test_the_groups_together_are_what_the_policy_excludes():
    groups = [item for item in ITEMS if item.change == "added" and item.columns != EXCLUDED]
    assert frozenset().union(*(item.columns for item in groups)) == Policy().excluded_columns
    assert sum(len(item.columns) for item in groups) == len(EXCLUDED)
    assert BY_NAME["every_exclusion"].columns == EXCLUDED


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_item_has_a_name_in_words(lang):
    assert all(known(f"cli.exclusions.item.{item.name}", lang) for item in ITEMS)


def test_an_item_changes_the_features_by_that_fact_alone():
    every = catalogue("plain")
    served = every.without(EXCLUDED)
    region = BY_NAME["region"].catalogue(every, EXCLUDED)
    added = [feature for feature in region if feature.name not in served.by_name]
    assert added
    assert all(feature.reads & BY_NAME["region"].columns for feature in added)
    ageless = BY_NAME["age"].catalogue(every, EXCLUDED)
    gone = [feature for feature in served if feature.name not in ageless.by_name]
    assert {feature.theme for feature in gone} == {"age"}
    assert not any(column == AGE for _, column in ageless.pairs)
    scoreless = BY_NAME["external_scores"].catalogue(every, EXCLUDED)
    assert "external_scores" not in {feature.theme for feature in scoreless}
    free = BY_NAME["directions"].catalogue(every, EXCLUDED)
    assert free.names == served.names
    assert any(feature.monotone for feature in served)
    assert not any(feature.monotone for feature in free)


def test_a_fact_that_tells_of_difficulties_is_seen_to_cost(folder, tmp_path):
    found = costs(folder, tmp_path, "sex", "moment")
    sex, moment = found.items
    assert sex.columns == ("application.CODE_GENDER",)
    assert sex.features == 1
    assert sex.difference.auc.low > 0.01
    assert sex.difference.cost_per_1000.value < 0
    assert moment.difference.auc.low < 0.01
    assert sex.decisions.refusals.value > moment.decisions.refusals.value


def test_what_is_done_is_used_again_and_what_is_not_is_computed(folder, tmp_path, monkeypatch):
    heard = []
    first = costs(folder, tmp_path, "sex", done=heard.append)
    assert [len(record.items) for record in heard] == [1]
    computed = []
    exact = run.cross_validated

    def counted(people, *words):
        computed.append(len(people.catalogue))
        return exact(people, *words)

    monkeypatch.setattr(run, "cross_validated", counted)
    assert costs(folder, tmp_path, "sex") == first
    assert computed == []
    both = costs(folder, tmp_path, "sex", "directions")
    assert (both.items[0], len(computed)) == (first.items[0], 1)
    costs(folder, tmp_path, "sex", seed=21)
    assert len(computed) == 3


def test_the_seeds_of_one_model_tell_how_many_decisions_change_by_chance(folder, tmp_path):
    found = costs(folder, tmp_path, "sex", seeds=2)
    assert 0 < found.noise.refusals.value < 0.8
    assert found.as_json()["noise"]["refusals"]["low"] >= 0
    assert costs(folder, tmp_path, "sex").noise is None


def answers(probability):
    y = np.arange(len(probability)) % 4 == 0
    fold = (np.arange(len(y)) // 4 % 2).astype(np.int8)
    return Answers(y, (probability, probability), (fold, fold))


def test_the_same_answers_cost_nothing_and_change_nothing():
    same = answers(np.random.default_rng(0).random(400) * 0.3)
    found = item_cost(BY_NAME["sex"], same, same, 1, ratio=10, seed=0)
    assert found.difference.auc.value == found.difference.cost_per_1000.value == 0
    assert found.decisions.refusals.value == found.decisions.refused.value == 0


def test_removing_a_fact_is_told_as_what_the_fact_brings():
    noise = np.random.default_rng(0).random(400) * 0.3
    good = noise + 0.3 * answers(noise).y
    for item, served, changed in (
        (BY_NAME["sex"], answers(noise), answers(good)),
        (BY_NAME["age"], answers(good), answers(noise)),
    ):
        found = item_cost(item, served, changed, 1, ratio=10, seed=0)
        assert found.difference.auc.low > 0
        assert found.difference.cost_per_1000.high < 0


def test_changed_decisions_by_hand():
    before, after = np.array([0.2, 0.2, 0.01, 0.01]), np.array([0.2, 0.01, 0.2, 0.01])
    found = changed_decisions([(before, after)], 0.1)
    assert (found.refused.value, found.granted.value, found.refusals.value) == (0.25, 0.25, 0.5)


def test_a_fact_that_no_feature_reads_is_left_out(folder, tmp_path):
    heard = []
    given = {"tables": ("bureau", "application"), "extent": "raw", "progress": heard.append}
    found = costs(folder, tmp_path, "company", "moment", **given)
    assert {"company", "moment"} == {item.item for item in found.items}
    none = costs(folder, tmp_path, "sex", **given | {"tables": ("bureau",), "extent": "plain"})
    assert none.items == ()
    assert heard[-1] == "sex: no feature of this catalogue reads it"


def test_an_unknown_item_is_told_with_the_known_ones():
    with pytest.raises(
        BadSetting, match=r"found shoe_size; expected names among sex, .*directions"
    ):
        items_named(["sex", "shoe_size"])
    assert items_named([]) == ITEMS


def test_items_keep_their_order_whatever_is_asked_first():
    assert [item.name for item in items_named(["age", "sex"])] == ["sex", "age"]


def test_the_full_extent_is_measured_too_learnt_features_nested(folder, tmp_path):
    assert costs(folder, tmp_path, "sex", extent="full", folds=2).items[0].item == "sex"
