"""What a client sees of himself: his data, his applications, decisions in plain words."""

from __future__ import annotations

from pydantic import Field, JsonValue

from clairscore.api.models import Answered
from clairscore.api.shown.applications import ShownApplication
from clairscore.api.shown.proposals import ShownSection
from clairscore.contract import Verdict


class Own(Answered):
    """The client, and what is kept of him."""

    client: int = Field(examples=[100001])
    created: str = Field(examples=["2026-11-21T09:00:00.000000Z"])
    restricted: str | None = Field(examples=[None], description="Since when only kept, not used.")
    files: list[str] = Field(
        examples=[["019a7c3e-5b1d-7f00-8000-000000000001"]], description="Newest first."
    )
    applications: list[ShownApplication]
    to_answer: list[str] = Field(
        examples=[[]], description="Applications of which documents are asked for."
    )


class OwnFile(Answered):
    """A credit file of one's own, under the names that its tables have."""

    id: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000001"])
    as_of: str = Field(examples=["2026-11-20"], description="Day 0: days count back from here.")
    version: int = Field(examples=[1], description="Higher than 1: corrected.")
    facts: dict[str, JsonValue] = Field(
        examples=[{"application": {"AMT_CREDIT": 450000, "DAYS_BIRTH": -15000}, "bureau": []}]
    )


class OwnDecision(Answered):
    """A decision that was told, in plain words."""

    id: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000003"])
    application: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000000"])
    outcome: Verdict = Field(examples=["refused"])
    by_person: bool = Field(examples=[True], description="Whether a person decided.")
    ground: str | None = Field(examples=["étude du dossier défavorable"])
    told: str = Field(examples=["2026-11-21T09:30:00.000000Z"])
    review_possible: bool = Field(examples=[True])
    review_until: str = Field(examples=["2027-01-20"], description="Last day to ask for one.")
    review: str | None = Field(examples=[None], description="Where a review stands, in words.")
    review_due: str | None = Field(examples=[None])
    text: list[ShownSection] = Field(description="Why, in plain words.")


class OwnDecisions(Answered):
    """Every decision that was told, newest first."""

    items: list[OwnDecision]
