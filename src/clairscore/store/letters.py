"""Letters as they were written: the same bytes for a decision and a language ever after."""

from __future__ import annotations

from sqlalchemy import select

from clairscore.decision.lifecycle.states import State
from clairscore.store.acts import Act
from clairscore.store.database import Read
from clairscore.store.keys import DataKey
from clairscore.store.notices import Notice, NoticeKind, add_notice, document_of, notice_of
from clairscore.store.standing import Stands
from clairscore.store.tables import notices

REVIEWED: frozenset[State] = frozenset({"upheld", "changed"})
TOLD_FIRST = ("decision", "review", "being_studied", "letter")
"""What was handed over goes before what was only written."""


def kept_letter(read: Read, key: DataKey, about: Stands, lang: str) -> bytes | None:
    """The letter for the decision that holds, for a review of it that ended, or for the study of a
    referred file; None before it was written in that language."""
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
    found = [notice_of(row) for row in read.connection.execute(statement.order_by(notices.c.id))]
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
