"""The own applications: where each stands, what was decided, and the letter."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from clairscore.client.records import OwnExplanation, ShownApplication
from clairscore.client_space.figures import a_hundred, place_on_scale
from clairscore.client_space.pages import page
from clairscore.client_space.routes.files import document
from clairscore.client_space.routes.reviews import waiting
from clairscore.client_space.visit import SignedIn, Visit

router = APIRouter()

STUDIED = frozenset({"draft", "proposed", "referred", "awaiting_second", "decided"})
TOLD = frozenset({"notified", "review_requested", "upheld", "changed"})


@dataclass(frozen=True, slots=True)
class Told:
    """An application in a list: where it stands, what comes next, its link and where it leads."""

    state: str
    next: str
    link: str
    address: str


@router.get("/")
def home(visit: SignedIn) -> Response:
    """Every application of the client, and where each stands."""
    own = visit.api.me()
    told = {each.id: _told(visit, each, own.to_answer) for each in own.applications}
    title = visit.t("home.title" if own.applications else "home.title_none")
    currency = visit.api.show_session().currency
    return page(visit, "home", title, own=own, told=told, currency=currency)


@router.get("/applications/{application}")
def application(visit: SignedIn, application: str) -> Response:
    """One application: the decision in plain words, why, what could change it, and the rights."""
    found = visit.api.own_application(application)
    place = found.position
    return page(
        visit,
        "application",
        state_of(visit, found),
        found=found,
        state=state_of(visit, found),
        next=next_of(visit, found),
        waits=waiting(found),
        currency=visit.api.show_session().currency,
        scale=place_on_scale(place, visit) if place else None,
        icons=a_hundred(place, visit) if place else None,
    )


@router.get("/applications/{application}/letter.pdf")
def letter(visit: SignedIn, application: str) -> Response:
    """The letter, as it was sent."""
    return document(visit.api.letter(application, lang=visit.lang), f"{application[:40]}.pdf")


def state_of(visit: Visit, found: OwnExplanation) -> str:
    """Where the application stands: the outcome, where one was told."""
    if found.outcome is not None:
        return visit.t(f"outcome.{found.outcome}")
    return visit.t(f"state.{found.application.state}")


def next_of(visit: Visit, found: OwnExplanation) -> str:
    """What happens next, and by when."""
    state = found.application.state
    if state in STUDIED and found.answer_by is None:  # nothing was assessed yet: a draft, above all
        return visit.t("next.undated")
    if state in STUDIED:
        return visit.t(f"next.{state}", day=visit.day(found.answer_by))
    if state == "review_requested":
        return visit.t("next.review_requested", day=visit.day(found.review_due))
    if state == "notified":
        possible = "notified" if found.review_possible else "notified_late"
        return visit.t(f"next.{possible}", day=visit.day(found.review_until))
    return visit.t(f"next.{state}")


def _told(visit: Visit, found: ShownApplication, to_answer: tuple[str, ...]) -> Told:
    if found.id in to_answer:
        link = visit.t("documents.go")
        state, what = visit.t("state.documents_asked"), visit.t("home.next.documents_asked")
        return Told(state, what, link, f"/applications/{found.id}/documents")
    told = found.state in TOLD
    link = "home.read" if told else "home.follow" if found.state in STUDIED else "home.see"
    state, what = visit.t(f"state.{found.state}"), visit.t(f"home.next.{found.state}")
    return Told(state, what, visit.t(link), f"/applications/{found.id}")
