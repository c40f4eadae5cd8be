"""An application scored: its stored file, the served bundle, and the record of what came out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version

from clairscore.api.roles import Call
from clairscore.contract import Consultation, CreditFile, Proposal
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import decide
from clairscore.decision.record import Information, Record, snapshot_digest
from clairscore.store.acts import Act
from clairscore.store.credit_files import open_file, stored_file
from clairscore.store.database import Read


@dataclass(frozen=True, slots=True)
class Scored:
    """What a proposal is made of."""

    credit_file: CreditFile
    proposal: Proposal
    bundle: Bundle


def file_of(read: Read, call: Call, name: str) -> tuple[CreditFile, date]:
    """The facts of a stored credit file, and their day 0."""
    stored = stored_file(read, name)
    return open_file(read, call.service.store.keys, stored), stored.as_of


def scored(
    call: Call, credit_file: CreditFile, as_of: date, consultation: Consultation | None
) -> Scored:
    """The file scored by the bundle that serves."""
    bundle = call.service.models.bundle
    made = decide(bundle, credit_file, as_of=as_of, consultation=consultation)
    return Scored(credit_file, made, bundle)


def record_of_scored(
    made: Scored,
    act: Act,
    consultation: Consultation | None,
    information: Information | None,
) -> Record:
    """The record that replays it."""
    return Record(
        proposal=made.proposal,
        snapshot=snapshot_digest(made.credit_file),
        package=package_version(),
        actor=act.actor,
        at=act.at,
        consultation=consultation,
        information=information,
    )


@cache
def package_version() -> str:
    """The version of Clairscore that computes."""
    return version("clairscore")
