"""What a new report means for the alert of one signal: raise, worsen, keep, close, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from clairscore.decision.alerting import AlertRule

Level = Literal["calm", "watch", "act"]
Raised = Literal["watch", "act"]
LEVELS: tuple[Level, ...] = ("calm", "watch", "act")
Step = Literal["open", "worsen", "keep", "close", "nothing"]


def step(rule: AlertRule, seen: Sequence[Level], standing: Raised | None) -> Step:
    """What follows from the signal's levels in its judged reports, newest first.

    `standing` is the level of its alert that is not closed. An alert that stands is not raised
    again: it only worsens, once.
    """
    raised = raised_level(rule, seen)
    if standing is None:
        return "open" if raised else "nothing"
    if raised is not None and LEVELS.index(raised) > LEVELS.index(standing):
        return "worsen"
    return "close" if _is_gone(rule, seen) else "keep"


def raised_level(rule: AlertRule, seen: Sequence[Level]) -> Raised | None:
    """The level at which the rule calls somebody now."""
    if _in_a_row(seen, "act", rule.act_after):
        return "act"
    return "watch" if _in_a_row(seen, "watch", rule.watch_after) else None


def _in_a_row(seen: Sequence[Level], level: Level, reports: int | None) -> bool:
    if reports is None or len(seen) < reports:
        return False
    return all(LEVELS.index(each) >= LEVELS.index(level) for each in seen[:reports])


def _is_gone(rule: AlertRule, seen: Sequence[Level]) -> bool:
    """As many reports in a row below the rule's first level as it takes to raise it."""
    first: Level = "watch" if rule.watch_after else "act"
    reports = rule.watch_after or rule.act_after or 1
    below = [LEVELS.index(each) < LEVELS.index(first) for each in seen[:reports]]
    return len(below) == reports and all(below)
