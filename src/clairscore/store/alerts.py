"""Alerts: one for each signal that calls somebody, until it is gone, with who took note of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Row, func, insert, select, update

from clairscore.decision.alerting import Alerting, AlertRule
from clairscore.decision.lifecycle.grounds import require_words
from clairscore.errors import Absent, NotNow
from clairscore.monitoring.alerts import Raised, raised_level, step
from clairscore.store.audit import Event, append
from clairscore.store.by import By
from clairscore.store.database import Read, Write
from clairscore.store.deliveries import Reason, deliver
from clairscore.store.reports import KeptReport, KeptSignal, levels_seen, signals_of
from clairscore.store.tables import alerts

State = Literal["open", "acknowledged", "closed"]
LONGEST = 50
"""Reports in a row that a rule may ask for."""


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert; `report` is the newest that speaks of it, `value` what the signal is there."""

    id: str
    signal: str
    bundle: str
    level: Raised
    state: State
    value: float | None
    report: str
    opened: str
    worsened: str | None = None
    acknowledged: str | None = None
    acknowledged_by: str | None = None
    note: str | None = None
    closed: str | None = None
    revision: int = 1


Name = Callable[[], str]
"""A new name for a record."""


def follow_up(
    write: Write, kept: KeptReport, alerting: Alerting, actor: str, name: Name
) -> list[tuple[Reason, Alert]]:
    """The alerts that a kept report raises, worsens or closes; each has to be told (`deliveries`).

    Alerts of another bundle are closed: what they spoke of no longer decides. A report that judged
    nothing, or too few applications for a rule, changes nothing.
    """
    by = By(actor, kept.created, "")
    done = [_closed(write, each, kept, by) for each in standing(write) if _is_other(each, kept)]
    found: list[tuple[Reason, Alert]] = [("closed", each) for each in done]
    if kept.told.light != "unjudged":
        now = {each.signal: each for each in standing(write)}
        for signal in signals_of(write, kept.id):
            rule = alerting.rule(signal.name)
            if rule is not None and kept.told.applications >= rule.fewest:
                found += _stepped(write, kept, rule, signal, now.get(signal.name), by, name)
    for reason, alert in found:
        deliver(write, alert.id, reason, told_of(alert, reason, kept), By(actor, by.at, name()))
    return found


def acknowledge(write: Write, found: Alert, note: str, by: By) -> Alert:
    """The alert with who took note of it and what he says; NotNow where it is no longer open."""
    if found.state != "open":
        raise NotNow("alert_not_open")
    done = replace(
        found,
        state="acknowledged",
        acknowledged=by.at,
        acknowledged_by=by.actor,
        note=require_words(note),
        revision=found.revision + 1,
    )
    _set(write, done)
    _note(write, "acknowledge", done, by)
    return done


def alert(read: Read, name: str) -> Alert:
    """The alert; Absent where there is none."""
    row = read.connection.execute(select(alerts).where(alerts.c.id == name)).one_or_none()
    if row is None:
        raise Absent(f"alert {name}: there is none")
    return _alert(row)


def standing(read: Read) -> list[Alert]:
    """Every alert that is not closed, newest first."""
    return list_alerts(read, ("open", "acknowledged"), limit=1_000)


def list_alerts(
    read: Read, states: Collection[State] = (), *, before: str | None = None, limit: int = 20
) -> list[Alert]:
    """Alerts, newest first, from the one before `before`."""
    statement = select(alerts).order_by(alerts.c.id.desc()).limit(limit)
    if states:
        statement = statement.where(alerts.c.state.in_(sorted(states)))
    if before is not None:
        statement = statement.where(alerts.c.id < before)
    return [_alert(row) for row in read.connection.execute(statement)]


def count_open(read: Read) -> dict[str, int]:
    """Alerts that nobody took note of, by level."""
    asked = (
        select(alerts.c.level, func.count())
        .where(alerts.c.state == "open")
        .group_by(alerts.c.level)
    )
    found = {row[0]: int(row[1]) for row in read.connection.execute(asked)}
    return {level: found.get(level, 0) for level in ("watch", "act")}


def told_of(alert: Alert, reason: Reason, kept: KeptReport) -> dict[str, object]:
    """What is sent about an alert: its signal, its level, the days; never anything of a person."""
    return {
        "event": f"alert.{reason}",
        "alert": alert.id,
        "signal": alert.signal,
        "level": alert.level,
        "value": alert.value,
        "bundle": alert.bundle,
        "report": kept.id,
        "begins": kept.told.begins,
        "ends": kept.told.ends,
        "applications": kept.told.applications,
        "opened": alert.opened,
        "at": kept.created,
    }


def _stepped(
    write: Write,
    kept: KeptReport,
    rule: AlertRule,
    signal: KeptSignal,
    known: Alert | None,
    by: By,
    name: Name,
) -> Sequence[tuple[Reason, Alert]]:
    seen = levels_seen(write, kept.told.bundle, signal.name, rule.fewest, LONGEST)
    now = step(rule, seen, known.level if known else None)
    level = raised_level(rule, seen)
    if known is None:
        if now != "open" or level is None:
            return []
        return [("opened", _opened(write, kept, signal, level, By(by.actor, by.at, name())))]
    moved = replace(known, value=signal.value, report=kept.id, revision=known.revision + 1)
    if now == "close":
        return [("closed", _closed(write, moved, kept, by))]
    if now == "worsen" and level is not None:
        return [("worsened", _worsened(write, moved, level, by))]
    _set(write, moved)
    return []


def _opened(write: Write, kept: KeptReport, signal: KeptSignal, level: Raised, by: By) -> Alert:
    made = Alert(by.id, signal.name, kept.told.bundle, level, "open", signal.value, kept.id, by.at)
    row = {each: getattr(made, each) for each in Alert.__slots__}
    write.connection.execute(insert(alerts), row)
    _note(write, "open", made, by)
    return made


def _worsened(write: Write, found: Alert, level: Raised, by: By) -> Alert:
    """Open again: who took note of it did so of less."""
    done = replace(found, level=level, state="open", worsened=by.at)
    _set(write, done)
    _note(write, "worsen", done, by)
    return done


def _closed(write: Write, found: Alert, kept: KeptReport, by: By) -> Alert:
    done = replace(found, state="closed", closed=kept.created, report=kept.id)
    _set(write, done)
    _note(write, "close", done, by)
    return done


def _is_other(found: Alert, kept: KeptReport) -> bool:
    return found.bundle != kept.told.bundle


def _set(write: Write, changed: Alert) -> None:
    values = {each: getattr(changed, each) for each in Alert.__slots__ if each != "id"}
    write.connection.execute(update(alerts).where(alerts.c.id == changed.id).values(values))


def _note(write: Write, what: str, found: Alert, by: By) -> None:
    told = {"signal": found.signal, "level": found.level, "report": found.report}
    append(write, Event(by.at, by.actor, f"alert.{what}", found.id, detail=told))


def _alert(row: Row[tuple[object, ...]]) -> Alert:
    found = row._mapping
    return Alert(**{name: found[name] for name in Alert.__slots__})
