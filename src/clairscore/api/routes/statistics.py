"""What each person decided, and how reviews and repayments judged it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Annotated

from fastapi import Query
from pydantic import Field

from clairscore.api.models import Answered
from clairscore.api.openapi import stated
from clairscore.api.roles import Call, allow
from clairscore.api.routes.tagged import routes_of
from clairscore.store import people_counts
from clairscore.store.times import stamp

router = routes_of("statistics")

DAYS_A_MONTH = 30.4375


class Decider(Answered):
    """A person's decisions; replaced ones count, since somebody chose them."""

    person: str = Field(examples=["019a7c3e-5b1d-7f00-8000-00000000000a"])
    confirmed: int = Field(examples=[41])
    studied: int = Field(examples=[7])
    revised_to_granted: int = Field(examples=[3])
    revised_to_refused: int = Field(examples=[1])
    declined: int = Field(examples=[0], description="Choices that the second person declined.")
    reviewed: int = Field(examples=[2])
    upheld: int = Field(examples=[1])
    changed: int = Field(examples=[1])
    mature: int = Field(examples=[20], description="Granted loans whose outcome counts.")
    difficulties: int = Field(examples=[1], description="Of those, with payment difficulties.")


class Reviewer(Answered):
    """A person's reviews."""

    person: str = Field(examples=["019a7c3e-5b1d-7f00-8000-00000000000b"])
    upheld: int = Field(examples=[4])
    changed: int = Field(examples=[2])
    late: int = Field(examples=[0])
    waiting: int = Field(examples=[1])


class People(Answered):
    """Counts by person, by name of account."""

    deciders: list[Decider]
    reviewers: list[Reviewer]


@router.get("/v1/statistics/people", summary="Count decisions by person", openapi_extra=stated())
async def people(
    call: Annotated[Call, allow("analyst", "auditor", "admin")],
    mature_months: Annotated[
        int, Query(ge=1, le=120, description="Outcomes count after so many months.")
    ] = 12,
) -> People:
    """Confirmations, revisions in both directions, and what became of them in review and in
    repayment."""
    before = call.service.now() - timedelta(days=mature_months * DAYS_A_MONTH)
    decided = await call.service.read(people_counts.deciders, mature_before=stamp(before))
    reviewed = await call.service.read(people_counts.reviewers)
    return People(
        deciders=[Decider(**asdict(each)) for each in decided],
        reviewers=[Reviewer(**asdict(each)) for each in reviewed],
    )
