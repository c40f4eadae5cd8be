"""What became of granted loans, as observed; counted once enough time has passed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Integer, cast, func, insert, select, update

from clairscore.errors import BadInput
from clairscore.store.audit import Event, append
from clairscore.store.batches import batched
from clairscore.store.database import Read, Write
from clairscore.store.tables import applications, decisions, outcomes

AT_ONCE = 500
TOLD = 5
TOLD_STATES = ("notified", "review_requested", "upheld", "changed", "closed")


@dataclass(frozen=True, slots=True)
class Observed:
    """Whether the loan of an application met payment difficulties, and when that was known."""

    application: str
    difficulties: bool
    observed: date


@dataclass(frozen=True, slots=True)
class Matured:
    """How many loans have an outcome that counts, of all that have one."""

    known: int
    mature: int
    difficulties: int


def load_outcomes(
    write: Write, observed: Iterable[Observed], source: str, *, actor: str, at: str
) -> int:
    """How many outcomes were kept; one that is known is replaced.

    BadInput, and nothing is kept, where one speaks of an application that was not granted.
    """
    kept = 0
    for part in batched(observed, AT_ONCE):
        clients = _granted(write, [each.application for each in part])
        _require_all(part, clients)
        known = _known(write, [each.application for each in part])
        for each in part:
            row = {
                "difficulties": each.difficulties,
                "observed": each.observed.isoformat(),
                "source": source,
                "created": at,
            }
            if each.application in known:
                write.connection.execute(
                    update(outcomes).where(outcomes.c.application == each.application).values(row)
                )
            else:
                row |= {"application": each.application, "client": clients[each.application]}
                write.connection.execute(insert(outcomes), row)
                known.add(each.application)
        kept += len(part)
    append(write, Event(at, actor, "outcomes.load", source, detail={"outcomes": kept}))
    return kept


def matured(read: Read, before: str) -> Matured:
    """Counts of outcomes; those of applications created before then are mature."""
    joined = select(func.count(), func.sum(cast(outcomes.c.difficulties, Integer))).join(
        applications, applications.c.id == outcomes.c.application
    )
    known = read.connection.execute(select(func.count()).select_from(outcomes)).scalar_one()
    mature, difficulties = read.connection.execute(
        joined.where(applications.c.created < before)
    ).one()
    return Matured(int(known), int(mature), int(difficulties or 0))


def _granted(read: Read, names: list[str]) -> dict[str, int]:
    """The client of each application that was granted and told, or loaded as closed."""
    held = select(decisions.c.application).where(
        decisions.c.state == "holds", decisions.c.outcome == "granted"
    )
    rows = read.connection.execute(
        select(applications.c.id, applications.c.client).where(
            applications.c.id.in_(names),
            applications.c.state.in_(TOLD_STATES),
            applications.c.id.in_(held) | (applications.c.state == "closed"),
        )
    )
    return {row.id: row.client for row in rows}


def _known(read: Read, names: list[str]) -> set[str]:
    found = select(outcomes.c.application).where(outcomes.c.application.in_(names))
    return set(read.connection.execute(found).scalars())


def _require_all(part: list[Observed], granted: dict[str, int]) -> None:
    strange = [each.application for each in part if each.application not in granted]
    if strange:
        raise BadInput(
            f"outcomes: {len(strange)} applications were not granted, or are not here, first"
            f" {', '.join(strange[:TOLD])}; expected outcomes of granted loans"
        )
