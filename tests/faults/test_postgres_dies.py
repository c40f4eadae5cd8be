"""PostgreSQL dies under writers: no acknowledged record is lost or doubled; it goes on alone."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from clairscore.errors import Unavailable
from clairscore.store.audit import Event, append, verify
from clairscore.store.clients import add_client
from clairscore.store.idempotency import Answer, Call, keep, recall
from clairscore.store.opening import Store, init_store, open_store
from clairscore.store.tables import events
from tests.postgres import Server
from tests.store.people import AT, NOON
from tests.store.places import settings_in

pytestmark = [pytest.mark.faults, pytest.mark.postgres]

WRITERS, CLIENT = 3, 1


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of its own, to be killed; it flushes, as one in production does."""
    made = Server.made()
    made.options = ()
    try:
        made.start()
        for name in ("records", "keys"):
            made.command(f"CREATE DATABASE {name}")
        yield made
    finally:
        made.remove()


@dataclass
class Writers:
    """People who go on deciding, each decision under a key, until they are told to stop."""

    store: Store
    acknowledged: list[str] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    replayed: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self, who: int) -> None:
        number = 0
        while not self.stopped.is_set():
            number += 1
            self.decide(f"d{who}-{number}")

    def decide(self, name: str) -> None:
        """Try until it is acknowledged; how long that took is noted."""
        begun = time.monotonic()
        while True:
            try:
                self._once(name)
                break
            except Unavailable:
                time.sleep(0.02)
        self.acknowledged.append(name)
        self.waited.append(time.monotonic() - begun)

    def _once(self, name: str) -> None:
        call = Call("ann", name, "decide", b"{}")
        with self.store.database.write() as write:
            if recall(write, self.store.keys, call) is not None:
                self.replayed += 1
                return
            append(write, Event(AT, "ann", "decide", name))
            keep(write, self.store.keys, call, Answer(201, b"{}"), client=CLIENT, at=AT)


def test_nothing_is_lost_or_doubled_when_the_server_dies(
    server: Server, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kills = 100 if request.config.getoption("--release") else 3
    settings = settings_in(tmp_path).model_copy(update={"database": server.address("records")})
    init_store(settings, os.urandom)
    with open_store(settings, os.urandom) as store:
        with store.database.write() as write:
            add_client(write, store.keys, CLIENT, "ann", actor="test", at=NOON)
        writers = Writers(store)
        threads = [threading.Thread(target=writers.run, args=(n,)) for n in range(WRITERS)]
        for thread in threads:
            thread.start()
        recovered = [_survive(server, writers) for _ in range(kills)]
        writers.stopped.set()
        for thread in threads:
            thread.join()
        with store.database.read() as read:
            made = Counter(
                read.connection.execute(
                    select(events.c.subject).where(events.c.action == "decide")
                ).scalars()
            )
            found = verify(read, store.secrets.chain, store.database.anchor.read())
    assert found.intact
    assert set(made.values()) == {1}, "a decision was made twice"
    assert set(writers.acknowledged) <= set(made), "an acknowledged decision is gone"
    assert max(recovered) < 5, "seconds from the server's return to the next acknowledgement"


def _survive(server: Server, writers: Writers) -> float:
    """Kill and start the server; the seconds from its return to the next acknowledgement."""
    _more(writers, 5)
    server.kill()
    server.start()
    begun = time.monotonic()
    _more(writers, 1)
    return time.monotonic() - begun


def _more(writers: Writers, count: int) -> None:
    """Wait until so many more decisions are acknowledged."""
    wanted = len(writers.acknowledged) + count
    deadline = time.monotonic() + 30
    while len(writers.acknowledged) < wanted:
        assert time.monotonic() < deadline, "nobody is acknowledged any more"
        time.sleep(0.005)
