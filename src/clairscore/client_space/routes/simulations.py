"""Another offer tried out: a simulation on one's own file, limited in number, never an offer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from clairscore.client.records import EditableOffer, ShownOffer, ShownSimulation
from clairscore.client_space.figures import Drawing, before_and_after
from clairscore.client_space.forms import Faults, Form, Posted, told_by_service
from clairscore.client_space.numbers import number_in
from clairscore.client_space.pages import page
from clairscore.client_space.visit import SignedIn, Visit
from clairscore.errors import Refused

router = APIRouter()

FIELDS = ("amount", "down_payment", "term")


@dataclass(frozen=True, slots=True)
class Tried:
    """What was typed, and what came of it."""

    typed: dict[str, str]
    faults: Faults
    made: ShownSimulation | None = None
    compared: Drawing | None = None


@router.get("/applications/{application}/simulation")
def simulation_page(visit: SignedIn, application: str) -> Response:
    """The offer as it was asked for, to be changed."""
    editable = visit.api.show_offer(application)
    return _page(visit, application, editable, Tried(_asked(visit, editable.offer), Faults()))


@router.post("/applications/{application}/simulation")
def simulate(visit: SignedIn, application: str, form: Posted) -> Response:
    """What would be proposed for the changed offer; nothing of the application changes."""
    editable, faults = visit.api.show_offer(application), Faults()
    typed = {name: form[name][:20] for name in FIELDS}
    asked = _numbers(visit, form, editable, faults)
    if faults:
        return _page(visit, application, editable, Tried(typed, faults), 422)
    try:
        made = _tried(visit, application, asked)
    except Refused as refused:
        if refused.status == 429:
            faults.add("amount", visit.t("simulation.none_left"))
            return _page(visit, application, editable, Tried(typed, faults), 429, left=0)
        if refused.status != 422:
            raise
        told = told_by_service(refused, FIELDS)
        return _page(visit, application, editable, Tried(typed, told), 422)
    before = visit.api.own_application(application).position
    known = before.probability if before else made.probability
    compared = before_and_after(known, made.probability, made.cut_off, visit)
    shown = Tried(typed, faults, made, compared)
    return _page(visit, application, editable, shown, left=made.left_today)


def _tried(visit: Visit, application: str, asked: dict[str, float]) -> ShownSimulation:
    term = asked.get("term")
    return visit.api.try_offer(
        application,
        amount=asked.get("amount"),
        down_payment=asked.get("down_payment"),
        term=None if term is None else int(term),
    )


def _numbers(visit: Visit, form: Form, editable: EditableOffer, faults: Faults) -> dict[str, float]:
    """What was typed, as numbers within their bounds; a field left as it was is not sent."""
    found: dict[str, float] = {}
    for name, least, most in _bounds(editable):
        if not form[name] and name != "amount":
            continue
        value = number_in(form[name])
        whole = name == "term"
        if value is None or not least <= value <= most or (whole and value != int(value)):
            limits = {"low": visit.number(least), "high": visit.number(most)}
            faults.add(name, visit.t(f"simulation.wrong.{name}", **limits))
        elif value != _before(name, editable.offer):
            found[name] = value
    return found


def _bounds(editable: EditableOffer) -> Iterator[tuple[str, float, float]]:
    yield "amount", editable.amount.least, editable.amount.most
    if editable.down_payment is not None:
        yield "down_payment", 0.0, editable.down_payment.most
    if editable.term is not None:
        yield "term", editable.term.least, editable.term.most


def _before(name: str, offer: ShownOffer) -> float | None:
    values: dict[str, float | None] = {
        "amount": offer.amount,
        "down_payment": offer.down_payment,
        "term": offer.term,
    }
    return values[name]


def _asked(visit: Visit, offer: ShownOffer) -> dict[str, str]:
    """The offer as it fills the form."""
    values = {name: _before(name, offer) for name in FIELDS}
    return {name: visit.number(value, 2) if value else "" for name, value in values.items()}


def _rows(
    visit: Visit, before: ShownOffer, after: ShownOffer, currency: str
) -> list[tuple[str, str, str]]:
    """The offer as it was asked for and as it was tried, line by line."""

    def told(value: float | None, *, money: bool) -> str:
        if value is None:
            return visit.t("unknown")
        return visit.money(value, currency) if money else visit.number(value)

    lines = [
        ("amount", before.amount, after.amount, True),
        ("down_payment", before.down_payment, after.down_payment, True),
        ("annuity", before.annuity, after.annuity, True),
        ("term", before.term, after.term, False),
        ("total_cost", before.total_cost, after.total_cost, True),
    ]
    return [
        (visit.t(f"simulation.row.{name}"), told(first, money=money), told(last, money=money))
        for name, first, last, money in lines
        if first is not None or last is not None
    ]


def _page(
    visit: Visit,
    application: str,
    editable: EditableOffer,
    tried: Tried,
    status: int = 200,
    *,
    left: int | None = None,
) -> Response:
    made = tried.made
    return page(
        visit,
        "simulation",
        visit.t("simulation.title_made" if made else "simulation.title"),
        status=status,
        application=application,
        editable=editable,
        typed=tried.typed,
        faults=tried.faults,
        made=made,
        compared=tried.compared,
        rows=_rows(visit, made.before, made.offer, editable.currency) if made else [],
        left=editable.left_today if left is None else left,
    )
