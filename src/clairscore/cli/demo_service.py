"""The demonstration's service: a store with every client, a book, people of every role."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from clairscore.cli import database
from clairscore.cli.opened import actor, opened
from clairscore.cli.terminal import show, table
from clairscore.cli.together import Program
from clairscore.i18n import Lang, t

if TYPE_CHECKING:
    from clairscore.store.accounts import User
    from clairscore.store.database import Write

HOST, PORT = "127.0.0.1", 8000
STAFF: dict[str, tuple[tuple[str, ...], str | None]] = {
    "manager-1": (("manager",), "manager-1"),
    "manager-2": (("manager",), "manager-2"),
    "manager-3": (("manager",), "manager-3"),
    "reviewer-1": (("reviewer",), None),
    "reviewer-2": (("reviewer",), None),
    "analyst-1": (("analyst",), None),
    "auditor-1": (("auditor",), None),
    "admin-1": (("admin",), None),
    "admin-2": (("admin",), None),
}
"""Names, roles and portfolios; portfolios are those among which `db load` deals clients."""
LIBRARIES = {"service": "fastapi", "dashboard": "streamlit", "client_space": "vl_convert"}
"""What each program needs beside the others' libraries."""


@dataclass(frozen=True, slots=True)
class Access:
    """What opens the demonstration: one password for everybody, and a program's key."""

    password: str
    key: str
    client: int


def fill(out: Path, data: Path, bundles: Path, client: int, lang: Lang) -> Access:
    """The store in the folder, filled; this process works with it from now on."""
    os.environ.update(variables(out, bundles))
    database.init(json=False, lang=lang)
    database.load(data, lang=lang)
    database.score(bundles, lang=lang)
    return open_accounts(client)


def variables(out: Path, bundles: Path) -> dict[str, str]:
    """The settings of the demonstration's service."""
    store = (out / "store").absolute()
    return {
        "CLAIRSCORE_BUNDLES": str(bundles.absolute()),
        "CLAIRSCORE_DATABASE": f"sqlite:///{store / 'records.db'}",
        "CLAIRSCORE_KEY_DATABASE": f"sqlite:///{store / 'keys' / 'keys.db'}",
        "CLAIRSCORE_MASTER_KEY": str(store / "keys" / "master.key"),
        "CLAIRSCORE_ANCHOR": str(store / "anchor" / "anchor.json"),
    }


def open_accounts(client: int) -> Access:
    """Accounts of every role with a new password, one of a client, and a key for programs."""
    from clairscore.store.api_keys import add_api_key
    from clairscore.store.passwords import Passwords

    password, at = secrets.token_urlsafe(12), datetime.now(UTC)
    hashed = Passwords().hash(password)
    with opened() as store, store.database.write() as write:
        for name, (roles, portfolio) in STAFF.items():
            _open_account(write, name, roles, portfolio, None, hashed, at)
        _open_account(write, str(client), ("client",), None, client, hashed, at)
        key = add_api_key(
            write,
            "demonstration",
            ("service",),
            pepper=store.secrets.pepper,
            random=secrets.token_bytes,
            actor=actor(),
            at=at,
            portfolio="manager-1",
        )
    return Access(password, key, client)


def show_access(access: Access, lang: Lang, host: str = HOST, port: int = PORT) -> None:
    """Who may sign in, with what, and where to look."""
    listed = table(*(t(f"cli.user.column.{name}", lang) for name in ("name", "roles", "portfolio")))
    for name, (roles, portfolio) in STAFF.items():
        listed.add_row(name, " ".join(roles), portfolio or "-")
    listed.add_row(str(access.client), "client", "-")
    show(listed)
    told = {"password": access.password, "program": access.key, "host": host, "port": str(port)}
    show(t("cli.demo.access", lang, **told))


def programs_at(port: int, lang: Lang) -> list[Program]:
    """What the demonstration serves: the service at this port, and the screens that are installed,
    each 500 or so ports further."""
    asks = {"CLAIRSCORE_API": f"http://{HOST}:{port}"}
    words = {"service": "serve", "dashboard": "dashboard", "client_space": "client-space"}
    ready = {"service": "/health/ready", "dashboard": "/_stcore/health", "client_space": "/"}
    ports = {"service": port, "dashboard": port + 501, "client_space": port + 502}
    return [
        Program(name, (words[name], "--lang", lang), ports[name], ready[name], asks)
        for name, library in LIBRARIES.items()
        if find_spec(library) is not None
    ]


def _open_account(
    write: Write,
    name: str,
    roles: tuple[str, ...],
    portfolio: str | None,
    client: int | None,
    hashed: str,
    at: datetime,
) -> None:
    """The account with this password, made where it is not there."""
    from clairscore.store import accounts
    from clairscore.store.ids import new_id
    from clairscore.store.times import stamp

    known: User | None = accounts.find_user(write, name)
    if known is not None:
        accounts.set_password(write, known, hashed, actor=actor(), at=stamp(at))
        return
    made = accounts.User(new_id(at, secrets.token_bytes), name, roles, portfolio, client)
    accounts.add_user(write, made, hashed, actor=actor(), at=stamp(at))
