"""Supporting documents that a reviewer asks for, and what the client answers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, get_args

from clairscore.decision.lifecycle.grounds import require_words
from clairscore.decision.lifecycle.working_days import after_working_days
from clairscore.errors import BadChoice

DocumentCode = Literal[
    "identity",
    "address",
    "income",
    "tax",
    "work",
    "accounts",
    "charges",
    "loan_running",
    "loan_repaid",
    "security",
    "other",
]
DOCUMENTS: tuple[DocumentCode, ...] = get_args(DocumentCode)
WORKING_DAYS = 5
"""For the client's answer: half of the ten that a review takes."""
MOST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Piece:
    """What a client says of one document: whether it was sent or handed over, what it shows."""

    document: DocumentCode
    given: bool
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Asking:
    """Documents asked for with a sentence, until a day; and the answer, once there is one.

    `by_client` says that the client answered, and not an adviser on the client's behalf.
    """

    documents: tuple[DocumentCode, ...]
    words: str = field(repr=False)
    asked: datetime
    due: date
    answered: datetime | None = None
    by_client: bool = True
    pieces: tuple[Piece, ...] = field(default=(), repr=False)
    answer_words: str = field(default="", repr=False)


def asking(documents: Sequence[DocumentCode], words: str, at: datetime, review_due: date) -> Asking:
    """What is asked for now; BadChoice where nothing is, or nothing is said."""
    if not documents:
        raise BadChoice("documents_absent")
    named = tuple(each for each in DOCUMENTS if each in documents)
    return Asking(named, require_words(words), at, answer_due(at.date(), review_due))


def answer_due(today: date, review_due: date) -> date:
    """The day before which the client answers: five working days on, and no later than the review
    itself is answered, whose clock goes on. Once that is over, five working days all the same."""
    due = after_working_days(today, WORKING_DAYS)
    return min(due, review_due) if today < review_due else due


def answered(
    found: Asking, pieces: Sequence[Piece], words: str, at: datetime, *, by_client: bool
) -> Asking:
    """With the answer; a document of which nothing is said was not given. BadChoice for one that
    was not asked for, or no words."""
    said = {each.document: each for each in pieces}
    if set(said) - set(found.documents):
        raise BadChoice("document_foreign")
    kept = tuple(said.get(each, Piece(each, given=False)) for each in found.documents)
    return replace(
        found,
        answered=at,
        by_client=by_client,
        pieces=kept,
        answer_words=require_words(words),
    )
