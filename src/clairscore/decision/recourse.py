"""What could change a decision: the smallest offers of each kind that would be granted. Pure.

Never more debt, income, age, or another past: less money, a down payment, or a longer term with
its price. Candidates go through the served pipeline and the rules, many at once; what is answered
has been decided again, one by one, by `decide`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from clairscore.contract import (
    Consultation,
    CreditFile,
    Offer,
    OfferEdit,
    Proposal,
    Recourse,
    RecourseKind,
)
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import decide, prepared
from clairscore.decision.facts import Stated, facts_of_variants
from clairscore.decision.logistic import probability
from clairscore.decision.offer import REVOLVING, application_with, edited, offer_of, with_offer
from clairscore.decision.referral import worth_a_review
from clairscore.decision.rules import Flags, fired

AT_ONCE, FEW = 24, 72
"""Offers of a kind that go through the pipeline together, a finer round following between two; so
few are all tried."""

Edits = Sequence[OfferEdit]


@dataclass(frozen=True)
class Asked:
    """One file with what its decision rested on."""

    bundle: Bundle
    credit_file: CreditFile
    offer: Offer
    stated: Stated

    def decided(self, offer: Offer) -> Proposal:
        """The proposal for another offer, by the real pipeline."""
        return decide(
            self.bundle,
            with_offer(self.credit_file, offer),
            as_of=self.stated.as_of,
            consultation=self.stated.consultation,
        )

    def granted(self, edits: Edits) -> Flags:
        """Which of these edits (n,) the score and every rule would grant."""
        offers = [edited(self.offer, edit) for edit in edits]
        applications = [application_with(self.credit_file, offer) for offer in offers]
        matrix = self.bundle.features_of_variants(self.credit_file, applications)
        policy = self.bundle.policy
        pd = probability(self.bundle.scorer.log_odds(matrix))
        facts = facts_of_variants(self.credit_file, applications, policy, self.stated)
        free = (
            policy.grants(pd) & ~worth_a_review(pd, policy) & ~self.bundle.scorer.misreads(matrix)
        )
        for flags in fired(facts, prepared(self.bundle).context).values():
            free &= ~flags
        return np.asarray(free)


def recourses(
    bundle: Bundle,
    credit_file: CreditFile,
    *,
    as_of: date | None = None,
    consultation: Consultation | None = None,
) -> tuple[Recourse, ...]:
    """At most one change of each kind that has the loan granted, the smallest change first.

    Empty where it is granted as it stands, and where no realistic change would have it granted.
    """
    asked = Asked(bundle, credit_file, offer_of(bundle, credit_file), Stated(as_of, consultation))
    if asked.offer.amount <= 0 or asked.decided(asked.offer).outcome == "granted":
        return ()
    found = (_smallest(asked, kind, ladder) for kind, ladder in _ladders(asked))
    return tuple(sorted((one for one in found if one), key=lambda one: one.share))


Ladder = tuple[int, Callable[[int], OfferEdit]]
"""How many rungs there are, and the edit of rung 1, 2, ... from the smallest change to the most."""


def _ladders(asked: Asked) -> Iterator[tuple[RecourseKind, Ladder]]:
    """The kinds of change that make sense for this offer."""
    offer, limits = asked.offer, asked.bundle.policy.recourse
    # the first rung goes down to a whole step; the last leaves the least share of the amount
    most = math.floor(offer.amount * (1 - limits.least_share) / limits.step)
    top = math.ceil(offer.amount / limits.step)
    yield "smaller_amount", (most, lambda rung: OfferEdit(amount=(top - rung) * limits.step))
    if offer.product == REVOLVING:
        return
    if offer.goods:
        yield "down_payment", (most, lambda rung: OfferEdit(down_payment=rung * limits.step))
    if offer.term is not None:
        term = offer.term
        longest = min(_longest(asked), math.floor(term * limits.most_term))
        yield "longer_term", (longest - term, lambda rung: OfferEdit(term=term + rung))


def _longest(asked: Asked) -> int:
    """The longest term of the product."""
    products = asked.bundle.policy.products
    found = [each.term[1] for each in products if each.product == asked.offer.product]
    return math.floor(found[0]) if found else asked.offer.term or 0


def _smallest(asked: Asked, kind: RecourseKind, ladder: Ladder) -> Recourse | None:
    """The lowest rung that is granted, where one is, decided again as it will be told."""
    rung = _first_granted(asked, ladder)
    if rung is None:
        return None
    edit = ladder[1](rung)
    offer = edited(asked.offer, edit)
    proposal = asked.decided(offer)
    return _recourse(asked, kind, edit, offer, proposal) if proposal.outcome == "granted" else None


def _first_granted(asked: Asked, ladder: Ladder) -> int | None:
    """Rounds of rungs, each finer than the one before, up to the first rung that is granted.

    Exact where a larger change is never worse, as the model's constraints have it for amounts;
    terms, for which they do not, are so few that all are tried.
    """
    low, high = 0, ladder[0]
    best = None
    while high > low:
        many = high - low if high - low <= FEW else AT_ONCE
        rungs = np.linspace(low, high, many + 1).astype(int)[1:]
        granted = asked.granted([ladder[1](int(rung)) for rung in rungs])
        if not granted.any():
            return best
        first = int(granted.argmax())
        best = high = int(rungs[first])
        low = int(rungs[first - 1]) if first else low
        if high - low <= 1:
            return best
    return best


def _recourse(
    asked: Asked, kind: RecourseKind, edit: OfferEdit, offer: Offer, proposal: Proposal
) -> Recourse:
    before = asked.offer
    changes = {
        "smaller_amount": (before.amount - offer.amount, before.amount),
        "down_payment": (edit.down_payment, before.amount),
        "longer_term": (float((offer.term or 0) - (before.term or 0)), float(before.term or 1)),
    }
    change, whole = changes[kind]
    return Recourse(
        kind=kind,
        edit=edit,
        offer=offer,
        change=round(change, 2),
        share=change / whole,
        extra_cost=_more(before.total_cost, offer.total_cost),
        proposal=proposal,
    )


def _more(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else round(after - before, 2)
