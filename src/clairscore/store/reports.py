"""Reports of watching: aggregates that were told, with the signals that they judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Row, Select, func, insert, select

from clairscore.errors import Absent
from clairscore.store.audit import Event, append, canonical, digest_of
from clairscore.store.by import By
from clairscore.store.database import Read, Write
from clairscore.store.tables import reports, signals

Kind = Literal["window", "fairness"]
Light = Literal["calm", "watch", "act", "unjudged"]
Level = Literal["calm", "watch", "act"]


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says in short: `begins` and `ends` are days of a window."""

    kind: Kind
    bundle: str
    begins: str | None
    ends: str | None
    applications: int
    light: Light


@dataclass(frozen=True, slots=True)
class KeptSignal:
    """A signal of a report: its level, its value and its two limits."""

    name: str
    level: Level
    value: float | None
    watch: float
    act: float


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report by name, who made it and when."""

    id: str
    told: Told
    actor: str
    created: str


def keep_report(
    write: Write, told: Told, content: Mapping[str, object], found: Sequence[KeptSignal], by: By
) -> KeptReport:
    """Keep a report and its signals; the chain knows the digest of its content."""
    text = canonical(content)
    columns = {name: getattr(told, name) for name in Told.__slots__}
    row = {"id": by.id, **columns, "content": text, "actor": by.actor, "created": by.at}
    write.connection.execute(insert(reports), row)
    lines = [
        {"report": by.id, **{name: getattr(each, name) for name in KeptSignal.__slots__}}
        for each in found
    ]
    if lines:
        write.connection.execute(insert(signals), lines)
    detail = {"kind": told.kind, "light": told.light, "bundle": told.bundle}
    digest = digest_of(text.encode())
    append(write, Event(by.at, by.actor, "report.keep", by.id, digest=digest, detail=detail))
    return KeptReport(by.id, told, by.actor, by.at)


def list_reports(
    read: Read, kind: Kind | None = None, *, before: str | None = None, limit: int = 20
) -> list[KeptReport]:
    """Reports, newest first, from the one before `before`."""
    statement = _newest(kind, None).limit(limit)
    if before is not None:
        statement = statement.where(reports.c.id < before)
    return [_kept(row) for row in read.connection.execute(statement)]


def newest_report(read: Read, kind: Kind, bundle: str | None = None) -> KeptReport | None:
    """The newest report of a kind, of one bundle or of any."""
    row = read.connection.execute(_newest(kind, bundle).limit(1)).one_or_none()
    return _kept(row) if row else None


def report(read: Read, name: str) -> KeptReport:
    """The report; Absent where there is none."""
    row = read.connection.execute(select(*_SHORT).where(reports.c.id == name)).one_or_none()
    if row is None:
        raise Absent(f"report {name}: there is none")
    return _kept(row)


def signals_of(read: Read, name: str) -> list[KeptSignal]:
    """The signals of a report."""
    asked = select(signals).where(signals.c.report == name).order_by(signals.c.name)
    return [_signal(row) for row in read.connection.execute(asked)]


def levels_seen(read: Read, bundle: str, signal: str, fewest: int, limit: int) -> list[Level]:
    """The signal's levels in the bundle's judged windows of `fewest` or more, newest first.

    Of windows that end on the same day the last report counts alone: looking twice is no proof.
    """
    last = (
        select(func.max(reports.c.id))
        .where(reports.c.kind == "window", reports.c.bundle == bundle)
        .where(reports.c.light != "unjudged", reports.c.applications >= fewest)
        .group_by(reports.c.ends)
    )
    asked = (
        select(signals.c.level)
        .where(signals.c.report.in_(last), signals.c.name == signal)
        .order_by(signals.c.report.desc())
        .limit(limit)
    )
    return list(read.connection.execute(asked).scalars())


_SHORT = [column for column in reports.c if column.name != "content"]


def _newest(kind: Kind | None, bundle: str | None) -> Select[tuple[object, ...]]:
    statement = select(*_SHORT).order_by(reports.c.id.desc())
    if kind is not None:
        statement = statement.where(reports.c.kind == kind)
    return statement if bundle is None else statement.where(reports.c.bundle == bundle)


def _kept(row: Row[tuple[object, ...]]) -> KeptReport:
    found = row._mapping
    told = Told(**{name: found[name] for name in Told.__slots__})
    return KeptReport(found["id"], told, found["actor"], found["created"])


def _signal(row: Row[tuple[object, ...]]) -> KeptSignal:
    found = row._mapping
    return KeptSignal(**{name: found[name] for name in KeptSignal.__slots__})
