"""From figures to a light in words and proposed actions, by the limits of the policy."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from clairscore.decision.watching import Limit, SignalName, Watching
from clairscore.monitoring.report import (
    LEVELS,
    Action,
    Change,
    Effect,
    FeatureShift,
    Level,
    Light,
    Realised,
    ScoreShift,
    Signal,
    ToldApart,
    UnknownWords,
)
from clairscore.monitoring.shifts import STEEP, graded

FAMILIES = 8
"""Signals that chance can set off: each may do so with an eighth of the policy's false alarms."""
NAMED = 10
SOURCE: tuple[SignalName, ...] = ("missing", "outside", "unknown")
"""Signals that point at where the data come from rather than at people."""
MONEY: tuple[SignalName, ...] = ("approvals", "expected_difficulties", "cost")
PEOPLE: tuple[SignalName, ...] = ("score", "features", "told_apart")


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is judged; None and nothing where it could not be looked at."""

    effect: Effect
    score: ScoreShift
    features: tuple[FeatureShift, ...]
    unknown_words: tuple[UnknownWords, ...] = ()
    told_apart: ToldApart | None = None
    realised: Realised | None = None


def chance_of_each(watching: Watching) -> float:
    """The chance of a false alarm that one signal may have."""
    return watching.false_alarms / FAMILIES


def signals(found: Findings, watching: Watching) -> tuple[Signal, ...]:
    """Every signal that could be judged."""
    level = chance_of_each(watching)
    effect = found.effect
    given = [
        _changed("approvals", effect.approvals, watching.approvals, level, relative=False),
        _changed("expected_difficulties", effect.expected, watching.expected_difficulties, level),
        _changed("cost", effect.cost, watching.cost, level),
        _score(found.score, watching.score),
        _features(found.features, watching.features),
        _missing(found.features, watching.missing, watching.features.watch),
        _outside(found.features, watching.outside, watching.features.watch),
        _unknown(found.features, found.unknown_words, watching.unknown),
        _told_apart(found.told_apart, watching.told_apart),
        *_realised(found.realised, watching, level),
    ]
    return _tempered([signal for signal in given if signal is not None])


def _tempered(found: Sequence[Signal]) -> tuple[Signal, ...]:
    """A population that is another one is watched only, as long as neither score nor money move."""
    effects = {*MONEY, "score"}
    if any(each.level != "calm" for each in found if each.name in effects):
        return tuple(found)
    return tuple(
        replace(each, level="watch") if each.name == "told_apart" and each.level == "act" else each
        for each in found
    )


def light(applications: int, found: Sequence[Signal], watching: Watching) -> Light:
    """The most urgent level of all; nothing is judged of too few applications."""
    if applications < watching.fewest:
        return "unjudged"
    return max((each.level for each in found), key=LEVELS.index, default="calm")


def actions(found: Sequence[Signal], features: Sequence[FeatureShift]) -> tuple[Action, ...]:
    """What to do, the most urgent first; `continue` where every signal is calm."""
    loud = {each.name: each for each in found if each.level != "calm"}
    urgent = {name for name, each in loud.items() if each.level == "act"}
    steep = tuple(each.name for each in features if _is_steep(each))
    source = tuple(name for name in SOURCE if name in loud)
    given: list[Action] = []
    if urgent & {*MONEY, *SOURCE, "calibration"}:
        given.append(_action("stop_and_review", urgent & {*MONEY, *SOURCE, "calibration"}))
    if source or steep:
        subjects = _first((*_subjects(loud, source), *steep))
        given.append(Action("investigate_source", source or ("features",), subjects))
    if "calibration" in loud:
        given.append(Action("recalibrate", ("calibration",)))
    given += _retrain(loud, urgent, bool(source or steep))
    if loud and not given:
        given.append(_action("investigate_source", set(loud), _subjects(loud, tuple(loud))))
    return tuple(given) or (Action("continue", ()),)


def _retrain(
    loud: dict[SignalName, Signal], urgent: set[SignalName], at_source: bool
) -> list[Action]:
    """Where ranking is lost, or people changed much and the data are not at fault."""
    if "ranking" in loud:
        return [Action("retrain", ("ranking",))]
    people = urgent & set(PEOPLE)
    return [_action("retrain", people)] if people and not at_source else []


def _action(code: str, because: Iterable[SignalName], subjects: tuple[str, ...] = ()) -> Action:
    order = [*MONEY, *PEOPLE, *SOURCE, "ranking", "calibration"]
    told = tuple(sorted(because, key=order.index))
    match code:
        case "stop_and_review":
            return Action("stop_and_review", told, subjects)
        case "retrain":
            return Action("retrain", told, subjects)
        case _:
            return Action("investigate_source", told, subjects)


def _is_steep(shift: FeatureShift) -> bool:
    """Whether a feature seems to be measured otherwise than in training."""
    return shift.moved and (shift.scaled is not None or shift.stability.excess >= STEEP)


def _subjects(loud: dict[SignalName, Signal], names: Sequence[SignalName]) -> tuple[str, ...]:
    return _first(subject for name in names for subject in loud[name].subjects)


def _first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))[:NAMED]


def _changed(
    name: SignalName, change: Change, limit: Limit, level: float, *, relative: bool = True
) -> Signal:
    value = change.relative if relative else change.difference.value
    size = abs(value) if math.isfinite(value) else 0.0
    beyond = change.chance < level
    return Signal(name, graded(size, limit, beyond), value, limit.watch, limit.act, change.chance)


def _score(shift: ScoreShift, limit: Limit) -> Signal:
    found = shift.stability
    return Signal("score", shift.level, found.excess, limit.watch, limit.act, found.chance)


def _features(features: Sequence[FeatureShift], limit: Limit) -> Signal:
    """Importance that lies in features beyond their first limit."""
    loud = [each for each in features if each.level != "calm"]
    value = sum(each.importance for each in loud)
    return _named("features", value, limit, [each.name for each in loud])


def _missing(features: Sequence[FeatureShift], limit: Limit, weight: float) -> Signal:
    """The greatest change of missing values, and every feature beyond the first limit."""
    moved = [each for each in features if each.missing_moved]
    changes = {each.name: abs(each.missing_change) for each in moved}
    return _weighed(_greatest("missing", changes, limit), features, weight)


def _outside(features: Sequence[FeatureShift], limit: Limit, weight: float) -> Signal:
    """The greatest share of values never met in training, and every feature beyond the limit."""
    shares = {each.name: each.outside for each in features}
    return _weighed(_greatest("outside", shares, limit), features, weight)


def _weighed(signal: Signal, features: Sequence[FeatureShift], weight: float) -> Signal:
    """The signal, watched only where the features that it names carry less than this importance."""
    carried = sum(each.importance for each in features if each.name in signal.subjects)
    if signal.level == "act" and carried < weight:
        return replace(signal, level="watch")
    return signal


def _unknown(
    features: Sequence[FeatureShift], words: Sequence[UnknownWords], limit: Limit
) -> Signal:
    shares = {each.name: each.unknown for each in features}
    shares |= {each.column: each.share for each in words}
    return _greatest("unknown", shares, limit)


def _told_apart(found: ToldApart | None, limit: Limit) -> Signal | None:
    """By the lower end of the AUC's interval."""
    if found is None:
        return None
    names = [each.feature for each in found.features[:NAMED]]
    return _named("told_apart", found.auc.low, limit, names)


def _realised(found: Realised | None, watching: Watching, level: float) -> list[Signal]:
    if found is None or not found.granted.loans:
        return []
    granted, limits = found.granted, watching.calibration
    gap = granted.observed.value / granted.expected - 1
    told = graded(abs(gap), limits, granted.chance < level)
    given = [Signal("calibration", told, gap, limits.watch, limits.act, granted.chance)]
    if granted.ranking is not None and granted.expected_ranking is not None:
        lost = granted.expected_ranking.value - granted.ranking.value
        beyond = granted.ranking.value < granted.expected_ranking.low
        limit = watching.ranking
        told = graded(lost, limit, beyond)
        given.append(Signal("ranking", told, lost, limit.watch, limit.act, None))
    return given


def _greatest(name: SignalName, values: dict[str, float], limit: Limit) -> Signal:
    order = sorted(values, key=lambda each: (-values[each], each))
    beyond = [each for each in order if values[each] >= limit.watch]
    return _named(name, values[order[0]] if order else 0.0, limit, beyond)


def _named(name: SignalName, value: float, limit: Limit, subjects: Sequence[str]) -> Signal:
    level: Level = graded(value, limit, True)
    return Signal(name, level, value, limit.watch, limit.act, None, tuple(subjects[:NAMED]))
