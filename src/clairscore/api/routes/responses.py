"""The offer of an application before it is edited, and how the answer follows one part of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from clairscore.api.models import Answered, Id
from clairscore.api.openapi import stated
from clairscore.api.roles import Call
from clairscore.api.routes.offers import (
    OWN,
    AskedSimulation,
    counted,
    quota_of,
    require_possible,
    subject_of,
)
from clairscore.api.routes.tagged import routes_of
from clairscore.api.shown.offers import ShownOffer, offer_shown
from clairscore.api.tellers import teller_of
from clairscore.contract import Outcome
from clairscore.decision.offer import REVOLVING, offer_of
from clairscore.decision.policy import Bounds
from clairscore.decision.response import Along, Point, Response, Turn, response
from clairscore.i18n import t

router = routes_of("offers")

PRICE = 5
"""Simulations that a curve counts for: its points lie on one line and tell less than as many
offers chosen freely; it is not free, or a line after the other would copy the model."""


class ShownBounds(Answered):
    """The least and the most of a quantity."""

    least: float = Field(examples=[10_000.0])
    most: float = Field(examples=[5_000_000.0])


class EditableOffer(Answered):
    """An offer with what may be edited of it, within which bounds, and how often today."""

    label: str = Field(examples=["Simulation, pas une offre"])
    currency: str = Field(examples=["unités monétaires"])
    offer: ShownOffer
    amount: ShownBounds
    term: ShownBounds | None = Field(description="Null where the term cannot be edited.")
    rate_editable: bool = Field(examples=[True])
    down_payment: ShownBounds | None = Field(description="Null where none can be made.")
    step: float = Field(examples=[50.0], description="Steps of money.")
    a_day: int = Field(examples=[200])
    left_today: int = Field(examples=[199])
    curve_price: int = Field(examples=[5], description="Simulations that a curve counts for.")


class AskedCurve(AskedSimulation):
    """What varies; all else as edited and corrected, or as it stands."""

    along: Along = Field(examples=["amount"])


class ShownPoint(Answered):
    """What would be proposed at one value."""

    value: float = Field(examples=[300_000.0])
    annuity: float | None = Field(examples=[15_600.0])
    probability: float = Field(examples=[0.0712])
    outcome: Outcome = Field(examples=["granted"])


class ShownTurn(Answered):
    """Between two neighbouring values the answer changes."""

    last: float = Field(examples=[312_450.0])
    first: float = Field(examples=[312_500.0])
    before: Outcome = Field(examples=["granted"])
    after: Outcome = Field(examples=["refused"])


class ShownCurve(Answered):
    """How the answer follows the amount or the term: a simulation, not an offer."""

    label: str = Field(examples=["Simulation, pas une offre"])
    along: Along = Field(examples=["amount"])
    currency: str = Field(examples=["unités monétaires"])
    points: list[ShownPoint] = Field(description="By rising value.")
    here: ShownPoint
    turns: list[ShownTurn]
    cut_off: float = Field(examples=[0.0909])
    left_today: int = Field(examples=[15])


@router.get(
    "/v1/applications/{application}/offer",
    summary="Show the offer and what may be edited of it",
    openapi_extra=stated(problems=["not_found", "not_now", "erased"]),
)
async def show_offer(call: Annotated[Call, OWN], application: Id) -> EditableOffer:
    """The offer as the file asks for it, the product's bounds, and how many simulations are left
    today. A client reads it once the decision was told, as with simulations and what could change
    the decision."""
    return await call.service.work(_offer, call, application)


@router.post(
    "/v1/applications/{application}/curves",
    summary="Follow the answer along the amount or the term",
    openapi_extra=stated(
        problems=["not_found", "not_now", "invalid_credit_file", "too_many", "erased"]
    ),
)
async def follow_offer(
    call: Annotated[Call, OWN], application: Id, asked: AskedCurve
) -> ShownCurve:
    """What model and rules would propose at about twenty values, and where the answer turns. Counts
    as five simulations of the day's number."""
    return await call.service.work(_curve, call, application, asked)


def _offer(call: Call, name: str) -> EditableOffer:
    bundle = call.service.models.bundle
    subject = call.service.look(subject_of, call, name, "offer")
    quota = call.service.look(quota_of, call)
    offer = offer_of(bundle, subject.credit_file)
    bounds = next((b for b in bundle.policy.products if b.product == offer.product), None)
    closed = offer.product == REVOLVING
    return EditableOffer(
        label=t("simulation.notice", call.lang),
        currency=teller_of(call.service, bundle, call.lang).style.currency,
        offer=offer_shown(offer),
        amount=_amounts(bounds, offer.amount),
        term=None if closed else _terms(bounds),
        rate_editable=not closed,
        down_payment=None if closed else ShownBounds(least=0.0, most=_most_down(offer.amount)),
        step=bundle.policy.recourse.step,
        a_day=quota.a_day,
        left_today=quota.left,
        curve_price=PRICE,
    )


def _amounts(bounds: Bounds | None, asked: float) -> ShownBounds:
    """The product's, widened to what is asked for, which a rule may refuse all the same."""
    if bounds is None:
        return ShownBounds(least=min(asked, 1.0), most=2 * asked)
    low, high = bounds.amount
    return ShownBounds(least=min(low, asked), most=max(high, asked))


def _terms(bounds: Bounds | None) -> ShownBounds:
    low, high = bounds.term if bounds else (1.0, 120.0)
    return ShownBounds(least=low, most=high)


def _most_down(amount: float) -> float:
    """Less than the whole amount, in whole money."""
    return max(float(int(amount) - 1), 0.0)


def _curve(call: Call, name: str, asked: AskedCurve) -> ShownCurve:
    bundle = call.service.models.bundle
    subject = call.service.look(subject_of, call, name, "simulation")
    require_possible(bundle, subject.credit_file, asked, along=asked.along)
    left = call.service.change(counted, call, name, asked, PRICE)
    found = response(
        bundle,
        subject.credit_file,
        asked.along,
        asked.edit,
        asked.corrected,
        as_of=subject.as_of,
        consultation=subject.consultation,
    )
    style = teller_of(call.service, bundle, call.lang).style
    return _shown(found, t("simulation.notice", call.lang), style.currency, left)


def _shown(found: Response, label: str, currency: str, left: int) -> ShownCurve:
    return ShownCurve(
        label=label,
        along=found.along,
        currency=currency,
        points=[_point(each) for each in found.points],
        here=_point(found.here),
        turns=[_turn(each) for each in found.turns],
        cut_off=found.cut_off,
        left_today=left,
    )


def _point(each: Point) -> ShownPoint:
    return ShownPoint(
        value=each.value,
        annuity=each.annuity,
        probability=each.probability,
        outcome=each.outcome,
    )


def _turn(each: Turn) -> ShownTurn:
    return ShownTurn(last=each.last, first=each.first, before=each.before, after=each.after)
