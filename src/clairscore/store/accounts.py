"""Users: who may sign in, in which roles, with which portfolio.

`sessions.py`, `api_keys.py` and `activation.py` hold what proves who somebody is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, insert, select, update

from clairscore.errors import Absent, BadInput, Conflict
from clairscore.store.audit import Event, append
from clairscore.store.database import Read, Write
from clairscore.store.tables import users
from clairscore.store.times import moment

FREE_FAILURES = 5
"""Wrong passwords in a row that cost no waiting."""
LONGEST_WAIT = timedelta(minutes=15)
NAME_LENGTH = 100
TOLD = ("roles", "portfolio")
"""What of a change its event repeats."""


@dataclass(frozen=True, slots=True)
class User:
    """An account; `portfolio` names the clients of a manager, `client` the number of a client."""

    id: str
    name: str
    roles: tuple[str, ...]
    portfolio: str | None = None
    client: int | None = None
    disabled: str | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in is checked against; until `waits_until` no password is tried."""

    user: User
    password: str | None
    waits_until: datetime | None


def add_user(write: Write, user: User, password: str | None, *, actor: str, at: str) -> None:
    """Add an account with the hash of its password; Conflict where the name is taken."""
    if not (0 < len(user.name) <= NAME_LENGTH and user.name.isprintable()):
        raise BadInput(f"user: expected a name of 1 to {NAME_LENGTH} printable characters")
    if find_user(write, user.name) is not None:
        raise Conflict(f"user {user.name}: there is one of this name already; choose another")
    row = {
        "id": user.id,
        "name": user.name,
        "roles": " ".join(user.roles),
        "password": password,
        "portfolio": user.portfolio,
        "client": user.client,
        "created": at,
    }
    write.connection.execute(insert(users), row)
    append(write, Event(at, actor, "user.add", user.id, detail={"roles": " ".join(user.roles)}))


def find_user(read: Read, name: str) -> User | None:
    """The account of that name."""
    row = read.connection.execute(select(users).where(users.c.name == name)).one_or_none()
    return account_of(row) if row else None


def user_by_id(read: Read, user: str) -> User:
    """The account; Absent where there is none."""
    row = read.connection.execute(select(users).where(users.c.id == user)).one_or_none()
    if row is None:
        raise Absent(f"user {user}: there is none")
    return account_of(row)


def list_users(read: Read, *, after: str = "", limit: int = 100) -> list[User]:
    """Accounts by rising name, from the one after `after`."""
    statement = select(users).where(users.c.name > after).order_by(users.c.name).limit(limit)
    return [account_of(row) for row in read.connection.execute(statement)]


def credentials(read: Read, name: str) -> Credentials | None:
    """What a sign-in under that name is checked against; None for nobody, or a disabled account."""
    row = read.connection.execute(
        select(users).where(users.c.name == name, users.c.disabled.is_(None))
    ).one_or_none()
    return Credentials(account_of(row), row.password, _waits_until(row)) if row else None


def note_failure(write: Write, user: User, at: str) -> None:
    """Count a wrong password; from the sixth in a row each doubles the wait."""
    write.connection.execute(
        update(users).where(users.c.id == user.id).values(failures=users.c.failures + 1, failed=at)
    )
    append(write, Event(at, user.id, "user.wrong_password", user.id))


def note_success(write: Write, user: User) -> None:
    """Forget the wrong passwords before a right one."""
    write.connection.execute(
        update(users).where(users.c.id == user.id).values(failures=0, failed=None)
    )


def set_password(write: Write, user: User, password: str, *, actor: str, at: str) -> None:
    """Keep the hash of a new password."""
    _change(write, user, {"password": password, "failures": 0}, "user.password", actor, at)


def set_roles(write: Write, user: User, roles: Iterable[str], *, actor: str, at: str) -> None:
    """Give the account other roles."""
    _change(write, user, {"roles": " ".join(roles)}, "user.roles", actor, at)


def set_portfolio(write: Write, user: User, portfolio: str, *, actor: str, at: str) -> None:
    """Give a manager the clients of another portfolio."""
    _change(write, user, {"portfolio": portfolio}, "user.portfolio", actor, at)


def disable_user(write: Write, user: User, *, actor: str, at: str) -> None:
    """Keep the account from signing in; what it did stays under its name."""
    _change(write, user, {"disabled": at}, "user.disable", actor, at)


def _change(
    write: Write, user: User, values: dict[str, str | int], action: str, actor: str, at: str
) -> None:
    found = write.connection.execute(update(users).where(users.c.id == user.id).values(values))
    if not found.rowcount:
        raise Absent(f"user {user.name}: there is none")
    told = {name: values[name] for name in TOLD if name in values}
    append(write, Event(at, actor, action, user.id, detail=told))


def account_of(row: Row[tuple[object, ...]]) -> User:
    """The account that a row of users holds."""
    return User(row.id, row.name, tuple(row.roles.split()), row.portfolio, row.client, row.disabled)


def _waits_until(row: Row[tuple[object, ...]]) -> datetime | None:
    beyond = row.failures - FREE_FAILURES
    if beyond < 0 or row.failed is None:
        return None
    return moment(row.failed) + min(timedelta(seconds=2 ** min(beyond, 20)), LONGEST_WAIT)
