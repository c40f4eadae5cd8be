"""A decision replayed from its record: at both levels, or told as erased."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from clairscore.decision.bundle import Bundle
from clairscore.decision.record import Record
from clairscore.decision.replay import Recomputed, Rescored, recompute, rescore
from clairscore.errors import Absent, BadBundle, Erased
from clairscore.store.audit import digest_of, history
from clairscore.store.credit_files import open_file, stored_file
from clairscore.store.database import Read
from clairscore.store.decisions import decision
from clairscore.store.keys import Keys
from clairscore.store.proposals import StoredProposal, proposal, record_of
from clairscore.store.tables import erasures

BundleOf = Callable[[str], Bundle]
"""The bundle of a name, for replay."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay showed.

    `chained` says that the chain of events knows the record's very bytes; `recomputed` is None, and
    `why_not` says why, where features are defined otherwise by now.
    """

    decision: str
    proposal: str
    record: Record
    chained: bool
    rescored: Rescored
    recomputed: Recomputed | None
    why_not: str = ""

    @property
    def same(self) -> bool:
        """Whether nothing differs at the levels that could be replayed."""
        again = self.recomputed is None or self.recomputed.same
        return self.chained and self.rescored.same and again


def replay_decision(read: Read, keys: Keys, name: str, bundle_of: BundleOf) -> Replayed:
    """The decision replayed; Erased where its client was, Absent where there is none."""
    try:
        stored = proposal(read, decision(read, name).proposal)
    except Absent:
        _require_not_erased(read, name)
        raise
    record = record_of(stored, keys.of(stored.client))
    bundle = bundle_of(stored.bundle)
    again, why_not = _recomputed(read, keys, stored, record, bundle)
    return Replayed(
        decision=name,
        proposal=stored.id,
        record=record,
        chained=_chained(read, stored),
        rescored=rescore(record, bundle),
        recomputed=again,
        why_not=why_not,
    )


def _recomputed(
    read: Read, keys: Keys, stored: StoredProposal, record: Record, bundle: Bundle
) -> tuple[Recomputed | None, str]:
    credit_file = open_file(read, keys, stored_file(read, stored.credit_file))
    try:
        return recompute(record, bundle, credit_file), ""
    except BadBundle as error:
        return None, str(error)


def _chained(read: Read, stored: StoredProposal) -> bool:
    """Whether the event of the proposal names the bytes that are here."""
    told = {event.digest for event in history(read, stored.id) if event.action == "proposal.make"}
    return stored.sealed is not None and told == {digest_of(stored.sealed)}


def _require_not_erased(read: Read, name: str) -> None:
    """Erased where events of the record speak of a client who was erased."""
    about = {event.about for event in history(read, name)}
    at = read.connection.execute(
        select(erasures.c.at).where(erasures.c.pseudonym.in_(sorted(about)))
    ).scalar()
    if at is not None:
        raise Erased(str(at))
