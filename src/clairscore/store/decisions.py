"""Decisions: an outcome that somebody chose, on which ground, and whether it still holds."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Literal

from sqlalchemy import Row, insert, select, update

from clairscore.contract import Verdict
from clairscore.decision.lifecycle.case import Actor, ActorRole, Choice
from clairscore.decision.lifecycle.grounds import Ground, GroundCode
from clairscore.errors import Absent
from clairscore.store.acts import Act
from clairscore.store.audit import canonical
from clairscore.store.database import Read
from clairscore.store.keys import DataKey
from clairscore.store.proposals import StoredProposal
from clairscore.store.tables import clients, decisions
from clairscore.store.times import moment

KIND = "decision"
Basis = Literal["automatic", "confirmed", "studied", "revised", "reviewed"]
Standing = Literal["pending", "holds", "replaced", "declined"]

ROLE_OF: dict[Basis, ActorRole] = {
    "automatic": "policy",
    "confirmed": "manager",
    "studied": "manager",
    "revised": "manager",
    "reviewed": "reviewer",
}


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A decision; `state` pending waits for a second person. `words_of` opens what was said."""

    id: str
    application: str
    proposal: str
    client: int
    replaces: str | None
    outcome: Verdict
    basis: Basis
    reason_code: GroundCode | None
    actor: str
    second_actor: str | None
    state: Standing
    created: str
    revision: int = 1
    sealed: bytes | None = field(default=None, repr=False)
    digest: str | None = None

    @property
    def choice(self) -> Choice:
        """As the life cycle sees it."""
        role = ROLE_OF[self.basis]
        second = Actor(self.second_actor, role) if self.second_actor else None
        by = Actor(self.actor, role)
        return Choice(self.outcome, by, moment(self.created), self.reason_code, second)


def add_decision(
    act: Act,
    proposal: StoredProposal,
    choice: Choice,
    basis: Basis,
    state: Standing,
    *,
    ground: Ground | None = None,
    replaces: str | None = None,
) -> StoredDecision:
    """Keep what was chosen, with the words that go with it."""
    name = act.new_id()
    words = canonical({"words": ground.words if ground else "", "role": choice.by.role})
    sealed = act.seal(KIND, name, words.encode())
    kept = StoredDecision(
        id=name,
        application=proposal.application,
        proposal=proposal.id,
        client=proposal.client,
        replaces=replaces,
        outcome=choice.outcome,
        basis=basis,
        reason_code=choice.ground,
        actor=choice.by.id,
        second_actor=None,
        state=state,
        created=act.stamp,
        sealed=sealed.content,
        digest=sealed.digest,
    )
    columns = {name: getattr(kept, name) for name in StoredDecision.__slots__}
    act.write.connection.execute(insert(decisions), columns)
    told = {"application": proposal.application, "basis": basis, "state": state}
    act.note("decision.choose", name, sealed.digest, told)
    return kept


def approve_decision(act: Act, pending: StoredDecision) -> StoredDecision:
    """The pending decision, which holds from now on, in two people's names."""
    approved = replace(
        pending, state="holds", second_actor=act.actor.id, revision=pending.revision + 1
    )
    _set(act, approved)
    act.note("decision.approve", pending.id)
    return approved


def replace_decisions(act: Act, application: str) -> None:
    """What held or was pending, from now on replaced."""
    for found in current(act.write, application):
        end_decision(act, found, "replaced")


def end_decision(act: Act, found: StoredDecision, state: Standing) -> None:
    """The decision, from now on replaced or declined."""
    _set(act, replace(found, state=state, revision=found.revision + 1))
    act.note(f"decision.{state}", found.id)


def current(read: Read, application: str) -> list[StoredDecision]:
    """The application's decisions that hold or are pending, oldest first."""
    statement = (
        select(decisions)
        .where(decisions.c.application == application, decisions.c.state.in_(("holds", "pending")))
        .order_by(decisions.c.id)
    )
    return [_decision(row) for row in read.connection.execute(statement)]


def of_application(read: Read, application: str) -> list[StoredDecision]:
    """Every decision of the application, oldest first."""
    statement = (
        select(decisions).where(decisions.c.application == application).order_by(decisions.c.id)
    )
    return [_decision(row) for row in read.connection.execute(statement)]


def decision(read: Read, name: str) -> StoredDecision:
    """The decision; Absent where there is none."""
    row = read.connection.execute(select(decisions).where(decisions.c.id == name)).one_or_none()
    if row is None:
        raise Absent(f"decision {name}: there is none")
    return _decision(row)


def list_decisions(
    read: Read,
    *,
    portfolio: str | None = None,
    client: int | None = None,
    outcome: Verdict | None = None,
    states: Collection[Standing] = (),
    before: str | None = None,
    limit: int = 50,
) -> list[StoredDecision]:
    """Decisions, newest first, from the one before `before`; all portfolios for None."""
    statement = select(decisions).order_by(decisions.c.id.desc()).limit(limit)
    if portfolio is not None:
        statement = statement.join(clients, clients.c.number == decisions.c.client).where(
            clients.c.portfolio == portfolio
        )
    if client is not None:
        statement = statement.where(decisions.c.client == client)
    if outcome is not None:
        statement = statement.where(decisions.c.outcome == outcome)
    if states:
        statement = statement.where(decisions.c.state.in_(sorted(states)))
    if before is not None:
        statement = statement.where(decisions.c.id < before)
    return [_decision(row) for row in read.connection.execute(statement)]


def words_of(stored: StoredDecision, key: DataKey) -> str:
    """What the person said who chose; empty where nothing was."""
    if stored.sealed is None:
        return ""
    found: str = json.loads(key.open(KIND, stored.id, stored.sealed))["words"]
    return found


def _set(act: Act, changed: StoredDecision) -> None:
    act.write.connection.execute(
        update(decisions)
        .where(decisions.c.id == changed.id)
        .values(state=changed.state, second_actor=changed.second_actor, revision=changed.revision)
    )


def _decision(row: Row[tuple[object, ...]]) -> StoredDecision:
    found = row._mapping
    return StoredDecision(**{name: found[name] for name in StoredDecision.__slots__})
