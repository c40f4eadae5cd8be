"""The own data: every fact with its source and its meaning, the loans, and copies to take along."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, timedelta

from fastapi import APIRouter
from starlette.responses import Response

from clairscore.client.records import Fact, Facts, History
from clairscore.client_space.pages import page
from clairscore.client_space.routes.files import document
from clairscore.client_space.visit import SignedIn, Visit
from clairscore.errors import Refused
from clairscore.i18n import day

router = APIRouter()

USES = ("model", "rules", "unused")
LOANS_A_PAGE = 10


@router.get("/data")
def data(visit: SignedIn) -> Response:
    """Every fact of the newest file, those that count first."""
    facts = own_facts(visit)
    known = [each for each in facts.facts if each.raw is not None] if facts else []
    absent = [each for each in facts.facts if each.raw is None] if facts else []
    groups = [(use, found) for use in USES if (found := [f for f in known if f.use == use])]
    title = visit.t("data.title" if facts else "data.title_none")
    return page(visit, "data", title, facts=facts, groups=groups, absent=absent)


@router.get("/data/history")
def history(visit: SignedIn) -> Response:
    """The loans, the latest first, some on each page, with what happened to each."""
    found = _history(visit)
    loans = found.loans if found else ()
    pages = max(1, -(-len(loans) // LOANS_A_PAGE))
    at = _page_number(visit, pages)
    zero = date.fromisoformat(found.as_of) if found else date.min
    return page(
        visit,
        "history",
        visit.t("history.title" if loans else "history.title_none"),
        history=found,
        loans=loans[LOANS_A_PAGE * (at - 1) : LOANS_A_PAGE * at],
        at=at,
        pages=pages,
        currency=visit.api.show_session().currency,
        iso=lambda days: (zero + timedelta(days=days)).isoformat(),
        dated=lambda days: day(zero + timedelta(days=days), visit.lang),
    )


@router.get("/data/export.json")
def export(visit: SignedIn) -> Response:
    """Everything that is kept, for other services to read."""
    found = asdict(visit.api.export())
    text = json.dumps(found, ensure_ascii=False, indent=1)
    return document(text.encode(), "clairscore.json", "application/json", attached=True)


@router.get("/data/export.pdf")
def export_document(visit: SignedIn) -> Response:
    """Everything that is kept, in words."""
    return document(visit.api.export_document(lang=visit.lang), "clairscore.pdf")


def own_facts(visit: Visit) -> Facts | None:
    """The facts of the newest file; None where no file is kept."""
    own = visit.api.me()
    return visit.api.facts(own.client) if own.files else None


def fact_of(facts: Facts | None, column: str) -> Fact:
    """The fact of that name; Refused as not found for any other."""
    for each in facts.facts if facts else ():
        if each.column == column:
            return each
    raise Refused("no such fact", status=404, code="not_found")


def _history(visit: Visit) -> History | None:
    own = visit.api.me()
    return visit.api.history(own.client) if own.files else None


def _page_number(visit: Visit, pages: int) -> int:
    """The page asked for, within those there are."""
    text = visit.request.query_params.get("page", "1")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return min(max(asked, 1), pages)
