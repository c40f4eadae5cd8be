"""A fact corrected: what is wrong with it, as it should be, and what happens then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from fastapi import APIRouter
from starlette.responses import Response

from clairscore.client.records import Fact, Facts, ShownApplication
from clairscore.client_space.forms import Faults, Form, Posted, told_by_service
from clairscore.client_space.numbers import number_in
from clairscore.client_space.pages import page, seen_next
from clairscore.client_space.routes.data import fact_of
from clairscore.client_space.routes.reviews import new_key, once_of
from clairscore.client_space.visit import SignedIn, Visit
from clairscore.errors import Refused

router = APIRouter()

Way = Literal["adviser", "reviewer", "request"]
BEFORE = frozenset({"draft", "proposed", "referred"})
"""States in which a corrected file is assessed again before anything is decided."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A fact to correct, and the applications that would be assessed again."""

    facts: Facts
    fact: Fact
    targets: Sequence[ShownApplication]

    def way(self, application: str | None) -> Way:
        """Who looks at a correction; where no application can change, it is a request by right."""
        chosen = self.target(application)
        if chosen is None:
            return "request"
        return "adviser" if chosen.state in BEFORE else "reviewer"

    def target(self, application: str | None) -> ShownApplication | None:
        """The application that was chosen, else the newest."""
        named = [each for each in self.targets if each.id == application]
        return next(iter([*named, *self.targets]), None)


@router.get("/data/{column}/correction")
def correction_page(visit: SignedIn, column: str) -> Response:
    """The fact, what happens with a correction, and the form."""
    return _page(visit, _wanted(visit, column), Form({}), Faults())


@router.post("/data/{column}/correction")
def correct(visit: SignedIn, column: str, form: Posted) -> Response:
    """The correction, sent on: a new assessment that a person looks at, or a request."""
    wanted, faults = _wanted(visit, column), Faults()
    target = wanted.target(form["application"])
    value = _value(visit, wanted, form, faults) if target else None
    if not form["words"]:
        faults.add("words", visit.t("correction.missing"))
    if faults:
        return _page(visit, wanted, form, faults, 422)
    try:
        _send(visit, wanted.fact, target, value, form)
    except Refused as refused:
        if refused.status != 422:
            raise
        return _page(visit, wanted, form, told_by_service(refused, ["value", "words"]), 422)
    if target is None:
        return seen_next("/rights", "requested")
    return seen_next(f"/applications/{target.id}", "corrected")


def _send(
    visit: Visit,
    fact: Fact,
    target: ShownApplication | None,
    value: str | int | float | None,
    form: Form,
) -> None:
    key = once_of(form["once"])
    if target is None:
        words = f"{fact.label} : {form['words']}"
        visit.api.ask(kind="correction", words=words, idempotency_key=key)
        return
    facts = {fact.column: value}
    visit.api.correct(target.id, facts=facts, words=form["words"], idempotency_key=key)


def _wanted(visit: Visit, column: str) -> Wanted:
    own = visit.api.me()
    facts = visit.api.facts(own.client) if own.files else None
    fact = fact_of(facts, column)
    if facts is None or not fact.correctable:
        raise Refused("not one's own to correct", status=404, code="not_found")
    targets = [each for each in own.applications if each.state in BEFORE or "correct" in each.next]
    return Wanted(facts, fact, targets)


def _value(visit: Visit, wanted: Wanted, form: Form, faults: Faults) -> str | int | float | None:
    """The value as the file holds it, from what was chosen or typed."""
    fact, text = wanted.fact, form["value"]
    value: str | int | float | None = None
    if fact.kind == "choice":
        known = text.isascii() and text.isdigit() and len(text) < 4
        at = int(text) if known else len(fact.choices)
        value = fact.choices[at].value if at < len(fact.choices) else None
    elif fact.kind == "date":
        value = _days(text, wanted.facts.as_of)
    else:
        found = number_in(text)
        value = int(found) if found is not None and found.is_integer() else found
    if value is None:
        faults.add("value", visit.t(f"correction.wrong.{fact.kind}"))
    return value


def _days(text: str, as_of: str) -> int | None:
    """A day as the file counts it: from the day of the application, the past below zero."""
    try:
        return (date.fromisoformat(text) - date.fromisoformat(as_of)).days
    except ValueError:
        return None


def _page(visit: Visit, wanted: Wanted, form: Form, faults: Faults, status: int = 200) -> Response:
    chosen = wanted.target(form["application"])
    return page(
        visit,
        "correction",
        visit.t("correction.title", what=wanted.fact.label),
        status=status,
        fact=wanted.fact,
        targets=wanted.targets,
        chosen=chosen.id if chosen else "",
        way=wanted.way(form["application"]),
        typed=form["value"][:30],
        words=form["words"],
        faults=faults,
        once=new_key(),
    )
