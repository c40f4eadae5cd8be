"""The whole report: calm where nothing changed, and the change named where something did."""

import json
from dataclasses import replace

import numpy as np
import pytest

from clairscore.decision.logistic import probability
from clairscore.errors import BadSetting
from clairscore.monitoring.sides import Loans, of_bundle
from clairscore.monitoring.watch import watch
from tests.monitoring.crowds import INCOME, SCORE, came, town

CURRENT = 3_000


@pytest.fixture(scope="module")
def place():
    return town()


@pytest.fixture(scope="module")
def rows(place):
    return place.rows(3_000, 11)


@pytest.fixture(scope="module")
def calm(place, rows):
    return reported(place, place.drawn(CURRENT, 5), rows=rows)


def reported(place, matrix, *, rows=None, loans=None, unit_value=None):
    yardstick = of_bundle(place.bundle, rows)
    applicants = place.applicants(matrix, loans)
    return watch(place.bundle, yardstick, applicants, kind="window", unit_value=unit_value)


def changed(place, name, change, seed=5):
    matrix = place.drawn(CURRENT, seed).copy()
    at = place.column(name)
    matrix[:, at] = change(matrix[:, at])
    return matrix


def test_an_unchanged_population_is_calm_and_nothing_is_proposed(calm):
    assert calm.light == "calm"
    assert [action.code for action in calm.actions] == ["continue"]
    assert not any(feature.moved for feature in calm.features)


def test_the_same_sides_give_the_same_report(place, rows, calm):
    assert reported(place, place.drawn(CURRENT, 5), rows=rows) == calm


def test_a_column_in_another_unit_is_named_with_its_factor_and_its_source_is_to_be_looked_at(place):
    report = reported(place, changed(place, INCOME, lambda income: 12 * income))
    named = {feature.name: feature for feature in report.features}
    assert named[INCOME].moved
    assert named[INCOME].scaled == pytest.approx(12, rel=0.25)
    sources = [action for action in report.actions if action.code == "investigate_source"]
    assert INCOME in sources[0].subjects


def test_a_score_that_stops_arriving_is_named_as_missing(place):
    def half_lost(column):
        lost = np.random.default_rng(1).random(len(column)) < 0.5
        return np.where(lost, np.nan, column).astype(np.float32)

    report = reported(place, changed(place, SCORE, half_lost))
    missing = report.signal("missing")
    assert missing.level == "act"
    assert SCORE in missing.subjects
    assert {"stop_and_review", "investigate_source"} <= {each.code for each in report.actions}


def test_a_riskier_crowd_costs_approvals_and_money(place):
    everyone = place.drawn(20_000, 5)
    risk = probability(place.bundle.scorer.log_odds(everyone))
    riskier = everyone[np.argsort(risk)[6_000:]][:: (14_000 // 4_000)]
    report = reported(place, riskier, unit_value=1_000.0)
    assert report.effect.approvals.difference.high < -0.05
    assert report.signal("approvals").level == "act"
    assert report.effect.money == pytest.approx(1_000 * report.effect.cost.difference.value)
    assert report.effect.money > 0


def test_what_tells_the_sides_apart_is_told_with_its_features(place, rows):
    report = reported(place, changed(place, INCOME, lambda income: 2 * income), rows=rows)
    assert report.told_apart.auc.low > 0.6
    assert report.told_apart.features[0].feature == INCOME


def test_without_reference_rows_what_needs_them_is_left_open(place):
    report = reported(place, place.drawn(CURRENT, 5))
    assert report.told_apart is None
    assert report.estimate("weighting") is None
    assert report.estimate("confidence") is not None


def test_the_estimates_of_a_calibrated_model_hold_what_comes_to_be(place, calm):
    log_odds = place.bundle.scorer.log_odds(place.drawn(CURRENT, 5))
    observed = came(log_odds, 99).mean()
    for method in ("confidence", "weighting", "prior"):
        estimate = calm.estimate(method)
        assert estimate.rate.low - 0.02 < observed < estimate.rate.high + 0.02, method


def test_loans_that_fail_more_than_announced_ask_for_a_recalibration(place):
    log_odds = place.bundle.scorer.log_odds(place.drawn(CURRENT, 6))
    worse = Loans(log_odds, came(log_odds + 0.6, 6))
    report = reported(place, place.drawn(CURRENT, 5), loans=worse)
    assert report.signal("calibration").level == "act"
    assert "recalibrate" in [action.code for action in report.actions]


def test_loans_above_the_limit_are_a_stratum_of_their_own(place):
    log_odds = place.bundle.scorer.log_odds(place.drawn(CURRENT, 6))
    report = reported(place, place.drawn(CURRENT, 5), loans=Loans(log_odds, came(log_odds, 6)))
    above = int((probability(log_odds) >= place.bundle.policy.cut_off).sum())
    assert report.realised.manual.loans == above
    assert report.realised.granted.loans == CURRENT - above
    assert report.signal("calibration").level == "calm"


def test_too_few_applications_are_not_judged(place):
    report = reported(place, place.drawn(150, 5))
    assert report.light == "unjudged"
    assert report.signals == ()


def test_nobody_at_all_is_told_without_a_fault(place):
    report = reported(place, place.drawn(0, 5))
    assert (report.light, report.current.applications) == ("unjudged", 0)


def test_the_report_is_strict_json(calm):
    text = json.dumps(calm.as_json(), allow_nan=False)
    assert json.loads(text)["light"] == "calm"


def test_a_bundle_that_kept_no_outcomes_says_what_to_do(place):
    old = replace(place.bundle, reference=replace(place.bundle.reference, score=None))
    with pytest.raises(BadSetting, match="train it again"):
        of_bundle(old)
