"""A client at one glance, and every feature behind a proposal by theme."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import Field
from starlette.responses import Response

from clairscore.api.acting import hidden_clients, model_hidden, stands_within_reach
from clairscore.api.models import Answered, Id
from clairscore.api.openapi import stated
from clairscore.api.problems import Problem
from clairscore.api.reach import Client, require_within_reach
from clairscore.api.roles import Call, allow
from clairscore.api.routes.applications import Whole, whole_of
from clairscore.api.routes.clients import Card, card_of
from clairscore.api.routes.scores import BookScore, book_score
from clairscore.api.routes.tagged import routes_of
from clairscore.api.scored import file_of
from clairscore.api.shown.applications import ShownApplication, application_shown
from clairscore.api.shown.offers import ShownOffer, offer_shown
from clairscore.api.shown.overviews import (
    ExplainedProposal,
    Participant,
    PossibleChoice,
    choice_shown,
    explained_of,
)
from clairscore.api.shown.reviews import ShownReview, review_shown
from clairscore.api.shown.weighed import Weighed, weighed_of
from clairscore.api.tellers import teller_for
from clairscore.api.versions import etag
from clairscore.contract import CreditFile
from clairscore.decision.lifecycle.case import BY_POLICY
from clairscore.decision.lifecycle.choices import choices
from clairscore.decision.lifecycle.telling import told
from clairscore.decision.offer import offer_of
from clairscore.errors import Absent, NotNow
from clairscore.i18n import t
from clairscore.store import applications, reviews
from clairscore.store.accounts import user_by_id
from clairscore.store.applications import Application
from clairscore.store.book import score_of
from clairscore.store.clients import Client as StoredClient
from clairscore.store.credit_files import files_of
from clairscore.store.database import Read
from clairscore.store.proposals import record_of
from clairscore.store.reviews import StoredReview
from clairscore.store.standing import Stands, stands

router = routes_of("clients")

STAFF = allow("manager", "reviewer", "auditor")

Which = Annotated[
    str | None,
    Query(
        max_length=40,
        description="Another application of the client than the newest.",
        examples=[None],
    ),
]


class Overview(Answered):
    """Everything that a first look at a client needs."""

    card: Card
    score: BookScore | None = Field(description="The client's line of the book; no decision.")
    applications: list[ShownApplication] = Field(description="Newest first.")
    whole: Whole | None = Field(description="The application that was asked for, else the newest.")
    explained: ExplainedProposal | None
    choices: list[PossibleChoice]
    why_not: str | None = Field(
        examples=[None], description="Why nothing may be chosen now, in words."
    )
    may_approve: bool = Field(
        examples=[False], description="A choice waits, and the caller did not make it."
    )
    review: ShownReview | None
    offer: ShownOffer | None = Field(description="What that application asks for.")
    income: float | None = Field(
        examples=[180_000.0], description="As its file declares it; null: not known."
    )
    people: list[Participant]


@router.get(
    "/v1/clients/{client}/overview",
    summary="A client at one glance",
    openapi_extra=stated(problems=["not_found", "erased"], etag=True),
)
async def overview(
    call: Annotated[Call, STAFF], client: Client, response: Response, application: Which = None
) -> Overview:
    """Where the client's newest application stands, why, what the caller may choose now and on
    which grounds, until when, and who took part: one answer for a first look. Its ETag is the
    application's."""
    found = await call.service.work(call.service.look, _overview, call, client, application)
    if found.whole is not None:
        response.headers["ETag"] = etag(found.whole.application.revision)
    return found


@router.get(
    "/v1/applications/{application}/contributions",
    summary="Every feature behind a proposal",
    openapi_extra=stated(problems=["not_found", "not_now", "erased"]),
)
async def contributions(call: Annotated[Call, STAFF], application: Id) -> Weighed:
    """Each theme with every feature: value, weight and meaning, strongest first. A reviewer gives
    an own opinion before seeing it."""
    return await call.service.work(call.service.look, _weighed, call, application)


def _overview(read: Read, call: Call, number: int, name: str | None) -> Overview:
    client = require_within_reach(read, call, number)
    call.service.accesses.note(call, client.pseudonym, "overview")
    own = sorted(applications.of_client(read, number), key=lambda each: each.id, reverse=True)
    found = _standing(read, own, name)
    asked = reviews.of_application(read, found.application.id) if found else None
    possible, why_not = _choices(call, found)
    file = file_of(read, call, found.application.credit_file)[0] if found else None
    return Overview(
        card=card_of(client, files_of(read, number)),
        score=_score(read, call, number),
        applications=[application_shown(each, call.lang) for each in own],
        whole=whole_of(read, call, client, found) if found else None,
        explained=_explained(read, call, client, found),
        choices=possible,
        why_not=why_not,
        may_approve=_may_approve(call, found),
        review=review_shown(asked, call.lang, call.service.now().date()) if asked else None,
        offer=offer_shown(offer_of(call.service.models.bundle, file)) if file else None,
        income=_income(file) if file else None,
        people=_people(read, call, found, asked),
    )


def _income(file: CreditFile) -> float | None:
    value = file.application.get("AMT_INCOME_TOTAL")
    return float(value) if isinstance(value, int | float) else None


def _standing(read: Read, own: list[Application], name: str | None) -> Stands | None:
    """What stands of the application of that name, else of the newest one."""
    if name is not None and name not in {each.id for each in own}:
        raise Problem("not_found")
    wanted = name or (own[0].id if own else None)
    return stands(read, wanted) if wanted else None


def _score(read: Read, call: Call, number: int) -> BookScore | None:
    if number in hidden_clients(read, call):
        return None
    try:
        return book_score(score_of(read, number), call.lang)
    except Absent:
        return None


def _explained(
    read: Read, call: Call, client: StoredClient, found: Stands | None
) -> ExplainedProposal | None:
    if found is None or found.proposal is None or model_hidden(read, call, found):
        return None
    record = record_of(found.proposal, call.service.store.keys.of(client.number))
    return explained_of(record.proposal, teller_for(call.service, found.proposal.bundle, call.lang))


def _choices(call: Call, found: Stands | None) -> tuple[list[PossibleChoice], str | None]:
    """What a manager may choose now, or why nothing; of nobody else anything is asked."""
    if found is None or "manager" not in call.caller.roles:
        return [], None
    policy = call.service.models.bundle.policy
    try:
        possible = choices(found.case, call.service.now(), policy)
    except NotNow as not_now:
        return [], told(not_now, call.lang)
    return [choice_shown(each, call.lang) for each in possible], None


def _may_approve(call: Call, found: Stands | None) -> bool:
    pending = found.case.pending if found else None
    second = {"manager", "reviewer"} & call.caller.roles
    return bool(pending and second and call.caller.user not in pending.people)


def _people(
    read: Read, call: Call, found: Stands | None, asked: StoredReview | None
) -> list[Participant]:
    """Names of everybody who took part, as far as there is an account."""
    took = [each for each in (found.decision, found.pending) if each] if found else []
    ids = {actor for each in took for actor in (each.actor, each.second_actor) if actor}
    if asked is not None:
        ids |= {each for each in (asked.requested_by, asked.reviewer) if each}
    return [Participant(id=each, name=_name(read, call, each)) for each in sorted(ids)]


def _name(read: Read, call: Call, actor: str) -> str:
    if actor == BY_POLICY.id:
        return t("lifecycle.actor.policy", call.lang)
    try:
        return user_by_id(read, actor).name
    except Absent:
        return t("lifecycle.actor.unknown", call.lang)


def _weighed(read: Read, call: Call, name: str) -> Weighed:
    client, found = stands_within_reach(read, call, name)
    if model_hidden(read, call, found):
        raise NotNow("opinion_first")
    call.service.accesses.note(call, client.pseudonym, "contributions")
    stored = found.known_proposal
    record = record_of(stored, call.service.store.keys.of(client.number))
    return weighed_of(record.proposal, teller_for(call.service, stored.bundle, call.lang))
