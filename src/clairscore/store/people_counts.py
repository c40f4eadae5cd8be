"""What each person decided, and how reviews and repayments judged it afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, select

from clairscore.store.database import Read
from clairscore.store.tables import applications, clients, decisions, outcomes, reviews


@dataclass(frozen=True, slots=True)
class Decider:
    """A person's decisions: `revised_to_granted` and so on are departures from proposals.

    `reviewed`, `upheld` and `changed` are reviews of this person's decisions; `mature` the granted
    loans whose outcome counts, `difficulties` how many of them met payment difficulties.
    """

    person: str
    confirmed: int
    studied: int
    revised_to_granted: int
    revised_to_refused: int
    declined: int
    reviewed: int
    upheld: int
    changed: int
    mature: int
    difficulties: int


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A person's reviews: how they ended, how many were answered late, how many wait."""

    person: str
    upheld: int
    changed: int
    late: int
    waiting: int


def deciders(read: Read, *, mature_before: str, portfolio: str | None = None) -> list[Decider]:
    """Every person who decided, by name; outcomes of applications before then count."""
    made = decisions.c.state.in_(("holds", "replaced"))
    granted = and_(decisions.c.basis == "revised", decisions.c.outcome == "granted", made)
    refused = and_(decisions.c.basis == "revised", decisions.c.outcome == "refused", made)
    as_outcome = applications.c.created < mature_before
    held = and_(decisions.c.state == "holds", decisions.c.outcome == "granted", as_outcome)
    statement = (
        select(
            decisions.c.actor,
            _count(and_(decisions.c.basis == "confirmed", made)),
            _count(and_(decisions.c.basis == "studied", made)),
            _count(granted),
            _count(refused),
            _count(decisions.c.state == "declined"),
            _count(reviews.c.id.is_not(None)),
            _count(reviews.c.outcome == "upheld"),
            _count(reviews.c.outcome == "changed"),
            _count(and_(held, outcomes.c.application.is_not(None))),
            func.coalesce(
                func.sum(case((held, cast(outcomes.c.difficulties, Integer)), else_=0)), 0
            ),
        )
        .join(applications, applications.c.id == decisions.c.application)
        .outerjoin(reviews, reviews.c.decision == decisions.c.id)
        .outerjoin(outcomes, outcomes.c.application == decisions.c.application)
        .where(decisions.c.basis.in_(("confirmed", "studied", "revised")))
        .group_by(decisions.c.actor)
        .order_by(decisions.c.actor)
    )
    if portfolio is not None:
        statement = statement.join(clients, clients.c.number == decisions.c.client).where(
            clients.c.portfolio == portfolio
        )
    return [Decider(row[0], *map(int, row[1:])) for row in read.connection.execute(statement)]


def reviewers(read: Read) -> list[Reviewer]:
    """Every person who was given a review, by name."""
    late = func.substr(reviews.c.answered, 1, 10) > reviews.c.due
    statement = (
        select(
            reviews.c.reviewer,
            _count(reviews.c.outcome == "upheld"),
            _count(reviews.c.outcome == "changed"),
            _count(late),
            _count(reviews.c.state != "concluded"),
        )
        .where(reviews.c.reviewer.is_not(None))
        .group_by(reviews.c.reviewer)
        .order_by(reviews.c.reviewer)
    )
    return [Reviewer(row[0], *map(int, row[1:])) for row in read.connection.execute(statement)]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
