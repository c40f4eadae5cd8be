"""Sessions: who signed in, until when."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, or_, select, update

from clairscore.store.accounts import User, account_of
from clairscore.store.audit import Event, append
from clairscore.store.database import Read, Write
from clairscore.store.ids import Random
from clairscore.store.tables import sessions, users
from clairscore.store.times import stamp
from clairscore.store.tokens import hidden, new_token

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=8)

# built once: every request of a person asks this
_HOLDER = (
    select(users)
    .join(sessions, users.c.id == sessions.c.user)
    .where(
        sessions.c.token == bindparam("of"),
        sessions.c.expires > bindparam("now"),
        sessions.c.seen > bindparam("since"),
        users.c.disabled.is_(None),
    )
)


def open_session(write: Write, user: User, *, pepper: bytes, random: Random, at: datetime) -> str:
    """The token of a new session; only its HMAC is kept."""
    token = new_token(random)
    row = {
        "token": hidden(token, pepper),
        "user": user.id,
        "created": stamp(at),
        "seen": stamp(at),
        "expires": stamp(at + LONGEST),
    }
    write.connection.execute(insert(sessions), row)
    append(write, Event(stamp(at), user.id, "session.open", user.id))
    return token


def user_of_session(read: Read, token: str, *, pepper: bytes, at: datetime) -> User | None:
    """Who holds the session; None where it ended, lay idle too long, or never was."""
    row = read.connection.execute(
        _HOLDER, {"of": hidden(token, pepper), "now": stamp(at), "since": stamp(at - IDLE)}
    ).one_or_none()
    return account_of(row) if row else None


def touch_session(write: Write, token: str, *, pepper: bytes, at: datetime) -> None:
    """Note that the session is in use; enough once a minute."""
    write.connection.execute(
        update(sessions).where(sessions.c.token == hidden(token, pepper)).values(seen=stamp(at))
    )


def close_session(write: Write, token: str, *, pepper: bytes) -> None:
    """End the session."""
    write.connection.execute(delete(sessions).where(sessions.c.token == hidden(token, pepper)))


def close_sessions_of(write: Write, user: User) -> None:
    """End every session of the account: after a new password, or when it is disabled."""
    write.connection.execute(delete(sessions).where(sessions.c.user == user.id))


def forget_ended(write: Write, at: datetime) -> int:
    """How many ended sessions were dropped."""
    ended = or_(sessions.c.expires <= stamp(at), sessions.c.seen <= stamp(at - IDLE))
    return write.connection.execute(delete(sessions).where(ended)).rowcount
