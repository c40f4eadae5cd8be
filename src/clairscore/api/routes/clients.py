"""Clients: found by number, and shown with the files that are kept of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import Query
from pydantic import Field

from clairscore.api.acting import hidden_clients
from clairscore.api.models import Answered
from clairscore.api.openapi import stated
from clairscore.api.pages import Cursor, Limit, Page, cut, position_of
from clairscore.api.reach import EVERYBODY, Client, require_within_reach
from clairscore.api.roles import Call, allow
from clairscore.api.routes.tagged import routes_of
from clairscore.contract import Outcome, Verdict
from clairscore.store import clients
from clairscore.store.credit_files import StoredFile, files_of
from clairscore.store.database import Read
from clairscore.store.search import Found, Wanted, search

router = routes_of("clients")

READERS = allow("manager", "reviewer", "auditor", "service")
READERS_AND_SELF = allow("client", "manager", "reviewer", "auditor", "service")

Digits = Annotated[
    str,
    Query(
        pattern=r"^[1-9][0-9]{0,18}$", description="First digits of the number.", examples=["1000"]
    ),
]


class Line(Answered):
    """A client in a list; without figures where the book has none."""

    client: int = Field(examples=[100001])
    portfolio: str = Field(examples=["north"])
    restricted: str | None = Field(examples=[None], description="Since when only kept, not used.")
    probability: float | None = Field(examples=[0.0712])
    verdict: Verdict | None = Field(examples=["granted"])
    outcome: Outcome | None = Field(examples=["granted"])


class File(Answered):
    """A credit file of the client, as of its day 0; its content is read elsewhere."""

    id: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000000"])
    snapshot: int = Field(examples=[1])
    version: int = Field(examples=[1], description="Higher than 1: corrected.")
    as_of: str = Field(examples=["2026-11-20"])
    source: str = Field(examples=["loaded"])


class Card(Answered):
    """A client, and the credit files that are kept of him."""

    client: int = Field(examples=[100001])
    portfolio: str = Field(examples=["north"])
    origin: str = Field(examples=["loaded"])
    created: str = Field(examples=["2026-11-21T11:00:00.000000Z"])
    restricted: str | None = Field(examples=[None])
    held: bool = Field(examples=[False], description="Whether nothing of it may be erased.")
    files: list[File]


@router.get("/v1/clients", summary="Find clients", openapi_extra=stated())
async def list_clients(
    call: Annotated[Call, READERS],
    number: Digits | None = None,
    outcome: Annotated[Outcome | None, Query(description="What the book proposes.")] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[Line]:
    """Clients whose number begins with these digits, by number: a manager's own, else all."""
    (after,) = position_of(cursor, int) or (0,)
    wanted = Wanted(number or "", _portfolio(call), outcome)
    found = await call.service.read(search, wanted, after=int(after), limit=limit + 1)
    shown, more = cut(found, limit, lambda each: each.client)
    hidden = await call.service.read(hidden_clients, call)
    if outcome is not None:
        shown = [each for each in shown if each.client not in hidden]
    items = [_line(each, hidden=each.client in hidden) for each in shown]
    return Page[Line](items=items, next=more)


@router.get(
    "/v1/clients/{client}",
    summary="Show a client",
    openapi_extra=stated(problems=["not_found", "erased"]),
)
async def show_client(call: Annotated[Call, READERS_AND_SELF], client: Client) -> Card:
    """Who looks after the client, and which credit files are kept of him."""
    found, files = await call.service.read(_card, call, client)
    return card_of(found, files)


def _portfolio(call: Call) -> str | None:
    """The portfolio to which the caller's list is confined."""
    return None if call.caller.roles & EVERYBODY else call.caller.portfolio or ""


def _card(read: Read, call: Call, client: int) -> tuple[clients.Client, list[StoredFile]]:
    found = require_within_reach(read, call, client)
    call.service.accesses.note(call, found.pseudonym, "client")
    return found, files_of(read, client)


def _line(found: Found, *, hidden: bool = False) -> Line:
    """A client in the list; without figures for a reviewer who has to look without them."""
    if hidden:
        found = replace(found, probability=None, verdict=None, outcome=None)
    return Line(
        client=found.client,
        portfolio=found.portfolio,
        restricted=found.restricted,
        probability=found.probability,
        verdict=found.verdict,
        outcome=found.outcome,
    )


def card_of(found: clients.Client, files: list[StoredFile]) -> Card:
    """The client as he is shown."""
    return Card(
        client=found.number,
        portfolio=found.portfolio,
        origin=found.origin,
        created=found.created,
        restricted=found.restricted,
        held=found.held is not None,
        files=[
            File(
                id=file.id,
                snapshot=file.snapshot,
                version=file.version,
                as_of=file.as_of.isoformat(),
                source=file.source,
            )
            for file in files
        ],
    )
