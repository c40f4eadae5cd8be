"""Killed at any moment, the service loses nothing that it acknowledged, and doubles nothing."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from clairscore.decision.bundle import Bundle
from clairscore.settings import load_settings
from clairscore.store.api_keys import add_api_key
from clairscore.store.audit import verify
from clairscore.store.opening import open_store
from clairscore.store.tables import applications, proposals
from tests.api.place import START
from tests.api.served import environment_in, free_port, served

CALLERS = 6
ENOUGH = 2 * CALLERS
"""Applications at least, so that every caller has met a kill."""
EACH_COMMIT, RELEASE = 2, 1_000
BUSY_SECONDS = 1.5
"""At most so long between two kills, once the service is ready."""


@dataclass
class Acknowledged:
    """What the service said that it had done, by all callers."""

    applications: list[str] = field(default_factory=list)
    proposals: list[tuple[str, str]] = field(default_factory=list)
    replays: int = 0


@dataclass
class Caller:
    """Opens applications and has them assessed, and repeats a call until it is answered."""

    number: int
    address: str
    key: str
    credit_file: Mapping[str, Any]
    told: Acknowledged
    ends: threading.Event

    def run(self) -> None:
        with httpx2.Client(base_url=self.address, timeout=5) as http:
            for turn in itertools.count():
                body = {
                    "credit_file": self.credit_file,
                    "information": {"version": "1", "lang": "fr"},
                }
                opened = self.answered(http, "/v1/applications", body, f"{self.number}-{turn}-a")
                if opened is None:
                    return
                self.told.applications.append(opened["id"])
                path = f"/v1/applications/{opened['id']}/proposal"
                made = self.answered(http, path, {}, f"{self.number}-{turn}-b")
                if made is None:
                    return
                self.told.proposals.append((opened["id"], made["id"]))

    def answered(
        self, http: httpx2.Client, path: str, body: Mapping[str, Any], key: str
    ) -> dict[str, Any] | None:
        """The answer to a call, repeated with the same key until there is one."""
        headers = {"Authorization": f"Bearer {self.key}", "Idempotency-Key": key}
        while not self.ends.is_set():
            try:
                answer = http.post(path, json=body, headers=headers)
            except httpx2.HTTPError:
                time.sleep(0.05)
                continue
            if answer.status_code == 201:
                self.told.replays += "idempotent-replayed" in answer.headers
                found: dict[str, Any] = answer.json()
                return found
            assert answer.status_code in (409, 503), answer.text
            time.sleep(0.05)
        return None


@pytest.mark.faults
@pytest.mark.slow
def test_nothing_acknowledged_is_lost_or_doubled_when_the_service_is_killed(
    bundle: Bundle, saved: Path, key: Ed25519PrivateKey, tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    kills = RELEASE if request.config.getoption("--release") else EACH_COMMIT
    environment = environment_in(tmp_path, saved, key)
    told, ends, port = Acknowledged(), threading.Event(), free_port()
    secret = program(environment)
    file = newcomer(bundle.exam.credit_files[0])
    callers = [
        threading.Thread(
            target=Caller(number, f"http://127.0.0.1:{port}", secret, file, told, ends).run
        )
        for number in range(CALLERS)
    ]
    for caller in callers:
        caller.start()
    dice = random.Random(7)
    try:
        for _ in range(kills):
            with served("clairscore serve --port $PORT", environment, port) as (process, _):
                time.sleep(dice.uniform(0.05, BUSY_SECONDS))
                os.kill(process.pid, signal.SIGKILL)
        with served("clairscore serve --port $PORT", environment, port):
            deadline = time.monotonic() + 60
            while len(told.applications) <= ENOUGH and time.monotonic() < deadline:
                time.sleep(0.1)
            ends.set()
            for caller in callers:
                caller.join()
    finally:
        ends.set()
    assert_kept(environment, told)
    assert told.replays >= kills // 10 or kills < 10, "the test is blind: nothing was replayed"


def newcomer(text: str) -> dict[str, Any]:
    """The credit file without the number of its applicant: each application makes a new client."""
    found: dict[str, Any] = json.loads(text)
    found["application"].pop("SK_ID_CURR", None)
    for name, rows in found.items():
        if name != "application":
            for row in rows:
                row.pop("SK_ID_CURR", None)
    return found


def program(environment: Mapping[str, str]) -> str:
    """The key of a program that may open applications and have them assessed."""
    opened = open_store(load_settings(environment), os.urandom)
    with opened as store, store.database.write() as write:
        return add_api_key(
            write, "batch", ["service"], pepper=store.secrets.pepper, random=os.urandom,
            actor="test", at=START, portfolio="north",
        )  # fmt: skip


def assert_kept(environment: Mapping[str, str], told: Acknowledged) -> None:
    """Every acknowledgement stands once in the records, and little beside it; the chain holds."""
    kept = open_store(load_settings(environment), os.urandom)
    with kept as store, store.database.read() as read:
        opened = list(read.connection.scalars(select(applications.c.id)))
        rows = read.connection.execute(select(proposals.c.application, proposals.c.id))
        made = Counter((row.application, row.id) for row in rows)
        verified = verify(read, store.secrets.chain, store.database.anchor.read())
    lost = set(told.applications) - set(opened), set(told.proposals) - set(made)
    assert lost == (set(), set())
    assert len(told.applications) == len(set(told.applications)) > ENOUGH
    assert len(opened) <= len(told.applications) + CALLERS, "applications were doubled"
    per_application = Counter(application for application, _ in made)
    assert max(per_application.values()) == 1, "proposals were doubled"
    assert verified.faults == ()
