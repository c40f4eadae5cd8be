"""A review: asked for, assigned, looked at without the model, then concluded; with a clock.

The reviewer says what he or she would do before the model's opinion is shown, so that the second
look is a look.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from clairscore.contract import Verdict
from clairscore.decision.lifecycle.case import Actor, Choice
from clairscore.decision.lifecycle.working_days import after_working_days
from clairscore.decision.policy import Policy
from clairscore.errors import NotNow

ReviewState = Literal["requested", "assigned", "opinion_given", "concluded"]
ReviewOutcome = Literal["upheld", "changed"]


@dataclass(frozen=True, slots=True)
class Review:
    """A second look: who asked and when, who looks, what was thought first, what came of it.

    `documents_due` is the day before which the client answers what was asked for last.
    """

    requested_by: Actor
    requested_at: datetime
    due: date
    state: ReviewState = "requested"
    reviewer: str | None = None
    opinion: Verdict | None = None
    opinion_at: datetime | None = None
    outcome: ReviewOutcome | None = None
    concluded_at: datetime | None = None
    documents_due: date | None = None
    documents_answered: datetime | None = None

    @property
    def waits_for_client(self) -> bool:
        """Whether documents were asked for and the client has not answered yet."""
        asked = self.documents_due is not None and self.documents_answered is None
        return asked and self.state != "concluded"

    @property
    def model_shown(self) -> bool:
        """Whether the reviewer may see the model's opinion: only after giving his or her own."""
        return self.state in ("opinion_given", "concluded")


def requested(by: Actor, at: datetime, policy: Policy) -> Review:
    """A new review, to be answered within the policy's working days (`working_days`)."""
    return Review(by, at, after_working_days(at.date(), policy.review_working_days))


def assign(review: Review, reviewer: Actor, decision: Choice) -> Review:
    """Given to a reviewer who took no part in the decision; before an opinion was given."""
    if review.state not in ("requested", "assigned"):
        raise NotNow("review_begun")
    if reviewer.id in decision.people or reviewer.id == review.requested_by.id:
        raise NotNow("reviewer_took_part")
    return replace(review, state="assigned", reviewer=reviewer.id)


def give_opinion(review: Review, opinion: Verdict, by: Actor, at: datetime) -> Review:
    """With what the reviewer would do, said once, before the model's opinion is shown."""
    _require_reviewer(review, by)
    if review.state != "assigned":
        raise NotNow("opinion_given")
    return replace(review, state="opinion_given", opinion=opinion, opinion_at=at)


def ask_documents(review: Review, due: date, by: Actor) -> Review:
    """With documents asked for until that day, before or after the reviewer's own opinion; the
    review's own clock goes on."""
    _require_reviewer(review, by)
    if review.state == "concluded":
        raise NotNow("review_over")
    if review.waits_for_client:
        raise NotNow("documents_asked")
    return replace(review, documents_due=due, documents_answered=None)


def answer_documents(review: Review, at: datetime) -> Review:
    """With the client's answer, which counts until the review is concluded."""
    if not review.waits_for_client:
        raise NotNow("no_documents_asked")
    return replace(review, documents_answered=at)


def require_heard(review: Review, outcome: Verdict, today: date) -> None:
    """NotNow for a refusal while the client may still answer what was asked for."""
    due = review.documents_due
    if outcome == "refused" and review.waits_for_client and due is not None and today < due:
        raise NotNow("documents_awaited", until=due.isoformat())


def conclude(review: Review, outcome: ReviewOutcome, by: Actor, at: datetime) -> Review:
    """With its outcome; NotNow before the reviewer's own opinion, or twice."""
    _require_reviewer(review, by)
    if review.state != "opinion_given":
        raise NotNow("opinion_first" if review.state == "assigned" else "review_over")
    return replace(review, state="concluded", outcome=outcome, concluded_at=at)


def is_late(review: Review, today: date) -> bool:
    """Whether the answer is overdue."""
    answered = review.concluded_at.date() if review.concluded_at else today
    return answered > review.due


def _require_reviewer(review: Review, by: Actor) -> None:
    if review.reviewer is None:
        raise NotNow("review_unassigned")
    if review.reviewer != by.id:
        raise NotNow("another_reviewer")
