"""Keys of programs: made and revoked by an administrator."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from clairscore.api.models import Answered, Asked, Id, Name
from clairscore.api.openapi import stated
from clairscore.api.roles import Call, allow
from clairscore.api.routes.tagged import routes_of
from clairscore.store.api_keys import ApiKey, add_api_key, list_api_keys, revoke_api_key
from clairscore.store.database import Write
from clairscore.store.times import stamp

router = routes_of("keys")

MOST_DAYS = 3_660
KeyRole = Literal["service", "analyst", "auditor"]
"""Roles of programs: none that decides or administers in a person's place."""


class NewKey(Asked):
    """A key to make."""

    name: Annotated[Name, Field(examples=["nightly batch"])]
    roles: Annotated[list[KeyRole], Field(min_length=1, max_length=1, examples=[["service"]])]
    portfolio: Name | None = Field(None, description="Where new clients of this program belong.")
    days: Annotated[int, Field(ge=1, le=MOST_DAYS, examples=[365])] = 365


class Key(Answered):
    """A key, without its secret."""

    id: str = Field(examples=["9f86d081884c7d65"])
    name: str = Field(examples=["nightly batch"])
    roles: list[str] = Field(examples=[["service"]])
    portfolio: str | None = Field(examples=["north"])
    created: str = Field(examples=["2026-11-21T11:00:00.000000Z"])
    expires: str | None = Field(examples=["2027-11-21T11:00:00.000000Z"])
    revoked: str | None = Field(examples=[None])


class Made(Answered):
    """A new key: keep it now, it is never shown again."""

    key: str = Field(examples=["csk_9f86d081884c7d65_…"])


class Keys(Answered):
    """Every key."""

    items: list[Key]


@router.get("/v1/keys", summary="List keys", openapi_extra=stated())
async def list_keys(call: Annotated[Call, allow("admin", "auditor")]) -> Keys:
    """Every key that was ever made, oldest first, also those that ended."""
    found = await call.service.read(list_api_keys)
    return Keys(items=[_key(key) for key in found])


@router.post("/v1/keys", status_code=201, summary="Make a key", openapi_extra=stated())
async def add_key(call: Annotated[Call, allow("admin")], asked: NewKey) -> Made:
    """Make a key for a program; the answer is the only place where it is ever seen."""
    return Made(key=await call.service.write(_made, call, asked))


@router.delete(
    "/v1/keys/{key}",
    status_code=204,
    summary="Revoke a key",
    openapi_extra=stated(problems=["not_found"]),
)
async def revoke_key(call: Annotated[Call, allow("admin")], key: Id) -> None:
    """End a key at once; what it did stays under its name."""
    at = stamp(call.service.now())
    await call.service.write(revoke_api_key, key, actor=call.caller.user, at=at)


def _made(write: Write, call: Call, asked: NewKey) -> str:
    service, at = call.service, call.service.now()
    return add_api_key(
        write,
        asked.name,
        asked.roles,
        pepper=service.store.secrets.pepper,
        random=service.random,
        actor=call.caller.user,
        at=at,
        portfolio=asked.portfolio,
        expires=at + timedelta(days=asked.days),
    )


def _key(key: ApiKey) -> Key:
    return Key(
        id=key.id,
        name=key.name,
        roles=list(key.roles),
        portfolio=key.portfolio,
        created=key.created,
        expires=key.expires,
        revoked=key.revoked,
    )
