"""One application as the life cycle sees it, and each step as a function to the next.

Every step gives a new case or raises: NotNow where the state does not allow it, BadChoice where
what was given with it is not enough. Words, names and files stay outside.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from clairscore.contract import Outcome, Proposal, Verdict
from clairscore.decision.lifecycle.grounds import Ground, GroundCode, require_ground
from clairscore.decision.lifecycle.states import REACHES, State, Step
from clairscore.decision.policy import Policy
from clairscore.errors import NotNow

ActorRole = Literal["policy", "client", "manager", "reviewer", "service"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, by identifier, and in which role."""

    id: str
    role: ActorRole


BY_POLICY = Actor("policy", "policy")
"""Who decides where the policy lets a proposal become a decision by itself."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the life cycle keeps of a proposal; `bound` says that a rule refuses the file."""

    outcome: Outcome
    verdict: Verdict
    automatic: bool
    bound: bool
    at: datetime

    @classmethod
    def of(cls, proposal: Proposal, at: datetime) -> Proposed:
        """Of a proposal made then."""
        bound = any(rule.effect == "refuse" for rule in proposal.rules)
        return cls(proposal.outcome, proposal.verdict, proposal.automatic, bound, at)

    @property
    def expected(self) -> Verdict:
        """The outcome with which a person does not depart."""
        return self.verdict if self.outcome == "referred" else self.outcome


@dataclass(frozen=True, slots=True)
class Choice:
    """An outcome that somebody chose; `second` is the person who approved it, where one must."""

    outcome: Verdict
    by: Actor
    at: datetime
    ground: GroundCode | None = None
    second: Actor | None = None

    @property
    def people(self) -> frozenset[str]:
        """Who took part."""
        return frozenset({self.by.id} | ({self.second.id} if self.second else set()))


@dataclass(frozen=True, slots=True)
class Case:
    """An application's state and what led there.

    `amount` is the loan asked for (None: not known). `pending` waits for a second person,
    `decision` is what holds. `opened` is when the file came in, `told` when the applicant was told
    the decision.
    """

    opened: datetime
    amount: float | None
    state: State = "draft"
    proposed: Proposed | None = None
    pending: Choice | None = None
    decision: Choice | None = None
    told: datetime | None = None


def propose(case: Case, proposed: Proposed, policy: Policy) -> Case:
    """With a new proposal, which replaces what was chosen before; decided where policy allows."""
    require_file_holds(case, proposed.at, policy)
    require_step(case, "propose")
    fresh = replace(case, proposed=proposed, pending=None, decision=None)
    if proposed.outcome == "referred":
        return _to(fresh, "propose", "referred")
    if proposed.automatic:
        chosen = Choice(proposed.outcome, BY_POLICY, proposed.at)
        return _to(replace(fresh, decision=chosen), "propose", "decided")
    return _to(fresh, "propose", "proposed")


def decide(
    case: Case,
    outcome: Verdict | None,
    by: Actor,
    at: datetime,
    policy: Policy,
    ground: Ground | None = None,
) -> Case:
    """With the proposal confirmed (`outcome` None, or the same), or a referred file studied.

    A studied file needs an outcome and a ground; another outcome than proposed is a revision.
    """
    proposed = require_proposal(case, at, policy, "decide")
    if case.decision is not None:
        raise NotNow("already_decided")
    if proposed.outcome == "referred":
        if outcome is None:
            raise NotNow("nothing_to_confirm")
        return _chosen(case, outcome, by, at, policy, require_ground(ground, outcome))
    if outcome not in (None, proposed.outcome):
        raise NotNow("departs")
    if ground is not None:
        require_ground(ground, proposed.outcome)
    return _chosen(case, proposed.outcome, by, at, policy, ground)


def revise(
    case: Case, outcome: Verdict, by: Actor, at: datetime, policy: Policy, ground: Ground | None
) -> Case:
    """With another outcome than proposed or decided, before notification; always with a ground."""
    proposed = require_proposal(case, at, policy, "decide")
    standing = case.decision.outcome if case.decision else proposed.outcome
    if standing == "referred":
        raise NotNow("nothing_to_revise")
    if outcome == standing:
        raise NotNow("confirms")
    return _chosen(case, outcome, by, at, policy, require_ground(ground, outcome))


def approve(case: Case, by: Actor, at: datetime, policy: Policy) -> Case:
    """With the pending choice decided; NotNow unless the second person is another."""
    require_proposal(case, at, policy, "approve")
    pending = _pending(case)
    if by.id in pending.people:
        raise NotNow("same_person")
    decided = replace(pending, second=by, at=at)
    return _to(replace(case, pending=None, decision=decided), "approve", "decided")


def decline(case: Case) -> Case:
    """Where the case was before the pending choice, which is dropped."""
    require_step(case, "decline")
    _pending(case)
    back = replace(case, pending=None)
    if case.decision is not None:
        return _to(back, "decline", "decided")
    referred = case.proposed is not None and case.proposed.outcome == "referred"
    return _to(back, "decline", "referred" if referred else "proposed")


def notify(case: Case, at: datetime) -> Case:
    """With the decision told to the applicant; from here on only a reviewer can change it."""
    require_step(case, "notify")
    return _to(replace(case, told=at), "notify", "notified")


def request_review(case: Case, at: datetime, policy: Policy) -> Case:
    """With a second look asked for; NotNow once the time for it, from when it was told, is over."""
    require_step(case, "request_review")
    until = review_until((case.told or decision_of(case).at).date(), policy)
    if at.date() > until:
        raise NotNow("review_too_late", until=until.isoformat())
    return _to(case, "request_review", "review_requested")


def correct(case: Case) -> Case:
    """With a fact corrected after notification: a reviewer looks at the corrected file."""
    require_step(case, "correct")
    return _to(case, "correct", "review_requested")


def conclude(case: Case, outcome: Verdict, by: Actor, at: datetime, ground: Ground) -> Case:
    """With the reviewer's outcome: upheld where it is the decision's, changed otherwise."""
    require_step(case, "conclude")
    decision = decision_of(case)
    if by.id in decision.people:
        raise NotNow("reviewer_took_part")
    given = require_ground(ground, outcome)
    if outcome == decision.outcome:
        return _to(case, "conclude", "upheld")
    chosen = Choice(outcome, by, at, given.code)
    return _to(replace(case, decision=chosen), "conclude", "changed")


def withdraw(case: Case) -> Case:
    """Without further study, at the applicant's wish."""
    require_step(case, "withdraw")
    return _to(case, "withdraw", "withdrawn")


def expire(case: Case, at: datetime, policy: Policy) -> Case:
    """As too old to be decided; NotNow while the file still holds."""
    require_step(case, "expire")
    if at <= file_holds_until(case, policy):
        raise NotNow("file_holds", until=file_holds_until(case, policy).date().isoformat())
    return _to(case, "expire", "expired")


def needs_second(case: Case, outcome: Verdict, policy: Policy) -> bool:
    """Whether another person must approve the choice.

    So it is where it departs from the proposal, or from the class at the cut-off of a referred
    file, and the amount is above the policy's, or not known, or a rule refuses the file.
    """
    proposed = case.proposed
    if proposed is None or outcome == proposed.expected:
        return False
    above = case.amount is None or case.amount > policy.second_person_above
    return above or proposed.bound


def proposal_holds_until(proposed: Proposed, policy: Policy) -> datetime:
    """Until when a proposal may be confirmed or revised."""
    return proposed.at + timedelta(days=policy.proposal_days)


def file_holds_until(case: Case, policy: Policy) -> datetime:
    """Until when a file may be scored and decided, counted from the day it came in."""
    return case.opened + timedelta(days=policy.file_days)


def review_until(told: date, policy: Policy) -> date:
    """The last day on which a review of a decision that was told that day may be asked for: nobody
    can ask while the decision waits for its letter."""
    return told + timedelta(days=policy.review_days)


def require_file_holds(case: Case, at: datetime, policy: Policy) -> None:
    """NotNow where the file is too old for a score or a decision."""
    until = file_holds_until(case, policy)
    if at > until:
        raise NotNow("file_expired", until=until.date().isoformat())


def decision_of(case: Case) -> Choice:
    """What holds; NotNow before anything was decided."""
    if case.decision is None:
        raise NotNow("undecided")
    return case.decision


def require_none_open(first: str | None) -> None:
    """NotNow naming the open application for the same product, where there is one."""
    if first is not None:
        raise NotNow("open_application", first=first)


def require_proposal(case: Case, at: datetime, policy: Policy, step: Step) -> Proposed:
    """The last proposal; NotNow where state, file or the proposal's age forbid the step."""
    require_step(case, step)
    require_file_holds(case, at, policy)
    if case.proposed is None:
        raise NotNow("not_proposed")
    until = proposal_holds_until(case.proposed, policy)
    if at > until:
        raise NotNow("proposal_expired", until=until.date().isoformat())
    return case.proposed


def require_step(case: Case, step: Step) -> None:
    """NotNow where the state does not allow the step."""
    if step not in REACHES[case.state]:
        raise NotNow(f"{step}_not_now", state=case.state)


def _chosen(
    case: Case, outcome: Verdict, by: Actor, at: datetime, policy: Policy, ground: Ground | None
) -> Case:
    chosen = Choice(outcome, by, at, ground.code if ground else None)
    if needs_second(case, outcome, policy):
        return _to(replace(case, pending=chosen), "decide", "awaiting_second")
    return _to(replace(case, decision=chosen), "decide", "decided")


def _pending(case: Case) -> Choice:
    if case.pending is None:
        raise NotNow("nothing_pending")
    return case.pending


def _to(case: Case, step: Step, state: State) -> Case:
    assert state in REACHES[case.state][step]
    return replace(case, state=state)
