"""A key for each client, kept apart: who destroys it has erased everything that it sealed.

Each client has a random key of 256 bits; the key database holds it wrapped by the master key, under
the client's pseudonym. What is sealed with it (AES-256-GCM) names its client, kind and record as
associated data, so that no ciphertext can stand in another's place.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Engine, delete, insert, select

from clairscore.errors import BrokenRecord, Erased
from clairscore.store.batches import batched
from clairscore.store.engine import engine_of, reading, writing
from clairscore.store.ids import Random
from clairscore.store.master import Secrets
from clairscore.store.tables import data_keys, key_erasures
from clairscore.store.times import stamp

KEY_BYTES, NONCE_BYTES, TAG_BYTES = 32, 12, 16
FORM = b"\x01"
"""First byte of what is sealed: how it was."""
AT_ONCE = 500
"""Pseudonyms asked for in one statement."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """One client's key, unwrapped, under his pseudonym."""

    pseudonym: str
    key: bytes = field(repr=False)

    def seal(self, kind: str, record: str, plain: bytes, random: Random) -> bytes:
        """The bytes, readable with this key as that record of that kind only."""
        nonce = random(NONCE_BYTES)
        return FORM + nonce + AESGCM(self.key).encrypt(nonce, plain, self._place(kind, record))

    def open(self, kind: str, record: str, sealed: bytes) -> bytes:
        """The bytes that were sealed; BrokenRecord for others than `seal` made of that record."""
        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            if sealed[:1] != FORM or len(body) < TAG_BYTES:
                raise InvalidTag
            return AESGCM(self.key).decrypt(nonce, body, self._place(kind, record))
        except InvalidTag:
            raise BrokenRecord(
                f"{kind} {record}: its encrypted content was altered, or belongs to another record;"
                " restore it from a backup"
            ) from None

    def _place(self, kind: str, record: str) -> bytes:
        return f"{self.pseudonym}|{kind}|{record}".encode()


@dataclass(frozen=True, eq=False)
class Keys:
    """The key database. Unavailable where it does not answer."""

    engine: Engine
    secrets: Secrets
    random: Random

    @classmethod
    def at(cls, address: str, secrets: Secrets, random: Random) -> Keys:
        """The key database at an address; nothing is opened yet."""
        return cls(engine_of(address), secrets, random)

    def pseudonym(self, client: int) -> str:
        """The name under which events, keys and the erasure log know the client: 32 hex digits."""
        return hmac.digest(self.secrets.pseudonyms, str(client).encode(), "sha256")[:16].hex()

    def create(self, clients: Iterable[int], at: datetime) -> dict[int, DataKey]:
        """The keys of the clients, new ones where they have none; Erased for one who was erased."""
        wanted = dict.fromkeys(clients)
        with writing(self.engine) as connection:
            known = self._known(connection, wanted)
            missing = [client for client in wanted if client not in known]
            self._require_not_erased(connection, missing)
            made = {client: self._new(client) for client in missing}
            self._keep(connection, made.values(), stamp(at))
        return known | made

    def of(self, client: int) -> DataKey:
        """The client's key; Erased or BrokenRecord where there is none."""
        found = self.many((client,))
        if client in found:
            return found[client]
        self.require_not_erased(client)
        raise BrokenRecord(
            f"client {client}: there is no data key; restore the key database that goes with these"
            " records"
        )

    def many(self, clients: Collection[int]) -> dict[int, DataKey]:
        """The keys of those clients that have one."""
        with reading(self.engine) as connection:
            return self._known(connection, clients)

    def seal(self, client: int, kind: str, record: str, plain: bytes) -> bytes:
        """The bytes, readable with the client's key as that record of that kind only."""
        return self.of(client).seal(kind, record, plain, self.random)

    def open(self, client: int, kind: str, record: str, sealed: bytes | None) -> bytes:
        """What `seal` was given; Erased, or BrokenRecord where the bytes are not that record's."""
        key = self.of(client)
        if sealed is None:
            raise BrokenRecord(f"{kind} {record}: its encrypted content is gone; restore it")
        return key.open(kind, record, sealed)

    def require_not_erased(self, client: int) -> None:
        """Erased, with the day, where the client's key was destroyed on purpose."""
        with reading(self.engine) as connection:
            self._require_not_erased(connection, (client,))

    def destroy(self, pseudonym: str, at: str, reason: str, request: str | None = None) -> None:
        """Destroy a client's key for good and note it in the erasure log, in one transaction."""
        with writing(self.engine) as connection:
            connection.execute(delete(data_keys).where(data_keys.c.pseudonym == pseudonym))
            if pseudonym not in _erased(connection, (pseudonym,)):
                row = {"pseudonym": pseudonym, "at": at, "reason": reason, "request": request}
                connection.execute(insert(key_erasures), row)

    def erasures(self) -> list[Mapping[str, str | None]]:
        """The erasure log: pseudonym, at, reason and request of every client erased."""
        with reading(self.engine) as connection:
            found = connection.execute(select(key_erasures).order_by(key_erasures.c.at))
            return [dict(row) for row in found.mappings()]

    def close(self) -> None:
        """Give back every connection of the pool."""
        self.engine.dispose()

    def _known(self, connection: Connection, clients: Iterable[int]) -> dict[int, DataKey]:
        by_name = {self.pseudonym(client): client for client in clients}
        found: dict[int, DataKey] = {}
        for names in batched(by_name, AT_ONCE):
            rows = connection.execute(
                select(data_keys.c.pseudonym, data_keys.c.wrapped).where(
                    data_keys.c.pseudonym.in_(names)
                )
            )
            found |= {
                by_name[name]: self._unwrapped(name, bytes(wrapped)) for name, wrapped in rows
            }
        return found

    def _new(self, client: int) -> DataKey:
        return DataKey(self.pseudonym(client), self.random(KEY_BYTES))

    def _keep(self, connection: Connection, made: Iterable[DataKey], at: str) -> None:
        rows = [
            {"pseudonym": key.pseudonym, "wrapped": self._wrapped(key), "created": at}
            for key in made
        ]
        if rows:
            connection.execute(insert(data_keys), rows)

    def _wrapped(self, key: DataKey) -> bytes:
        nonce = self.random(NONCE_BYTES)
        wrapped = AESGCM(self.secrets.wrapping).encrypt(nonce, key.key, key.pseudonym.encode())
        return nonce + wrapped

    def _unwrapped(self, name: str, wrapped: bytes) -> DataKey:
        nonce, body = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            key = AESGCM(self.secrets.wrapping).decrypt(nonce, body, name.encode())
        except InvalidTag:
            raise BrokenRecord(
                "key database: a key was altered, or wrapped by another master key; bring back the"
                " master key that belongs to it"
            ) from None
        return DataKey(name, key)

    def _require_not_erased(self, connection: Connection, clients: Iterable[int]) -> None:
        erased = _erased(connection, [self.pseudonym(client) for client in clients])
        if erased:
            raise Erased(min(erased.values()))


def _erased(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    """When each of those pseudonyms that was erased was."""
    columns = select(key_erasures.c.pseudonym, key_erasures.c.at)
    found: dict[str, str] = {}
    for some in batched(names, AT_ONCE):
        rows = connection.execute(columns.where(key_erasures.c.pseudonym.in_(some)))
        found |= {str(name): str(at) for name, at in rows}
    return found
