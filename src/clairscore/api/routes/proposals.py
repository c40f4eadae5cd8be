"""Proposals: an application scored by the model that serves, with the record that replays it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import Query, Request
from pydantic import Field
from starlette.background import BackgroundTask
from starlette.responses import Response

from clairscore.api.acting import act_on, model_hidden, stands_within_reach
from clairscore.api.models import Asked, Day, Id
from clairscore.api.once import PROBLEMS, Given, IdempotencyKey, Once, is_replayed
from clairscore.api.openapi import stated
from clairscore.api.problems import Problem
from clairscore.api.roles import Call, allow
from clairscore.api.routes.tagged import routes_of
from clairscore.api.scored import file_of, record_of_scored, scored
from clairscore.api.shadow import score_in_shadow
from clairscore.api.shown.proposals import ShownProposal, proposal_shown
from clairscore.api.tellers import teller_for, teller_of
from clairscore.contract import Consultation, CreditFile, RegisterStatus
from clairscore.decision.lifecycle.case import require_step
from clairscore.decision.record import Information
from clairscore.decision.telling import Register
from clairscore.errors import NotNow
from clairscore.store import notices, steps
from clairscore.store.database import Read, Write
from clairscore.store.proposals import record_of
from clairscore.store.standing import Stands

router = routes_of("proposals")


class AskedRegister(Asked):
    """What the credit register (FICP) answered, and when it was asked."""

    status: RegisterStatus = Field(examples=["clear"])
    asked_on: Day | None = None


class AskedProposal(Asked):
    """What goes with the file."""

    consultation: AskedRegister | None = Field(
        None, description="Left out where the register was not asked."
    )


@router.post(
    "/v1/applications/{application}/proposal",
    status_code=201,
    response_model=ShownProposal,
    summary="Have an application assessed",
    openapi_extra=stated(problems=["not_found", "not_now", "changed_meanwhile", *PROBLEMS]),
)
async def propose(
    call: Annotated[Call, allow("manager", "service")],
    application: Id,
    asked: AskedProposal,
    request: Request,
    key: IdempotencyKey = None,
) -> Response:
    """Have rules and model propose to grant, to refuse or to refer. The record that replays the
    proposal is kept with it. Where the policy says so, the proposal becomes a decision at once."""
    once = await Once.of(call, request, key)
    answer = await once.work(lambda: _proposing(call, application, asked))
    if not is_replayed(answer):
        answer.background = BackgroundTask(score_in_shadow, call.service, application)
    return answer


@router.get(
    "/v1/applications/{application}/proposal",
    summary="Show the last proposal",
    openapi_extra=stated(problems=["not_found", "not_now", "erased"]),
)
async def show_proposal(
    call: Annotated[Call, allow("manager", "reviewer", "auditor", "service")],
    application: Id,
    register: Annotated[
        Register,
        Query(
            description="For whom `text` is: in plain words, with figures, with every feature.",
            examples=["validator"],
        ),
    ] = "manager",
) -> ShownProposal:
    """The application's last proposal. A reviewer gives an own opinion before seeing it."""
    return await call.service.read(_shown, call, application, register)


def _shown(read: Read, call: Call, name: str, register: Register) -> ShownProposal:
    client, found = stands_within_reach(read, call, name)
    if model_hidden(read, call, found):
        raise NotNow("opinion_first")
    call.service.accesses.note(call, client.pseudonym, "proposal")
    stored = found.known_proposal
    record = record_of(stored, call.service.store.keys.of(client.number))
    teller = teller_for(call.service, stored.bundle, call.lang)
    return proposal_shown(stored, record.proposal, teller, register)


def _proposing(call: Call, name: str, asked: AskedProposal) -> Callable[[Write], Given]:
    """The score, computed outside the transaction, and the change that keeps it."""
    before, credit_file, as_of, information = call.service.look(_read, call, name)
    consultation = _consultation(asked)
    made = scored(call, credit_file, as_of, consultation)
    teller = teller_of(call.service, made.bundle, call.lang)

    def change(write: Write) -> Given:
        client, now = stands_within_reach(write, call, name)
        if now.application.revision != before.application.revision:
            raise Problem("changed_meanwhile")
        act = act_on(write, call, client, "manager", "service")
        record = record_of_scored(made, act, consultation, information)
        after = steps.propose(act, now, record, made.bundle.policy)
        shown = proposal_shown(after.known_proposal, made.proposal, teller)
        return Given(client.number, shown, 201)

    return change


def _read(read: Read, call: Call, name: str) -> tuple[Stands, CreditFile, date, Information]:
    _, before = stands_within_reach(read, call, name)
    require_step(before.case, "propose")
    information = notices.information_of(read, name)
    if information is None:
        raise NotNow("information_first")
    credit_file, as_of = file_of(read, call, before.application.credit_file)
    return before, credit_file, as_of, information


def _consultation(asked: AskedProposal) -> Consultation | None:
    found = asked.consultation
    return Consultation(found.status, found.asked_on) if found else None
