"""What a letter about a decision is written from: the stored record and what followed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clairscore.contract import Offer, Outcome, Recourse
from clairscore.decision.lifecycle.grounds import GroundCode
from clairscore.decision.lifecycle.review import ReviewOutcome
from clairscore.decision.record import Record

INDEBTED = frozenset({"credits_elsewhere", "repayment_here", "income"})
STRAINED = frozenset({"instalment_over_income", "residual_income", "register_listed"})
"""Leading themes, and rules, with which advice on debt comes first to mind."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it is told: `on` is its day, `changes` what could change it (None: not sought).

    `by_person` says that a named person decided; `ground` why, where that person gave a reason;
    `review` how a review of it ended, where this tells a review's outcome, and then `on` is its
    day. `told` is the day on which the applicant learns of it, and from which the time for asking a
    review counts. `answer_by` is until when a file that is being studied is answered. Of a referred
    file `outcome` is "referred".
    """

    reference: str
    client: int
    record: Record
    offer: Offer
    outcome: Outcome
    on: date
    told: date
    by_person: bool
    ground: GroundCode | None = None
    review: ReviewOutcome | None = None
    changes: tuple[Recourse, ...] | None = None
    answer_by: date | None = None

    @property
    def departs(self) -> bool:
        """Whether a person decided otherwise than calculation and rules proposed."""
        proposal = self.record.proposal
        expected = proposal.verdict if proposal.outcome == "referred" else proposal.outcome
        return self.outcome != "referred" and self.outcome != expected

    @property
    def indebted(self) -> bool:
        """Whether debts or arrears weigh most, so that advice on them comes first to mind."""
        proposal = self.record.proposal
        leading = {reason.theme for reason in proposal.reasons_against[:1]}
        return bool(leading & INDEBTED or {rule.code for rule in proposal.rules} & STRAINED)
