"""What is tried: the edited offer and the corrected facts of one application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from clairscore.client import Client
from clairscore.client.records import EditableOffer, ShownCurve, ShownSimulation

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Trial:
    """An offer as it is edited; what equals the offer as it stands is left out of the call."""

    amount: float | None = None
    term: int | None = None
    rate: float | None = None
    down_payment: float | None = None
    corrections: Mapping[str, Value] = field(default_factory=dict)

    def simulate(self, client: Client, application: str) -> ShownSimulation:
        """What would be proposed."""
        return client.try_offer(
            application,
            amount=self.amount,
            term=self.term,
            rate=self.rate,
            down_payment=self.down_payment,
            corrections=self.corrections or None,
        )

    def curve(self, client: Client, application: str, along: str) -> ShownCurve:
        """How the answer follows the amount or the term, all else as edited."""
        return client.follow_offer(
            application,
            along="amount" if along == "amount" else "term",
            amount=self.amount,
            term=self.term,
            rate=self.rate,
            down_payment=self.down_payment,
            corrections=self.corrections or None,
        )


def trial_of(
    shown: EditableOffer,
    *,
    amount: float,
    term: float | None,
    rate: float | None,
    down_payment: float,
    corrections: Mapping[str, Value],
) -> Trial:
    """What differs from the offer as it stands; the rate is in percent here."""
    offer = shown.offer
    new_term = None if term is None or term == offer.term else round(term)
    held = offer.rate is None or rate is None or rate == 100 * offer.rate
    new_rate = None if held or rate is None else rate / 100
    return Trial(
        amount=None if amount == offer.amount else amount,
        term=new_term,
        rate=new_rate,
        down_payment=down_payment or None,
        corrections=dict(corrections),
    )
