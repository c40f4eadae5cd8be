"""An application with everything that stands of it, as the life cycle sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clairscore.decision.lifecycle.case import Case
from clairscore.decision.lifecycle.states import TOLD
from clairscore.errors import NotNow
from clairscore.store.applications import Application, application
from clairscore.store.database import Read
from clairscore.store.decisions import StoredDecision, current
from clairscore.store.notices import told_at
from clairscore.store.proposals import StoredProposal, latest_proposal


@dataclass(frozen=True, slots=True)
class Stands:
    """The application, its last proposal, the decision that holds and the one that waits; `told`
    is when the applicant learned of a decision first."""

    application: Application
    proposal: StoredProposal | None
    decision: StoredDecision | None
    pending: StoredDecision | None
    told: datetime | None = None

    @property
    def case(self) -> Case:
        """As the life cycle's steps take it."""
        return Case(
            opened=self.application.opened,
            amount=self.application.amount,
            state=self.application.state,
            proposed=self.proposal.proposed if self.proposal else None,
            pending=self.pending.choice if self.pending else None,
            decision=self.decision.choice if self.decision else None,
            told=self.told,
        )

    @property
    def known_proposal(self) -> StoredProposal:
        """The last proposal; NotNow before there is one."""
        if self.proposal is None:
            raise NotNow("not_proposed")
        return self.proposal

    @property
    def known_decision(self) -> StoredDecision:
        """The decision that holds; NotNow before there is one."""
        if self.decision is None:
            raise NotNow("undecided")
        return self.decision


def stands(read: Read, name: str) -> Stands:
    """What stands of the application of that name; Absent where there is none."""
    found, about = {each.state: each for each in current(read, name)}, application(read, name)
    return Stands(
        about,
        latest_proposal(read, name),
        found.get("holds"),
        found.get("pending"),
        told_at(read, name) if about.state in TOLD else None,
    )
