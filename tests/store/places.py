"""Stores to test with: new for each test, once in SQLite's files, once on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.made_once import Shelf
from tests.postgres import Server

if TYPE_CHECKING:
    from clairscore.settings import Settings
    from clairscore.store.opening import Store

KINDS = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


def settings_in(folder: Path) -> Settings:
    """Settings of a store all of whose files are in a folder."""
    from clairscore.settings import Settings

    return Settings(
        database=f"sqlite:///{folder}/records.db",
        key_database=f"sqlite:///{folder}/keys/keys.db",
        master_key=folder / "keys" / "master.key",
        anchor=folder / "anchor" / "anchor.json",
    )


@pytest.fixture(scope="session")
def stores_as_made(shelf: Shelf) -> Path:
    """The folder of an empty store, to be copied: made once, since migrations take their time."""
    from clairscore.store.opening import init_store

    return shelf.made("store", lambda folder: init_store(settings_in(folder), Random(5).randbytes))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running server with two template databases, `records` and `keys`."""
    from clairscore.store.engine import engine_of
    from clairscore.store.migrations import upgrade

    server = Server.made()
    try:
        server.start()
        for kind in ("records", "keys"):
            server.command(f"CREATE DATABASE {kind}")
            engine = engine_of(server.address(kind))
            upgrade(engine, kind)  # type: ignore[arg-type]
            engine.dispose()
        yield server
    finally:
        server.remove()


@pytest.fixture(params=KINDS)
def store_settings(
    request: pytest.FixtureRequest, tmp_path: Path, stores_as_made: Path
) -> Iterator[Settings]:
    """Settings of an empty store that is ready to be opened."""
    folder = tmp_path / "store"
    shutil.copytree(stores_as_made, folder)
    settings = settings_in(folder)
    if request.param == "sqlite":
        yield settings
        return
    server: Server = request.getfixturevalue("postgres")
    names = {kind: f"{kind}_{abs(hash(tmp_path)):x}" for kind in ("records", "keys")}
    for kind, name in names.items():
        server.command(f"CREATE DATABASE {name} TEMPLATE {kind}")
    yield settings.model_copy(
        update={
            "database": server.address(names["records"]),
            "key_database": server.address(names["keys"]),
        }
    )
    for name in names.values():
        server.command(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(store_settings: Settings) -> Iterator[Store]:
    """An empty store, open."""
    from clairscore.store.opening import open_store

    with open_store(store_settings, Random(7).randbytes) as opened:
        yield opened
