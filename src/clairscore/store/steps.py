"""The steps of an application's life, each kept whole: its records, its state and its event.

What is allowed is said by `decision.lifecycle`; here it is applied within one transaction.
"""

from __future__ import annotations

from dataclasses import replace

from clairscore.contract import Verdict
from clairscore.decision.lifecycle import case as life
from clairscore.decision.lifecycle.case import Case, Proposed
from clairscore.decision.lifecycle.grounds import Ground
from clairscore.decision.lifecycle.states import EXPIRING
from clairscore.decision.policy import Policy
from clairscore.decision.record import Record
from clairscore.store.acts import Act
from clairscore.store.applications import Product, move, open_one
from clairscore.store.decisions import (
    Basis,
    add_decision,
    approve_decision,
    end_decision,
    replace_decisions,
)
from clairscore.store.notices import add_notice
from clairscore.store.proposals import add_proposal
from clairscore.store.standing import Stands, stands


def propose(
    act: Act, before: Stands, record: Record, policy: Policy, credit_file: str = ""
) -> Stands:
    """With a new proposal, made from the application's file or from the version that is named."""
    case = life.propose(before.case, Proposed.of(record.proposal, act.at), policy)
    file = credit_file or before.application.credit_file
    replace_decisions(act, before.application.id)
    made = add_proposal(act, before.application, file, record, policy)
    decided = None
    if case.decision is not None:
        decided = add_decision(act, made, case.decision, "automatic", "holds")
    moved = move(act, before.application, case.state, credit_file=file)
    return Stands(moved, made, decided, None)


def decide(
    act: Act, before: Stands, outcome: Verdict | None, ground: Ground | None, policy: Policy
) -> Stands:
    """With the proposal confirmed, or a referred file studied."""
    case = life.decide(before.case, outcome, act.actor, act.at, policy, ground)
    referred = before.known_proposal.outcome == "referred"
    return _chosen(act, before, case, "studied" if referred else "confirmed", ground)


def revise(
    act: Act, before: Stands, outcome: Verdict, ground: Ground | None, policy: Policy
) -> Stands:
    """With another outcome than proposed or decided."""
    case = life.revise(before.case, outcome, act.actor, act.at, policy, ground)
    return _chosen(act, before, case, "revised", ground)


def approve(act: Act, before: Stands, policy: Policy) -> Stands:
    """With the choice that waited approved by a second person."""
    case = life.approve(before.case, act.actor, act.at, policy)
    assert before.pending is not None
    if before.decision is not None:
        end_decision(act, before.decision, "replaced")
    decided = approve_decision(act, before.pending)
    moved = move(act, before.application, case.state)
    return replace(before, application=moved, decision=decided, pending=None)


def decline(act: Act, before: Stands) -> Stands:
    """Where it was before the choice that waited, which is dropped."""
    case = life.decline(before.case)
    assert before.pending is not None
    end_decision(act, before.pending, "declined")
    return replace(before, application=move(act, before.application, case.state), pending=None)


def notify(act: Act, before: Stands, lang: str, document: bytes | None) -> Stands:
    """With the decision told to the applicant; the document is kept as it was given."""
    case = life.notify(before.case, act.at)
    decided = before.known_decision
    add_notice(act, before.application, "decision", lang, document, decision=decided.id)
    moved = move(act, before.application, case.state)
    return replace(before, application=moved, told=case.told)


def withdraw(act: Act, before: Stands) -> Stands:
    """Without further study, at the applicant's wish."""
    return _ended(act, before, life.withdraw(before.case))


def expire(act: Act, before: Stands, policy: Policy) -> Stands:
    """As too old to be decided."""
    return _ended(act, before, life.expire(before.case, act.at, policy))


def expire_old(act: Act, client: int, product: Product, policy: Policy) -> None:
    """What stands open for the product, expired where its file is too old: a new one may come."""
    first = open_one(act.write, client, product)
    before = stands(act.write, first) if first else None
    if before is None or before.application.state not in EXPIRING:
        return
    if act.at > life.file_holds_until(before.case, policy):
        expire(act, before, policy)


def _chosen(act: Act, before: Stands, case: Case, basis: Basis, ground: Ground | None) -> Stands:
    """The choice kept as one that holds, or waits for a second person."""
    replaced = before.decision.id if before.decision else None
    waits = case.state == "awaiting_second"
    choice = case.pending if waits else case.decision
    assert choice is not None
    if before.decision is not None and not waits:
        end_decision(act, before.decision, "replaced")
    made = add_decision(
        act,
        before.known_proposal,
        choice,
        basis,
        "pending" if waits else "holds",
        ground=ground,
        replaces=replaced,
    )
    moved = move(act, before.application, case.state)
    if waits:
        return replace(before, application=moved, pending=made)
    return replace(before, application=moved, decision=made)


def _ended(act: Act, before: Stands, case: Case) -> Stands:
    act.note(f"application.{case.state}", before.application.id)
    return replace(before, application=move(act, before.application, case.state))
