"""For auditors: a decision replayed to the last bit, the chain of events verified."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from clairscore.api.models import Answered, Id
from clairscore.api.openapi import stated
from clairscore.api.problems import Problem
from clairscore.api.roles import Call, allow
from clairscore.api.routes.tagged import routes_of
from clairscore.api.scored import package_version
from clairscore.decision.replay import Recomputed, erased_text
from clairscore.errors import Absent, Erased
from clairscore.store.audit import Verification, verify
from clairscore.store.database import Read
from clairscore.store.replays import Replayed, replay_decision

router = routes_of("audits")

AUDITOR = allow("auditor")
MOST_TOLD = 100


class LevelA(Answered):
    """The stored features given to the bundle again."""

    log_odds: float = Field(examples=[-1.8643])
    probability: float = Field(examples=[0.1342])
    recorded_log_odds: float = Field(examples=[-1.8643])
    recorded_probability: float = Field(examples=[0.1342])
    same: bool = Field(examples=[True], description="Equal in every bit.")


class MovedFeature(Answered):
    """A feature that comes out otherwise than it was stored."""

    feature: str = Field(examples=["application_amt_credit"])
    stored: float | None = Field(examples=[450000.0], description="null: missing.")
    recomputed: float | None = Field(examples=[450001.0])


class LevelB(Answered):
    """The features computed again from the stored credit file."""

    snapshot_same: bool = Field(examples=[True], description="The file is the one that was read.")
    moved: int = Field(examples=[0], description="Features that differ in any bit.")
    features: list[MovedFeature] = Field(description="The first hundred of them.")
    same: bool = Field(examples=[True])


class Replay(Answered):
    """What a replay showed; after an erasure only `text`."""

    decision: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000003"])
    same: bool | None = Field(examples=[True], description="Whether nothing differs anywhere.")
    chained: bool | None = Field(
        examples=[True], description="Whether the chain of events knows the record's very bytes."
    )
    bundle: str | None = Field(examples=["3f9c2b7a1d4e"])
    package_recorded: str | None = Field(examples=["0.1.0"])
    package_now: str = Field(examples=["0.1.0"])
    level_a: LevelA | None
    level_b: LevelB | None = Field(description="null where features are defined otherwise by now.")
    why_not: str | None = Field(examples=[None], description="Why level b is not there.")
    text: str | None = Field(examples=["Données effacées le 3 décembre 2026, chaîne intacte."])


class Verified(Answered):
    """What a look at the whole chain of events found."""

    events: int = Field(examples=[1042])
    anchored: int = Field(examples=[1042], description="Covered by the anchor outside.")
    intact: bool = Field(examples=[True])
    faults: list[str] = Field(examples=[[]])


@router.get(
    "/v1/decisions/{decision}/replay",
    summary="Replay a decision",
    openapi_extra=stated(problems=["not_found", "not_now"]),
)
async def replay(call: Annotated[Call, AUDITOR], decision: Id) -> Replay:
    """Give the stored features to the recorded bundle, compute them again from the stored file, and
    compare bit for bit. Of an erased client it says when, and whether the chain is intact."""
    return await call.service.work(call.service.look, _replayed, call, decision)


@router.get("/v1/audit/verification", summary="Verify the chain of events", openapi_extra=stated())
async def verification(call: Annotated[Call, AUDITOR]) -> Verified:
    """Whether an event was altered, moved, taken out or cut off, up to the anchor outside."""
    found = await call.service.work(call.service.look, _verified, call)
    return Verified(
        events=found.events,
        anchored=found.anchored,
        intact=not found.faults,
        faults=list(found.faults),
    )


def _replayed(read: Read, call: Call, name: str) -> Replay:
    service = call.service
    try:
        found = replay_decision(read, service.store.keys, name, service.models.of)
    except Absent:
        raise Problem("not_found") from None
    except Erased as erased:
        return _erased(name, erased_text(erased.at, not _verified(read, call).faults, call.lang))
    return _shown(found)


def _verified(read: Read, call: Call) -> Verification:
    store = call.service.store
    return verify(read, store.secrets.chain, store.database.anchor.read())


def _shown(found: Replayed) -> Replay:
    rescored, told = found.rescored, found.record.proposal
    return Replay(
        decision=found.decision,
        same=found.same,
        chained=found.chained,
        bundle=told.bundle,
        package_recorded=found.record.package,
        package_now=package_version(),
        level_a=LevelA(
            log_odds=rescored.log_odds,
            probability=rescored.probability,
            recorded_log_odds=told.log_odds,
            recorded_probability=told.probability,
            same=rescored.same,
        ),
        level_b=_level_b(found.recomputed) if found.recomputed else None,
        why_not=found.why_not or None,
        text=None,
    )


def _level_b(found: Recomputed) -> LevelB:
    told = [
        MovedFeature(feature=each.feature, stored=each.stored, recomputed=each.recomputed)
        for each in found.moved[:MOST_TOLD]
    ]
    return LevelB(
        snapshot_same=found.snapshot_same, moved=len(found.moved), features=told, same=found.same
    )


def _erased(name: str, text: str) -> Replay:
    return Replay(
        decision=name,
        same=None,
        chained=None,
        bundle=None,
        package_recorded=None,
        package_now=package_version(),
        level_a=None,
        level_b=None,
        why_not=None,
        text=text,
    )
