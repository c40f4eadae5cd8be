"""The model that serves: what it is, what it was measured to be worth."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue

from clairscore.api.models import Answered
from clairscore.api.openapi import stated
from clairscore.api.roles import Call, allow
from clairscore.api.routes.tagged import routes_of
from clairscore.api.shown.performance import Performance, performance_of
from clairscore.decision.bundle import Bundle

router = routes_of("model")

STAFF = allow("manager", "reviewer", "analyst", "auditor", "admin", "service")


class Model(Answered):
    """The bundle that answers now."""

    bundle: str = Field(examples=["3f9c2b7a1d4e5f60"])
    created: str = Field(examples=["2026-11-20T12:00:00+00:00"])
    features: int = Field(examples=[412], description="Features that the model reads.")
    features_version: str
    policy: str = Field(examples=["7d1f0a52c3b94e68"], description="Digest of rules and limits.")
    cut_off: float = Field(examples=[0.0909], description="Granted under this probability.")
    cost_ratio: float = Field(examples=[10.0])
    automatic_grant: bool
    automatic_refusal: bool
    proposal_days: int
    file_days: int
    card: dict[str, JsonValue] = Field(description="Figures of its training, with intervals.")
    data: dict[str, str] = Field(description="SHA-256 of each file it was trained on.")
    versions: dict[str, str]


@router.get("/v1/model", summary="The model that serves", openapi_extra=stated())
async def show_model(call: Annotated[Call, STAFF]) -> Model:
    """Which bundle answers, under which policy, and the card of its training."""
    return _model(call.service.models.bundle)


@router.get(
    "/v1/model/performance",
    summary="What the model that serves is worth",
    openapi_extra=stated(),
)
async def performance(call: Annotated[Call, STAFF]) -> Performance:
    """Figures with intervals, curves, calibration, cost, groups and importance, as its training
    measured them and its bundle keeps them."""
    return await call.service.work(performance_of, call.service.models.bundle, call.lang)


def _model(bundle: Bundle) -> Model:
    policy = bundle.policy
    return Model(
        bundle=bundle.id,
        created=bundle.created,
        features=len(bundle.features),
        features_version=bundle.features_version,
        policy=policy.digest,
        cut_off=policy.cut_off,
        cost_ratio=policy.cost_ratio,
        automatic_grant=policy.automatic_grant,
        automatic_refusal=policy.automatic_refusal,
        proposal_days=policy.proposal_days,
        file_days=policy.file_days,
        card=dict(bundle.card),
        data=dict(bundle.data),
        versions=dict(bundle.versions),
    )
