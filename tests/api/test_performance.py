"""What the bundle's card says of its worth, in words; an earlier card says less, never wrong."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from clairscore.api.shown.performance import performance_of
from clairscore.decision.bundle import Bundle
from clairscore.metrics import Interval, wilson
from tests.api.place import Place
from tests.decision.bundle.conftest import FEATURES

BETWEEN = asdict(Interval(0.75, 0.7, 0.8, "invented"))
FIGURES = dict.fromkeys(("auc", "pr_auc", "brier", "cost_per_1000", "granted_share"), BETWEEN)
SHARES = dict.fromkeys(("base_rate", "granted", "difficulties_refused"), BETWEEN)
CARD = {
    "clients": {"training": 90, "training_difficulties": 9, "test": 10, "test_difficulties": 1},
    "out_of_fold": FIGURES,
    "test": FIGURES,
    "roc": [[1.0, 0.0, 0.0], [0.1, 0.2, 0.6], [0.0, 1.0, 1.0]],
    "precision_recall": [[0.1, 0.6, 0.3], [0.0, 1.0, 0.1]],
    "confusion": {
        "test": {
            "granted_repaid": 7,
            "granted_difficulties": 0,
            "refused_repaid": 2,
            "refused_difficulties": 1,
        }
    },
    "calibration": {
        "transfer": {"slope": BETWEEN, "intercept": BETWEEN},
        "bins": [{"clients": 50, "predicted": 0.1, "observed": 0.12}],
    },
    "cut_off": {"value": 1 / 11, "optimum": BETWEEN},
    "cost_curve": [{"cut_off": 0.05, "cost_per_1000": 600.0, "granted_share": 0.4}],
    "groups": {
        "age": [
            {"group": "30-39", "clients": 80, "figures": {**SHARES, "repaid_refused": None}},
            {"group": "60+", "clients": 10, "figures": None},
        ]
    },
    "importance": [
        {"feature": FEATURES[3], "theme": "external_scores", "strength": 0.3},
        {"feature": FEATURES[4], "theme": "external_scores", "strength": 0.2},
        {"feature": FEATURES[1], "theme": "this_loan", "strength": 0.5},
    ],
}


def test_the_cards_numbers_are_told_as_they_are(bundle: Bundle) -> None:
    found = performance_of(replace(bundle, card=CARD), "fr")
    assert [each.name for each in found.figures] == [
        "auc", "pr_auc", "brier", "cost_per_1000", "granted_share",
    ]  # fmt: skip
    assert (found.roc[1].x, found.roc[1].y) == (0.2, 0.6)
    assert found.confusion[0].refused_repaid == 2
    observed = wilson(6, 50)
    assert found.calibration[0].observed.low == pytest.approx(observed.low)
    assert found.optimum is not None
    assert found.optimum.high == 0.8


def test_themes_add_up_what_their_features_weigh(bundle: Bundle) -> None:
    found = performance_of(replace(bundle, card=CARD), "en")
    assert {each.name: each.share for each in found.themes} == pytest.approx(
        {"external_scores": 0.5, "this_loan": 0.5}
    )
    assert all(each.label for each in found.features)


def test_of_a_small_group_only_the_number_is_told(bundle: Bundle) -> None:
    large, small = performance_of(replace(bundle, card=CARD), "fr").groups
    assert (large.name, large.clients) == ("30 à 39 ans", 80)
    assert large.figures is not None
    assert large.figures.repaid_refused is None
    assert (small.name, small.clients, small.figures) == ("60 ans et plus", 10, None)


def test_a_card_of_an_earlier_version_leaves_its_lists_empty(shared: Place) -> None:
    answer = shared.http.get("/v1/model/performance", headers=shared.as_("analyst"))
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["roc"], found["groups"], found["optimum"]) == ([], [], None)
