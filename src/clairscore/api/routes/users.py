"""Accounts of staff: made, changed and closed by an administrator."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.responses import Response

from clairscore.api.models import Answered, Asked, Id, Name
from clairscore.api.openapi import stated
from clairscore.api.pages import Cursor, Limit, Page, cut, text_at
from clairscore.api.problems import Problem, Wrong
from clairscore.api.roles import Call, allow
from clairscore.api.routes.sessions import NewPassword
from clairscore.api.routes.tagged import routes_of
from clairscore.api.versions import IfMatch, digest_tag, require_tag
from clairscore.errors import BadInput
from clairscore.store import accounts
from clairscore.store.accounts import User
from clairscore.store.database import Write
from clairscore.store.duties import STAFF, Role, require_duties
from clairscore.store.ids import new_id
from clairscore.store.sessions import close_sessions_of
from clairscore.store.times import stamp

router = routes_of("users")

ADMIN = allow("admin")
SEEN = allow("admin", "auditor")

Roles = Annotated[list[Role], Field(min_length=1, max_length=len(STAFF), examples=[["manager"]])]
Portfolio = Annotated[Name, Field(examples=["north"])]


class NewUser(Asked):
    """An account to make."""

    name: Annotated[Name, Field(examples=["claire.martin"])]
    roles: Roles
    portfolio: Portfolio | None = Field(None, description="For a manager: the clients' portfolio.")
    password: NewPassword


class Change(Asked):
    """What to change of an account; what is left out stays."""

    roles: Roles | None = None
    portfolio: Portfolio | None = None
    password: NewPassword | None = None
    disabled: bool | None = Field(None, description="true ends every session, for good.")


class Account(Answered):
    """An account, without what proves who holds it."""

    id: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000000"])
    name: str = Field(examples=["claire.martin"])
    roles: list[str] = Field(examples=[["manager"]])
    portfolio: str | None = Field(examples=["north"])
    client: int | None = Field(examples=[None])
    disabled: str | None = Field(examples=[None], description="Since when it is closed.")


@router.get("/v1/users", summary="List accounts", openapi_extra=stated())
async def list_users(
    call: Annotated[Call, SEEN], cursor: Cursor = None, limit: Limit = 50
) -> Page[Account]:
    """Every account by name, staff and clients alike."""
    after = text_at(cursor)
    found = await call.service.read(accounts.list_users, after=after or "", limit=limit + 1)
    shown, more = cut(found, limit, lambda each: each.name)
    return Page[Account](items=[account_of(user) for user in shown], next=more)


@router.post(
    "/v1/users",
    status_code=201,
    summary="Make an account",
    openapi_extra=stated(problems=["conflict"], etag=True),
)
async def add_user(call: Annotated[Call, ADMIN], asked: NewUser, response: Response) -> Account:
    """Make an account of staff. Who administers or audits cannot decide as well; a client opens the
    own account with an activation code instead."""
    _require_duties(asked.roles, asked.portfolio)
    hashed = await call.service.rooms.doors.run(call.service.passwords.hash, asked.password)
    user = await call.service.write(_added, call, asked, hashed)
    response.headers["ETag"] = tag_of(user)
    return account_of(user)


@router.get(
    "/v1/users/{user}",
    summary="Show an account",
    openapi_extra=stated(problems=["not_found"], etag=True),
)
async def show_user(call: Annotated[Call, SEEN], user: Id, response: Response) -> Account:
    """One account; its ETag is what a change has to name."""
    found = await call.service.read(accounts.user_by_id, user)
    response.headers["ETag"] = tag_of(found)
    return account_of(found)


@router.patch(
    "/v1/users/{user}",
    summary="Change an account",
    openapi_extra=stated(
        problems=["not_found", "conflict", "changed_meanwhile", "precondition_missing"],
        etag=True,
    ),
)
async def change_user(
    call: Annotated[Call, ADMIN],
    user: Id,
    asked: Change,
    response: Response,
    if_match: IfMatch = None,
) -> Account:
    """Give other roles, another portfolio or password, or close the account. Its sessions end."""
    hashed = None
    if asked.password is not None:
        hashed = await call.service.rooms.doors.run(call.service.passwords.hash, asked.password)
    found = await call.service.write(_changed, call, user, asked, hashed, if_match)
    response.headers["ETag"] = tag_of(found)
    return account_of(found)


def account_of(user: User) -> Account:
    """The account as it is shown."""
    return Account(
        id=user.id,
        name=user.name,
        roles=list(user.roles),
        portfolio=user.portfolio,
        client=user.client,
        disabled=user.disabled,
    )


def tag_of(user: User) -> str:
    """The ETag of what is shown of the account."""
    return digest_tag(account_of(user).model_dump_json())


def _added(write: Write, call: Call, asked: NewUser, hashed: str) -> User:
    at = call.service.now()
    roles = tuple(asked.roles)
    made = User(new_id(at, call.service.random), asked.name, roles, asked.portfolio)
    accounts.add_user(write, made, hashed, actor=call.caller.user, at=stamp(at))
    return made


def _changed(
    write: Write, call: Call, name: str, asked: Change, hashed: str | None, if_match: str | None
) -> User:
    user, actor, at = accounts.user_by_id(write, name), call.caller.user, stamp(call.service.now())
    require_tag(if_match, tag_of(user))
    _require_open(user, call, asked)
    if asked.roles is not None or asked.portfolio is not None:
        roles = user.roles if asked.roles is None else tuple(asked.roles)
        portfolio = asked.portfolio or user.portfolio
        _require_duties(roles, portfolio)
        accounts.set_roles(write, user, roles, actor=actor, at=at)
        if portfolio is not None and portfolio != user.portfolio:
            accounts.set_portfolio(write, user, portfolio, actor=actor, at=at)
    if hashed is not None:
        accounts.set_password(write, user, hashed, actor=actor, at=at)
    if asked.disabled:
        accounts.disable_user(write, user, actor=actor, at=at)
    close_sessions_of(write, user)
    return accounts.user_by_id(write, name)


def _require_open(user: User, call: Call, asked: Change) -> None:
    """Nobody closes the own account; a closed one stays closed; a client's roles are his own."""
    own = user.id == call.caller.user and (asked.disabled or asked.roles is not None)
    reopened = asked.disabled is False and user.disabled is not None
    clients = user.client is not None and (asked.roles is not None or asked.portfolio is not None)
    if own or reopened or clients:
        raise Problem("conflict")


def _require_duties(roles: tuple[str, ...] | list[Role], portfolio: str | None) -> None:
    try:
        require_duties(roles, STAFF, portfolio)
    except BadInput:
        raise Problem("invalid", errors=[Wrong("body.roles", "duties")]) from None
