"""Reviews: asked for, assigned, looked at without the model, then answered with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Query, Request
from pydantic import Field
from starlette.responses import Response

from clairscore.api.acting import act_on, actor_of, model_hidden, stands_within_reach
from clairscore.api.models import Asked, Id, Words
from clairscore.api.once import PROBLEMS, Given, IdempotencyKey, Once
from clairscore.api.openapi import stated
from clairscore.api.pages import Cursor, Limit, Page, cut, text_at
from clairscore.api.problems import Problem
from clairscore.api.roles import Call, allow
from clairscore.api.routes.applications import portfolio_of
from clairscore.api.routes.decisions import AskedGround
from clairscore.api.routes.tagged import routes_of
from clairscore.api.shown.proposals import ShownProposal, proposal_shown
from clairscore.api.shown.reviews import ShownReview, WholeReview, review_shown, whole_review
from clairscore.api.tellers import teller_for
from clairscore.api.versions import IfMatch, etag, require_match
from clairscore.contract import Verdict
from clairscore.decision.lifecycle.case import Actor, ActorRole
from clairscore.decision.lifecycle.grounds import Ground
from clairscore.decision.lifecycle.review import ReviewState
from clairscore.errors import Absent, NotNow
from clairscore.store import accounts, reviews
from clairscore.store.acts import Act
from clairscore.store.clients import Client
from clairscore.store.database import Read, Write
from clairscore.store.proposals import record_of
from clairscore.store.reviews import StoredReview
from clairscore.store.standing import Stands

router = routes_of("reviews")

REVIEWER = allow("reviewer")
SEES = allow("manager", "reviewer", "auditor")
STEP = (
    "not_found",
    "not_now",
    "bad_choice",
    "changed_meanwhile",
    "precondition_missing",
    *PROBLEMS,
)


class AskedReview(Asked):
    """A review, asked for on the applicant's behalf."""

    point_of_view: Annotated[
        Words, Field(examples=["Le client dit avoir un contrat à durée indéterminée depuis mai."])
    ]


class Assigning(Asked):
    """Who looks; oneself where nobody is named."""

    reviewer: Id | None = Field(None, examples=["019a7c3e-5b1d-7f00-8000-00000000000b"])


class Opining(Asked):
    """What the reviewer would do, before seeing the model's opinion."""

    outcome: Verdict = Field(examples=["granted"])
    words: Annotated[Words, Field(examples=["Le contrat est établi, les charges sont modérées."])]


class Concluding(Asked):
    """What holds from now on, and why."""

    outcome: Verdict = Field(examples=["granted"])
    ground: AskedGround


@router.post(
    "/v1/applications/{application}/reviews",
    status_code=201,
    response_model=ShownReview,
    summary="Ask for a review on the applicant's behalf",
    openapi_extra=stated(
        problems=["not_found", "not_now", "bad_choice", "erased", *PROBLEMS], etag=True
    ),
)
async def request_review(
    call: Annotated[Call, allow("manager")],
    application: Id,
    asked: AskedReview,
    request: Request,
    key: IdempotencyKey = None,
) -> Response:
    """Ask a person to look again at a decision that was notified, with the applicant's point of
    view. The answer is due within ten working days."""
    once = await Once.of(call, request, key)

    def change(write: Write) -> Given:
        client, before = stands_within_reach(write, call, application)
        act = act_on(write, call, client, "manager")
        policy = call.service.models.bundle.policy
        made = reviews.request_review(act, before, asked.point_of_view, policy)
        return given_review(call, made, 201)

    return await once.change(change)


@router.get("/v1/reviews", summary="List reviews", openapi_extra=stated())
async def list_reviews(
    call: Annotated[Call, SEES],
    state: Annotated[list[ReviewState] | None, Query(examples=[["requested"]])] = None,
    mine: Annotated[bool, Query(description="Only those in the caller's hands.")] = False,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[ShownReview]:
    """Reviews, the longest waiting first."""
    after = text_at(cursor)
    found = await call.service.read(
        reviews.list_reviews,
        portfolio=portfolio_of(call),
        states=state or (),
        reviewer=call.caller.user if mine else None,
        after=after,
        limit=limit + 1,
    )
    shown, more = cut(found, limit, lambda each: each.id)
    today = call.service.now().date()
    items = [review_shown(each, call.lang, today) for each in shown]
    return Page[ShownReview](items=items, next=more)


@router.get(
    "/v1/reviews/{review}",
    summary="Show a review",
    openapi_extra=stated(problems=["not_found", "erased"], etag=True),
)
async def show_review(call: Annotated[Call, SEES], review: Id, response: Response) -> WholeReview:
    """A review with what was said; the model's opinion once the reviewer has given an own one."""
    whole = await call.service.read(_shown, call, review)
    response.headers["ETag"] = etag(whole.review.revision)
    return whole


@router.post(
    "/v1/reviews/{review}/assignment",
    response_model=ShownReview,
    summary="Assign a review",
    openapi_extra=stated(problems=STEP, etag=True),
)
async def assign_review(
    call: Annotated[Call, REVIEWER],
    review: Id,
    asked: Assigning,
    request: Request,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Take it, or give it to another reviewer; nobody reviews a decision taken part in."""

    def step(act: Act, before: Stands, found: StoredReview) -> StoredReview:
        reviewer = _reviewer(act, call, asked.reviewer)
        return reviews.assign(act, before, found, reviewer)

    return await step_taken(call, review, request, key, if_match, step, "reviewer")


@router.post(
    "/v1/reviews/{review}/opinion",
    response_model=ShownReview,
    summary="Give one's own opinion first",
    openapi_extra=stated(problems=STEP, etag=True),
)
async def give_opinion(
    call: Annotated[Call, REVIEWER],
    review: Id,
    asked: Opining,
    request: Request,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Say what you would do; the model's opinion is shown afterwards."""

    def step(act: Act, _: Stands, found: StoredReview) -> StoredReview:
        return reviews.give_opinion(act, found, asked.outcome, asked.words)

    return await step_taken(call, review, request, key, if_match, step, "reviewer")


@router.post(
    "/v1/reviews/{review}/outcome",
    response_model=ShownReview,
    summary="Conclude a review",
    openapi_extra=stated(problems=STEP, etag=True),
)
async def conclude(
    call: Annotated[Call, REVIEWER],
    review: Id,
    asked: Concluding,
    request: Request,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Uphold the decision or change it, with a reason code and words."""

    def step(act: Act, before: Stands, found: StoredReview) -> StoredReview:
        ground = Ground(asked.ground.code, asked.ground.words)
        return reviews.conclude(act, before, found, asked.outcome, ground)[0]

    return await step_taken(call, review, request, key, if_match, step, "reviewer")


def given_review(call: Call, found: StoredReview, status: int) -> Given:
    """The review as an answer."""
    shown = review_shown(found, call.lang, call.service.now().date())
    return Given(found.client, shown, status, {"ETag": etag(found.revision)})


def within_reach(read: Read, call: Call, name: str) -> tuple[Client, Stands, StoredReview]:
    """The review, its application and client; Problem `not_found` for anybody else's."""
    try:
        found = reviews.review(read, name)
    except Absent:
        raise Problem("not_found") from None
    client, before = stands_within_reach(read, call, found.application)
    return client, before, found


async def step_taken(
    call: Call,
    name: str,
    request: Request,
    key: str | None,
    if_match: str | None,
    step: Callable[[Act, Stands, StoredReview], StoredReview],
    role: ActorRole,
) -> Response:
    """The step taken once, in that role, on the version that the caller has read."""

    def change(write: Write) -> Given:
        client, before, found = within_reach(write, call, name)
        require_match(if_match, found.revision)
        after = step(act_on(write, call, client, role), before, found)
        return given_review(call, after, 200)

    once = await Once.of(call, request, key)
    return await once.change(change)


def _shown(read: Read, call: Call, name: str) -> WholeReview:
    client, before, found = within_reach(read, call, name)
    call.service.accesses.note(call, client.pseudonym, "review")
    said = reviews.said_in(found, call.service.store.keys.of(client.number))
    proposal = None if model_hidden(read, call, before) else _proposal(call, client, before)
    return whole_review(found, said, proposal, call.lang, call.service.now().date())


def _proposal(call: Call, client: Client, before: Stands) -> ShownProposal:
    stored = before.known_proposal
    record = record_of(stored, call.service.store.keys.of(client.number))
    teller = teller_for(call.service, stored.bundle, call.lang)
    return proposal_shown(stored, record.proposal, teller)


def _reviewer(act: Act, call: Call, named: str | None) -> Actor:
    """The person named, who must be a reviewer; else the caller."""
    if named is None:
        return actor_of(call, "reviewer")
    try:
        found = accounts.user_by_id(act.write, named)
    except Absent:
        raise NotNow("no_reviewer") from None
    if "reviewer" not in found.roles or found.disabled:
        raise NotNow("no_reviewer")
    return Actor(found.id, "reviewer")
