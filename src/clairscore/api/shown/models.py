"""Changes of the model, as they are shown."""

from __future__ import annotations

from pydantic import Field

from clairscore.api.models import Answered
from clairscore.store.models import GateState, Promotion


class ModelChange(Answered):
    """An entry of the log: asked for (ask_…), then made or declined by a second person."""

    id: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000007"])
    kind: str = Field(examples=["ask_promote"])
    bundle: str = Field(examples=["3f9c2b7a1d4e"])
    replaced: str | None = Field(examples=["0a1b2c3d4e5f"])
    actor: str = Field(examples=["019a7c3e-5b1d-7f00-8000-00000000000d"])
    reason: str = Field(examples=["Coût métier plus faible sur le dernier trimestre."])
    created: str = Field(examples=["2026-11-21T09:00:00.000000Z"])
    asks: str | None = Field(examples=[None], description="The entry that this one answers.")
    gates: GateState | None = Field(
        examples=["passed"],
        description="What the gates said when a promotion was asked for; absent: not compared.",
    )
    comparison: str | None = Field(
        examples=["019a7c3e-5b1d-7f00-8000-0000000000c0"], description="What the gates rest on."
    )
    overrides: bool = Field(examples=[False], description="Approved although gates were shut.")


def change_told(found: Promotion) -> ModelChange:
    """An entry of the log."""
    return ModelChange(
        id=found.id,
        kind=found.kind,
        bundle=found.bundle,
        replaced=found.replaced,
        actor=found.actor,
        reason=found.reason,
        created=found.created,
        asks=found.asks,
        gates=found.gates,
        comparison=found.comparison,
        overrides=found.overrides,
    )
