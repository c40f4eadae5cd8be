"""Letters that tell decisions, and the information notice that comes before a score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated

from fastapi import Query
from pydantic import Field
from starlette.responses import Response

from clairscore.api.acting import act_on, model_hidden, stands_within_reach
from clairscore.api.letters import letter_of
from clairscore.api.models import Answered, Id
from clairscore.api.openapi import stated
from clairscore.api.problems import Problem
from clairscore.api.roles import Call, Visit, allow, open_to_all
from clairscore.api.routes.tagged import routes_of
from clairscore.api.scored import file_of
from clairscore.api.service import Service
from clairscore.api.shown.explained import OwnPart, part_shown
from clairscore.api.tellers import teller_of
from clairscore.contract import CreditFile
from clairscore.decision.bundle import Bundle
from clairscore.decision.lifecycle.states import TOLD
from clairscore.errors import NotNow
from clairscore.i18n import Lang
from clairscore.letter.addresses import load_addresses
from clairscore.letter.content import Content, Part
from clairscore.letter.notice import VERSION, notice
from clairscore.letter.page import page
from clairscore.letter.pdf import letter_pdf
from clairscore.letter.rights import advice, complaints, contact
from clairscore.store import reviews
from clairscore.store.database import Read, Write
from clairscore.store.letters import REVIEWED, keep_letter, kept_letter
from clairscore.store.reviews import StoredReview
from clairscore.store.standing import Stands

router = routes_of("letters")

PDF = "application/pdf"

Language = Annotated[
    Lang | None,
    Query(alias="lang", description="Else the language of the request.", examples=["fr"]),
]


class NoticePart(Answered):
    """A part of the notice."""

    title: str = Field(examples=["Ce que fait le calcul"])
    paragraphs: list[str] = Field(examples=[["Des règles sont d'abord appliquées…"]])
    items: list[str] = Field(examples=[[]])
    after: list[str] = Field(examples=[[]])


class ShownNotice(Answered):
    """What an applicant is shown before the score; the record keeps its version."""

    version: str = Field(examples=["1"])
    lang: Lang = Field(examples=["fr"])
    title: str = Field(examples=["Comment nous étudions une demande de crédit"])
    lead: list[str] = Field(examples=[["… vous donne cette notice avant d'évaluer votre demande."]])
    parts: list[NoticePart]


class Contacts(Answered):
    """Where a person may turn."""

    parts: list[OwnPart]


@dataclass(frozen=True)
class Unwritten:
    """What a letter that is not yet kept will be written from."""

    stands: Stands
    credit_file: CreditFile
    review: StoredReview | None


@router.get(
    "/v1/applications/{application}/letter",
    summary="Read the letter",
    response_class=Response,
    responses={200: {"description": "The letter, as PDF/UA", "content": {PDF: {}}}},
    openapi_extra=stated(problems=["not_found", "not_now", "erased"]),
)
async def letter(
    call: Annotated[Call, allow("client", "manager", "reviewer")],
    application: Id,
    lang: Language = None,
) -> Response:
    """The letter for the decision that holds, how a review of it ended, or that a referred file is
    being studied: written once from the record, the same bytes ever after. A client reads it once
    it was told, a reviewer after giving an own opinion."""
    made = await call.service.work(_letter, call, application, lang or call.lang)
    named = f'inline; filename="{application}.{lang or call.lang}.pdf"'
    return Response(made, media_type=PDF, headers={"Content-Disposition": named})


@router.get("/v1/information", summary="Read the information notice", openapi_extra=stated())
async def information(visit: Annotated[Visit, open_to_all()], lang: Language = None) -> ShownNotice:
    """What is done with an application's data, by what logic, and what a person may ask for. Show
    it before an application is opened, and send its version with the application."""
    chosen, bundle = lang or visit.lang, visit.service.models.bundle
    found = await visit.service.work(_notice, visit.service, bundle, chosen)
    return ShownNotice(
        version=VERSION,
        lang=chosen,
        title=found.title,
        lead=list(found.lead),
        parts=[_part(each) for each in found.parts],
    )


@router.get("/v1/information/contacts", summary="Read where to turn", openapi_extra=stated())
async def contacts(visit: Annotated[Visit, open_to_all()], lang: Language = None) -> Contacts:
    """Free advice on debt, to whom one complains, and whom to ask."""
    service = visit.service
    addresses = load_addresses(service.settings.addresses)
    teller = teller_of(service, service.models.bundle, lang or visit.lang)
    parts = advice(addresses, teller, prominent=False), complaints(addresses, teller)
    return Contacts(parts=[part_shown(each) for each in (*parts, contact(addresses, teller))])


@router.get(
    "/v1/information/document",
    summary="Read the information notice as a document",
    response_class=Response,
    responses={200: {"description": "The notice, as PDF/UA", "content": {PDF: {}}}},
    openapi_extra=stated(),
)
async def information_document(
    visit: Annotated[Visit, open_to_all()], lang: Language = None
) -> Response:
    """The information notice for paper."""
    service, today = visit.service, visit.service.now().date()
    made = await service.work(_document, service, service.models.bundle, lang or visit.lang, today)
    return Response(made, media_type=PDF)


def _letter(call: Call, name: str, lang: Lang) -> bytes:
    """The kept letter, else one written now, outside the transaction that keeps it."""
    found = call.service.look(_found, call, name, lang)
    if isinstance(found, bytes):
        return found
    made = letter_of(call, found.stands, found.credit_file, lang, found.review)
    return call.service.change(_keeping(call, name, lang, found.stands, made))


def _keeping(
    call: Call, name: str, lang: Lang, found: Stands, made: bytes
) -> Callable[[Write], bytes]:
    """The change that keeps the letter, if what it tells still stands."""

    def change(write: Write) -> bytes:
        client, now = stands_within_reach(write, call, name)
        if now.application.revision != found.application.revision:
            raise Problem("changed_meanwhile")
        act = act_on(write, call, client, "manager", "reviewer", "client")
        return keep_letter(act, now, lang, made)

    return change


def _found(read: Read, call: Call, name: str, lang: Lang) -> bytes | Unwritten:
    client, found = stands_within_reach(read, call, name)
    call.service.accesses.note(call, client.pseudonym, "letter")
    _require_tellable(read, call, found)
    kept = kept_letter(read, call.service.store.keys.of(client.number), found, lang)
    if kept is not None:
        return kept
    ended = found.application.state in REVIEWED
    review = reviews.of_application(read, name) if ended else None
    credit_file, _ = file_of(read, call, found.known_proposal.credit_file)
    return Unwritten(found, credit_file, review)


def _require_tellable(read: Read, call: Call, found: Stands) -> None:
    """NotNow where nothing is decided or being studied, or this caller may not know it yet."""
    state = found.application.state
    if model_hidden(read, call, found):
        raise NotNow("opinion_first")
    studied = state == "referred"
    if not studied and (found.decision is None or state == "awaiting_second"):
        raise NotNow("undecided")
    own = "client" in call.caller.roles and "manager" not in call.caller.roles
    if own and not studied and state not in TOLD:
        raise NotNow("undecided")


def _notice(service: Service, bundle: Bundle, lang: Lang) -> Content:
    addresses = load_addresses(service.settings.addresses)
    return notice(bundle.policy, addresses, teller_of(service, bundle, lang))


# anybody may ask for it: it is laid out once a day
@lru_cache(maxsize=4)
def _document(service: Service, bundle: Bundle, lang: Lang, today: date) -> bytes:
    addresses = load_addresses(service.settings.addresses)
    return letter_pdf(page(_notice(service, bundle, lang), addresses, lang, today))


def _part(part: Part) -> NoticePart:
    items = [text for item in part.items for text in (item.text, *item.below)]
    return NoticePart(
        title=part.title, paragraphs=list(part.before), items=items, after=list(part.after)
    )
