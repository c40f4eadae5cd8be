"""Answers that were given, so that a call that is repeated is answered again, not done again.

An answer is kept in the transaction of what it answers: either both are there or neither.

```python
with flights.hold(caller, key):  # Busy while the same call is under way in this process
    with database.write() as write:
        kept = recall(write, keys, call)
        if kept is None:
            ...
            keep(write, keys, call, Answer(201, body), client=client, at=at)
```
"""

from __future__ import annotations

import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import delete, insert, select

from clairscore.errors import Busy, Conflict
from clairscore.store.audit import digest_of
from clairscore.store.database import Read, Write
from clairscore.store.keys import Keys
from clairscore.store.tables import idempotency

KIND = "answer"


@dataclass(frozen=True, slots=True)
class Call:
    """A call that may be repeated: who made it, under which key, what was asked with which body."""

    caller: str
    key: str
    operation: str
    body: bytes = field(repr=False)

    def fingerprint(self, pepper: bytes) -> str:
        """What tells this body from another, and tells nothing of it without the pepper."""
        message = self.operation.encode() + b"\n" + self.body
        return hmac.digest(pepper, message, "sha256").hex()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call was answered: a status and a body."""

    status: int
    body: bytes = field(repr=False)


class Flights:
    """The calls that this process is answering now."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: set[tuple[str, str]] = set()

    @contextmanager
    def hold(self, caller: str, key: str) -> Iterator[None]:
        """Keep a second call with the same key out while the block lasts: Busy for it."""
        with self._lock:
            if (caller, key) in self._under_way:
                raise Busy("a call with this idempotency key is under way; wait for its answer")
            self._under_way.add((caller, key))
        try:
            yield
        finally:
            with self._lock:
                self._under_way.discard((caller, key))


def recall(read: Read, keys: Keys, call: Call) -> Answer | None:
    """The answer that was kept for the call; Conflict where the key came with another body.

    Erased where the client of the answer was erased since.
    """
    row = read.connection.execute(
        select(idempotency).where(
            idempotency.c.caller == call.caller, idempotency.c.key == call.key
        )
    ).one_or_none()
    if row is None:
        return None
    if not hmac.compare_digest(row.fingerprint, call.fingerprint(keys.secrets.pepper)):
        raise Conflict("this idempotency key was used for another request; choose a new key")
    return Answer(row.status, keys.open(row.client, KIND, _record(call), row.sealed))


def keep(write: Write, keys: Keys, call: Call, answer: Answer, *, client: int, at: str) -> None:
    """Keep the answer, encrypted with the client's key, in this transaction."""
    sealed = keys.seal(client, KIND, _record(call), answer.body)
    write.connection.execute(
        insert(idempotency),
        {
            "caller": call.caller,
            "key": call.key,
            "operation": call.operation,
            "fingerprint": call.fingerprint(keys.secrets.pepper),
            "client": client,
            "status": answer.status,
            "created": at,
            "sealed": sealed,
            "digest": digest_of(sealed),
        },
    )


def forget_before(write: Write, at: str) -> int:
    """How many answers were dropped because they are older."""
    return write.connection.execute(delete(idempotency).where(idempotency.c.created < at)).rowcount


def _record(call: Call) -> str:
    return f"{call.caller}/{call.key}"
