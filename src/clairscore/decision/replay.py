"""Replay: does a recorded proposal still come out, to the last bit?

Level a gives the stored features to the bundle: log-odds and PD must be the recorded ones on any
later version of Clairscore. Level b computes the features again from the snapshot, with the version
that the record names, and tells by name those that differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from clairscore.contract import CreditFile
from clairscore.decision.bundle import Bundle
from clairscore.decision.logistic import probability
from clairscore.decision.record import Record, snapshot_digest
from clairscore.errors import BadInput
from clairscore.i18n import Lang, day, t

Level = Literal["a", "b"]


@dataclass(frozen=True, slots=True)
class Rescored:
    """What the bundle gives for the stored features; `same` says that both equal the record."""

    log_odds: float
    probability: float
    same: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A feature whose recomputed value is another than the stored one; None = missing."""

    feature: str
    stored: float | None
    recomputed: float | None


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What computing again showed.

    `snapshot_same` says that the credit file is the one that was read; `moved` are the features
    that differ in any bit.
    """

    snapshot_same: bool
    moved: tuple[Moved, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return self.snapshot_same and not self.moved


def rescore(record: Record, bundle: Bundle) -> Rescored:
    """Level a; BadInput for a bundle other than the recorded one."""
    _require_bundle(record, bundle)
    log_odds = bundle.scorer.log_odds(record.features)
    found = float(log_odds[0]), float(probability(log_odds)[0])
    told = record.proposal.log_odds, record.proposal.probability
    same = np.array_equal(np.array(found).view(np.uint64), np.array(told).view(np.uint64))
    return Rescored(*found, same)


def recompute(record: Record, bundle: Bundle, credit_file: CreditFile) -> Recomputed:
    """Level b; BadInput for a bundle other than the recorded one."""
    _require_bundle(record, bundle)
    stored, computed = record.features[0], bundle.features_of(credit_file)
    rows = zip(bundle.features, stored.tolist(), computed.tolist(), strict=True)
    moved = (Moved(name, _known(old), _known(new)) for name, old, new in rows)
    return Recomputed(
        snapshot_same=snapshot_digest(credit_file) == record.snapshot,
        moved=tuple(each for each in moved if _differs(each)),
    )


def erased_text(erased_on: str, intact: bool, lang: Lang) -> str:
    """What a replay answers after an erasure; `erased_on` is an ISO time."""
    chain = "intact" if intact else "broken"
    return t(f"replay.erased.{chain}", lang, day=day(date.fromisoformat(erased_on[:10]), lang))


def _require_bundle(record: Record, bundle: Bundle) -> None:
    if bundle.id != record.proposal.bundle:
        raise BadInput(
            f"replay: found bundle {bundle.id}, the record was made by {record.proposal.bundle};"
            " give that one"
        )


def _known(value: float) -> float | None:
    return None if value != value else value


def _differs(moved: Moved) -> bool:
    old, new = moved.stored, moved.recomputed
    if old is None or new is None:
        return old is not new
    return np.float32(old).tobytes() != np.float32(new).tobytes()
