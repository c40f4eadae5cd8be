"""Sign in with an account of the lender's own, beside names and passwords."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from clairscore.api.models import Answered, Asked
from clairscore.api.openapi import stated
from clairscore.api.openid import Attempt, account_name, proven
from clairscore.api.problems import Problem
from clairscore.api.provider import NotProven, Provider
from clairscore.api.roles import Visit, open_to_all
from clairscore.api.routes.sessions import Opened, opened_for
from clairscore.api.routes.tagged import routes_of
from clairscore.api.service import Service
from clairscore.store import accounts

router = routes_of("sessions")

Back = Annotated[
    str,
    Field(
        pattern=r"^https?://[^\s#]{1,500}$",
        examples=["https://desk.example/sign-in/openid/back"],
        description="Where the person comes back to; the provider has to know it.",
    ),
]


class Ways(Answered):
    """How a person may sign in."""

    password: bool = Field(examples=[True])
    openid: bool = Field(examples=[False], description="With an account of the lender's own.")


class AskedAttempt(Asked):
    """Somebody who wants to sign in with an account of the lender's own."""

    back: Back


class Begun(Answered):
    """Send the person to `address`, and keep `kept` in a cookie that scripts cannot read."""

    address: str = Field(examples=["https://accounts.example/authorize?response_type=code&…"])
    kept: str = Field(examples=["q83v…"])


class CameBack(Asked):
    """What the provider sent the person back with, and what was kept."""

    kept: Annotated[str, Field(min_length=1, max_length=4_000, examples=["q83v…"])]
    code: Annotated[str, Field(min_length=1, max_length=4_000, examples=["SplxlOBeZQQYbYS6WxSbIA"])]
    state: Annotated[str, Field(min_length=1, max_length=200, examples=["af0ifjsldkj"])]


@router.get("/v1/sessions/ways", summary="How may one sign in", openapi_extra=stated())
async def show_ways(visit: Annotated[Visit, open_to_all()]) -> Ways:
    """With a name and a password always; with an account of the lender's own where one is set."""
    return Ways(password=True, openid=visit.service.provider is not None)


@router.post(
    "/v1/sessions/openid/attempts",
    status_code=201,
    summary="Begin to sign in with the lender's own account",
    openapi_extra=stated(problems=["not_found"]),
)
async def begin_sign_in(visit: Annotated[Visit, open_to_all()], asked: AskedAttempt) -> Begun:
    """An attempt is good for ten minutes. The service keeps nothing of it."""
    return await visit.service.rooms.doors.run(_begun, visit.service, asked.back)


@router.post(
    "/v1/sessions/openid",
    status_code=201,
    summary="Sign in with the lender's own account",
    openapi_extra=stated(problems=["not_found", "wrong_credentials", "no_account"]),
)
async def come_back(visit: Annotated[Visit, open_to_all()], asked: CameBack) -> Opened:
    """Exchange what the provider answered for a token. The person needs an account here under the
    name that the provider vouches for: roles are given here, by the administrator."""
    return await visit.service.rooms.doors.run(_signed_in, visit.service, asked)


def _provider(service: Service) -> Provider:
    if service.provider is None:
        raise Problem("not_found")
    return service.provider


def _begun(service: Service, back: str) -> Begun:
    provider = _provider(service)
    attempt = Attempt.begun(back, service.random, service.now())
    kept = attempt.sealed(service.store.secrets.pepper, service.random)
    return Begun(address=attempt.address(provider), kept=kept)


def _signed_in(service: Service, asked: CameBack) -> Opened:
    provider, pepper, at = _provider(service), service.store.secrets.pepper, service.now()
    try:
        claims = proven(provider, asked.kept, asked.code, asked.state, pepper, at)
        name = account_name(claims, service.settings.openid_claim)
    except NotProven:
        raise Problem("wrong_credentials") from None
    found = service.look(accounts.credentials, name)
    if found is None or "client" in found.user.roles:
        raise Problem("no_account")
    return opened_for(service, found.user, at)
