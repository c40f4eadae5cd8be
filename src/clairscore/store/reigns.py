"""Which model served when, in whose names, and the way back to the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from clairscore.decision.lifecycle.grounds import require_words
from clairscore.errors import NotNow
from clairscore.store.by import By
from clairscore.store.database import Read, Write
from clairscore.store.models import Promotion, crown, in_role, list_promotions, promotion
from clairscore.store.tables import proposals

MOST = 10_000
"""Entries of the log that are read."""
CROWNS = ("promote", "rollback")


@dataclass(frozen=True, slots=True)
class Reign:
    """A model that proposed on a day, how often, and the entries that put it in service.

    Without a promotion (`approved` is None) it served since the service began; a rollback in one
    command was asked by nobody else (`asked` is None).
    """

    bundle: str
    proposals: int
    approved: Promotion | None
    asked: Promotion | None


def reigns_on(read: Read, begins: str, ends: str) -> list[Reign]:
    """The models that made proposals from `begins` until before `ends` (stamps), oldest first."""
    rows = read.connection.execute(
        select(proposals.c.bundle, func.count(), func.min(proposals.c.created))
        .where(proposals.c.created >= begins, proposals.c.created < ends)
        .group_by(proposals.c.bundle)
        .order_by(func.min(proposals.c.created))
    ).all()
    log = _crowns(read)
    return [_reign(read, log, row[0], int(row[1]), row[2]) for row in rows]


def champion_on(read: Read, ends: str) -> Reign | None:
    """The model that was in service just before `ends`, whether it proposed anything or not."""
    before = [each for each in _crowns(read) if each.created < ends]
    if not before:
        return None
    return _named(read, before[-1].bundle, 0, before[-1])


def roll_back(write: Write, reason: str, by: By) -> Promotion:
    """The model before as champion again, at once and in one person's name; NotNow without one.

    The way back leads to what two people had approved before: it needs no second one.
    """
    words = require_words(reason)
    bundle = champion_before(write)
    if bundle is None:
        raise NotNow("no_model_before")
    return crown(write, Promotion(by.id, "rollback", bundle, None, by.actor, words, by.at))


def champion_before(read: Read) -> str | None:
    """Who served before the champion, past those that were left by a rollback."""
    champion = in_role(read, "champion")
    line: list[str] = []
    for each in _crowns(read):
        if not line and each.replaced:
            line.append(each.replaced)
        if each.kind == "promote":
            line.append(each.bundle)
        elif each.bundle in line:
            del line[line.index(each.bundle) + 1 :]
    others = [each for each in line if champion is None or each != champion.bundle]
    return others[-1] if others else None


def _reign(read: Read, log: Sequence[Promotion], bundle: str, count: int, first: str) -> Reign:
    """With the newest entry that put the model in service before its first proposal."""
    known = [each for each in log if each.bundle == bundle and each.created <= first]
    return _named(read, bundle, count, known[-1] if known else None)


def _named(read: Read, bundle: str, count: int, approved: Promotion | None) -> Reign:
    asked = promotion(read, approved.asks) if approved and approved.asks else None
    return Reign(bundle, count, approved, asked)


def _crowns(read: Read) -> list[Promotion]:
    """Promotions and rollbacks, oldest first."""
    return [each for each in reversed(list_promotions(read, limit=MOST)) if each.kind in CROWNS]
