"""A client with a credit file, and proposals by hand, for tests of what is kept of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import insert

from clairscore.contract import Outcome, Proposal, RuleHit, ThemeContribution, Verdict
from clairscore.decision.lifecycle.case import Actor
from clairscore.decision.policy import Policy
from clairscore.decision.record import Record
from clairscore.store.acts import Act
from clairscore.store.applications import Application, open_application
from clairscore.store.clients import add_client
from clairscore.store.opening import Store
from clairscore.store.standing import Stands, stands
from clairscore.store.tables import credit_files

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
POLICY = Policy()
CLIENT, FILE = 100_001, "file-1"
ANNE, BRUNO = Actor("anne", "manager"), Actor("bruno", "manager")
RITA, CLARA = Actor("rita", "reviewer"), Actor("clara", "client")


def proposal(outcome: Outcome = "refused", *, bound: bool = False) -> Proposal:
    """A proposal of two features; `bound`: a rule refuses it."""
    verdict: Verdict = "granted" if outcome == "granted" else "refused"
    return Proposal(
        probability=0.2,
        log_odds=-1.3862943611198906,
        cut_off=1 / 11,
        distance=0.2 - 1 / 11,
        log_odds_distance=0.9162907318741551,
        verdict=verdict,
        outcome=outcome,
        decided_by="rule" if bound else "score",
        automatic=outcome == "granted",
        rules=(RuleHit("under_age", "refuse", {"limit": 18.0}),) if bound else (),
        causes=("uncertain",) if outcome == "referred" else (),
        reasons_for=(),
        reasons_against=(),
        beyond_scores=None,
        themes=(ThemeContribution("age", 0.1, 0.1),),
        features=("one", "two"),
        values=(0.5, None),
        contributions=(0.1, 0.25),
        base=-1.7362943611198906,
        residual=0.0,
        facts_used=1,
        facts_read=2,
        bundle="0123456789ab",
        features_version="f" * 64,
        policy=POLICY.digest,
    )


def record(outcome: Outcome = "refused", *, bound: bool = False, at: datetime = NOON) -> Record:
    """The record of such a proposal."""
    return Record(proposal(outcome, bound=bound), "d" * 64, "0.1.0", ANNE, at)


@dataclass
class Bureau:
    """A store with one client, in which people act one after the other."""

    store: Store
    now: datetime = NOON
    random: Random = field(default_factory=lambda: Random(3))

    def __post_init__(self) -> None:
        with self.store.database.write() as write:
            add_client(write, self.store.keys, CLIENT, "north", actor="test", at=self.now)
            row = {
                "id": FILE,
                "client": CLIENT,
                "snapshot": 1,
                "version": 1,
                "as_of": "2026-11-20",
                "source": "loaded",
                "created": "2026-11-20T12:00:00.000000Z",
            }
            write.connection.execute(insert(credit_files), row)

    @contextmanager
    def act(self, actor: Actor = ANNE) -> Iterator[Act]:
        """A transaction in which somebody acts, a second after the one before."""
        self.now += timedelta(seconds=1)
        key = self.store.keys.of(CLIENT)
        with self.store.database.write() as write:
            yield Act(write, key, actor, self.now, self.random.randbytes)

    def opened(self, amount: float | None = 200_000.0) -> Application:
        """A new application of the client."""
        with self.act() as act:
            return open_application(
                act,
                client=CLIENT,
                credit_file=FILE,
                as_of="2026-11-20",
                product="cash",
                amount=amount,
                channel="branch",
                policy=POLICY,
            )

    def stands(self, application: Application) -> Stands:
        """What stands of it now."""
        with self.store.database.read() as read:
            return stands(read, application.id)
