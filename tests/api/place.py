"""A service in a temporary folder: store, model, people of every role, a client for HTTP."""

from __future__ import annotations

import atexit
import hashlib
import itertools
import math
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from io import StringIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import polars as pl
from starlette.testclient import TestClient

from clairscore.api.app import create_app
from clairscore.api.holder import ModelHolder
from clairscore.api.logs import logger
from clairscore.api.service import Service
from clairscore.contract import Verdict
from clairscore.data.synthetic import tables
from clairscore.decision.population.histograms import Population, population_of
from clairscore.i18n import Lang
from clairscore.settings import Settings
from clairscore.store import accounts
from clairscore.store.accounts import User
from clairscore.store.book import Score, replace_scores
from clairscore.store.clients import add_client, client
from clairscore.store.credit_files import add_file
from clairscore.store.database import Write
from clairscore.store.ids import new_id
from clairscore.store.opening import Store, init_store, open_store
from clairscore.store.population import keep_population
from clairscore.store.sessions import open_session
from clairscore.store.times import stamp
from tests.decision import people

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


def chance(seed: int = 1) -> Callable[[int], bytes]:
    """Bytes that are always the same, and never twice."""
    numbers = itertools.count(seed << 32)
    return lambda size: hashlib.shake_256(str(next(numbers)).encode()).digest(size)


@dataclass(frozen=True)
class Place:
    """A service that answers in this process."""

    service: Service
    http: TestClient
    clock: Clock
    said: StringIO

    def token(self, user: str) -> str:
        """The token of a new session of a user."""
        return self.service.change(_session, self.service, user)

    def settle(self) -> None:
        """Wait until what the last request left to do is done."""
        deadline = time.monotonic() + 5
        while self.service.presence.busy and time.monotonic() < deadline:
            time.sleep(0.01)

    @cached_property
    def description(self) -> dict[str, Any]:
        """The OpenAPI description, as a program reads it."""
        found: dict[str, Any] = self.http.get("/openapi.json").json()
        return found

    def add_client(self, number: int, portfolio: str) -> None:
        """One more client."""
        keys, at = self.service.store.keys, self.clock()
        self.service.change(add_client, keys, number, portfolio, actor="test", at=at)

    def add_score(self, number: int, probability: float = 0.05) -> str:
        """A credit file of the client, and its line of the book; the file's name."""
        return self.service.change(_scored, self.service, number, probability)

    def add_population(self) -> None:
        """Counts of a synthetic book under the bundle that serves."""
        kept = counted(self.service.models.bundle.id)
        self.service.change(keep_population, kept, actor="test", at=stamp(self.clock()))

    def as_(self, user: str) -> dict[str, str]:
        """The headers of somebody who signed in."""
        return {"Authorization": f"Bearer {self.token(user)}"}


IDENTITIES: dict[str, tuple[tuple[str, ...], str | None, int | None]] = {
    "manager": (("manager",), "north", None),
    "other_manager": (("manager",), "south", None),
    "reviewer": (("reviewer",), None, None),
    "analyst": (("analyst",), None, None),
    "auditor": (("auditor",), None, None),
    "admin": (("admin",), None, None),
    "client": (("client",), None, 100_001),
    "other_client": (("client",), None, 100_002),
}
"""Accounts of the tests: roles, portfolio and client; the program and nobody come beside."""
CUT_OFF = 1 / 11
CLIENTS = {100_001: "north", 100_002: "south"}


@contextmanager
def place(
    folder: Path, model: ModelHolder, language: Lang = "fr", where: Settings | None = None
) -> Iterator[Place]:
    """A service over a new store in a folder, or elsewhere, with the test's people and clients."""
    settings = where or settings_in(folder, language)
    clock, random, said = Clock(), chance(), StringIO()
    if where is None:
        shutil.copytree(_as_made(), folder, dirs_exist_ok=True)
    else:
        _make(settings)
    with open_store(settings, random) as store:
        service = Service(settings, store, model, clock, random, logger(said))
        with TestClient(create_app(service), raise_server_exceptions=False) as http:
            yield Place(service, http, clock, said)
        service.close()


def _make(settings: Settings) -> None:
    """A store with the test's people and clients."""
    random = chance(0)
    init_store(settings, random)
    with open_store(settings, random) as store, store.database.write() as write:
        _people(write, store)


@cache
def _as_made() -> Path:
    """The folder of such a store, to be copied: made once, since migrations take their time."""
    folder = Path(mkdtemp(prefix="place-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _make(settings_in(folder))
    return folder


@cache
def counted(bundle: str) -> Population:
    """Counts of six hundred synthetic people, half of whom have an outcome."""
    made = tables(600, seed=3, default_rate=0.2)["application"]
    drawn = [(7 * at) % 600 / 600 for at in range(600)]
    book = made.with_columns(
        pl.Series("probability", drawn),
        pl.Series("verdict", ["granted" if each < 0.7 else "refused" for each in drawn]),
        TARGET=pl.when(pl.int_range(pl.len()) % 2 > 0).then(pl.col("TARGET")),
    )
    return population_of(book, bundle)


def user_id(name: str) -> str:
    """The record's name of one of the test's people."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def settings_in(folder: Path, language: Lang = "fr") -> Settings:
    """Settings that keep everything in a folder."""
    return Settings(
        language=language,
        database=f"sqlite:///{folder}/records.db",
        key_database=f"sqlite:///{folder}/keys/keys.db",
        master_key=folder / "keys" / "master.key",
        anchor=folder / "anchor" / "anchor.json",
    )


def _people(write: Write, store: Store) -> None:
    for each, belongs in CLIENTS.items():
        add_client(write, store.keys, each, belongs, actor="test", at=START)
    for name, (roles, portfolio, number) in IDENTITIES.items():
        user = User(user_id(name), name, roles, portfolio, number)
        accounts.add_user(write, user, None, actor="test", at=stamp(START))


def _scored(write: Write, service: Service, number: int, probability: float) -> str:
    keys, at, name = service.store.keys, service.now(), new_id(service.now(), service.random)
    found = client(write, keys, number)
    about = people.one(SK_ID_CURR=number)
    add_file(write, keys, found, about, id=name, as_of=at.date(), actor="test", at=stamp(at))
    verdict: Verdict = "granted" if probability < CUT_OFF else "refused"
    line = Score(
        client=number,
        credit_file=name,
        bundle="0" * 16,
        policy="1" * 16,
        probability=probability,
        log_odds=math.log(probability / (1 - probability)),
        cut_off=CUT_OFF,
        verdict=verdict,
        outcome=verdict,
        decided_by="score",
        rules=(),
        causes=(),
        themes={"external_scores": -0.5, "age": 0.1, "work": 0.75},
        created=stamp(at),
    )
    replace_scores(write, [line])
    return name


def _session(write: Write, service: Service, user: str) -> str:
    found = accounts.user_by_id(write, user_id(user))
    pepper = service.store.secrets.pepper
    return open_session(write, found, pepper=pepper, random=service.random, at=service.now())
