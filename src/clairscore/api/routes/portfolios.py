"""Who looks after which clients, and the codes with which clients open their accounts."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from clairscore.api.models import Answered, Asked, Name
from clairscore.api.openapi import stated
from clairscore.api.reach import Client, require_within_reach
from clairscore.api.roles import Call, allow
from clairscore.api.routes.tagged import routes_of
from clairscore.store import clients
from clairscore.store.activation import VALID, add_activation_code
from clairscore.store.database import Write
from clairscore.store.times import stamp

router = routes_of("portfolios")


class Portfolio(Answered):
    """A portfolio and how many clients it has."""

    name: str = Field(examples=["north"])
    clients: int = Field(examples=[1200])


class Portfolios(Answered):
    """Every portfolio that has clients, by name."""

    items: list[Portfolio]


class Assignment(Asked):
    """Where a client belongs."""

    portfolio: Annotated[Name, Field(examples=["south"])]


class Assigned(Answered):
    """Where a client belongs now."""

    client: int = Field(examples=[100001])
    portfolio: str = Field(examples=["south"])


class Code(Answered):
    """A code for a client, shown once; he opens his account with it."""

    code: str = Field(examples=["K7QX-2MFD-9TPA-W4HZ"])
    expires: str = Field(examples=["2026-12-05T11:00:00.000000Z"])


@router.get("/v1/portfolios", summary="List portfolios", openapi_extra=stated())
async def list_portfolios(call: Annotated[Call, allow("admin", "auditor")]) -> Portfolios:
    """Every portfolio with its number of clients."""
    found = await call.service.read(clients.portfolios)
    items = [Portfolio(name=name, clients=count) for name, count in sorted(found.items())]
    return Portfolios(items=items)


@router.put(
    "/v1/clients/{client}/portfolio",
    summary="Give a client to another portfolio",
    openapi_extra=stated(problems=["not_found", "erased"]),
)
async def assign_portfolio(
    call: Annotated[Call, allow("admin")], client: Client, asked: Assignment
) -> Assigned:
    """Whoever manages that portfolio sees the client from now on, and nobody else does."""
    await call.service.write(_assigned, call, client, asked.portfolio)
    return Assigned(client=client, portfolio=asked.portfolio)


@router.post(
    "/v1/clients/{client}/activation-codes",
    status_code=201,
    summary="Make a code for a client's account",
    openapi_extra=stated(problems=["not_found", "erased"]),
)
async def make_activation_code(
    call: Annotated[Call, allow("manager", "admin")], client: Client
) -> Code:
    """Make a code to be handed to the client; it can be used once, within two weeks."""
    code = await call.service.write(_code, call, client)
    return Code(code=code, expires=stamp(call.service.now() + VALID))


def _assigned(write: Write, call: Call, client: int, portfolio: str) -> None:
    found = clients.client(write, call.service.store.keys, client)
    at = stamp(call.service.now())
    clients.assign(write, found, portfolio, actor=call.caller.user, at=at)


def _code(write: Write, call: Call, client: int) -> str:
    service = call.service
    found = require_within_reach(write, call, client)
    return add_activation_code(
        write,
        client,
        pseudonym=found.pseudonym,
        pepper=service.store.secrets.pepper,
        random=service.random,
        actor=call.caller.user,
        at=service.now(),
    )
