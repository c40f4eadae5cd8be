"""When a signal calls somebody: after enough reports in a row, once, and again only if worse."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clairscore.decision.alerting import Alerting, AlertRule
from clairscore.decision.watching import SignalName
from clairscore.monitoring.alerts import LEVELS, Level, Raised, raised_level, step

RULE = AlertRule(signal="cost", watch_after=2, act_after=1)
LATE = AlertRule(signal="score", watch_after=None, act_after=2)
LEVEL = st.sampled_from(LEVELS)


def replayed(rule: AlertRule, levels: list[Level]) -> list[str]:
    """The steps that reports with these levels, oldest first, lead to."""
    seen: list[Level] = []
    standing: Raised | None = None
    steps = []
    for level in levels:
        seen.insert(0, level)
        done = step(rule, seen, standing)
        steps.append(done)
        if done in ("open", "worsen"):
            standing = raised_level(rule, seen)
        if done == "close":
            standing = None
    return steps


def test_one_report_at_act_is_enough_and_two_are_needed_to_watch() -> None:
    assert replayed(RULE, ["act"]) == ["open"]
    assert replayed(RULE, ["watch", "watch"]) == ["nothing", "open"]
    assert replayed(LATE, ["act", "watch", "act", "act"]) == ["nothing"] * 3 + ["open"]


def test_an_alert_that_stands_is_not_raised_again_it_worsens_once() -> None:
    assert replayed(RULE, ["watch", "watch", "watch", "act", "act", "watch"]) == [
        "nothing",
        "open",
        "keep",
        "worsen",
        "keep",
        "keep",
    ]


def test_an_alert_closes_when_the_signal_is_gone_for_as_long_as_it_took() -> None:
    assert replayed(RULE, ["act", "calm", "calm", "calm"]) == ["open", "keep", "close", "nothing"]
    assert replayed(RULE, ["act", "calm", "act"]) == ["open", "keep", "keep"]
    assert replayed(RULE, ["act", "calm", "calm", "act"])[-1] == "open"


@given(st.lists(LEVEL, max_size=30))
def test_nothing_opens_twice_without_closing_and_nothing_closes_unopened(
    levels: list[Level],
) -> None:
    told = [each for each in replayed(RULE, levels) if each in ("open", "close")]
    assert told == [("open", "close")[at % 2] for at in range(len(told))]


@given(st.lists(st.just("calm"), max_size=10))
def test_calm_calls_nobody(levels: list[Level]) -> None:
    assert set(replayed(RULE, levels)) <= {"nothing"}


def test_every_signal_has_a_rule_by_default() -> None:
    from typing import get_args

    assert [rule.signal for rule in Alerting().rules] == list(get_args(SignalName))
