"""With which reasons a person may justify an outcome: for every form that asks for one."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from clairscore.api.models import Answered
from clairscore.api.openapi import stated
from clairscore.api.roles import Call, allow
from clairscore.api.routes.tagged import routes_of
from clairscore.contract import Verdict
from clairscore.decision.lifecycle.grounds import GroundCode, grounds_for
from clairscore.i18n import Lang, t

router = routes_of("decisions")


class KnownGround(Answered):
    """A reason by code, and what it says."""

    code: GroundCode = Field(examples=["income_proved"])
    text: str = Field(examples=["revenus justifiés au-delà des données du dossier"])


class KnownGrounds(Answered):
    """The reasons for each outcome, in the order in which they are offered."""

    granted: list[KnownGround]
    refused: list[KnownGround]


@router.get("/v1/grounds", summary="Reasons that a person may give", openapi_extra=stated())
async def grounds(call: Annotated[Call, allow("manager", "reviewer")]) -> KnownGrounds:
    """The closed lists of reasons: for granting and for refusing."""
    return KnownGrounds(granted=_told("granted", call.lang), refused=_told("refused", call.lang))


def _told(outcome: Verdict, lang: Lang) -> list[KnownGround]:
    return [
        KnownGround(code=code, text=t(f"lifecycle.ground.{code}", lang))
        for code in grounds_for(outcome)
    ]
