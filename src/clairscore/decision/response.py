"""How the answer follows one part of an offer: a curve, each point by the served pipeline. Pure.

Every point is decided as an application is; between two points that are answered otherwise the
place where the answer turns is looked for until it is known to a step.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from clairscore.contract import Consultation, Corrections, CreditFile, Offer, OfferEdit, Outcome
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import decide
from clairscore.decision.offer import REVOLVING, corrected, edited, offer_of, with_offer
from clairscore.errors import BadInput

Along = Literal["amount", "term"]
POINTS = 17
LEAST, MOST = 0.4, 1.6
"""Amounts of a curve, relative to the offer's own."""


@dataclass(frozen=True, slots=True)
class Point:
    """What is proposed at one value of what varies."""

    value: float
    annuity: float | None
    probability: float
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Turn:
    """Between two neighbouring values the answer changes: the last before, the first after."""

    last: float
    first: float
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True)
class Response:
    """Points by rising value, the one of the offer itself, and where the answer turns."""

    along: Along
    points: tuple[Point, ...]
    here: Point
    turns: tuple[Turn, ...]
    cut_off: float


@dataclass(frozen=True)
class _Asked:
    bundle: Bundle
    credit_file: CreditFile
    offer: Offer
    edit: OfferEdit
    along: Along
    as_of: date | None
    consultation: Consultation | None

    def at(self, value: float) -> Point:
        """The proposal where what varies has this value and all else is as edited."""
        offer = edited(self.offer, self.edit_at(value))
        proposal = decide(
            self.bundle,
            with_offer(self.credit_file, offer),
            as_of=self.as_of,
            consultation=self.consultation,
        )
        return Point(value, offer.annuity, proposal.probability, proposal.outcome)

    def edit_at(self, value: float) -> OfferEdit:
        if self.along == "amount":
            return replace(self.edit, amount=value)
        return replace(self.edit, term=round(value))

    @property
    def step(self) -> float:
        """The finest difference that is told."""
        return self.bundle.policy.recourse.step if self.along == "amount" else 1.0


def response(
    bundle: Bundle,
    credit_file: CreditFile,
    along: Along,
    edit: OfferEdit,
    corrections: Corrections,
    *,
    as_of: date | None = None,
    consultation: Consultation | None = None,
) -> Response:
    """The curve along the amount or the term, all else as edited and corrected.

    BadInput where an edit cannot be, or where what is to vary is not known of this file.
    """
    before = offer_of(bundle, credit_file)
    now = edited(before, edit)
    require_along(now, along)
    file = corrected(credit_file, corrections)
    asked = _Asked(bundle, file, before, edit, along, as_of, consultation)
    points = [asked.at(value) for value in values_of(bundle, now, along)]
    turns = [_turn(asked, low, high) for low, high in pairwise(points) if _differ(low, high)]
    here = now.amount + now.down_payment if along == "amount" else float(now.term or 0)
    own = next((point for point in points if point.value == here), None)
    return Response(
        along, tuple(points), own or asked.at(here), tuple(turns), bundle.policy.cut_off
    )


def require_along(offer: Offer, along: Along) -> None:
    """BadInput where what is to vary is not known of this offer."""
    if along == "term" and (offer.product == REVOLVING or offer.term is None):
        raise BadInput("along: this offer has no known term; ask for the curve of its amount.")


def values_of(bundle: Bundle, offer: Offer, along: Along) -> list[float]:
    """About so many values within the product's bounds, the offer's own among them."""
    bounds = next((b for b in bundle.policy.products if b.product == offer.product), None)
    if along == "term":
        return _terms(offer, bounds.term if bounds else None)
    own = offer.amount + offer.down_payment
    low, high = bounds.amount if bounds else (0.0, math.inf)
    step = bundle.policy.recourse.step
    # what is paid at once is taken off: less than it cannot be asked for
    least = max(LEAST * own, low, offer.down_payment + step)
    most = max(min(MOST * own, high), own)
    gap = (most - least) / (POINTS - 1)
    spread = (math.ceil((least + gap * at) / step) * step for at in range(POINTS))
    return sorted(
        {value for value in spread if value <= most and abs(value - own) > gap / 2} | {own}
    )


def _terms(offer: Offer, bounds: tuple[float, float] | None) -> list[float]:
    own = float(offer.term or 1)
    low, high = bounds or (1.0, 2 * own)
    first, last = min(low, own), max(high, own)
    spread = {float(round(first + (last - first) * at / (POINTS - 1))) for at in range(POINTS)}
    return sorted(spread | {own})


def _differ(one: Point, other: Point) -> bool:
    return one.outcome != other.outcome


def _turn(asked: _Asked, low: Point, high: Point) -> Turn:
    """Halved until both sides are one step apart."""
    while (gap := high.value - low.value) > asked.step:
        half = max(math.floor(gap / 2 / asked.step), 1) * asked.step
        middle = asked.at(low.value + half)
        low, high = (low, middle) if _differ(low, middle) else (middle, high)
        if high.value <= low.value:
            break
    return Turn(low.value, high.value, low.outcome, high.outcome)
