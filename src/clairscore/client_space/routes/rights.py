"""What a client may ask for by right: each request with its clock, its receipt and its answer."""

from __future__ import annotations

from typing import Literal, TypeAlias

from fastapi import APIRouter
from starlette.responses import Response

from clairscore.client_space.forms import Faults, Form, Posted, told_by_service
from clairscore.client_space.pages import page, seen_next
from clairscore.client_space.routes.files import document
from clairscore.client_space.routes.reviews import new_key, once_of
from clairscore.client_space.visit import SignedIn, Visit
from clairscore.errors import Refused

router = APIRouter()

Kind: TypeAlias = Literal["access", "correction", "view"]
KINDS: tuple[Kind, ...] = ("access", "correction", "view")
"""What is asked for in words; a copy is taken at once, and erasure has a page of its own."""


@router.get("/rights")
def rights(visit: SignedIn) -> Response:
    """Every request with its state and its deadline, and the form for another."""
    wanted = visit.request.query_params.get("kind", "")
    return _rights(visit, Form({"kind": wanted}), Faults())


@router.post("/rights")
def ask(visit: SignedIn, form: Posted) -> Response:
    """A request, which gets a receipt and a clock of one month."""
    faults, kind = Faults(), next((each for each in KINDS if each == form["kind"]), None)
    if kind is None:
        faults.add("kind", visit.t("rights.choose"))
    if not form["words"]:
        faults.add("words", visit.t("rights.missing"))
    if kind is None or faults:
        return _rights(visit, form, faults, 422)
    try:
        visit.api.ask(kind=kind, words=form["words"], idempotency_key=once_of(form["once"]))
    except Refused as refused:
        if refused.status != 422:
            raise
        return _rights(visit, form, told_by_service(refused, ["words"]), 422)
    return seen_next("/rights", "requested")


@router.get("/rights/erasure")
def erasure_page(visit: SignedIn) -> Response:
    """What erasure means, what may stand in its way, and the form."""
    return _erasure(visit, Form({}), Faults())


@router.post("/rights/erasure")
def erase(visit: SignedIn, form: Posted) -> Response:
    """The request for erasure; a person carries it out, or says what stands in the way."""
    faults = Faults()
    if not form["words"]:
        faults.add("words", visit.t("rights.missing"))
    if form["sure"] != "yes":
        faults.add("sure", visit.t("erasure.not_sure"))
    if faults:
        return _erasure(visit, form, faults, 422)
    try:
        visit.api.ask(kind="erasure", words=form["words"], idempotency_key=once_of(form["once"]))
    except Refused as refused:
        if refused.status != 422:
            raise
        return _erasure(visit, form, told_by_service(refused, ["words"]), 422)
    return seen_next("/rights", "requested")


@router.get("/rights/{request}/receipt.pdf")
def receipt(visit: SignedIn, request: str) -> Response:
    """The receipt of a request."""
    return document(visit.api.request_receipt(request, lang=visit.lang), "receipt.pdf")


def _rights(visit: Visit, form: Form, faults: Faults, status: int = 200) -> Response:
    found = visit.api.own_requests().items
    return page(
        visit,
        "rights",
        visit.t("rights.title"),
        status=status,
        requests=found,
        kinds=KINDS,
        kind=form["kind"],
        words=form["words"],
        faults=faults,
        once=new_key(),
    )


def _erasure(visit: Visit, form: Form, faults: Faults, status: int = 200) -> Response:
    return page(
        visit,
        "erasure",
        visit.t("erasure.title"),
        status=status,
        words=form["words"],
        faults=faults,
        once=new_key(),
    )
