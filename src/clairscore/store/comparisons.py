"""Verdicts of the gates, kept for when a promotion is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Row, insert, select

from clairscore.store.audit import Detail, Event, append, canonical, digest_of
from clairscore.store.by import By
from clairscore.store.database import Read, Write
from clairscore.store.tables import comparisons


@dataclass(frozen=True, slots=True)
class Comparison:
    """A verdict by name: of which models, whether every gate was open, who made it and when."""

    id: str
    champion: str
    challenger: str
    passed: bool
    actor: str
    created: str


def keep_comparison(
    write: Write,
    champion: str,
    challenger: str,
    passed: bool,
    content: Mapping[str, object],
    by: By,
) -> Comparison:
    """Keep a verdict; the chain knows the digest of what it says."""
    made = Comparison(by.id, champion, challenger, passed, by.actor, by.at)
    text = canonical(content)
    row = {name: getattr(made, name) for name in Comparison.__slots__}
    write.connection.execute(insert(comparisons), row | {"content": text})
    told: Detail = {"champion": champion, "challenger": challenger, "passed": passed}
    digest = digest_of(text.encode())
    append(write, Event(by.at, by.actor, "comparison.keep", by.id, digest=digest, detail=told))
    return made


def newest_comparison(
    read: Read, champion: str, challenger: str, since: str = ""
) -> Comparison | None:
    """The newest verdict on these two models, made since then."""
    row = read.connection.execute(
        select(*_SHORT)
        .where(
            comparisons.c.champion == champion,
            comparisons.c.challenger == challenger,
            comparisons.c.created >= since,
        )
        .order_by(comparisons.c.id.desc())
        .limit(1)
    ).one_or_none()
    return _comparison(row) if row else None


_SHORT = [column for column in comparisons.c if column.name != "content"]


def _comparison(row: Row[tuple[object, ...]]) -> Comparison:
    found = row._mapping
    return Comparison(**{name: found[name] for name in Comparison.__slots__})
