"""Proposals: what model and rules said of an application, with the record that replays it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import Row, insert, select

from clairscore.contract import Outcome, Verdict
from clairscore.decision.lifecycle.case import Proposed, proposal_holds_until
from clairscore.decision.policy import Policy
from clairscore.decision.record import Record, from_bytes, to_bytes
from clairscore.errors import Absent, BrokenRecord
from clairscore.store.acts import Act
from clairscore.store.applications import Application
from clairscore.store.database import Read
from clairscore.store.keys import DataKey
from clairscore.store.tables import proposals
from clairscore.store.times import moment, stamp

KIND = "proposal"


@dataclass(frozen=True, slots=True)
class StoredProposal:
    """A proposal as it is searched and sorted; `record_of` opens the rest."""

    id: str
    application: str
    client: int
    credit_file: str
    bundle: str
    policy: str
    features_version: str
    package_version: str
    probability: float
    log_odds: float
    cut_off: float
    verdict: Verdict
    outcome: Outcome
    decided_by: Literal["rule", "score"]
    causes: str
    automatic: bool
    actor: str
    created: str
    valid_until: str
    sealed: bytes | None = field(default=None, repr=False)
    digest: str | None = None

    @property
    def proposed(self) -> Proposed:
        """What the life cycle keeps of it."""
        # without a rule that refuses, rules refer: a refusal by rule is bound by one
        bound = (self.outcome, self.decided_by) == ("refused", "rule")
        return Proposed(self.outcome, self.verdict, self.automatic, bound, moment(self.created))


def add_proposal(
    act: Act, about: Application, credit_file: str, record: Record, policy: Policy
) -> StoredProposal:
    """Keep the proposal and its record."""
    made, name = record.proposal, act.new_id()
    sealed = act.seal(KIND, name, to_bytes(record))
    held = proposal_holds_until(Proposed.of(made, act.at), policy)
    kept = StoredProposal(
        id=name,
        application=about.id,
        client=about.client,
        credit_file=credit_file,
        bundle=made.bundle,
        policy=made.policy,
        features_version=made.features_version,
        package_version=record.package,
        probability=made.probability,
        log_odds=made.log_odds,
        cut_off=made.cut_off,
        verdict=made.verdict,
        outcome=made.outcome,
        decided_by=made.decided_by,
        causes=" ".join(made.causes),
        automatic=made.automatic,
        actor=act.actor.id,
        created=act.stamp,
        valid_until=stamp(held),
        sealed=sealed.content,
        digest=sealed.digest,
    )
    columns = {name: getattr(kept, name) for name in StoredProposal.__slots__}
    act.write.connection.execute(insert(proposals), columns)
    act.note(
        "proposal.make", kept.id, sealed.digest, {"application": about.id, "bundle": made.bundle}
    )
    return kept


def proposal(read: Read, name: str) -> StoredProposal:
    """The proposal; Absent where there is none."""
    row = read.connection.execute(select(proposals).where(proposals.c.id == name)).one_or_none()
    if row is None:
        raise Absent(f"proposal {name}: there is none")
    return _proposal(row)


def latest_proposal(read: Read, application: str) -> StoredProposal | None:
    """The application's last proposal."""
    row = read.connection.execute(
        select(proposals)
        .where(proposals.c.application == application)
        .order_by(proposals.c.created.desc(), proposals.c.id.desc())
        .limit(1)
    ).one_or_none()
    return _proposal(row) if row else None


def all_proposals(read: Read, application: str) -> list[StoredProposal]:
    """Every proposal of the application, oldest first."""
    statement = (
        select(proposals)
        .where(proposals.c.application == application)
        .order_by(proposals.c.created, proposals.c.id)
    )
    return [_proposal(row) for row in read.connection.execute(statement)]


def record_of(stored: StoredProposal, key: DataKey) -> Record:
    """The record that replays the proposal; BrokenRecord where its content is gone."""
    if stored.sealed is None:
        raise BrokenRecord(f"proposal {stored.id}: its encrypted content is gone; restore it")
    return from_bytes(key.open(KIND, stored.id, stored.sealed))


def _proposal(row: Row[tuple[object, ...]]) -> StoredProposal:
    found = row._mapping
    return StoredProposal(**{name: found[name] for name in StoredProposal.__slots__})
