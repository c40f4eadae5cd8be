"""Keys of programs: `csk_<id>_<secret>`, looked up by id, the secret kept as an HMAC."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, insert, select, update

from clairscore.errors import Absent
from clairscore.store.audit import Event, append
from clairscore.store.database import Read, Write
from clairscore.store.ids import Random
from clairscore.store.tables import api_keys
from clairscore.store.times import stamp
from clairscore.store.tokens import hidden, new_token

PREFIX = "csk"
ID_BYTES = 8

# built once: every request of a program asks this
_BY_ID = select(api_keys).where(api_keys.c.id == bindparam("key"))


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A program's key as it is kept: what it may do, until when."""

    id: str
    name: str
    roles: tuple[str, ...]
    portfolio: str | None
    created: str
    expires: str | None
    revoked: str | None


def add_api_key(
    write: Write,
    name: str,
    roles: Iterable[str],
    *,
    pepper: bytes,
    random: Random,
    actor: str,
    at: datetime,
    portfolio: str | None = None,
    expires: datetime | None = None,
) -> str:
    """The new key, which is shown once and never again."""
    key, secret = random(ID_BYTES).hex(), new_token(random)
    row = {
        "id": key,
        "name": name,
        "roles": " ".join(roles),
        "portfolio": portfolio,
        "secret": hidden(secret, pepper),
        "created": stamp(at),
        "created_by": actor,
        "expires": stamp(expires) if expires else None,
    }
    write.connection.execute(insert(api_keys), row)
    append(write, Event(stamp(at), actor, "key.add", key, detail={"roles": str(row["roles"])}))
    return f"{PREFIX}_{key}_{secret}"


def find_api_key(read: Read, text: str, *, pepper: bytes, at: datetime) -> ApiKey | None:
    """The key, where the text is one that is in force."""
    prefix, _, rest = text.partition("_")
    key, _, secret = rest.partition("_")
    if prefix != PREFIX:
        return None
    row = read.connection.execute(_BY_ID, {"key": key}).one_or_none()
    given = hidden(secret, pepper)
    if row is None or not hmac.compare_digest(row.secret, given) or not _in_force(row, at):
        return None
    return _api_key(row)


def api_key(read: Read, key: str) -> ApiKey:
    """The key of that name; Absent where there is none."""
    row = read.connection.execute(_BY_ID, {"key": key}).one_or_none()
    if row is None:
        raise Absent(f"key {key}: there is none")
    return _api_key(row)


def list_api_keys(read: Read) -> list[ApiKey]:
    """Every key, oldest first."""
    return [
        _api_key(row)
        for row in read.connection.execute(select(api_keys).order_by(api_keys.c.created))
    ]


def revoke_api_key(write: Write, key: str, *, actor: str, at: str) -> None:
    """End a key at once; Absent where there is none in force."""
    found = write.connection.execute(
        update(api_keys)
        .where(api_keys.c.id == key, api_keys.c.revoked.is_(None))
        .values(revoked=at)
    )
    if not found.rowcount:
        raise Absent(f"key {key}: there is none in force")
    append(write, Event(at, actor, "key.revoke", key))


def _in_force(row: Row[tuple[object, ...]], at: datetime) -> bool:
    return row.revoked is None and (row.expires is None or row.expires > stamp(at))


def _api_key(row: Row[tuple[object, ...]]) -> ApiKey:
    return ApiKey(
        row.id,
        row.name,
        tuple(row.roles.split()),
        row.portfolio,
        row.created,
        row.expires,
        row.revoked,
    )
