"""The fairness audit: its shares are Fairlearn's, its intervals honest, its words careful."""

from __future__ import annotations

import numpy as np
import pytest

from clairscore.i18n import LANGUAGES
from clairscore.metrics import Interval
from clairscore.monitoring.fairness import CRITERIA, Judged, Worth, audit, treated
from clairscore.monitoring.fairness.conclusion import compared_to, conclusion, widest

POOR = Interval(0.004, 0.002, 0.006, "test")


def crowd(n: int = 4_000, *, women: float = 0.75, men: float = 0.60, seed: int = 1) -> Judged:
    """People of two sexes, granted at these rates, whose probabilities are right."""
    rng = np.random.default_rng(seed)
    sex = rng.choice(["F", "M"], n)
    age = rng.choice(["0-29", "30-39", "40-49", "50-59", "60+"], n)
    rest = {name: np.full(n, "unknown") for name in CRITERIA}
    p = rng.beta(1, 9, n)
    return Judged(
        labels=rest | {"sex": sex, "age": age},
        granted=rng.random(n) < np.where(sex == "F", women, men),
        probability=p,
        known=np.ones(n, dtype=np.bool_),
        difficulties=rng.random(n) < p,
    )


@pytest.fixture(scope="module")
def judged() -> Judged:
    return crowd()


def test_shares_and_errors_are_those_of_fairlearn(judged: Judged) -> None:
    from fairlearn.metrics import (
        MetricFrame,
        count,
        false_positive_rate,
        selection_rate,
        true_positive_rate,
    )

    refused = (~judged.granted).astype(int)
    crossed = np.char.add(np.char.add(judged.labels["sex"], " × "), judged.labels["age"])
    frame = MetricFrame(
        metrics={
            "people": count,
            "refused": selection_rate,
            "difficulties_refused": true_positive_rate,
            "repaid_refused": false_positive_rate,
        },
        y_true=judged.difficulties.astype(int),
        y_pred=refused,
        sensitive_features=crossed,
    )
    for each in treated(judged, crossed, seed=3):
        theirs, mine = frame.by_group.loc[each.group], each.figures
        assert mine is not None
        assert mine.difficulties_refused is not None
        assert mine.repaid_refused is not None
        assert each.people == theirs["people"]
        assert mine.granted.value == pytest.approx(1 - theirs["refused"])
        assert mine.difficulties_refused.value == pytest.approx(theirs["difficulties_refused"])
        assert mine.repaid_refused.value == pytest.approx(theirs["repaid_refused"])


@pytest.mark.release
def test_bootstrap_intervals_are_those_of_fairlearn_drawing_people(judged: Judged) -> None:
    from fairlearn.metrics import MetricFrame, selection_rate

    frame = MetricFrame(
        metrics=selection_rate,
        y_true=judged.difficulties.astype(int),
        y_pred=judged.granted.astype(int),
        sensitive_features=judged.labels["sex"],
        n_boot=400,
        ci_quantiles=[0.025, 0.975],
        random_state=7,
    )
    low, high = frame.by_group_ci
    for each in treated(judged, judged.labels["sex"], seed=3):
        assert each.figures is not None
        mine = each.figures.granted
        assert mine.low == pytest.approx(low[each.group], abs=0.004)
        assert mine.high == pytest.approx(high[each.group], abs=0.004)


def test_the_ratio_compares_to_the_group_granted_most_often(judged: Judged) -> None:
    groups = treated(judged, judged.labels["sex"], seed=3)
    best, lowest = compared_to(groups), widest(groups)
    assert best is not None
    assert lowest is not None
    assert (best.group, lowest[0].group) == ("F", "M")
    shares = {each.group: each.figures.granted.value for each in groups if each.figures}
    assert lowest[2].value == pytest.approx(shares["M"] / shares["F"])
    assert lowest[2].low < 0.8 < lowest[2].high or lowest[2].holds(0.8)


def test_intervals_hold_the_true_ratio_about_nineteen_times_in_twenty() -> None:
    held = 0
    for seed in range(100):
        many = crowd(1_200, seed=seed)
        lowest = widest(treated(many, many.labels["sex"], seed=seed))
        assert lowest is not None
        held += lowest[2].holds(0.60 / 0.75)
    assert 89 <= held <= 100


def test_small_groups_are_neither_counted_nor_shown() -> None:
    judged = crowd(400)
    labels = np.where(np.arange(400) < 19, "few", "many")
    few, many = treated(judged, labels, seed=1)
    assert (few.people, few.figures) == (None, None)
    assert many.people == 381


def test_nobody_is_compared_to_a_group_of_fewer_than_two_hundred() -> None:
    judged = crowd(390)
    labels = np.where(np.arange(390) < 195, "one", "other")
    assert all(
        each.figures is not None and each.figures.impact is None
        for each in treated(judged, labels, seed=1)
    )


def test_intersections_hold_two_hundred_people_each_and_no_unknown_group(judged: Judged) -> None:
    found = audit(judged, "b", "folder")
    crossed = found.intersections["sex × age"]
    assert {len(each.group.split(" × ")) for each in crossed} == {2}
    assert all(each.people is not None and each.people >= 200 for each in crossed)
    assert found.intersections["age × education"] == ()


def test_without_outcomes_of_the_refused_there_are_no_error_rates(judged: Judged) -> None:
    known = judged.granted
    decided = Judged(
        judged.labels, judged.granted, judged.probability, known, judged.difficulties & known
    )
    found = audit(decided, "b", "decisions")
    assert not found.errors
    for each in found.criteria["sex"]:
        assert each.figures is not None
        assert each.figures.difficulties_refused is each.figures.repaid_refused is None
        assert each.figures.calibration is not None
        assert each.figures.calibration.holds(0)


def test_a_group_whose_difficulties_were_not_foreseen_is_named(judged: Judged) -> None:
    sex = judged.labels["sex"]
    low = np.where(sex == "M", judged.probability / 3, judged.probability)
    found = audit(
        Judged(judged.labels, judged.granted, low, judged.known, judged.difficulties),
        "b",
        "folder",
    )
    told = " ".join(conclusion(found, "en"))
    assert "More difficulties than predicted: Sex: man" in told
    assert "by chance" in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_conclusion_says_what_a_ratio_means_and_does_not_mean(judged: Judged, lang) -> None:
    costs = (Worth("sex", "added", POOR, POOR),)
    told = " ".join(conclusion(audit(judged, "b", "folder", exclusions=costs), lang))
    wanted = {
        "fr": ("quatre cinquièmes", "n'est pas un seuil du droit", "ne prouve pas", "sexe"),
        "en": ("four fifths", "no threshold of credit law", "does not prove", "sex"),
    }
    for words in wanted[lang]:
        assert words in told


def test_the_record_is_plain_json_and_the_same_each_time(judged: Judged) -> None:
    import json

    once, again = (audit(judged, "b", "folder").as_json() for _ in range(2))
    assert json.dumps(once, allow_nan=False) == json.dumps(again, allow_nan=False)
