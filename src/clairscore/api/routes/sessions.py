"""Sign in, sign out, and open a client's account with the code that he was given."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Request
from pydantic import Field

from clairscore.api.auth import is_key, token_of
from clairscore.api.models import Answered, Asked, Name, Number
from clairscore.api.openapi import stated
from clairscore.api.problems import Problem
from clairscore.api.roles import Call, Visit, allow, open_to_all
from clairscore.api.routes.tagged import routes_of
from clairscore.api.service import Service
from clairscore.errors import Absent, Conflict, Erased
from clairscore.i18n import t
from clairscore.store import accounts, sessions
from clairscore.store.accounts import User
from clairscore.store.activation import use_activation_code
from clairscore.store.api_keys import api_key
from clairscore.store.clients import client as client_of
from clairscore.store.database import Read, Write
from clairscore.store.duties import ROLES
from clairscore.store.ids import new_id
from clairscore.store.passwords import LONGEST, SHORTEST
from clairscore.store.times import stamp

router = routes_of("sessions")

Password = Annotated[
    str, Field(min_length=1, max_length=LONGEST, examples=["a long sentence nobody else knows"])
]
NewPassword = Annotated[
    str,
    Field(min_length=SHORTEST, max_length=LONGEST, examples=["a long sentence nobody else knows"]),
]


class SignIn(Asked):
    """Who wants to sign in."""

    name: Annotated[Name, Field(examples=["claire.martin"])]
    password: Password


class Opened(Answered):
    """A session: send its token with every request, as `Authorization: Bearer …`."""

    token: str = Field(examples=["vZ0c3…"])
    expires: str = Field(examples=["2026-11-21T23:00:00.000000Z"])
    idle_minutes: int = Field(examples=[30], description="Without a request it ends earlier.")
    user: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000000"])
    roles: list[str] = Field(examples=[["manager"]])
    portfolio: str | None = Field(examples=["north"])
    client: int | None = Field(examples=[None], description="For a client: the own number.")


class Session(Answered):
    """Who calls: a person who signed in, or a program by its key."""

    user: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000000"])
    name: str = Field(examples=["claire.martin"])
    roles: list[str] = Field(examples=[["manager"]])
    portfolio: str | None = Field(examples=["north"])
    client: int | None = Field(examples=[None], description="For a client: the own number.")
    currency: str = Field(
        examples=["monetary units"], description="How amounts are labelled, in your language."
    )


class Activation(Asked):
    """A client who opens his account."""

    client: Annotated[Number, Field(examples=[100001])]
    code: Annotated[str, Field(min_length=1, max_length=40, examples=["K7QX-2MFD-9TPA-W4HZ"])]
    password: NewPassword


class OpenedAccount(Answered):
    """An account that was opened; sign in with this name."""

    user: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000000"])
    name: str = Field(examples=["100001"])


@router.post(
    "/v1/sessions",
    status_code=201,
    summary="Sign in",
    openapi_extra=stated(problems=["wrong_credentials", "too_many"]),
)
async def sign_in(visit: Annotated[Visit, open_to_all()], asked: SignIn) -> Opened:
    """Exchange a name and a password for a token. After five wrong passwords each further one
    doubles the wait."""
    return await visit.service.rooms.doors.run(_signed_in, visit.service, asked)


@router.get("/v1/sessions/current", summary="Who am I", openapi_extra=stated())
async def show_session(call: Annotated[Call, allow(*ROLES)]) -> Session:
    """Name, roles and portfolio of the caller, for a screen that has to know whom it greets."""
    caller = call.caller
    return Session(
        user=caller.user,
        name=await call.service.read(_name, caller.user),
        roles=[role for role in ROLES if role in caller.roles],
        portfolio=caller.portfolio,
        client=caller.client,
        currency=call.service.settings.currency or t("currency.default", call.lang),
    )


@router.delete(
    "/v1/sessions/current",
    status_code=204,
    summary="Sign out",
    openapi_extra=stated(problems=["conflict"]),
)
async def sign_out(call: Annotated[Call, allow(*ROLES)], request: Request) -> None:
    """End the session of this request. A program's key holds no session: revoke it instead."""
    token = token_of(request.headers.get("authorization"))
    if is_key(token):
        raise Problem("conflict")
    pepper = call.service.store.secrets.pepper
    await call.service.write(sessions.close_session, token, pepper=pepper)


@router.post(
    "/v1/activations",
    status_code=201,
    summary="Open a client's account",
    openapi_extra=stated(problems=["wrong_code"]),
)
async def activate(visit: Annotated[Visit, open_to_all()], asked: Activation) -> OpenedAccount:
    """Use up the code that a client was given, and choose the password of the own account."""
    return await visit.service.rooms.doors.run(_activated, visit.service, asked)


def _name(read: Read, user: str) -> str:
    """The name of the account, or of the program's key."""
    try:
        return accounts.user_by_id(read, user).name
    except Absent:
        return api_key(read, user).name


def _signed_in(service: Service, asked: SignIn) -> Opened:
    at = service.now()
    found = service.look(accounts.credentials, asked.name)
    if found is not None and found.waits_until is not None and found.waits_until > at:
        raise _wait(found.waits_until, at)
    right = service.passwords.matches(asked.password, found.password if found else None)
    if found is None or not right:
        if found is not None:
            service.change(accounts.note_failure, found.user, stamp(at))
        raise Problem("wrong_credentials")
    return opened_for(service, found.user, at)


def opened_for(service: Service, user: User, at: datetime) -> Opened:
    """A new session of somebody who proved who he is."""
    return _opened(user, service.change(_open, service, user, at), at)


def _open(write: Write, service: Service, user: User, at: datetime) -> str:
    accounts.note_success(write, user)
    pepper = service.store.secrets.pepper
    return sessions.open_session(write, user, pepper=pepper, random=service.random, at=at)


def _opened(user: User, token: str, at: datetime) -> Opened:
    return Opened(
        token=token,
        expires=stamp(at + sessions.LONGEST),
        idle_minutes=int(sessions.IDLE.total_seconds() // 60),
        user=user.id,
        roles=list(user.roles),
        portfolio=user.portfolio,
        client=user.client,
    )


def _wait(until: datetime, at: datetime) -> Problem:
    seconds = max(1, int((until - at).total_seconds()) + 1)
    return Problem("too_many", headers={"Retry-After": str(seconds)})


def _activated(service: Service, asked: Activation) -> OpenedAccount:
    hashed = service.passwords.hash(asked.password)
    return service.change(_account, service, asked, hashed)


def _account(write: Write, service: Service, asked: Activation, hashed: str) -> OpenedAccount:
    """The account, in the transaction that uses the code up; all refusals look the same."""
    at = service.now()
    user = User(new_id(at, service.random), str(asked.client), ("client",), client=asked.client)
    try:
        pepper = service.store.secrets.pepper
        use_activation_code(write, asked.client, asked.code, pepper=pepper, at=at)
        client_of(write, service.store.keys, asked.client)
        accounts.add_user(write, user, hashed, actor=user.id, at=stamp(at))
    except (Absent, Conflict, Erased):
        raise Problem("wrong_code") from None
    return OpenedAccount(user=user.id, name=user.name)
