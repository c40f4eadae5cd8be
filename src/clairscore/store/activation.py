"""Codes that open a client's account, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import insert, update

from clairscore.errors import Conflict
from clairscore.store.audit import Event, append
from clairscore.store.database import Write
from clairscore.store.ids import Random
from clairscore.store.tables import activation_codes
from clairscore.store.times import stamp
from clairscore.store.tokens import hidden, new_code

VALID = timedelta(days=14)


def add_activation_code(
    write: Write,
    client: int,
    *,
    pseudonym: str,
    pepper: bytes,
    random: Random,
    actor: str,
    at: datetime,
) -> str:
    """The code to give to the client; only its HMAC is kept."""
    code = new_code(random)
    row = {
        "code": hidden(code, pepper),
        "client": client,
        "created": stamp(at),
        "created_by": actor,
        "expires": stamp(at + VALID),
    }
    write.connection.execute(insert(activation_codes), row)
    append(write, Event(stamp(at), actor, "activation.add", pseudonym, about=pseudonym))
    return code


def use_activation_code(
    write: Write, client: int, code: str, *, pepper: bytes, at: datetime
) -> None:
    """Use the code up; Conflict where it is not this client's, was used, or is too old."""
    found = write.connection.execute(
        update(activation_codes)
        .where(
            activation_codes.c.code == hidden(code.strip().upper(), pepper),
            activation_codes.c.client == client,
            activation_codes.c.used.is_(None),
            activation_codes.c.expires > stamp(at),
        )
        .values(used=stamp(at))
    )
    if not found.rowcount:
        raise Conflict("this activation code is not valid, or not any more; ask for a new one")
