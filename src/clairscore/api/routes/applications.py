"""Applications: opened for a client of the portfolio or for a new one, listed, withdrawn."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import Query, Request
from pydantic import Field, JsonValue
from starlette.responses import Response

from clairscore.api.acting import act_on, model_hidden, stands_within_reach
from clairscore.api.models import Answered, Asked, Day, Id, Number
from clairscore.api.once import PROBLEMS, Given, IdempotencyKey, Once
from clairscore.api.openapi import stated
from clairscore.api.pages import Cursor, Limit, Page, cut, text_at
from clairscore.api.problems import Problem, Wrong
from clairscore.api.reach import require_within_reach
from clairscore.api.roles import Call, allow
from clairscore.api.routes.tagged import routes_of
from clairscore.api.shown.applications import ShownApplication, application_shown
from clairscore.api.shown.decisions import ShownDecision, decision_shown
from clairscore.api.shown.proposals import ShownProposal, proposal_shown
from clairscore.api.tellers import teller_for
from clairscore.api.versions import etag
from clairscore.contract import CreditFile
from clairscore.data.credit_file import MAX_BYTES, parse
from clairscore.decision.facts import PRODUCT
from clairscore.decision.lifecycle.acquaintance import acquaintance
from clairscore.decision.lifecycle.states import State
from clairscore.errors import BadCreditFile, Violation
from clairscore.i18n import Lang
from clairscore.letter.notice import VERSIONS
from clairscore.store import applications, clients, credit_files, notices, reviews, steps
from clairscore.store.acts import Act
from clairscore.store.applications import Application, Product
from clairscore.store.clients import Client
from clairscore.store.credit_files import StoredFile
from clairscore.store.database import Read, Write
from clairscore.store.decisions import words_of
from clairscore.store.proposals import record_of
from clairscore.store.standing import Stands

router = routes_of("applications")

OPENS = allow("manager", "service")
SEES = allow("manager", "reviewer", "auditor", "service")
ROOM = 4_096
"""Bytes of a body beside the credit file in it."""
PRODUCTS: dict[str, Product] = {"Cash loans": "cash", "Revolving loans": "revolving"}


class ShownInformation(Asked):
    """The information notice that the applicant was shown before this."""

    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z.-]{1,40}$", examples=["1"])]
    lang: Lang = Field(examples=["fr"])


class NewApplication(Asked):
    """An application: of a client by number, of a new client by credit file, or both: a known
    client with a new file. Without a file the client's last one is taken."""

    client: Number | None = Field(None, examples=[100001])
    credit_file: dict[str, JsonValue] | None = Field(
        None,
        examples=[None],
        description="The whole credit file; numbers of its rows are local to it.",
    )
    as_of: Day | None = Field(None, description="Day 0 of a new file; today where left out.")
    channel: Literal["branch", "telephone", "online", "partner"] = Field(
        "branch", examples=["branch"]
    )
    information: ShownInformation


class Whole(Answered):
    """An application with everything that stands of it."""

    application: ShownApplication
    information: str | None = Field(
        examples=["1"], description="Version of the notice that the applicant was shown."
    )
    model_hidden: bool = Field(
        examples=[False],
        description="A reviewer sees the model's opinion only after giving an own one.",
    )
    proposal: ShownProposal | None
    decision: ShownDecision | None
    pending: ShownDecision | None = Field(description="A choice that waits for a second person.")
    review: str | None = Field(examples=[None], description="The review, by name.")


@router.post(
    "/v1/applications",
    status_code=201,
    response_model=ShownApplication,
    summary="Open an application",
    openapi_extra=stated(
        problems=["not_found", "invalid_credit_file", "not_now", "erased", *PROBLEMS],
        max_bytes=MAX_BYTES + ROOM,
        etag=True,
    ),
)
async def open_application(
    call: Annotated[Call, OPENS],
    asked: NewApplication,
    request: Request,
    key: IdempotencyKey = None,
) -> Response:
    """Open one for a client of the portfolio, or for a new client with a whole credit file, who
    gets a number there. A second one that is open for the same product is refused with the name of
    the first."""
    once = await Once.of(call, request, key)
    return await once.work(lambda: _opening(call, asked))


@router.get("/v1/applications", summary="List applications", openapi_extra=stated())
async def list_applications(
    call: Annotated[Call, SEES],
    state: Annotated[list[State] | None, Query(examples=[["referred"]])] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[ShownApplication]:
    """Applications of the own portfolio, newest first; of all for who reaches all."""
    before = text_at(cursor)
    found = await call.service.read(
        applications.list_applications,
        portfolio=portfolio_of(call),
        states=state or (),
        before=before,
        limit=limit + 1,
    )
    shown, more = cut(found, limit, lambda each: each.id)
    items = [application_shown(each, call.lang) for each in shown]
    return Page[ShownApplication](items=items, next=more)


@router.get(
    "/v1/applications/{application}",
    summary="Show an application",
    openapi_extra=stated(problems=["not_found", "erased"], etag=True),
)
async def show_application(
    call: Annotated[Call, SEES], application: Id, response: Response
) -> Whole:
    """The application with its last proposal, the decision that holds and the choice that waits."""
    whole = await call.service.read(_whole, call, application)
    response.headers["ETag"] = etag(whole.application.revision)
    return whole


@router.post(
    "/v1/applications/{application}/withdrawal",
    response_model=ShownApplication,
    summary="Withdraw an application",
    openapi_extra=stated(problems=["not_found", "not_now", *PROBLEMS], etag=True),
)
async def withdraw(
    call: Annotated[Call, allow("manager")],
    application: Id,
    request: Request,
    key: IdempotencyKey = None,
) -> Response:
    """End it at the applicant's wish, before a decision was notified."""
    once = await Once.of(call, request, key)

    def change(write: Write) -> Given:
        client, before = stands_within_reach(write, call, application)
        after = steps.withdraw(act_on(write, call, client, "manager"), before)
        return given(call, after, 200)

    return await once.change(change)


def given(call: Call, after: Stands, status: int) -> Given:
    """The application as an answer."""
    found = after.application
    shown = application_shown(found, call.lang)
    return Given(found.client, shown, status, {"ETag": etag(found.revision)})


def portfolio_of(call: Call) -> str | None:
    """The portfolio to which the caller's lists are held; None for who reaches all."""
    roles = call.caller.roles
    if roles & {"reviewer", "auditor", "service"}:
        return None
    return call.caller.portfolio or ""


def whole_of(read: Read, call: Call, client: Client, found: Stands) -> Whole:
    """The application with everything that stands of it, as the caller may see it."""
    hidden = model_hidden(read, call, found)
    key = call.service.store.keys.of(client.number)
    proposal = None
    if found.proposal is not None and not hidden:
        teller = teller_for(call.service, found.proposal.bundle, call.lang)
        record = record_of(found.proposal, key)
        proposal = proposal_shown(found.proposal, record.proposal, teller)
    shown = [
        decision_shown(each, call.lang, words_of(each, key)) if each else None
        for each in (found.decision, found.pending)
    ]
    information = notices.information_of(read, found.application.id)
    asked = reviews.of_application(read, found.application.id)
    return Whole(
        application=application_shown(found.application, call.lang),
        information=information.version if information else None,
        model_hidden=hidden,
        proposal=proposal,
        decision=shown[0],
        pending=shown[1],
        review=asked.id if asked else None,
    )


def _whole(read: Read, call: Call, name: str) -> Whole:
    client, found = stands_within_reach(read, call, name)
    call.service.accesses.note(call, client.pseudonym, "application")
    return whole_of(read, call, client, found)


def _opening(call: Call, asked: NewApplication) -> Callable[[Write], Given]:
    """The change that opens it; a credit file is read before, outside the transaction."""
    if asked.client is None and asked.credit_file is None:
        raise Problem("invalid", errors=[Wrong("body.client", "missing")])
    if asked.client is None and not call.caller.portfolio:
        raise Problem("forbidden")
    if asked.information.version not in VERSIONS:
        raise Problem("invalid", errors=[Wrong("body.information.version", "notice")])
    new = parse(json.dumps(asked.credit_file)) if asked.credit_file is not None else None
    return lambda write: _opened(write, call, asked, new)


def _opened(write: Write, call: Call, asked: NewApplication, new: CreditFile | None) -> Given:
    client = _client(write, call, asked)
    act = act_on(write, call, client, "manager", "service")
    stored, credit_file = _file(act, call, client, asked, new)
    known_as = acquaintance(credit_file, _earlier(write, client.number))
    waiting = _waiting(write, client, new)
    opened = waiting or _new(act, call, client, stored, credit_file, asked)
    notices.acknowledge(act, opened, asked.information.version, asked.information.lang)
    shown = application_shown(opened, call.lang, known_as)
    status = 200 if waiting else 201
    return Given(client.number, shown, status, {"ETag": etag(opened.revision)})


def _client(write: Write, call: Call, asked: NewApplication) -> Client:
    """The client who is named, within reach; else a new one of the caller's portfolio."""
    if asked.client is not None:
        return require_within_reach(write, call, asked.client)
    service, portfolio = call.service, call.caller.portfolio
    assert portfolio is not None
    return clients.add_client(
        write,
        service.store.keys,
        clients.next_number(write),
        portfolio,
        actor=call.caller.user,
        at=service.now(),
    )


def _file(
    act: Act, call: Call, client: Client, asked: NewApplication, new: CreditFile | None
) -> tuple[StoredFile, CreditFile]:
    """The file that is read: the new one, kept as a snapshot, or the client's last one."""
    keys = call.service.store.keys
    if new is None:
        stored = credit_files.latest_file(act.write, client.number)
        return stored, credit_files.open_file(act.write, keys, stored)
    as_of = asked.as_of or act.at.date()
    if as_of > act.at.date():
        raise Problem("invalid", errors=[Wrong("body.as_of", "range")])
    stored = credit_files.add_file(
        act.write,
        keys,
        client,
        new,
        id=act.new_id(),
        as_of=as_of,
        actor=act.actor.id,
        at=act.stamp,
    )
    return stored, new


def _waiting(write: Write, client: Client, new: CreditFile | None) -> Application | None:
    """The application that was loaded for the client and waits, where no new file is given."""
    if new is not None:
        return None
    loaded = (each for each in applications.of_client(write, client.number) if each.demonstration)
    return next((each for each in loaded if each.state == "draft"), None)


def _new(
    act: Act,
    call: Call,
    client: Client,
    stored: StoredFile,
    credit_file: CreditFile,
    asked: NewApplication,
) -> Application:
    amount = credit_file.application.get("AMT_CREDIT")
    policy, product = call.service.models.bundle.policy, _product(credit_file)
    steps.expire_old(act, client.number, product, policy)
    return applications.open_application(
        act,
        client=client.number,
        credit_file=stored.id,
        as_of=stored.as_of.isoformat(),
        product=product,
        amount=float(amount) if amount is not None else None,
        channel=asked.channel,
        policy=policy,
    )


def _product(credit_file: CreditFile) -> Product:
    found = PRODUCTS.get(str(credit_file.application.get(PRODUCT, "")))
    if found is None:
        expected = f"application.{PRODUCT}: expected one of {', '.join(PRODUCTS)}"
        raise BadCreditFile([Violation("value", "application", PRODUCT, expected)])
    return found


def _earlier(write: Write, client: int) -> list[str]:
    """Applications that the client made here before, those still waiting left out."""
    found = applications.of_client(write, client)
    return [each.id for each in found if not each.demonstration]
