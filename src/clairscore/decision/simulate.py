"""What would be proposed for another offer, or with corrected facts: a simulation, not an offer."""

from __future__ import annotations

from datetime import date

from clairscore.contract import Consultation, Corrections, CreditFile, OfferEdit, Simulation
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import decide
from clairscore.decision.offer import corrected, edited, offer_of, with_offer


def simulate(
    bundle: Bundle,
    credit_file: CreditFile,
    edit: OfferEdit,
    corrections: Corrections,
    *,
    as_of: date | None = None,
    consultation: Consultation | None = None,
) -> Simulation:
    """What model and rules would propose for the edited offer and the corrected facts.

    BadInput or BadCreditFile where the edit or a correction cannot be.
    """
    before = offer_of(bundle, credit_file)
    offer = edited(before, edit)
    changed = with_offer(corrected(credit_file, corrections), offer)
    proposal = decide(bundle, changed, as_of=as_of, consultation=consultation)
    return Simulation(before, offer, dict(corrections), proposal)
