"""Which bundle is champion, which runs in its shadow, and who changed that, when and why.

A change is asked for by one person and approved by another; both stand in the log and in the chain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Row, func, insert, select, update

from clairscore.contract import Proposal, Verdict
from clairscore.decision.lifecycle.grounds import require_words
from clairscore.errors import Absent, NotNow
from clairscore.store.audit import Event, append
from clairscore.store.by import By
from clairscore.store.comparisons import newest_comparison
from clairscore.store.database import Read, Write
from clairscore.store.tables import models, promotions, proposals, shadow_scores

ModelRole = Literal["champion", "challenger", "retired"]
GateState = Literal["passed", "failed", "absent"]
Change = Literal["promote", "rollback", "challenge", "retire"]
ASKED: Mapping[Change, str] = {
    "promote": "ask_promote",
    "rollback": "ask_rollback",
    "challenge": "ask_challenge",
    "retire": "ask_retire",
}
BECOMES: Mapping[Change, ModelRole] = {
    "promote": "champion",
    "rollback": "champion",
    "challenge": "challenger",
    "retire": "retired",
}


@dataclass(frozen=True, slots=True)
class Model:
    """A bundle that the service knows, and what it is to the others."""

    bundle: str
    role: ModelRole
    folder: str
    registered: str


@dataclass(frozen=True, slots=True)
class Promotion:
    """An entry of the log; `kind` begins with ask_ until a second person has approved.

    `gates` is what the newest `comparison` said when a promotion was asked for; `overrides` that
    who approved did so although the gates were shut.
    """

    id: str
    kind: str
    bundle: str
    replaced: str | None
    actor: str
    reason: str
    created: str
    asks: str | None = None
    gates: GateState | None = None
    comparison: str | None = None
    overrides: bool = False


def register_model(write: Write, bundle: str, folder: str, role: ModelRole, by: By) -> Model:
    """The bundle under its role; one that is known keeps it."""
    known = find_model(write, bundle)
    if known is not None:
        return known
    made = Model(bundle, role, folder, by.at)
    row = {"bundle": bundle, "role": role, "folder": folder, "registered": by.at}
    write.connection.execute(insert(models), row)
    append(write, Event(by.at, by.actor, "model.register", bundle, detail={"role": role}))
    return made


def find_model(read: Read, bundle: str) -> Model | None:
    """The bundle of that name, where it is known."""
    row = read.connection.execute(select(models).where(models.c.bundle == bundle)).one_or_none()
    return _model(row) if row else None


def list_models(read: Read) -> list[Model]:
    """Every known bundle, newest first."""
    newest = models.c.registered.desc(), models.c.bundle
    return [_model(row) for row in read.connection.execute(select(models).order_by(*newest))]


def in_role(read: Read, role: ModelRole) -> Model | None:
    """The champion or the challenger."""
    statement = select(models).where(models.c.role == role).limit(1)
    row = read.connection.execute(statement).one_or_none()
    return _model(row) if row else None


def ask_change(
    write: Write, change: Change, bundle: str, reason: str, by: By, *, since: str = ""
) -> Promotion:
    """A change that waits for a second person; NotNow while another one waits.

    A promotion is asked for with what the gates said of it, in a comparison made `since` then.
    """
    if pending_change(write) is not None:
        raise NotNow("change_pending")
    found = find_model(write, bundle)
    if found is None:
        raise Absent(f"model {bundle}: there is none")
    if found.role == BECOMES[change]:
        raise NotNow("model_is_already")
    if change == "retire" and found.role == "champion":
        raise NotNow("champion_serves")
    asked = Promotion(by.id, ASKED[change], bundle, None, by.actor, require_words(reason), by.at)
    return _log(write, _gated(write, asked, since) if change == "promote" else asked)


def approve_change(
    write: Write, asked: Promotion, reason: str, by: By, *, override: bool = False
) -> Promotion:
    """The change made by a second person; NotNow where it is the first one, or waits no longer.

    Where the gates were shut, or nothing was compared, he must `override` them, for his reason.
    """
    _require_pending(write, asked)
    if by.actor == asked.actor:
        raise NotNow("same_person")
    shut = asked.gates in ("failed", "absent")
    if shut and not override:
        raise NotNow("gates_shut", bundle=asked.bundle, gates=str(asked.gates))
    done = replace(
        asked,
        id=by.id,
        kind=change_of(asked),
        actor=by.actor,
        reason=require_words(reason),
        created=by.at,
        asks=asked.id,
        overrides=shut,
    )
    return crown(write, done)


def crown(write: Write, entry: Promotion) -> Promotion:
    """The entry's model in its new role; who held that role is retired, and named in the log."""
    change = next(each for each in ASKED if each == entry.kind)
    replaced = in_role(write, BECOMES[change]) if change != "retire" else None
    if replaced is not None:
        _set_role(write, replaced.bundle, "retired")
    _set_role(write, entry.bundle, BECOMES[change])
    return _log(write, replace(entry, replaced=replaced.bundle if replaced else None))


def decline_change(write: Write, asked: Promotion, reason: str, by: By) -> Promotion:
    """The change dropped, by anybody who may ask for one."""
    _require_pending(write, asked)
    words = require_words(reason)
    entry = Promotion(by.id, "decline", asked.bundle, None, by.actor, words, by.at, asked.id)
    return _log(write, entry)


def pending_change(read: Read) -> Promotion | None:
    """The change that waits for a second person."""
    answered = select(promotions.c.asks).where(promotions.c.asks.is_not(None))
    row = read.connection.execute(
        select(promotions)
        .where(promotions.c.kind.in_(sorted(ASKED.values())), promotions.c.id.not_in(answered))
        .order_by(promotions.c.id.desc())
        .limit(1)
    ).one_or_none()
    return _promotion(row) if row else None


def change_of(asked: Promotion) -> Change:
    """What an entry that waits asks for."""
    return next(change for change, kind in ASKED.items() if kind == asked.kind)


def promotion(read: Read, name: str) -> Promotion:
    """The entry of the log; Absent where there is none."""
    row = read.connection.execute(select(promotions).where(promotions.c.id == name)).one_or_none()
    if row is None:
        raise Absent(f"promotion {name}: there is none")
    return _promotion(row)


def list_promotions(read: Read, *, before: str | None = None, limit: int = 50) -> list[Promotion]:
    """The log, newest first, from the entry before `before`."""
    statement = select(promotions).order_by(promotions.c.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(promotions.c.id < before)
    return [_promotion(row) for row in read.connection.execute(statement)]


def add_shadow_score(write: Write, proposal: str, client: int, shadow: Proposal, at: str) -> None:
    """Keep what the challenger would have proposed; no manager is shown it."""
    row = {
        "proposal": proposal,
        "bundle": shadow.bundle,
        "client": client,
        "probability": shadow.probability,
        "log_odds": shadow.log_odds,
        "verdict": shadow.verdict,
        "outcome": shadow.outcome,
        "created": at,
    }
    write.connection.execute(insert(shadow_scores), row)


@dataclass(frozen=True, slots=True)
class ShadowScore:
    """What the challenger would have proposed."""

    proposal: str
    bundle: str
    probability: float
    verdict: Verdict


def shadow_of(read: Read, proposal: str) -> ShadowScore | None:
    """The challenger's score beside a proposal, where one ran."""
    row = read.connection.execute(
        select(shadow_scores).where(shadow_scores.c.proposal == proposal)
    ).one_or_none()
    if row is None:
        return None
    return ShadowScore(row.proposal, row.bundle, row.probability, row.verdict)


def swap_set(read: Read, challenger: str) -> dict[str, int]:
    """How many proposals the champion and that challenger judged alike, and how many not."""
    rows = read.connection.execute(
        select(proposals.c.verdict, shadow_scores.c.verdict, func.count())
        .join(proposals, proposals.c.id == shadow_scores.c.proposal)
        .where(shadow_scores.c.bundle == challenger)
        .group_by(proposals.c.verdict, shadow_scores.c.verdict)
    )
    found = {(row[0], row[1]): int(row[2]) for row in rows}
    return {
        "both_granted": found.get(("granted", "granted"), 0),
        "both_refused": found.get(("refused", "refused"), 0),
        "granted_to_refused": found.get(("granted", "refused"), 0),
        "refused_to_granted": found.get(("refused", "granted"), 0),
    }


def _require_pending(read: Read, asked: Promotion) -> None:
    pending = pending_change(read)
    if pending is None or pending.id != asked.id:
        raise NotNow("nothing_pending")


def _set_role(write: Write, bundle: str, role: ModelRole) -> None:
    write.connection.execute(update(models).where(models.c.bundle == bundle).values(role=role))


def _gated(read: Read, asked: Promotion, since: str) -> Promotion:
    """The promotion with what the newest comparison with the champion says."""
    champion = in_role(read, "champion")
    found = newest_comparison(read, champion.bundle if champion else "", asked.bundle, since)
    if found is None:
        return replace(asked, gates="absent")
    return replace(asked, gates="passed" if found.passed else "failed", comparison=found.id)


def _log(write: Write, entry: Promotion) -> Promotion:
    row = {name: getattr(entry, name) for name in Promotion.__slots__}
    write.connection.execute(insert(promotions), row)
    told: dict[str, str | bool] = {"bundle": entry.bundle, "replaced": entry.replaced or ""}
    if entry.gates is not None:
        told |= {"gates": entry.gates, "overrides": entry.overrides}
    append(write, Event(entry.created, entry.actor, f"model.{entry.kind}", entry.id, detail=told))
    return entry


def _model(row: Row[tuple[object, ...]]) -> Model:
    return Model(row.bundle, row.role, row.folder, row.registered)


def _promotion(row: Row[tuple[object, ...]]) -> Promotion:
    found = row._mapping
    return Promotion(**{name: found[name] for name in Promotion.__slots__})
