"""Simulations: how many somebody made, of how many different offers; what was asked is not kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from clairscore.store.acts import Act
from clairscore.store.database import Read
from clairscore.store.tables import simulations
from clairscore.store.times import stamp

ALERT = 500
"""Different offers and corrections of one actor that look like copying the model."""


@dataclass(frozen=True, slots=True)
class Quota:
    """How many simulations an actor may make on one day, and has made."""

    a_day: int
    made: int

    @property
    def left(self) -> int:
        return max(self.a_day - self.made, 0)


def quota(read: Read, actor: str, a_day: int, at: datetime) -> Quota:
    """What the actor may still simulate on the day (UTC) of a moment."""
    midnight = stamp(at.replace(hour=0, minute=0, second=0, microsecond=0))
    made = read.connection.execute(
        select(func.count())
        .select_from(simulations)
        .where(simulations.c.actor == actor, simulations.c.created >= midnight)
    ).scalar_one()
    return Quota(a_day, made)


def distinct(read: Read, actor: str) -> int:
    """How many different offers and corrections the actor has had simulated in all."""
    return read.connection.execute(
        select(func.count(simulations.c.fingerprint.distinct())).where(simulations.c.actor == actor)
    ).scalar_one()


def count_simulation(act: Act, client: int, application: str, fingerprint: str) -> None:
    """Count one more, before it is made.

    The one that brings the actor to `ALERT` different ones is followed by an alert in the chain.
    """
    known = distinct(act.write, act.actor.id)
    row = {
        "id": act.new_id(),
        "client": client,
        "application": application,
        "actor": act.actor.id,
        "created": act.stamp,
        "fingerprint": fingerprint,
    }
    act.write.connection.execute(insert(simulations), row)
    act.note("simulation.make", application)
    if known < ALERT <= distinct(act.write, act.actor.id):
        act.note("simulation.alert", application, detail={"distinct": ALERT})
