"""A client's own data and decisions: to read, to correct, to have looked at again."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from fastapi import Request
from pydantic import Field
from starlette.responses import Response

from clairscore.api.acting import act_on, stands_within_reach
from clairscore.api.corrections import correcting
from clairscore.api.exports import Export, export_of
from clairscore.api.models import Asked, Id, Words
from clairscore.api.once import PROBLEMS, Given, IdempotencyKey, Once
from clairscore.api.openapi import stated
from clairscore.api.problems import Problem
from clairscore.api.reach import require_within_reach
from clairscore.api.roles import Call, allow
from clairscore.api.routes.reviews import given_review
from clairscore.api.routes.tagged import routes_of
from clairscore.api.shown.applications import ShownApplication, application_shown
from clairscore.api.shown.own import Own, OwnDecision, OwnDecisions, OwnFile
from clairscore.api.shown.proposals import ShownSection
from clairscore.api.shown.requests import ShownRequest, ShownRequests, request_shown
from clairscore.api.shown.reviews import ShownReview, state_told
from clairscore.api.tellers import teller_for
from clairscore.data.credit_file import dump
from clairscore.decision.lifecycle.case import review_until
from clairscore.decision.lifecycle.states import TOLD
from clairscore.decision.lifecycle.telling import ground_text
from clairscore.decision.narrative import narrate
from clairscore.errors import Absent
from clairscore.store import applications, credit_files, notices, requests, reviews
from clairscore.store.clients import Client
from clairscore.store.database import Read, Write
from clairscore.store.proposals import proposal, record_of
from clairscore.store.standing import Stands, stands
from clairscore.store.times import moment

router = routes_of("me")

CLIENT = allow("client")


class PointOfView(Asked):
    """What the client thinks of the decision."""

    point_of_view: Annotated[Words, Field(examples=["J'ai un contrat à durée indéterminée."])]


class Correction(Asked):
    """Facts of the application as they should be, and why."""

    facts: dict[str, str | int | float | None] = Field(
        min_length=1,
        max_length=100,
        examples=[{"AMT_INCOME_TOTAL": 210000}],
        description="By the column's name; null: not known.",
    )
    words: Annotated[Words, Field(examples=["Mon salaire a été mal saisi."])]


class AskedRequest(Asked):
    """What is asked for, and what goes with it in words."""

    kind: Literal["access", "export", "correction", "erasure", "view"] = Field(examples=["erasure"])
    words: Annotated[Words, Field(examples=["Je souhaite que mes données soient effacées."])]


@router.get("/v1/me", summary="What is kept of me", openapi_extra=stated(problems=["erased"]))
async def me(call: Annotated[Call, CLIENT]) -> Own:
    """The own number, credit files and applications."""
    return await call.service.read(_own, call)


@router.get(
    "/v1/me/files/{file}",
    summary="Show an own credit file",
    openapi_extra=stated(problems=["not_found", "erased"]),
)
async def own_file(call: Annotated[Call, CLIENT], file: Id) -> OwnFile:
    """Every fact that is kept in a version of the own credit file."""
    return await call.service.read(_file, call, file)


@router.get(
    "/v1/me/decisions",
    summary="Decisions about me",
    openapi_extra=stated(problems=["erased"]),
)
async def own_decisions(call: Annotated[Call, CLIENT]) -> OwnDecisions:
    """Decisions that were told, with their reasons in plain words."""
    return await call.service.read(_decisions, call)


@router.post(
    "/v1/me/applications/{application}/reviews",
    status_code=201,
    response_model=ShownReview,
    summary="Ask that a person looks again",
    openapi_extra=stated(problems=["not_found", "not_now", "bad_choice", "erased", *PROBLEMS]),
)
async def ask_review(
    call: Annotated[Call, CLIENT],
    application: Id,
    asked: PointOfView,
    request: Request,
    key: IdempotencyKey = None,
) -> Response:
    """Ask a person who took no part in the decision to look again; the answer comes within ten
    working days."""
    once = await Once.of(call, request, key)

    def change(write: Write) -> Given:
        client, before = stands_within_reach(write, call, application)
        act = act_on(write, call, client, "client")
        policy = call.service.models.bundle.policy
        made = reviews.request_review(act, before, asked.point_of_view, policy)
        return given_review(call, made, 201)

    return await once.change(change)


@router.post(
    "/v1/me/applications/{application}/corrections",
    status_code=201,
    response_model=ShownApplication,
    summary="Correct a fact about me",
    openapi_extra=stated(
        problems=[
            "not_found",
            "not_now",
            "bad_choice",
            "invalid_credit_file",
            "changed_meanwhile",
            "erased",
            *PROBLEMS,
        ]
    ),
)
async def correct(
    call: Annotated[Call, CLIENT],
    application: Id,
    asked: Correction,
    request: Request,
    key: IdempotencyKey = None,
) -> Response:
    """Keep a new version of the file with the same day 0, and have it assessed again. A person
    looks at the outcome: before notification a manager, afterwards a reviewer."""
    once = await Once.of(call, request, key)
    return await once.work(lambda: correcting(call, application, asked.facts, asked.words))


@router.get(
    "/v1/me/export",
    summary="Take my data along",
    openapi_extra=stated(problems=["erased"]),
)
async def export(call: Annotated[Call, CLIENT], response: Response) -> Export:
    """Everything that is kept of oneself, as JSON."""
    found = await call.service.work(call.service.look, _export, call)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.client}.json"'
    return found


@router.get("/v1/me/requests", summary="My requests", openapi_extra=stated(problems=["erased"]))
async def own_requests(call: Annotated[Call, CLIENT]) -> ShownRequests:
    """What was asked for, until when it is answered, and the answers."""
    found = await call.service.read(_requests, call)
    return ShownRequests(items=[request_shown(each, call.lang) for each in found])


@router.post(
    "/v1/me/requests",
    status_code=201,
    response_model=ShownRequest,
    summary="Ask for something by right",
    openapi_extra=stated(problems=["erased", *PROBLEMS]),
)
async def ask(
    call: Annotated[Call, CLIENT],
    asked: AskedRequest,
    request: Request,
    key: IdempotencyKey = None,
) -> Response:
    """Ask for access, an export, a correction or erasure; the receipt says until when it is
    answered, within one month."""
    once = await Once.of(call, request, key)

    def change(write: Write) -> Given:
        service, client = call.service, own_client(write, call)
        made = requests.receive(
            write,
            service.store.keys,
            client,
            asked.kind,
            asked.words,
            actor=call.caller.user,
            at=service.now(),
            random=service.random,
        )
        return Given(client.number, request_shown(made, call.lang), 201)

    return await once.change(change)


def own_client(read: Read, call: Call) -> Client:
    """The client who calls."""
    number = call.caller.client
    if number is None:
        raise Problem("not_found")
    return require_within_reach(read, call, number)


def _own(read: Read, call: Call) -> Own:
    client = own_client(read, call)
    found = applications.of_client(read, client.number)
    return Own(
        client=client.number,
        created=client.created,
        restricted=client.restricted,
        files=[each.id for each in credit_files.files_of(read, client.number)],
        applications=[application_shown(each, call.lang) for each in found],
        to_answer=reviews.asked_of(read, client.number),
    )


def _export(read: Read, call: Call) -> Export:
    return export_of(read, call, own_client(read, call))


def _requests(read: Read, call: Call) -> list[requests.Request]:
    return requests.requests_of(read, own_client(read, call).number)


def _file(read: Read, call: Call, name: str) -> OwnFile:
    client = own_client(read, call)
    try:
        stored = credit_files.stored_file(read, name)
    except Absent:
        raise Problem("not_found") from None
    if stored.client != client.number:
        raise Problem("not_found")
    found = credit_files.open_file(read, call.service.store.keys, stored)
    return OwnFile(
        id=stored.id,
        as_of=stored.as_of.isoformat(),
        version=stored.version,
        facts=json.loads(dump(found)),
    )


def _decisions(read: Read, call: Call) -> OwnDecisions:
    client = own_client(read, call)
    found = applications.of_client(read, client.number)
    told = [stands(read, each.id) for each in found if each.state in TOLD]
    return OwnDecisions(items=[_decision(read, call, client, each) for each in told])


def _decision(read: Read, call: Call, client: Client, found: Stands) -> OwnDecision:
    held = found.known_decision
    asked = reviews.of_application(read, found.application.id)
    service = call.service
    told = found.told or moment(held.created)
    until = review_until(told.date(), service.models.bundle.policy)
    return OwnDecision(
        id=held.id,
        application=found.application.id,
        outcome=held.outcome,
        by_person=held.basis != "automatic",
        ground=ground_text(held.reason_code, call.lang) if held.reason_code else None,
        told=_told(read, found.application.id),
        review_possible=found.application.state == "notified" and service.now().date() <= until,
        review_until=until.isoformat(),
        review=state_told(asked, call.lang) if asked else None,
        review_due=asked.due if asked else None,
        text=_text(read, call, client, held.proposal),
    )


def _told(read: Read, application: str) -> str:
    """When the decision was told."""
    times = [n.created for n in notices.of_application(read, application) if n.kind == "decision"]
    return times[0] if times else ""


def _text(read: Read, call: Call, client: Client, name: str) -> list[ShownSection]:
    stored = proposal(read, name)
    record = record_of(stored, call.service.store.keys.of(client.number))
    teller = teller_for(call.service, stored.bundle, call.lang)
    return [
        ShownSection(title=section.title, lines=[line.text for line in section.lines])
        for section in narrate(record.proposal, teller, "client")
    ]
