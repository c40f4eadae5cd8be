"""`user add|list|roles|password|disable|code`: who may use the service."""

from __future__ import annotations

import getpass
import secrets
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clairscore.cli.opened import actor, opened
from clairscore.cli.options import Json, Language
from clairscore.cli.terminal import show, show_json, table
from clairscore.errors import Absent
from clairscore.i18n import Lang, t

if TYPE_CHECKING:
    from clairscore.store.accounts import User
    from clairscore.store.database import Read

app = typer.Typer(no_args_is_help=True)

UserName = Annotated[str, typer.Argument(metavar="NAME", show_default=False)]
RolesGiven = Annotated[list[str], typer.Option("--role", "-r", show_default=False)]
PortfolioGiven = Annotated[str | None, typer.Option("--portfolio", show_default=False)]
PasswordFile = Annotated[
    Path | None, typer.Option("--password-file", metavar="FILE", show_default=False)
]
ClientNumber = Annotated[int, typer.Argument(metavar="CLIENT", min=1, show_default=False)]


@app.command("add")
def add_user(
    name: UserName,
    roles: RolesGiven,
    portfolio: PortfolioGiven = None,
    password_file: PasswordFile = None,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Make an account of staff; the password comes from a file, or is asked for."""
    from clairscore.store import accounts
    from clairscore.store.duties import STAFF, require_duties
    from clairscore.store.ids import new_id
    from clairscore.store.passwords import Passwords
    from clairscore.store.times import stamp

    given = require_duties(roles, STAFF, portfolio)
    at = datetime.now(UTC)
    user = accounts.User(new_id(at, secrets.token_bytes), name, given, portfolio)
    with opened() as store:
        hashed = Passwords().hash(_password(password_file, lang))
        with store.database.write() as write:
            accounts.add_user(write, user, hashed, actor=actor(), at=stamp(at))
    _told(user, t("cli.user.added", lang, name=name), json)


@app.command("list")
def list_users(json: Json = False, lang: Language = "fr") -> None:
    """Print every account."""
    with opened() as store, store.database.read() as read:
        found = list(_users(read))
    if json:
        show_json({"users": [asdict(user) for user in found]})
        return
    columns = ("name", "roles", "portfolio", "disabled")
    listed = table(*(t(f"cli.user.column.{column}", lang) for column in columns))
    for user in found:
        since = (user.disabled or "-")[:10]
        listed.add_row(user.name, " ".join(user.roles), user.portfolio or "-", since)
    show(listed)


@app.command("roles")
def set_roles(
    name: UserName,
    roles: RolesGiven,
    portfolio: PortfolioGiven = None,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Give an account other roles, or another portfolio; its sessions end."""
    from clairscore.store import accounts
    from clairscore.store.duties import STAFF, require_duties
    from clairscore.store.sessions import close_sessions_of
    from clairscore.store.times import stamp

    at = stamp(datetime.now(UTC))
    with opened() as store, store.database.write() as write:
        user = _named(write, name)
        wanted = portfolio or user.portfolio
        given = require_duties(roles, STAFF, wanted)
        accounts.set_roles(write, user, given, actor=actor(), at=at)
        if portfolio is not None:
            accounts.set_portfolio(write, user, portfolio, actor=actor(), at=at)
        close_sessions_of(write, user)
        changed = _named(write, name)
    _told(changed, t("cli.user.changed", lang, name=name), json)


@app.command("password")
def set_password(name: UserName, password_file: PasswordFile = None, lang: Language = "fr") -> None:
    """Give an account another password; its sessions end."""
    from clairscore.store import accounts
    from clairscore.store.passwords import Passwords
    from clairscore.store.sessions import close_sessions_of
    from clairscore.store.times import stamp

    at = stamp(datetime.now(UTC))
    with opened() as store:
        hashed = Passwords().hash(_password(password_file, lang))
        with store.database.write() as write:
            user = _named(write, name)
            accounts.set_password(write, user, hashed, actor=actor(), at=at)
            close_sessions_of(write, user)
    show(t("cli.user.changed", lang, name=name))


@app.command("disable")
def disable(name: UserName, lang: Language = "fr") -> None:
    """Close an account for good; what it did stays under its name."""
    from clairscore.store import accounts
    from clairscore.store.sessions import close_sessions_of
    from clairscore.store.times import stamp

    at = stamp(datetime.now(UTC))
    with opened() as store, store.database.write() as write:
        user = _named(write, name)
        accounts.disable_user(write, user, actor=actor(), at=at)
        close_sessions_of(write, user)
    show(t("cli.user.disabled", lang, name=name))


@app.command("code")
def code(client: ClientNumber, json: Json = False, lang: Language = "fr") -> None:
    """Print a code with which a client opens his account, once, within two weeks."""
    from clairscore.store.activation import VALID, add_activation_code
    from clairscore.store.clients import client as client_of
    from clairscore.store.times import stamp

    at = datetime.now(UTC)
    with opened() as store, store.database.write() as write:
        found = client_of(write, store.keys, client)
        made = add_activation_code(
            write,
            client,
            pseudonym=found.pseudonym,
            pepper=store.secrets.pepper,
            random=secrets.token_bytes,
            actor=actor(),
            at=at,
        )
    if json:
        show_json({"client": client, "code": made, "expires": stamp(at + VALID)})
    else:
        show(t("cli.user.coded", lang, client=str(client), code=made))


def _users(read: Read) -> Iterator[User]:
    from clairscore.store.accounts import list_users

    after = ""
    while found := list_users(read, after=after):
        yield from found
        after = found[-1].name


def _named(read: Read, name: str) -> User:
    from clairscore.store.accounts import find_user

    found = find_user(read, name)
    if found is None:
        raise Absent(f"user {name}: there is none; `clairscore user list` names them")
    return found


def _told(user: User, words: str, json: bool) -> None:
    if json:
        show_json({"user": asdict(user)})
    else:
        show(words)


def _password(file: Path | None, lang: Lang) -> str:
    """The first line of the file; else what is typed without being shown, or comes on stdin."""
    if file is not None:
        return file.read_text(encoding="utf-8").split("\n")[0]
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return getpass.getpass(f"{t('cli.user.ask', lang)} ")
