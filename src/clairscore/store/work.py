"""What waits for somebody: open applications and reviews, with the day until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, Select, and_, func, select, union_all

from clairscore.contract import Outcome, Verdict
from clairscore.decision.lifecycle.states import OPEN, State
from clairscore.store.batches import batched
from clairscore.store.database import Read
from clairscore.store.tables import applications, proposals, reviews

AT_ONCE = 500
UNANSWERED = ("requested", "assigned", "opinion_given")
_OPEN = sorted(OPEN)


def reviewed_clients() -> Select[int]:
    """Clients with a review that is not answered."""
    return select(reviews.c.client).where(reviews.c.state.in_(UNANSWERED))


_LAST = (
    select(func.max(proposals.c.valid_until))
    .where(proposals.c.application == applications.c.id)
    .scalar_subquery()
    .correlate(applications)
)
"""Until when the application's last proposal holds: earlier than its file does."""

_NEWEST = (
    select(func.max(proposals.c.id))
    .where(proposals.c.application == applications.c.id)
    .scalar_subquery()
    .correlate(applications)
)

_DUES = union_all(
    select(
        applications.c.client,
        applications.c.id.label("application"),
        func.coalesce(_LAST, applications.c.valid_until).label("deadline"),
    ).where(applications.c.state.in_(_OPEN), applications.c.valid_until > ""),
    select(reviews.c.client, reviews.c.application, reviews.c.due.label("deadline")).where(
        reviews.c.state.in_(UNANSWERED)
    ),
).subquery()

DUE = (
    select(_DUES.c.client, func.min(_DUES.c.deadline).label("deadline"))
    .group_by(_DUES.c.client)
    .subquery("due")
)
"""Each client of whom something waits, and the first day (or moment) until when."""


@dataclass(frozen=True, slots=True)
class AtWork:
    """The client's application that is being worked on, or asked about; its deadline as text.

    What was proposed last, where something was: a new client has no line in the book.
    """

    client: int
    application: str
    state: State
    deadline: str | None
    review: bool
    probability: float | None
    cut_off: float | None
    verdict: Verdict | None
    outcome: Outcome | None
    causes: tuple[str, ...]


def at_work(read: Read, numbers: Sequence[int]) -> dict[int, AtWork]:
    """What is at work for these clients: the newest application that is open or under review."""
    found: dict[int, AtWork] = {}
    for some in batched(numbers, AT_ONCE):
        for row in read.connection.execute(_of(some)):
            found.setdefault(row.client, _work(row))
    return found


def _work(row: Row[tuple[object, ...]]) -> AtWork:
    return AtWork(
        client=row.client,
        application=row.id,
        state=row.state,
        deadline=row.due if row.review else row.deadline,
        review=row.review is not None,
        probability=row.probability,
        cut_off=row.cut_off,
        verdict=row.verdict,
        outcome=row.outcome,
        causes=tuple(row.causes.split()) if row.causes else (),
    )


def _of(numbers: Sequence[int]) -> Select[tuple[object, ...]]:
    """Their applications at work, newest first, with the review that waits."""
    waits = and_(reviews.c.application == applications.c.id, reviews.c.state.in_(UNANSWERED))
    return (
        select(
            applications.c.client,
            applications.c.id,
            applications.c.state,
            func.coalesce(_LAST, applications.c.valid_until).label("deadline"),
            reviews.c.id.label("review"),
            reviews.c.due,
            proposals.c.probability,
            proposals.c.cut_off,
            proposals.c.verdict,
            proposals.c.outcome,
            proposals.c.causes,
        )
        .outerjoin(reviews, waits)
        .outerjoin(proposals, proposals.c.id == _NEWEST)
        .where(
            applications.c.client.in_(numbers),
            applications.c.state.in_([*_OPEN, "review_requested"]),
        )
        .order_by(applications.c.id.desc())
    )
