"""One's own data as a document, and receipts of what one asked for."""

from __future__ import annotations

from typing import Annotated

from starlette.responses import Response

from clairscore.api.models import Id
from clairscore.api.openapi import stated
from clairscore.api.problems import Problem
from clairscore.api.roles import Call, allow
from clairscore.api.routes.histories import newest_file
from clairscore.api.routes.letters import PDF, Language
from clairscore.api.routes.me import own_client
from clairscore.api.routes.tagged import routes_of
from clairscore.api.tellers import teller_of
from clairscore.contract import CreditFile
from clairscore.decision.facts_told import facts_told
from clairscore.decision.history import loans_of
from clairscore.decision.lifecycle.states import TOLD
from clairscore.errors import Absent
from clairscore.i18n import Lang
from clairscore.letter.addresses import load_addresses
from clairscore.letter.content import Content
from clairscore.letter.own_data import Asked, OwnData, Told, own_data
from clairscore.letter.page import page
from clairscore.letter.pdf import letter_pdf
from clairscore.letter.receipt import Received, receipt
from clairscore.store import applications, requests
from clairscore.store.credit_files import StoredFile
from clairscore.store.database import Read
from clairscore.store.requests import Request
from clairscore.store.standing import stands
from clairscore.store.times import moment

router = routes_of("me")

CLIENT = allow("client")
ANSWER: dict[int | str, dict[str, object]] = {
    200: {"description": "The document, as PDF/UA", "content": {PDF: {}}}
}


@router.get(
    "/v1/me/export/document",
    summary="Read my data as a document",
    response_class=Response,
    responses=ANSWER,
    openapi_extra=stated(problems=["not_found", "erased"]),
)
async def export_document(call: Annotated[Call, CLIENT], lang: Language = None) -> Response:
    """Facts, loans, decisions that were told and requests, in words. The JSON export holds every
    row beside."""
    made = await call.service.work(_own, call, lang or call.lang)
    return Response(made, media_type=PDF)


@router.get(
    "/v1/me/requests/{request}/receipt",
    summary="Read the receipt of a request of mine",
    response_class=Response,
    responses=ANSWER,
    openapi_extra=stated(problems=["not_found", "erased"]),
)
async def request_receipt(
    call: Annotated[Call, CLIENT], request: Id, lang: Language = None
) -> Response:
    """What was asked for, when, and until when it is answered."""
    made = await call.service.work(_receipt, call, request, lang or call.lang)
    return Response(made, media_type=PDF)


def _own(call: Call, lang: Lang) -> bytes:
    stored, file, told, asked = call.service.look(_kept, call)
    service = call.service
    bundle = service.models.bundle
    teller = teller_of(service, bundle, lang)
    found = OwnData(
        client=stored.client,
        as_of=stored.as_of,
        facts=facts_told(bundle, file, teller.sources, teller.style),
        loans=loans_of(file),
        decisions=told,
        requests=[Asked(each.kind, moment(each.received).date(), each.due) for each in asked],
    )
    return _pdf(call, own_data(found, load_addresses(service.settings.addresses), teller), lang)


def _receipt(call: Call, name: str, lang: Lang) -> bytes:
    found = call.service.look(_request, call, name)
    service = call.service
    teller = teller_of(service, service.models.bundle, lang)
    on = moment(found.received).date()
    received = Received(found.id, found.client, found.kind, on, found.due)
    return _pdf(call, receipt(received, load_addresses(service.settings.addresses), teller), lang)


def _pdf(call: Call, content: Content, lang: Lang) -> bytes:
    addresses = load_addresses(call.service.settings.addresses)
    return letter_pdf(page(content, addresses, lang, call.service.now().date()))


def _kept(read: Read, call: Call) -> tuple[StoredFile, CreditFile, list[Told], list[Request]]:
    client = own_client(read, call)
    stored, file = newest_file(read, call, client.number, "export")
    known = [each for each in applications.of_client(read, client.number) if each.state in TOLD]
    decided = [stands(read, each.id).known_decision for each in known]
    told = [Told(each.application, each.outcome, moment(each.created).date()) for each in decided]
    return stored, file, told, requests.requests_of(read, client.number)


def _request(read: Read, call: Call, name: str) -> Request:
    client = own_client(read, call)
    try:
        found = requests.request(read, name)
    except Absent:
        raise Problem("not_found") from None
    if found.client != client.number:
        raise Problem("not_found")
    return found
