"""An application as it is shown, with what may be done next."""

from __future__ import annotations

from pydantic import Field

from clairscore.api.models import Answered
from clairscore.decision.lifecycle.acquaintance import Acquaintance
from clairscore.decision.lifecycle.states import REACHES, State, Step
from clairscore.decision.lifecycle.telling import state_text
from clairscore.i18n import Lang
from clairscore.store.applications import Application, Product


class ShownApplication(Answered):
    """One application and where it stands."""

    id: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000000"])
    client: int = Field(examples=[100001])
    product: Product = Field(examples=["cash"])
    amount: float | None = Field(examples=[450000.0], description="In the data's currency.")
    channel: str = Field(examples=["branch"])
    as_of: str = Field(examples=["2026-11-20"], description="Day 0 of the credit file.")
    credit_file: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000001"])
    state: State = Field(examples=["proposed"])
    state_text: str = Field(examples=["proposition à confirmer par un conseiller"])
    next: list[Step] = Field(
        examples=[["propose", "decide", "withdraw", "expire"]],
        description="Steps that this state allows; roles and delays may forbid some.",
    )
    acquaintance: Acquaintance | None = Field(
        None, examples=["existing"], description="How well the client is known; when opened only."
    )
    demonstration: bool = Field(examples=[False])
    opened: str = Field(examples=["2026-11-21T09:00:00.000000Z"])
    valid_until: str | None = Field(examples=["2027-02-19T09:00:00.000000Z"])
    revision: int = Field(examples=[1])


def application_shown(
    found: Application, lang: Lang, known_as: Acquaintance | None = None
) -> ShownApplication:
    """The application as a caller sees it."""
    return ShownApplication(
        id=found.id,
        client=found.client,
        product=found.product,
        amount=found.amount,
        channel=found.channel,
        as_of=found.as_of,
        credit_file=found.credit_file,
        state=found.state,
        state_text=state_text(found.state, lang),
        next=list(REACHES[found.state]),
        acquaintance=known_as,
        demonstration=found.demonstration,
        opened=found.created,
        valid_until=found.valid_until,
        revision=found.revision,
    )
