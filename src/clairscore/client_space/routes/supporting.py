"""Documents that a reviewer asks for: read with their day, and answered here, piece by piece."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from starlette.responses import Response

from clairscore.client.records import AnsweredPiece, OwnExplanation, ShownAsking
from clairscore.client_space.forms import Faults, Form, Posted, told_by_service
from clairscore.client_space.pages import page, seen_next
from clairscore.client_space.routes.reviews import new_key, once_of, waiting
from clairscore.client_space.visit import SignedIn, Visit
from clairscore.errors import Refused

router = APIRouter()

WHERE: frozenset[Literal["contact"]] = frozenset({"contact"})
"""The parts of the contacts that say where documents are sent."""


@router.get("/applications/{application}/documents")
def documents_page(visit: SignedIn, application: str) -> Response:
    """What is asked for, with the form; else what was answered."""
    return _page(visit, visit.api.own_application(application), Form({}), Faults())


@router.post("/applications/{application}/documents")
def answer(visit: SignedIn, application: str, form: Posted) -> Response:
    """The answer, kept once however often the form is sent."""
    found, faults = visit.api.own_application(application), Faults()
    asked = waiting(found)
    if asked is None:
        return _page(visit, found, form, faults, 409)
    pieces = _pieces(visit, asked, form, faults)
    if not form["words"]:
        faults.add("words", visit.t("documents.words_missing"))
    if faults:
        return _page(visit, found, form, faults, 422)
    try:
        visit.api.answer_documents(
            application,
            words=form["words"],
            documents=pieces,
            idempotency_key=once_of(form["once"]),
        )
    except Refused as refused:
        if refused.status != 422:
            raise
        return _page(visit, found, form, told_by_service(refused, ["words"]), 422)
    return seen_next(f"/applications/{application}", "documents_answered")


def _pieces(
    visit: Visit, asked: ShownAsking, form: Form, faults: Faults
) -> tuple[AnsweredPiece, ...]:
    """What was said of each document."""
    found = []
    for each in asked.documents:
        said, note = form[f"given_{each.document}"], form[f"note_{each.document}"][:MOST_NOTE]
        if said not in ("yes", "no"):
            faults.add(f"given_{each.document}", visit.t("documents.choose"))
        found.append(AnsweredPiece(document=each.document, given=said == "yes", note=note))
    return tuple(found)


MOST_NOTE = 500


def _page(
    visit: Visit, found: OwnExplanation, form: Form, faults: Faults, status: int = 200
) -> Response:
    asked = waiting(found)
    answered = found.asking is not None and found.asking.answered is not None
    title = "title" if asked else "title_answered" if answered else "title_none"
    contacts = visit.api.contacts(lang=visit.lang).parts if asked else []
    return page(
        visit,
        "documents",
        visit.t(f"documents.{title}"),
        status=status,
        found=found,
        asked=asked,
        where=[each for each in contacts if each.kind in WHERE],
        form=form,
        most_note=MOST_NOTE,
        faults=faults,
        once=new_key(),
    )
