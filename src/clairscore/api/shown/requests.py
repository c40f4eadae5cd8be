"""A request about one's rights as it is shown: what was asked, until when, what was answered."""

from __future__ import annotations

from pydantic import Field

from clairscore.api.models import Answered
from clairscore.i18n import Lang, t
from clairscore.store.requests import Request, RequestKind, RequestState


class ShownRequest(Answered):
    """A request and its clock; this is its receipt too."""

    id: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000006"])
    client: int = Field(examples=[100001])
    kind: RequestKind = Field(examples=["erasure"])
    kind_text: str = Field(examples=["effacement de mes données"])
    state: RequestState = Field(examples=["received"])
    state_text: str = Field(examples=["demande reçue"])
    received: str = Field(examples=["2026-11-21T11:00:00.000000Z"])
    due: str = Field(examples=["2026-12-21"], description="Answered by then, within one month.")
    answered: str | None = Field(examples=[None])
    answer: str | None = Field(examples=["running_loan"], description="Why it was refused.")
    answer_text: str | None = Field(examples=["Votre crédit est en cours…"])
    possible_from: str | None = Field(
        examples=["2031-11-21"], description="From when it becomes possible, where that is known."
    )


class WholeRequest(Answered):
    """A request with what was said in it."""

    request: ShownRequest
    words: str = Field(examples=["Je souhaite que mes données soient effacées."])


class ShownRequests(Answered):
    """Requests of one client, newest first."""

    items: list[ShownRequest]


def request_shown(found: Request, lang: Lang) -> ShownRequest:
    """The request as a caller sees it."""
    return ShownRequest(
        id=found.id,
        client=found.client,
        kind=found.kind,
        kind_text=t(f"lifecycle.request.{found.kind}", lang),
        state=found.state,
        state_text=t(f"lifecycle.request.{found.state}", lang),
        received=found.received,
        due=found.due.isoformat(),
        answered=found.answered,
        answer=found.answer,
        answer_text=t(f"lifecycle.obstacle.{found.answer}", lang) if found.answer else None,
        possible_from=found.possible_from.isoformat() if found.possible_from else None,
    )
