"""A review by a person: asked for with one's point of view, followed until it is answered."""

from __future__ import annotations

import secrets

from fastapi import APIRouter
from starlette.responses import Response

from clairscore.client.records import OwnExplanation, ShownAsking
from clairscore.client_space.forms import Faults, Posted, told_by_service
from clairscore.client_space.pages import page, seen_next
from clairscore.client_space.visit import SignedIn, Visit
from clairscore.errors import Refused

router = APIRouter()


@router.get("/applications/{application}/review")
def review_page(visit: SignedIn, application: str) -> Response:
    """The form, or where the review stands."""
    return _page(visit, visit.api.own_application(application), Faults())


@router.post("/applications/{application}/review")
def ask_review(visit: SignedIn, application: str, form: Posted) -> Response:
    """A review, asked for once however often the form is sent."""
    found, faults = visit.api.own_application(application), Faults()
    words = form["point_of_view"]
    if not found.review_possible:
        return _page(visit, found, faults, status=409)
    if not words:
        faults.add("point_of_view", visit.t("review.missing"))
        return _page(visit, found, faults, status=422)
    try:
        visit.api.ask_review(
            application, point_of_view=words, idempotency_key=once_of(form["once"])
        )
    except Refused as refused:
        if refused.status != 422:
            raise
        return _page(visit, found, told_by_service(refused, ["point_of_view"]), words, 422)
    return seen_next(f"/applications/{application}/review", "review_asked")


def waiting(found: OwnExplanation) -> ShownAsking | None:
    """What is asked for and was not answered yet."""
    asked = found.asking
    under_review = found.application.state == "review_requested"
    return asked if asked and under_review and asked.answered is None else None


def once_of(text: str) -> str:
    """The form's own key, so that a form sent twice is carried out once; a new one for none."""
    plain = text.isascii() and text.isalnum() and len(text) == KEY_LENGTH
    return text if plain else new_key()


def new_key() -> str:
    """A key that no other form has."""
    return secrets.token_hex(KEY_LENGTH // 2)


KEY_LENGTH = 32


def _page(
    visit: Visit, found: OwnExplanation, faults: Faults, words: str = "", status: int = 200
) -> Response:
    asked = "review.title_asked" if found.review else "review.title"
    title = visit.t(asked if found.review or found.review_possible else "review.title_none")
    if found.outcome is None:
        late = visit.t("review.not_yet")
    else:
        late = visit.t("review.late", day=visit.day(found.review_until))
    return page(
        visit,
        "review",
        title,
        status=status,
        found=found,
        faults=faults,
        words=words,
        once=new_key(),
        late=late,
        waits=waiting(found),
    )
