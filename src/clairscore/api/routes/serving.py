"""Which model served on a day, in whose names, and what the gates had said of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import Field

from clairscore.api.models import Answered, Id
from clairscore.api.openapi import stated
from clairscore.api.problems import Problem
from clairscore.api.roles import Call, allow
from clairscore.api.routes.tagged import routes_of
from clairscore.api.shown.models import ModelChange, change_told
from clairscore.errors import Absent
from clairscore.i18n import Lang
from clairscore.store import reigns
from clairscore.store.contents import content_of
from clairscore.store.database import Read
from clairscore.store.reigns import Reign

router = routes_of("model")

SEES = allow("analyst", "auditor", "admin")


class Gated(Answered):
    """What the gates said of a challenger beside the champion."""

    passed: bool = Field(examples=[True])
    champion: str = Field(examples=["0a1b2c3d4e5f"])
    challenger: str = Field(examples=["3f9c2b7a1d4e"])
    people: int = Field(examples=[19553])
    text: list[str] = Field(examples=[["Le modèle candidat passe tous les contrôles."]])


class ShownReign(Answered):
    """A model that served on a day: how often it proposed, who asked for it and who approved."""

    bundle: str = Field(examples=["3f9c2b7a1d4e"])
    proposals: int = Field(examples=[812])
    since: str | None = Field(
        examples=["2026-11-21T09:00:00.000000Z"], description="Null: since the service began."
    )
    asked: ModelChange | None
    approved: ModelChange | None


class Serving(Answered):
    """Which models proposed on a day, and which one was in service at its end."""

    day: str = Field(examples=["2026-11-21"])
    models: list[ShownReign]
    champion: ShownReign | None


@router.get(
    "/v1/models/comparisons/{comparison}",
    summary="What the gates said",
    openapi_extra=stated(problems=["not_found"]),
)
async def show_comparison(call: Annotated[Call, SEES], comparison: Id) -> Gated:
    """Each gate in a sentence: what was measured on the same people, and its limit."""
    content = await call.service.read(_comparison, comparison)
    return _gated(content, call.lang)


@router.get("/v1/models/serving", summary="Which model decided on a day", openapi_extra=stated())
async def show_serving(
    call: Annotated[Call, SEES],
    day: Annotated[date, Query(examples=["2026-11-21"], description="A day, UTC.")],
) -> Serving:
    """The models that made proposals on that day, who asked for each of them and who approved."""
    found, champion = await call.service.read(_serving, day)
    return Serving(
        day=day.isoformat(),
        models=[_reign(each) for each in found],
        champion=_reign(champion) if champion else None,
    )


def _comparison(read: Read, name: str) -> dict[str, object]:
    try:
        return content_of(read, "comparison", name)
    except Absent:
        raise Problem("not_found") from None


def _gated(content: dict[str, object], lang: Lang) -> Gated:
    compared, text = content["compared"], content["text"]
    assert isinstance(compared, dict)
    assert isinstance(text, dict)
    return Gated(
        passed=bool(content["passed"]),
        champion=compared["champion"],
        challenger=compared["challenger"],
        people=compared["people"],
        text=text[lang],
    )


def _serving(read: Read, day: date) -> tuple[list[Reign], Reign | None]:
    """Stamps begin with their day: they lie between its T and the letter after."""
    begins, ends = f"{day.isoformat()}T", f"{day.isoformat()}U"
    return reigns.reigns_on(read, begins, ends), reigns.champion_on(read, ends)


def _reign(found: Reign) -> ShownReign:
    return ShownReign(
        bundle=found.bundle,
        proposals=found.proposals,
        since=found.approved.created if found.approved else None,
        asked=change_told(found.asked) if found.asked else None,
        approved=change_told(found.approved) if found.approved else None,
    )
