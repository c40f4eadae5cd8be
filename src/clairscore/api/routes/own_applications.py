"""One's own application: where it stands, what was decided, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Request
from starlette.responses import Response

from clairscore.api.acting import act_on, stands_within_reach
from clairscore.api.letters import decided_of, writer_of
from clairscore.api.models import Id
from clairscore.api.once import PROBLEMS, Given, IdempotencyKey, Once
from clairscore.api.openapi import stated
from clairscore.api.roles import Call, allow
from clairscore.api.routes.reviews import given_review
from clairscore.api.routes.supporting import AnsweredDocuments, answered_with
from clairscore.api.routes.tagged import routes_of
from clairscore.api.scored import file_of
from clairscore.api.shown.applications import application_shown
from clairscore.api.shown.explained import (
    OwnExplanation,
    parts_shown,
    position_shown,
    reasons_shown,
)
from clairscore.api.shown.reviews import ShownReview, state_told
from clairscore.api.shown.supporting import asking_shown
from clairscore.contract import CreditFile
from clairscore.decision.lifecycle.case import review_until
from clairscore.decision.lifecycle.documents import Asking
from clairscore.decision.lifecycle.states import OPEN, TOLD
from clairscore.decision.record import Record
from clairscore.errors import NotNow
from clairscore.letter.decision_letter import decision_letter
from clairscore.store import notices, reviews
from clairscore.store.clients import Client
from clairscore.store.database import Read, Write
from clairscore.store.letters import REVIEWED
from clairscore.store.proposals import proposal, record_of
from clairscore.store.reviews import StoredReview
from clairscore.store.standing import Stands
from clairscore.store.times import moment

router = routes_of("me")

CLIENT = allow("client")


@dataclass(frozen=True)
class Story:
    """What is kept of an application that its client may know."""

    stands: Stands
    record: Record | None
    credit_file: CreditFile | None
    review: StoredReview | None
    told: str | None
    asking: Asking | None


@router.get(
    "/v1/me/applications/{application}",
    summary="Read where an own application stands, and why",
    openapi_extra=stated(problems=["not_found", "erased"]),
)
async def own_application(call: Annotated[Call, CLIENT], application: Id) -> OwnExplanation:
    """State and deadline; of a decision that was told, or a file that a person studies, every part
    of the letter, where the file stands, and the reasons with the meaning of each word."""
    return await call.service.work(_explained, call, application)


@router.post(
    "/v1/me/applications/{application}/documents",
    response_model=ShownReview,
    summary="Answer about documents that were asked for",
    openapi_extra=stated(problems=["not_found", "not_now", "bad_choice", "erased", *PROBLEMS]),
)
async def answer_documents(
    call: Annotated[Call, CLIENT],
    application: Id,
    asked: AnsweredDocuments,
    request: Request,
    key: IdempotencyKey = None,
) -> Response:
    """Say which documents were sent or handed over, and what they show. The reviewer reads it."""
    once = await Once.of(call, request, key)

    def change(write: Write) -> Given:
        client, _ = stands_within_reach(write, call, application)
        found = reviews.of_application(write, application)
        if found is None:
            raise NotNow("no_documents_asked")
        act = act_on(write, call, client, "client")
        return given_review(call, answered_with(act, found, asked), 200)

    return await once.change(change)


def _explained(call: Call, name: str) -> OwnExplanation:
    story = call.service.look(_story, call, name)
    found, asked = story.stands, story.review
    until = _review_until(call, found) if found.application.state in TOLD else None
    told = OwnExplanation(
        application=application_shown(found.application, call.lang),
        answer_by=_answer_by(story),
        outcome=None,
        by_person=False,
        told=story.told,
        review_possible=found.application.state == "notified"
        and until is not None
        and call.service.now().date().isoformat() <= until,
        review_until=until,
        review=state_told(asked, call.lang) if asked else None,
        review_due=asked.due if asked else None,
        asking=asking_shown(story.asking, call.lang) if story.asking else None,
        title=None,
        lead=[],
        position=None,
        reasons_against=[],
        reasons_for=[],
        parts=[],
    )
    if story.record is None or story.credit_file is None:
        return told
    return told.model_copy(update=_letter(call, story, story.record, story.credit_file))


def _letter(call: Call, story: Story, record: Record, credit_file: CreditFile) -> dict[str, object]:
    """What the letter tells, and the figures and reasons behind it."""
    found, bundle = story.stands, call.service.models.bundle
    ended = story.review if found.application.state in REVIEWED else None
    today = call.service.now().date()
    decided = decided_of(found, record, bundle, credit_file, ended, today)
    writer, proposed = writer_of(call, found, call.lang), record.proposal
    content = decision_letter(decided, writer)
    letter: dict[str, object] = {
        "title": content.title,
        "lead": list(content.lead),
        "parts": parts_shown(content),
    }
    if decided.outcome == "referred":
        return letter
    letter |= {"outcome": decided.outcome, "by_person": decided.by_person}
    if any(rule.effect == "refuse" for rule in proposed.rules):
        return letter
    letter["position"] = position_shown(proposed, writer.teller)
    if not decided.departs:
        letter["reasons_against"] = reasons_shown(proposed.reasons_against, writer.teller)
        letter["reasons_for"] = reasons_shown(proposed.reasons_for, writer.teller)
    return letter


def _story(read: Read, call: Call, name: str) -> Story:
    client, found = stands_within_reach(read, call, name)
    call.service.accesses.note(call, client.pseudonym, "explanation")
    state = found.application.state
    asked = reviews.of_application(read, name)
    asking = _asking(call, client, asked) if asked else None
    times = [each.created for each in notices.of_application(read, name) if each.kind == "decision"]
    told = times[0] if times else None
    if found.decision is not None and state in TOLD:
        # after a correction there is a newer proposal, which the decision does not rest on
        found = replace(found, proposal=proposal(read, found.decision.proposal))
    elif state != "referred":
        return Story(found, None, None, asked, told, asking)
    record = record_of(found.known_proposal, call.service.store.keys.of(client.number))
    credit_file, _ = file_of(read, call, found.known_proposal.credit_file)
    return Story(found, record, credit_file, asked, told, asking)


def _asking(call: Call, client: Client, asked: StoredReview) -> Asking | None:
    """What was asked for last in the review, where anything was."""
    if asked.documents_due is None:
        return None
    said = reviews.said_in(asked, call.service.store.keys.of(client.number))
    return said.askings[-1]


def _answer_by(story: Story) -> str | None:
    """The last day of the answer that is waited for: a review's, or a proposal's; before anything
    was assessed none, since how long a file holds is no promise of an answer."""
    found = story.stands
    if found.application.state == "review_requested" and story.review is not None:
        return story.review.due
    if found.application.state not in OPEN or found.proposal is None:
        return None
    return moment(found.proposal.valid_until).date().isoformat()


def _review_until(call: Call, found: Stands) -> str | None:
    if found.told is None:
        return None
    return review_until(found.told.date(), call.service.models.bundle.policy).isoformat()
