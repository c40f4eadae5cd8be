"""A fact corrected by the applicant: a new version of the file, the same day 0, a new score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from clairscore.api.acting import act_on, stands_within_reach
from clairscore.api.once import Given
from clairscore.api.problems import Problem, Wrong
from clairscore.api.roles import Call
from clairscore.api.scored import Scored, file_of, record_of_scored, scored
from clairscore.api.shown.applications import application_shown
from clairscore.contract import Consultation, Corrections, CreditFile
from clairscore.decision.lifecycle.case import require_step
from clairscore.decision.offer import corrected
from clairscore.decision.record import Information
from clairscore.errors import BadCreditFile, BadInput
from clairscore.store import credit_files, notices, reviews, steps
from clairscore.store.acts import Act
from clairscore.store.applications import move
from clairscore.store.clients import Client
from clairscore.store.database import Read, Write
from clairscore.store.proposals import record_of
from clairscore.store.standing import Stands

TOLD: frozenset[str] = frozenset({"notified", "review_requested"})
"""States in which a corrected file goes to a reviewer, who alone can change the decision."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a correction begins with."""

    stands: Stands
    credit_file: CreditFile
    as_of: date
    information: Information | None
    consultation: Consultation | None


def correcting(
    call: Call, application: str, facts: Corrections, words: str
) -> Callable[[Write], Given]:
    """The change that keeps the corrected file, its score where there was one, and who studies it.

    The score is computed outside the transaction. BadInput, BadCreditFile: facts that cannot be.
    """
    before = call.service.look(_before, call, application)
    file = _corrected(before.credit_file, facts)
    made = None
    if before.stands.proposal is not None:
        made = _never_alone(scored(call, file, before.as_of, before.consultation))

    def change(write: Write) -> Given:
        client, now = stands_within_reach(write, call, application)
        if now.application.revision != before.stands.application.revision:
            raise Problem("changed_meanwhile")
        act = act_on(write, call, client, "client")
        version = _kept(act, call, client, now, file)
        after = _scored(act, before, now, made, version, words)
        shown = application_shown(after.application, call.lang)
        return Given(client.number, shown, 201)

    return change


def _corrected(credit_file: CreditFile, facts: Corrections) -> CreditFile:
    try:
        return corrected(credit_file, facts)
    except BadCreditFile:
        raise
    except BadInput:
        raise Problem("invalid", errors=[Wrong("body.facts", "value")]) from None


def _before(read: Read, call: Call, name: str) -> Before:
    client, found = stands_within_reach(read, call, name)
    require_step(found.case, "correct" if found.application.state in TOLD else "propose")
    credit_file, as_of = file_of(read, call, found.application.credit_file)
    asked = None
    if found.proposal is not None:
        asked = record_of(found.proposal, call.service.store.keys.of(client.number)).consultation
    return Before(found, credit_file, as_of, notices.information_of(read, name), asked)


def _never_alone(made: Scored) -> Scored:
    """What an applicant corrected is looked at by a person, whatever comes out."""
    return replace(made, proposal=replace(made.proposal, automatic=False))


def _kept(act: Act, call: Call, client: Client, now: Stands, file: CreditFile) -> str:
    read = credit_files.stored_file(act.write, now.application.credit_file)
    return credit_files.correct_file(
        act.write,
        call.service.store.keys,
        client,
        read,
        file,
        id=act.new_id(),
        actor=act.actor.id,
        at=act.stamp,
    ).id


def _scored(
    act: Act, before: Before, now: Stands, made: Scored | None, version: str, words: str
) -> Stands:
    """With the corrected file read from now on, by the model again or by a reviewer."""
    if made is None:
        moved = move(act, now.application, now.application.state, credit_file=version)
        return replace(now, application=moved)
    record = record_of_scored(made, act, before.consultation, before.information)
    policy = made.bundle.policy
    if now.application.state in TOLD:
        return reviews.correct(act, now, record, version, words, policy)
    return steps.propose(act, now, record, policy, version)
