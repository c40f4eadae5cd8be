"""Curves, money and groups of one part: what a model that is right by construction shows."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from clairscore import metrics
from clairscore.decision.logistic import probability
from clairscore.decision.policy import Policy
from clairscore.modelling.answers import Part, RunAnswers
from clairscore.modelling.evidence import curves, groups, money
from clairscore.modelling.evidence.recalibration import calibrations
from clairscore.modelling.evidence.record import stability

POLICY = Policy()


def perfect(n=6_000, seed=0):
    """A part whose outcomes are drawn from its own probabilities."""
    rng = np.random.default_rng(seed)
    log_odds = rng.normal(-3, 1.1, n)
    y = rng.random(n) < probability(log_odds)
    return Part(np.arange(100_001, 100_001 + n), y, (np.arange(n) % 5).astype(np.int8), log_odds)


@pytest.fixture(scope="module")
def part():
    return perfect()


def test_a_perfect_models_calibration_error_is_inside_its_own_range(part):
    found = curves.reliability(part, seed=1)
    assert found.perfect_error.holds(found.error)
    assert found.slope.holds(1)
    assert found.intercept.holds(0)
    assert found.near_cut_off.holds(0)
    assert sum(each.clients for each in found.bins) == len(part)


def test_probabilities_that_are_too_high_show_in_calibration():
    part = perfect()
    high = Part(part.clients, part.y, part.fold, part.log_odds + 0.5)
    found = curves.reliability(high, seed=1)
    assert found.error > found.perfect_error.high
    assert found.intercept.high < 0
    assert found.near_cut_off.high < 0


def test_the_area_under_the_roc_points_is_the_auc(part):
    points = curves.roc(part)
    x = [point.false_positive.value for point in points]
    y = [point.true_positive.value for point in points]
    assert (x[0], y[0], x[-1], y[-1]) == (0, 0, 1, 1)
    assert np.trapezoid(y, x) == pytest.approx(metrics.auc(part.y, part.log_odds), abs=2e-3)


def test_precision_falls_to_the_base_rate_where_everybody_is_refused(part):
    last = curves.precision_recall(part)[-1]
    assert last.recall.value == 1
    assert last.precision.value == pytest.approx(part.y.mean())


def test_the_cost_curve_holds_its_ends_and_its_least(part):
    found = curves.cost_curve(part, POLICY.cut_off, 10, seed=1)
    assert found.optimum.low <= found.served.cut_off <= found.optimum.high
    least = min(point.per_1000.value for point in found.points)
    assert found.at_optimum.per_1000.value <= least
    assert found.served.per_1000.value < found.grant_all_per_1000
    assert found.grant_all_per_1000 == pytest.approx(10_000 * part.y.mean())


def test_tenths_hold_everybody_once_and_capture_every_difficulty(part):
    found = curves.tenths(part)
    assert sum(each.clients for each in found) == len(part)
    assert sum(each.difficulties for each in found) == part.y.sum()
    assert found[-1].captured == 1
    assert found[0].lift.value > 2 > 1 > found[-1].lift.value


def test_the_distribution_counts_everybody_once(part):
    bars = curves.distribution(part)
    assert sum(bar.repaid + bar.difficulties for bar in bars) == len(part)
    assert all(one.high == other.low for one, other in pairwise(bars))


def test_accuracy_is_highest_where_cost_is_not_least(part):
    dummy, half, served = money.ways(part, POLICY)
    assert dummy.accuracy.value == pytest.approx(1 - part.y.mean())
    assert half.accuracy.value >= served.accuracy.value
    assert served.cost_per_1000.high < dummy.cost_per_1000.low


def test_a_review_that_finds_more_costs_less(part):
    without, *rest = money.reviews(part, POLICY)
    costs = [row.cost.value for row in rest]
    assert costs == sorted(costs, reverse=True)
    assert rest[-1].cost.value < without.cost.value
    assert all(row.referred == pytest.approx(0.1, abs=1e-3) for row in rest)


def test_cost_by_amount_is_that_of_clients_where_all_ask_for_the_same(part):
    same = money.by_amount(part, np.full(len(part), 500_000.0), POLICY)
    assert same.weighted.value == pytest.approx(same.alike.value)


def test_refusals_by_rule_and_by_score_and_the_rest_are_everybody():
    proposals = pl.DataFrame(
        {
            "outcome": ["granted", "refused", "refused", "referred", "refused"],
            "decided_by": ["score", "rule", "score", "rule", "rule"],
            "rules": ["", "under_age", "", "thin_file", "under_age income_not_positive"],
            "causes": ["", "", "", "thin_file uncertain", ""],
        }
    )
    found = money.refusals(proposals)
    assert (found.refused_by_rule, found.refused_by_score) == (2, 1)
    assert found.applications == 5 == found.granted + found.referred + 3
    assert found.by_rule == {"income_not_positive": 1, "thin_file": 1, "under_age": 2}
    assert found.by_cause == {"thin_file": 1, "uncertain": 1}


def audited(part, labels):
    facts = groups.Facts(part.clients, {"letter": np.array(labels)}, np.ones(len(part)))
    return groups.audited(part, facts, POLICY)["letter"]


def test_groups_add_up_to_everybody_and_to_the_whole_cost(part):
    rng = np.random.default_rng(2)
    found = audited(part, rng.choice(["a", "b", "c"], len(part)))
    assert sum(each.clients for each in found) == len(part)
    assert sum(each.figures.difficulties for each in found) == part.y.sum()
    assert sum(each.figures.part_of_cost.value for each in found) == pytest.approx(1)
    for each in found:
        assert each.figures.calibration.low < 0.02
        assert each.figures.granted.low < each.figures.granted.value < each.figures.granted.high


def test_a_group_whose_difficulties_the_model_understates_is_seen(part):
    labels = np.where(np.arange(len(part)) % 3 == 0, "unlucky", "others")
    y = part.y | ((labels == "unlucky") & (np.random.default_rng(3).random(len(part)) < 0.1))
    others, unlucky = audited(replace(part, y=y), labels)
    assert unlucky.figures.calibration.low > 0.05
    assert others.figures.calibration.holds(0)


def test_figures_of_fewer_than_twenty_people_are_not_shown(part):
    labels = np.full(len(part), "many")
    labels[:19] = "few"
    few, many = audited(part, labels)
    assert (few.clients, few.figures) == (19, None)
    assert many.figures is not None


def test_a_group_with_one_outcome_has_no_auc(part):
    labels = np.where(part.y, "bad", "good")
    bad, good = audited(part, labels)
    assert bad.figures.auc is None
    assert bad.figures.repaid_refused is None
    assert good.figures.difficulties_refused is None
    assert good.figures.cost_share is None


def test_other_calibrations_leave_a_perfect_model_as_it_is():
    served, isotonic, beta = calibrations(RunAnswers(perfect(seed=1), perfect(seed=2)), seed=0)
    assert served.perfect_error.holds(served.error)
    assert beta.brier.value == pytest.approx(served.brier.value, rel=0.01)
    assert isotonic.brier.value == pytest.approx(served.brier.value, rel=0.02)
    assert isotonic.levels < 200 < served.levels


def test_other_calibrations_mend_what_is_bent():
    known, test = perfect(seed=1), perfect(seed=2)
    bent = [Part(p.clients, p.y, p.fold, 2 * p.log_odds + 3) for p in (known, test)]
    served, isotonic, beta = calibrations(RunAnswers(*bent), seed=0)
    assert max(isotonic.error, beta.error) < served.error / 2


def test_folds_of_one_model_hardly_differ(part):
    found = stability(part, [90, 100, 110, 95, 105], 100)
    assert sum(each.clients for each in found.folds) == len(part)
    assert found.spread < 0.05
    assert [each.rounds for each in found.folds] == [90, 100, 110, 95, 105]
