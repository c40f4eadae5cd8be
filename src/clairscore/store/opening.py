"""The store as a whole: made once (`init_store`), brought up to date, opened to be served."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from clairscore.settings import Settings
from clairscore.store.anchor import Anchor, AnchorBehind, Mark
from clairscore.store.audit import GENESIS
from clairscore.store.database import Database
from clairscore.store.engine import file_of
from clairscore.store.ids import Random
from clairscore.store.keys import Keys
from clairscore.store.master import Secrets, make_master_key, read_secrets
from clairscore.store.migrations import NONE, require_current, upgrade


@dataclass(frozen=True, eq=False)
class Store:
    """The records, the clients' keys, and the secrets that both rest on."""

    database: Database
    keys: Keys
    secrets: Secrets

    def close(self) -> None:
        """Give back every connection."""
        self.database.close()
        self.keys.close()


def init_store(settings: Settings, random: Random) -> None:
    """Make what is not there yet: master key, both databases, anchor. Harmless when repeated."""
    _make_folders(settings)
    if not settings.master_key.exists():
        make_master_key(settings.master_key, random)
    upgrade_store(settings, random)


def upgrade_store(settings: Settings, random: Random) -> tuple[str, str]:
    """The revisions that records and keys had before both were brought to the newest."""
    store = _store(settings, random)
    try:
        before = upgrade(store.database.engine, "records")
        if before == NONE and store.database.anchor.read() is None:
            store.database.anchor.advance(Mark(0, GENESIS))
        return before, upgrade(store.keys.engine, "keys")
    finally:
        store.close()


@contextmanager
def open_store(
    settings: Settings, random: Random, *, anchored_behind: bool = False
) -> Iterator[Store]:
    """The store that the settings name, closed when the block ends.

    `anchored_behind` spares whoever adds events from waiting for the anchor's disk as well.
    BadSetting where it was not made yet, or has another revision than this version writes.
    """
    store = _store(settings, random, behind=anchored_behind)
    try:
        require_current(store.database.engine, "records")
        require_current(store.keys.engine, "keys")
        yield store
    finally:
        store.close()


def _store(settings: Settings, random: Random, *, behind: bool = False) -> Store:
    secrets = read_secrets(settings.master_key)
    anchor = Anchor(settings.anchor)
    database = Database.at(
        settings.database, secrets.chain, AnchorBehind(anchor) if behind else anchor
    )
    return Store(database, Keys.at(settings.key_database, secrets, random), secrets)


def _make_folders(settings: Settings) -> None:
    for address in (settings.database, settings.key_database):
        file = file_of(address)
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
