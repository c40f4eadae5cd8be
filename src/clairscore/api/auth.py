"""Who calls: a session's token or a program's key, in the header `Authorization: Bearer …`."""

from __future__ import annotations

from datetime import datetime

from clairscore.api.problems import Problem
from clairscore.api.roles import Caller
from clairscore.store.api_keys import PREFIX, find_api_key
from clairscore.store.database import Read
from clairscore.store.duties import known
from clairscore.store.sessions import user_of_session

LONGEST = 200
"""Characters of a token; ours have fewer."""


def token_of(authorization: str | None) -> str:
    """The token that the header carries; Problem `unauthenticated` where it carries none."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not 0 < len(token) <= LONGEST or not token.isascii():
        raise Problem("unauthenticated")
    return token


def is_key(token: str) -> bool:
    """Whether the token is a program's key, not that of a session."""
    return token.startswith(f"{PREFIX}_")


def caller_of(read: Read, token: str, pepper: bytes, at: datetime) -> Caller:
    """Who holds the token; Problem `unauthenticated` where nobody does, or does no longer."""
    found = _program(read, token, pepper, at) if is_key(token) else _person(read, token, pepper, at)
    if found is None:
        raise Problem("unauthenticated")
    return found


def _program(read: Read, token: str, pepper: bytes, at: datetime) -> Caller | None:
    key = find_api_key(read, token, pepper=pepper, at=at)
    return Caller(key.id, frozenset(known(key.roles)), key.portfolio) if key else None


def _person(read: Read, token: str, pepper: bytes, at: datetime) -> Caller | None:
    user = user_of_session(read, token, pepper=pepper, at=at)
    return (
        Caller(user.id, frozenset(known(user.roles)), user.portfolio, user.client) if user else None
    )
