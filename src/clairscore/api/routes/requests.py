"""Requests that clients make by right: those that wait, and their answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from clairscore.api.models import Id
from clairscore.api.openapi import stated
from clairscore.api.pages import Cursor, Limit, Page, cut, text_at
from clairscore.api.problems import Problem
from clairscore.api.roles import Call, allow
from clairscore.api.routes.tagged import routes_of
from clairscore.api.shown.requests import ShownRequest, WholeRequest, request_shown
from clairscore.decision.lifecycle.keeping import Periods
from clairscore.errors import Absent
from clairscore.store import clients, requests
from clairscore.store.database import Read, Write
from clairscore.store.erasure import Erasure
from clairscore.store.requests import Request
from clairscore.store.times import stamp

router = routes_of("requests")


@router.get("/v1/requests", summary="List requests that wait", openapi_extra=stated())
async def waiting_requests(
    call: Annotated[Call, allow("auditor", "admin")], cursor: Cursor = None, limit: Limit = 20
) -> Page[ShownRequest]:
    """Requests without an answer, the longest waiting first."""
    after = text_at(cursor)
    found = await call.service.read(requests.waiting, after=after or "", limit=limit + 1)
    shown, more = cut(found, limit, lambda each: each.id)
    return Page[ShownRequest](items=[request_shown(each, call.lang) for each in shown], next=more)


@router.get(
    "/v1/requests/{request}",
    summary="Read a request",
    openapi_extra=stated(problems=["not_found", "erased"]),
)
async def show_request(
    call: Annotated[Call, allow("auditor", "admin")], request: Id
) -> WholeRequest:
    """A request with the client's words, and until when it is answered."""
    return await call.service.read(_shown, call, request)


@router.post(
    "/v1/requests/{request}/answer",
    summary="Answer a request",
    openapi_extra=stated(problems=["not_found", "conflict", "erased"]),
)
async def answer_request(call: Annotated[Call, allow("admin")], request: Id) -> ShownRequest:
    """Grant it. An erasure is carried out at once, unless something stands in its way: then the
    answer says what, and from when it becomes possible, and the data are only kept meanwhile."""
    found = await call.service.work(_answered, call, request)
    return request_shown(found, call.lang)


def _shown(read: Read, call: Call, name: str) -> WholeRequest:
    found, client = _found(read, call, name)
    call.service.accesses.note(call, client.pseudonym, "request")
    words = requests.words_of(read, call.service.store.keys, found)
    return WholeRequest(request=request_shown(found, call.lang), words=words)


def _answered(call: Call, name: str) -> Request:
    found, client = call.service.look(_found, call, name)
    if found.kind != "erasure":
        return call.service.change(_granted, call, found, client)
    if found.state not in requests.OPEN:
        raise Problem("conflict")
    at, store = call.service.now(), call.service.store
    periods = Periods.set_by(call.service.settings)
    done = requests.answer_erasure(
        store, client, found, periods=periods, actor=call.caller.user, at=at
    )
    if isinstance(done, Erasure):
        return replace(found, state="done", answered=stamp(at))
    possible = done.possible_from
    return replace(
        found, state="refused", answered=stamp(at), answer=done.code, possible_from=possible
    )


def _found(read: Read, call: Call, name: str) -> tuple[Request, clients.Client]:
    try:
        found = requests.request(read, name)
    except Absent:
        raise Problem("not_found") from None
    return found, clients.client(read, call.service.store.keys, found.client)


def _granted(write: Write, call: Call, found: Request, client: clients.Client) -> Request:
    at = stamp(call.service.now())
    return requests.answer(write, client, found, actor=call.caller.user, at=at)
