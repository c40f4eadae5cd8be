"""The fine search: judged by cost, the same for a seed, taken up as if never stopped."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from clairscore.features.catalogue import catalogue
from clairscore.features.compute import book
from clairscore.modelling import tune as module
from clairscore.modelling.population import of_frame
from clairscore.modelling.recipe import Recipe
from clairscore.modelling.trials import SPACE
from clairscore.modelling.tune import tune_people
from tests import invented
from tests.modelling.candidates.conftest import NAMES

QUICK = Recipe(
    folds=3,
    learning_rate=0.2,
    depth=3,
    leaf_clients=20,
    leaf_weight=1.0,
    l2=5.0,
    most_rounds=15,
    patience=5,
)
TRIALS = 8


@pytest.fixture(scope="module")
def people():
    tables = invented.tables(800)
    chosen = catalogue("plain").select(NAMES)
    labels = tables["application"].select("SK_ID_CURR", "TARGET").collect()
    return of_frame(labels.join(book(tables, chosen), on="SK_ID_CURR"), chosen)


def told(found):
    """What was found, without the seconds that it took."""
    record = json.loads(json.dumps(found.as_json(), allow_nan=False))
    for row in record["trials"]:
        del row["cpu_seconds"]
    return record


@pytest.fixture(scope="module")
def journal(tmp_path_factory):
    return tmp_path_factory.mktemp("tune") / "trials.journal"


@pytest.fixture(scope="module")
def found(people, journal):
    return tune_people(people, QUICK, journal, trials=TRIALS)


def test_the_first_trial_is_today_s_recipe(found) -> None:
    first = found.trials[0]
    assert first.state == "complete"
    assert dict(first.settings) == {each.name: getattr(QUICK, each.name) for each in SPACE}


def test_the_cheapest_complete_trial_gives_the_recipe(found) -> None:
    whole = [row for row in found.trials if row.state == "complete"]
    cheapest = min(row.cost_share_of_grant_all for row in whole)
    best = found.trials[found.best]
    assert best.cost_share_of_grant_all == cheapest
    for name, value in best.settings.items():
        assert getattr(found.recipe, name) == value
    assert found.recipe.learning_rate == QUICK.learning_rate


def test_every_setting_drawn_lies_between_its_ends(found) -> None:
    assert len(found.trials) == TRIALS
    for row in found.trials:
        for each in SPACE:
            assert each.low <= row.settings[each.name] <= each.high
            assert isinstance(row.settings[each.name], int if each.whole else float)


def test_a_killed_search_ends_as_one_that_was_not(people, found, tmp_path, monkeypatch) -> None:
    journal, calls = tmp_path / "trials.journal", []
    whole = module.Search.answer

    def killed(self, number, settings):
        calls.append(number)
        if len(calls) == 10:
            raise KeyboardInterrupt
        return whole(self, number, settings)

    monkeypatch.setattr(module.Search, "answer", killed)
    with pytest.raises(KeyboardInterrupt):
        tune_people(people, QUICK, journal, trials=TRIALS)
    monkeypatch.undo()
    resumed = tune_people(people, QUICK, journal, trials=TRIALS, resume=True)
    assert told(resumed) == told(found)


def test_finished_trials_are_not_done_again_and_more_may_follow(
    people, found, journal, monkeypatch
) -> None:
    calls = []
    whole = module.Search.answer

    def counted(self, number, settings):
        calls.append(number)
        return whole(self, number, settings)

    monkeypatch.setattr(module.Search, "answer", counted)
    again = tune_people(people, QUICK, journal, trials=TRIALS, resume=True)
    assert calls == []
    assert again == found
    more = tune_people(people, QUICK, journal, trials=TRIALS + 1, resume=True)
    assert calls
    assert told(more)["trials"][:TRIALS] == told(found)["trials"]


def test_trials_of_another_recipe_do_not_count(people, journal, monkeypatch) -> None:
    other = replace(QUICK, learning_rate=0.3)
    found = tune_people(people, other, journal, trials=1, resume=True)
    assert [row.number for row in found.trials] == [0]


def test_the_recipe_that_wins_against_itself_gains_nothing(people, tmp_path) -> None:
    found = tune_people(people, QUICK, tmp_path / "one.journal", trials=1)
    assert found.gain.redealt.auc.value == 0
    assert found.gain.untouched.cost_per_1000.value == 0
    assert found.gain.untouched.clients == round(0.15 * 800)
    assert found.importance == {}


def test_importances_are_shares(found) -> None:
    if found.importance:
        assert set(found.importance) == {each.name for each in SPACE}
        assert sum(found.importance.values()) == pytest.approx(1)


def test_every_trial_is_told_as_a_run_of_its_own(found) -> None:
    runs = list(found.results())
    assert [run.name for run in runs] == [f"trial {number}" for number in range(TRIALS)]
    assert runs[0].metrics["auc"] == found.trials[0].auc
