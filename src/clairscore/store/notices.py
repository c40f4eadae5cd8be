"""Notices: what was told to a client, when, in which language, with the document itself.

Also which version of the information notice a client was shown before the score.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import Row, func, insert, select

from clairscore.decision.record import Information
from clairscore.store.acts import Act
from clairscore.store.applications import Application
from clairscore.store.database import Read
from clairscore.store.keys import DataKey
from clairscore.store.tables import acknowledgements, notices
from clairscore.store.times import moment

KIND = "notice"
NoticeKind = Literal["decision", "being_studied", "review", "letter"]
"""A `letter` was written, and not handed over."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was told to a client; `document_of` opens what was given."""

    id: str
    application: str
    decision: str | None
    client: int
    kind: NoticeKind
    lang: str
    actor: str
    created: str
    delivered: str | None
    sealed: bytes | None = field(default=None, repr=False)
    digest: str | None = None


def add_notice(
    act: Act,
    about: Application,
    kind: NoticeKind,
    lang: str,
    document: bytes | None,
    *,
    decision: str | None = None,
) -> Notice:
    """Keep that the client was told, with the document that was given, where there is one."""
    name = act.new_id()
    sealed = act.seal(KIND, name, document) if document is not None else None
    kept = Notice(
        id=name,
        application=about.id,
        decision=decision,
        client=about.client,
        kind=kind,
        lang=lang,
        actor=act.actor.id,
        created=act.stamp,
        delivered=None if kind == "letter" else act.stamp,
        sealed=sealed.content if sealed else None,
        digest=sealed.digest if sealed else None,
    )
    columns = {name: getattr(kept, name) for name in Notice.__slots__}
    act.write.connection.execute(insert(notices), columns)
    act.note(f"notice.{kind}", name, kept.digest or "", {"application": about.id, "lang": lang})
    return kept


def of_application(read: Read, application: str) -> list[Notice]:
    """What was told about the application, oldest first."""
    statement = select(notices).where(notices.c.application == application).order_by(notices.c.id)
    return [notice_of(row) for row in read.connection.execute(statement)]


def told_at(read: Read, application: str) -> datetime | None:
    """When the applicant was told a decision first; None before."""
    statement = select(func.min(notices.c.created)).where(
        notices.c.application == application, notices.c.kind == "decision"
    )
    found = read.connection.execute(statement).scalar_one()
    return moment(found) if found else None


def document_of(notice: Notice, key: DataKey) -> bytes | None:
    """The document that was given; None where none was kept."""
    return key.open(KIND, notice.id, notice.sealed) if notice.sealed is not None else None


def acknowledge(act: Act, about: Application, version: str, lang: str) -> Information:
    """Keep that the information notice of that version was shown now, before the score."""
    name = act.new_id()
    row = {
        "id": name,
        "client": about.client,
        "application": about.id,
        "notice_version": version,
        "lang": lang,
        "actor": act.actor.id,
        "created": act.stamp,
    }
    act.write.connection.execute(insert(acknowledgements), row)
    act.note("information.show", name, detail={"application": about.id, "version": version})
    return Information(version, act.at)


def information_of(read: Read, application: str) -> Information | None:
    """The information notice that the applicant was shown, and when."""
    row = read.connection.execute(
        select(acknowledgements.c.notice_version, acknowledgements.c.created)
        .where(acknowledgements.c.application == application)
        .order_by(acknowledgements.c.id.desc())
        .limit(1)
    ).one_or_none()
    return Information(row.notice_version, moment(row.created)) if row else None


def notice_of(row: Row[tuple[object, ...]]) -> Notice:
    """The notice that a row holds."""
    found = row._mapping
    return Notice(**{name: found[name] for name in Notice.__slots__})
