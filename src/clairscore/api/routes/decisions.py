"""Decisions: proposals confirmed or revised by people, approved by a second one, then notified."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Query, Request
from pydantic import Field
from starlette.responses import Response

from clairscore.api.acting import act_on, stands_within_reach
from clairscore.api.letters import letter_of
from clairscore.api.models import Answered, Asked, Id, Words
from clairscore.api.once import PROBLEMS, Given, IdempotencyKey, Once
from clairscore.api.openapi import stated
from clairscore.api.pages import Cursor, Limit, Page, cut, text_at
from clairscore.api.problems import Problem
from clairscore.api.reach import require_within_reach
from clairscore.api.roles import Call, allow
from clairscore.api.routes.applications import portfolio_of
from clairscore.api.routes.tagged import routes_of
from clairscore.api.scored import file_of
from clairscore.api.shown.applications import ShownApplication, application_shown
from clairscore.api.shown.decisions import ShownDecision, decision_shown
from clairscore.api.versions import IfMatch, etag, require_match
from clairscore.contract import Verdict
from clairscore.decision.lifecycle.case import ActorRole, require_step
from clairscore.decision.lifecycle.grounds import Ground, GroundCode
from clairscore.errors import Absent
from clairscore.i18n import Lang
from clairscore.store import decisions, steps
from clairscore.store.acts import Act
from clairscore.store.database import Read, Write
from clairscore.store.decisions import words_of
from clairscore.store.letters import letter_of_day
from clairscore.store.standing import Stands

router = routes_of("decisions")

MANAGER = allow("manager")
STEP = ("not_found", "not_now", "bad_choice", "changed_meanwhile", "erased", *PROBLEMS)


class AskedGround(Asked):
    """Why, by code and in words."""

    code: GroundCode = Field(examples=["income_proved"])
    words: Annotated[Words, Field(examples=["Trois bulletins de salaire présentés."])]


class Choosing(Asked):
    """A confirmation: nothing, or the proposal's outcome. A referred file needs both."""

    outcome: Verdict | None = Field(None, examples=["granted"])
    ground: AskedGround | None = Field(
        None,
        examples=[{"code": "study_favourable", "words": "Le reste à vivre est suffisant."}],
    )


class Revising(Asked):
    """Another outcome than proposed or decided, and why."""

    outcome: Verdict = Field(examples=["granted"])
    ground: AskedGround | None = Field(
        None,
        description="Mandatory, in both directions.",
        examples=[{"code": "income_proved", "words": "Trois bulletins de salaire présentés."}],
    )


class Approving(Asked):
    """What the second person says to the choice that waits."""

    approve: bool = Field(examples=[True], description="false drops the choice.")


class Notifying(Asked):
    """How the applicant is told."""

    lang: Lang = Field(examples=["fr"])


class Decided(Answered):
    """Where the application stands now, with the decision that holds and the choice that waits."""

    application: ShownApplication
    decision: ShownDecision | None
    pending: ShownDecision | None


@router.post(
    "/v1/applications/{application}/decision",
    response_model=Decided,
    summary="Confirm a proposal, or decide a referred file",
    openapi_extra=stated(problems=STEP, etag=True),
)
async def decide(
    call: Annotated[Call, MANAGER],
    application: Id,
    asked: Choosing,
    request: Request,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Confirm what is proposed; decide a referred file, with a reason code and words."""

    def step(act: Act, before: Stands) -> Stands:
        policy = call.service.models.bundle.policy
        return steps.decide(act, before, asked.outcome, _ground(asked.ground), policy)

    return await _taken(call, application, request, key, if_match, step, "manager")


@router.post(
    "/v1/applications/{application}/revision",
    response_model=Decided,
    summary="Revise a proposal or a decision",
    openapi_extra=stated(problems=STEP, etag=True),
)
async def revise(
    call: Annotated[Call, MANAGER],
    application: Id,
    asked: Revising,
    request: Request,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Choose the other outcome, before notification, with a reason code and words. Above an amount,
    and against a rule that refuses, it waits for a second person."""

    def step(act: Act, before: Stands) -> Stands:
        policy = call.service.models.bundle.policy
        return steps.revise(act, before, asked.outcome, _ground(asked.ground), policy)

    return await _taken(call, application, request, key, if_match, step, "manager")


@router.post(
    "/v1/applications/{application}/approval",
    response_model=Decided,
    summary="Approve or decline a choice as the second person",
    openapi_extra=stated(problems=STEP, etag=True),
)
async def approve(
    call: Annotated[Call, allow("manager", "reviewer")],
    application: Id,
    asked: Approving,
    request: Request,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Approve a choice that departs far from its proposal; nobody approves an own one."""

    def step(act: Act, before: Stands) -> Stands:
        if not asked.approve:
            return steps.decline(act, before)
        return steps.approve(act, before, call.service.models.bundle.policy)

    roles: tuple[ActorRole, ...] = ("manager", "reviewer")
    return await _taken(call, application, request, key, if_match, step, *roles)


@router.post(
    "/v1/applications/{application}/notification",
    response_model=Decided,
    summary="Tell the applicant the decision",
    openapi_extra=stated(problems=STEP, etag=True),
)
async def notify(
    call: Annotated[Call, MANAGER],
    application: Id,
    asked: Notifying,
    request: Request,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Write the letter from the record and keep it as it was given. From here on only a reviewer
    can change the decision."""
    once = await Once.of(call, request, key)
    return await once.work(lambda: _notifying(call, application, asked.lang, if_match))


@router.get("/v1/decisions", summary="List decisions", openapi_extra=stated())
async def list_decisions(
    call: Annotated[Call, allow("manager", "reviewer", "auditor")],
    outcome: Annotated[Verdict | None, Query(examples=["refused"])] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[ShownDecision]:
    """Decisions of the own portfolio, newest first, also those that were replaced; of all for who
    reaches all. What people said is shown one by one."""
    before = text_at(cursor)
    found = await call.service.read(
        decisions.list_decisions,
        portfolio=portfolio_of(call),
        outcome=outcome,
        before=before,
        limit=limit + 1,
    )
    shown, more = cut(found, limit, lambda each: each.id)
    return Page[ShownDecision](items=[decision_shown(each, call.lang) for each in shown], next=more)


@router.get(
    "/v1/decisions/{decision}",
    summary="Show a decision",
    openapi_extra=stated(problems=["not_found", "erased"]),
)
async def show_decision(
    call: Annotated[Call, allow("manager", "reviewer", "auditor")], decision: Id
) -> ShownDecision:
    """A decision with the words of who chose."""
    return await call.service.read(_shown, call, decision)


def decided_shown(call: Call, found: Stands) -> Decided:
    """What stands of the application, as an answer."""
    return Decided(
        application=application_shown(found.application, call.lang),
        decision=decision_shown(found.decision, call.lang) if found.decision else None,
        pending=decision_shown(found.pending, call.lang) if found.pending else None,
    )


def _shown(read: Read, call: Call, name: str) -> ShownDecision:
    try:
        found = decisions.decision(read, name)
    except Absent:
        raise Problem("not_found") from None
    client = require_within_reach(read, call, found.client)
    call.service.accesses.note(call, client.pseudonym, "decision")
    words = words_of(found, call.service.store.keys.of(client.number))
    return decision_shown(found, call.lang, words)


def _notifying(call: Call, name: str, lang: Lang, if_match: str | None) -> Callable[[Write], Given]:
    """The letter, written outside the transaction, and the change that keeps it."""
    before, document = call.service.look(_letter, call, name, lang)

    def change(write: Write) -> Given:
        client, now = stands_within_reach(write, call, name)
        if now.application.revision != before.application.revision:
            raise Problem("changed_meanwhile")
        if if_match is not None:
            require_match(if_match, now.application.revision)
        after = steps.notify(act_on(write, call, client, "manager"), now, lang, document)
        return _given(call, after)

    return change


def _letter(read: Read, call: Call, name: str, lang: Lang) -> tuple[Stands, bytes]:
    _, before = stands_within_reach(read, call, name)
    require_step(before.case, "notify")
    key = call.service.store.keys.of(before.application.client)
    credit_file, _ = file_of(read, call, before.known_proposal.credit_file)
    today = call.service.now().date()
    kept = letter_of_day(read, key, before, lang, today)
    return before, kept or letter_of(call, before, credit_file, lang)


def _given(call: Call, after: Stands) -> Given:
    found = after.application
    tag = {"ETag": etag(found.revision)}
    return Given(found.client, decided_shown(call, after), 200, tag)


async def _taken(
    call: Call,
    name: str,
    request: Request,
    key: str | None,
    if_match: str | None,
    step: Callable[[Act, Stands], Stands],
    *roles: ActorRole,
) -> Response:
    """The step taken once, on the version that the caller has read where he names one."""

    def change(write: Write) -> Given:
        client, before = stands_within_reach(write, call, name)
        if if_match is not None:
            require_match(if_match, before.application.revision)
        after = step(act_on(write, call, client, *roles), before)
        return _given(call, after)

    once = await Once.of(call, request, key)
    return await once.change(change)


def _ground(asked: AskedGround | None) -> Ground | None:
    return Ground(asked.code, asked.words) if asked else None
