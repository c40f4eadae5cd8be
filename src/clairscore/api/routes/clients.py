"""Clients: found by number, and shown with the files that are kept of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Literal

from fastapi import Query
from pydantic import Field

from clairscore.api.acting import hidden_clients
from clairscore.api.models import Answered
from clairscore.api.openapi import stated
from clairscore.api.pages import Cursor, Limit, Page, cursor_of, position_of
from clairscore.api.reach import EVERYBODY, Client, require_within_reach
from clairscore.api.roles import Call, allow
from clairscore.api.routes.tagged import routes_of
from clairscore.contract import Outcome, Verdict
from clairscore.decision.lifecycle.states import State
from clairscore.decision.lifecycle.telling import state_text
from clairscore.i18n import Lang
from clairscore.store import clients
from clairscore.store.credit_files import StoredFile, files_of
from clairscore.store.database import Read
from clairscore.store.search import CAUSES, Flag, Found, Place, Sort, Wanted, search
from clairscore.store.work import AtWork, at_work

router = routes_of("clients")

MODEL_SORTS: frozenset[Sort] = frozenset({"closest", "highest", "lowest"})
MODEL_FLAGS: tuple[Literal["near_limit", "facts_missing"], ...] = ("near_limit", "facts_missing")
"""Orders and flags that tell what the model says, which a reviewer may not know yet."""
SORTED = (
    "By number; by distance to the limit, closest first; by risk; by what is due first. Who has no"
    " score, or nothing due, is not in such a list."
)

READERS = allow("manager", "reviewer", "auditor", "service")
READERS_AND_SELF = allow("client", "manager", "reviewer", "auditor", "service")

Digits = Annotated[
    str,
    Query(
        pattern=r"^[1-9][0-9]{0,18}$", description="First digits of the number.", examples=["1000"]
    ),
]


Sign = Literal["near_limit", "facts_missing", "review_asked", "due_soon", "overdue"]
SOON = timedelta(days=5)
"""How long before its day something is said to be due soon."""


class Line(Answered):
    """A client in a list; without figures where the book has none."""

    client: int = Field(examples=[100001])
    portfolio: str = Field(examples=["north"])
    restricted: str | None = Field(examples=[None], description="Since when only kept, not used.")
    probability: float | None = Field(examples=[0.0712])
    distance: float | None = Field(
        examples=[-0.0197], description="Probability minus cut-off; positive: above the limit."
    )
    verdict: Verdict | None = Field(examples=["granted"])
    outcome: Outcome | None = Field(examples=["granted"])
    application: str | None = Field(
        examples=["019a7c3e-5b1d-7f00-8000-000000000000"],
        description="The newest application that is open, or whose decision is being reviewed.",
    )
    state: State | None = Field(examples=["proposed"])
    state_text: str | None = Field(examples=["proposition à confirmer par un conseiller"])
    deadline: str | None = Field(
        examples=["2026-12-21"], description="Until when it holds, or is to be answered."
    )
    flags: list[Sign] = Field(examples=[["near_limit"]])


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
    flag: Annotated[Flag | None, Query(description="Only those who bear this flag.")] = None,
    sort: Annotated[Sort, Query(description=SORTED)] = "number",
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[Line]:
    """Clients of the own portfolio, or of all: by first digits, by what is proposed, by what waits;
    with the application that is being worked on."""
    tells = sort in MODEL_SORTS or outcome is not None or flag in MODEL_FLAGS
    unseen = tells and "reviewer" in call.caller.roles
    wanted = Wanted(number or "", _portfolio(call), outcome, flag, sort, unseen)
    found = await call.service.read(search, wanted, after=_place(sort, cursor), limit=limit + 1)
    shown, more = found[:limit], len(found) > limit
    items = await call.service.read(_lines, call, shown)
    return Page[Line](items=items, next=_cursor(sort, shown[-1]) if more else None)


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


def _place(sort: Sort, cursor: str | None) -> Place | None:
    """Where the page before ended."""
    if sort == "number":
        position = position_of(cursor, int)
        return Place(int(position[0])) if position else None
    position = position_of(cursor, str if sort == "deadline" else float, int)
    return Place(int(position[1]), position[0]) if position else None


def _cursor(sort: Sort, last: Found) -> str:
    if last.sorted_by is None:
        return cursor_of(last.client)
    by = last.sorted_by if sort == "deadline" else float(last.sorted_by)
    return cursor_of(by, last.client)


def _lines(read: Read, call: Call, found: list[Found]) -> list[Line]:
    """The clients with what is at work; no figures for a reviewer who has to look without them."""
    hidden, work = hidden_clients(read, call), at_work(read, [each.client for each in found])
    today = call.service.now().date()
    return [_line(each, work.get(each.client), call.lang, today, hidden) for each in found]


def _line(
    found: Found, work: AtWork | None, lang: Lang, today: date, hidden: Collection[int]
) -> Line:
    if found.client in hidden:
        found = replace(found, probability=None, verdict=None, outcome=None, causes=())
    elif found.probability is None and work is not None:
        found = _as_proposed(found, work)
    scored = found.probability is not None and found.cut_off is not None
    return Line(
        client=found.client,
        portfolio=found.portfolio,
        restricted=found.restricted,
        probability=found.probability,
        distance=found.probability - found.cut_off if scored else None,  # type: ignore[operator]
        verdict=found.verdict,
        outcome=found.outcome,
        application=work.application if work else None,
        state=work.state if work else None,
        state_text=state_text(work.state, lang) if work else None,
        deadline=work.deadline[:10] if work and work.deadline else None,
        flags=list(_signs(found, work, today)),
    )


def _as_proposed(found: Found, work: AtWork) -> Found:
    """Whom the book does not know, with the figures of the last proposal."""
    return replace(
        found,
        probability=work.probability,
        cut_off=work.cut_off,
        verdict=work.verdict,
        outcome=work.outcome,
        causes=work.causes,
    )


def _signs(found: Found, work: AtWork | None, today: date) -> Iterator[Sign]:
    for flag in MODEL_FLAGS:
        if not set(CAUSES[flag]).isdisjoint(found.causes):
            yield flag
    if work is None:
        return
    if work.review:
        yield "review_asked"
    if work.deadline is not None:
        left = date.fromisoformat(work.deadline[:10]) - today
        if left < timedelta(0):
            yield "overdue"
        elif left <= SOON:
            yield "due_soon"


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
