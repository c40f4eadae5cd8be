"""Letters as they were written: the same bytes for a decision and a language ever after."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from clairscore.decision.lifecycle.states import State
from clairscore.store.acts import Act
from clairscore.store.database import Read
from clairscore.store.keys import DataKey
from clairscore.store.notices import Notice, NoticeKind, add_notice, document_of, notice_of
from clairscore.store.standing import Stands
from clairscore.store.tables import notices
from clairscore.store.times import moment, stamp

REVIEWED: frozenset[State] = frozenset({"upheld", "changed"})
TOLD_FIRST = ("decision", "review", "being_studied", "letter")
"""What was handed over goes before what was only written."""


def kept_letter(read: Read, key: DataKey, about: Stands, lang: str) -> bytes | None:
    """The letter for the decision that holds, for a review of it that ended, or for the study of a
    referred file; None before it was written in that language."""
    return _document(_kept(read, about, lang), key)


def letter_of_day(read: Read, key: DataKey, about: Stands, lang: str, day: date) -> bytes | None:
    """The same, where it was written that day: delays that a letter names count from the day on
    which it is handed over."""
    found = _kept(read, about, lang)
    return _document([each for each in found if moment(each.created).date() == day], key)


def _kept(read: Read, about: Stands, lang: str) -> list[Notice]:
    statement = select(notices).where(
        notices.c.application == about.application.id,
        notices.c.lang == lang,
        notices.c.sealed.is_not(None),
    )
    if about.decision is not None:
        of_review = notices.c.kind == "review"
        statement = statement.where(
            notices.c.decision == about.decision.id,
            of_review if about.application.state in REVIEWED else ~of_review,
        )
    else:
        since = about.known_proposal.created
        statement = statement.where(notices.c.decision.is_(None), notices.c.created >= since)
    if about.told is not None:  # a draft, written before, names the delays of its own day
        told = notices.c.created >= stamp(about.told)
        statement = statement.where(or_(notices.c.kind != "letter", told))
    return [notice_of(row) for row in read.connection.execute(statement.order_by(notices.c.id))]


def _document(found: list[Notice], key: DataKey) -> bytes | None:
    first = min(found, key=_rank, default=None)
    return document_of(first, key) if first else None


def keep_letter(act: Act, about: Stands, lang: str, document: bytes) -> bytes:
    """The letter, kept; the one that was written before where there is one."""
    kept = kept_letter(act.write, act.key, about, lang)
    if kept is not None:
        return kept
    decided = about.decision.id if about.decision else None
    kind: NoticeKind = "review" if about.application.state in REVIEWED else "letter"
    add_notice(act, about.application, kind, lang, document, decision=decided)
    return document


def _rank(found: Notice) -> tuple[int, str]:
    return TOLD_FIRST.index(found.kind), found.id
