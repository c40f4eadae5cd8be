"""From contributions to themes and reasons, by hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from clairscore.decision.policy import Policy
from clairscore.decision.reasons import Layout, beyond_scores, ranked, reasons, theme_contributions
from clairscore.errors import BadSetting

POLICY = Policy()
NAN = float("nan")


@dataclass(frozen=True)
class Plain:
    name: str
    theme: str
    column: str
    source: str = "application"

    @property
    def reads(self) -> frozenset[tuple[str, str]]:
        return frozenset(("application", column) for column in self.column.split())


FEATURES = (
    Plain("score_mean", "external_scores", "score second"),
    Plain("score_min", "external_scores", "second"),
    Plain("score_other", "external_scores", "other"),
    Plain("age", "age", "birth"),
    Plain("income", "income", "income"),
    Plain("job", "work", "job"),
    Plain("home", "housing", "home"),
    Plain("paper", "documents", "paper"),
)
LAYOUT = Layout.of(FEATURES, POLICY.themes)
VALUES = np.array([0.2, 0.1, NAN, -15_000, 1_000, 3, NAN, 1])


def told(contributions: list[float], sign: int = 1, values: np.ndarray = VALUES):  # type: ignore[no-untyped-def]
    array = np.array(contributions)
    return reasons(LAYOUT, LAYOUT.by_theme(array), values, array, POLICY, sign)


def test_a_theme_is_the_sum_of_its_features() -> None:
    contributions = np.array([0.5, -0.2, 0.1, 0.3, 0, 0, 0, 0])
    by_theme = LAYOUT.by_theme(contributions)
    assert by_theme[POLICY.themes.index("external_scores")] == pytest.approx(0.4)
    assert by_theme.sum() == pytest.approx(contributions.sum())
    assert np.allclose(LAYOUT.by_theme(contributions[None, :])[0], by_theme)


def test_shown_figures_are_multiples_of_one_ten_thousandth() -> None:
    by_theme = LAYOUT.by_theme(np.array([0.12346, 0, 0, -0.00004, 0, 0, 0, 0]))
    shown = {theme.theme: theme.shown for theme in theme_contributions(LAYOUT, by_theme)}
    assert shown["external_scores"] == 0.1235
    assert str(shown["age"]) == "0.0"


def test_four_reasons_each_way_strongest_first() -> None:
    contributions = [0.5, 0, 0, 0.1, 0.2, 0.3, 0.4, -0.9]
    assert [r.theme for r in told(contributions)] == [
        "external_scores",
        "housing",
        "work",
        "income",
    ]
    assert [r.theme for r in told(contributions, -1)] == ["documents"]
    assert [r.against for r in told(contributions) + told(contributions, -1)] == [True] * 4 + [
        False
    ]


def test_differences_under_the_rounding_are_ties_in_theme_order() -> None:
    contributions = [0, 0, 0, 0.20001, 0.2, 0, 0, 0]
    assert [reason.theme for reason in told(contributions)] == ["income", "age"]


def test_what_is_too_small_to_be_a_reason_is_left_out() -> None:
    assert told([0.009, 0, 0, 0, 0.01, 0, 0, 0])[0].theme == "income"
    assert len(told([0.009, 0, 0, 0, 0.01, 0, 0, 0])) == 1
    assert ranked(np.zeros(11), 1, 0.0) == []


def test_two_facts_never_speak_of_one_column() -> None:
    (reason,) = told([0.3, 0.2, 0.1, 0, 0, 0, 0, 0])
    assert [fact.feature for fact in reason.facts] == ["score_mean", "score_other"]
    assert [fact.value for fact in reason.facts] == [0.2, None]
    (reason,) = told([0.2, 0.3, 0.1, 0, 0, 0, 0, 0])
    assert [fact.feature for fact in reason.facts] == ["score_min", "score_other"]


def test_a_fact_speaks_the_way_its_reason_does() -> None:
    (reason,) = told([0.9, -0.3, -0.1, 0, 0, 0, 0, 0])
    assert [fact.feature for fact in reason.facts] == ["score_mean"]


def test_a_missing_value_weighs_as_missing_only_where_it_weighs_most() -> None:
    assert told([0.1, 0, 0.3, 0, 0, 0, 0, 0])[0].basis == "missing"
    assert told([0.3, 0, 0.1, 0, 0, 0, 0, 0])[0].basis == "value"


def test_beyond_external_scores_the_next_reason_with_its_share_of_the_distance() -> None:
    against = told([0.6, 0, 0, 0, 0.2, 0, 0, 0])
    beyond = beyond_scores(against, 0.5, POLICY)
    assert beyond is not None
    assert beyond.reason.theme == "income"
    assert (beyond.share, beyond.scores_share) == (pytest.approx(0.4), pytest.approx(1.2))


def test_nothing_beyond_where_scores_do_not_lead_or_nothing_else_speaks() -> None:
    assert beyond_scores(told([0.1, 0, 0, 0, 0.2, 0, 0, 0]), 0.5, POLICY) is None
    assert beyond_scores(told([0.1, 0, 0, 0, 0, 0, 0, 0]), 0.5, POLICY) is None
    assert beyond_scores(told([0.6, 0, 0, 0, 0.2, 0, 0, 0]), -0.5, POLICY) is None


def test_a_theme_that_the_policy_lacks_is_an_error() -> None:
    with pytest.raises(BadSetting, match="'stars'"):
        Layout.of([Plain("x", "stars", "x")], POLICY.themes)


def test_three_statistics_of_one_measure_of_the_building_are_one_fact() -> None:
    columns = ("FLOORSMAX_AVG", "FLOORSMAX_MODE", "LIVINGAREA_MEDI")
    layout = Layout.of([Plain(column, "housing", column) for column in columns], POLICY.themes)
    weights = np.array([0.3, 0.2, 0.1])
    found = reasons(layout, layout.by_theme(weights), np.ones(3), weights, POLICY, 1)
    assert [fact.feature for fact in found[0].facts] == ["FLOORSMAX_AVG", "LIVINGAREA_MEDI"]
