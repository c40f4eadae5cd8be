"""What everybody may read: the information notice, the words of this place, where to turn."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from clairscore.client_space.pages import page
from clairscore.client_space.routes.files import document
from clairscore.client_space.visit import Visiting

router = APIRouter()


@router.get("/notice")
def notice(visit: Visiting) -> Response:
    """How an application is studied, in words."""
    found = visit.api.information(lang=visit.lang)
    return page(visit, "notice", found.title, notice=found)


@router.get("/notice.pdf")
def notice_document(visit: Visiting) -> Response:
    """The same, for paper."""
    return document(visit.api.information_document(lang=visit.lang), "notice.pdf")


@router.get("/help")
def help_page(visit: Visiting) -> Response:
    """What the words mean, who advises freely, to whom one complains."""
    found = visit.api.contacts(lang=visit.lang)
    return page(visit, "help", visit.t("help.title"), contacts=found.parts)
