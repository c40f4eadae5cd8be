"""The model's life: bundles that the service knows, and changes in two people's names."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from clairscore.api.champion import folder_of, serve
from clairscore.api.models import Answered, Asked, Id, Words
from clairscore.api.openapi import stated
from clairscore.api.pages import Cursor, Limit, Page, cut, text_at
from clairscore.api.problems import Problem
from clairscore.api.roles import Call, allow
from clairscore.api.routes.tagged import routes_of
from clairscore.api.service import Service
from clairscore.api.shown.models import ModelChange, change_told
from clairscore.errors import Absent, BadBundle, BadInput, NotNow
from clairscore.store import models
from clairscore.store.by import By
from clairscore.store.database import Read, Write
from clairscore.store.ids import new_id
from clairscore.store.models import Change, Model, ModelRole, Promotion
from clairscore.store.times import stamp

router = routes_of("model")

ADMIN = allow("admin")
SEES = allow("analyst", "auditor", "admin")
BundleName = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$", examples=["3f9c2b7a1d4e"])]
STEP = ("not_found", "not_now", "bad_choice")


class ShownModel(Answered):
    """A bundle that the service knows."""

    bundle: str = Field(examples=["3f9c2b7a1d4e"])
    role: ModelRole = Field(examples=["challenger"])
    registered: str = Field(examples=["2026-11-21T09:00:00.000000Z"])


class Models(Answered):
    """Every known bundle, the change that waits, and how the challenger compares."""

    items: list[ShownModel]
    pending: ModelChange | None


class Swap(Answered):
    """Proposals that champion and challenger both scored, by class at the cut-off."""

    challenger: str | None = Field(examples=["3f9c2b7a1d4e"])
    both_granted: int = Field(examples=[812])
    both_refused: int = Field(examples=[133])
    granted_to_refused: int = Field(examples=[9], description="The challenger would refuse.")
    refused_to_granted: int = Field(examples=[14], description="The challenger would grant.")


class Registering(Asked):
    """A bundle in the service's folder of bundles."""

    bundle: BundleName


class Asking(Asked):
    """A change of the model, and why."""

    change: Literal["promote", "rollback", "challenge", "retire"] = Field(examples=["challenge"])
    bundle: BundleName
    reason: Annotated[Words, Field(examples=["Coût métier plus faible sur le trimestre."])]


class Answering(Asked):
    """What the second person says."""

    approve: bool = Field(examples=[True])
    reason: Annotated[Words, Field(examples=["J'ai relu la fiche et les écarts."])]
    override: bool = Field(
        default=False,
        examples=[False],
        description="Promote although gates are shut, or nothing was compared, for this reason.",
    )


@router.get("/v1/models", summary="List models", openapi_extra=stated())
async def list_models(call: Annotated[Call, SEES]) -> Models:
    """Every bundle that was registered, its role, and the change that waits for approval."""
    found, pending = await call.service.read(_all)
    return Models(
        items=[_model(each) for each in found], pending=change_told(pending) if pending else None
    )


@router.get("/v1/models/swap", summary="Compare the challenger", openapi_extra=stated())
async def compare_challenger(call: Annotated[Call, SEES]) -> Swap:
    """How many proposals the challenger, in the champion's shadow, would have judged otherwise."""
    challenger, counts = await call.service.read(_swap)
    return Swap(challenger=challenger, **counts)


@router.get("/v1/models/changes", summary="Who changed the model", openapi_extra=stated())
async def list_changes(
    call: Annotated[Call, SEES], cursor: Cursor = None, limit: Limit = 20
) -> Page[ModelChange]:
    """The log of changes, newest first: who, when, why, and who approved."""
    before = text_at(cursor)
    found = await call.service.read(models.list_promotions, before=before, limit=limit + 1)
    shown, more = cut(found, limit, lambda each: each.id)
    return Page[ModelChange](items=[change_told(each) for each in shown], next=more)


@router.post(
    "/v1/models",
    status_code=201,
    summary="Register a model",
    openapi_extra=stated(problems=["not_found", "not_now"]),
)
async def register_model(call: Annotated[Call, ADMIN], asked: Registering) -> ShownModel:
    """Make a bundle known after its signature and its exam. It serves nobody yet: ask for a change,
    which a second person approves."""
    return _model(await call.service.work(_registered, call, asked.bundle))


@router.post(
    "/v1/models/changes",
    status_code=201,
    summary="Ask for a change of model",
    openapi_extra=stated(problems=STEP),
)
async def ask_change(call: Annotated[Call, ADMIN], asked: Asking) -> ModelChange:
    """Promote the challenger, roll back, let a model run in the shadow, or retire one."""
    return change_told(await call.service.write(_asked, call, asked))


@router.post(
    "/v1/models/changes/{change}/answer",
    summary="Approve or decline a change of model",
    openapi_extra=stated(problems=STEP),
)
async def answer_change(call: Annotated[Call, ADMIN], change: Id, asked: Answering) -> ModelChange:
    """A second person approves. A model passes its exam once more before it serves; requests that
    have begun end with the former one."""
    return change_told(await call.service.work(_answered, call, change, asked))


def _all(read: Read) -> tuple[list[Model], Promotion | None]:
    return models.list_models(read), models.pending_change(read)


def _swap(read: Read) -> tuple[str | None, dict[str, int]]:
    challenger = models.in_role(read, "challenger")
    name = challenger.bundle if challenger else None
    return name, models.swap_set(read, name or "")


def _registered(call: Call, name: str) -> Model:
    service = call.service
    folder = service.models.served.folder.parent / name
    if not folder.is_dir():
        raise Problem("not_found")
    _require_sound(service, folder)
    return service.change(_register, call, name, folder)


def _register(write: Write, call: Call, name: str, folder: Path) -> Model:
    """The bundle as a retired one until somebody asks for more; who serves now is champion."""
    served = call.service.models.served
    if models.in_role(write, "champion") is None:
        models.register_model(write, served.bundle.id, str(served.folder), "champion", _by(call))
    return models.register_model(write, name, str(folder), "retired", _by(call))


def _asked(write: Write, call: Call, asked: Asking) -> Promotion:
    change: Change = asked.change
    try:
        days = call.service.models.bundle.policy.gates.days
        since = stamp(call.service.now() - timedelta(days=days))
        return models.ask_change(write, change, asked.bundle, asked.reason, _by(call), since=since)
    except Absent:
        raise Problem("not_found") from None


def _answered(call: Call, name: str, asked: Answering) -> Promotion:
    service = call.service
    waiting, model = service.look(_waiting, name)
    if not asked.approve:
        return service.change(models.decline_change, waiting, asked.reason, _by(call))
    folder = folder_of(model, service.settings.bundles)
    if models.change_of(waiting) != "retire":
        _require_sound(service, folder)
    done = service.change(
        models.approve_change, waiting, asked.reason, _by(call), override=asked.override
    )
    if done.kind in ("promote", "rollback"):
        serve(service, folder)
    return done


def _waiting(read: Read, name: str) -> tuple[Promotion, Model]:
    try:
        waiting = models.promotion(read, name)
    except Absent:
        raise Problem("not_found") from None
    if waiting.kind not in models.ASKED.values():
        raise NotNow("nothing_pending")
    model = models.find_model(read, waiting.bundle)
    assert model is not None
    return waiting, model


def _require_sound(service: Service, folder: Path) -> None:
    try:
        service.models.examined(folder)
    except (BadBundle, BadInput) as error:
        service.log.warning("model_refused", bundle=folder.name, why=str(error))
        raise NotNow("bundle_refused", bundle=folder.name) from None


def _by(call: Call) -> By:
    at = call.service.now()
    return By(call.caller.user, stamp(at), new_id(at, call.service.random))


def _model(found: Model) -> ShownModel:
    return ShownModel(bundle=found.bundle, role=found.role, registered=found.registered)
