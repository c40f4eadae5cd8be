"""Many clients at once, from seven tables: an encrypted credit file and an application for each.

Loading may be stopped and begun again at any moment: a batch of clients is there whole or not at
all, and whoever is there is passed over, as is whoever was erased.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

import polars as pl
from sqlalchemy import insert, select

from clairscore.data.parts import Parts, cut
from clairscore.data.schema import APPLICATION, CLIENT_KEY, TARGET
from clairscore.decision.lifecycle.states import State
from clairscore.store.audit import Event, append, digest_of
from clairscore.store.batches import batched
from clairscore.store.credit_files import KIND
from clairscore.store.database import Write
from clairscore.store.file_bytes import TEXT, pack_text, texts
from clairscore.store.ids import Random, new_id
from clairscore.store.keys import DataKey
from clairscore.store.opening import Store
from clairscore.store.tables import applications, clients, credit_files, outcomes
from clairscore.store.times import Clock, stamp

CLIENTS_A_PART, CLIENTS_A_BATCH = 12_000, 2_000
THREADS = 2
ACTOR = "loading"
PRODUCTS = {"Cash loans": "cash", "Revolving loans": "revolving"}
CLOSED: State = "closed"
PENDING: State = "draft"
"""State of an application whose outcome is known, and of one that waits for a proposal."""

Progress = Callable[[str, int, int], None]
"""Told the step (`cut` or `load`), what is done of it, and all there is."""
FACTS = (CLIENT_KEY, TARGET, "NAME_CONTRACT_TYPE", "AMT_CREDIT")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many clients were added, were there before, and were passed over as erased."""

    added: int
    present: int
    erased: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What a load goes by: day 0 of its files, who looks after whom, clock and chance."""

    as_of: date
    portfolio: Callable[[int], str]
    clock: Clock
    random: Random


@dataclass(frozen=True, slots=True)
class Packed:
    """One client ready to be sealed: the few facts that stay plain, and his file's bytes."""

    client: int
    outcome: float | None
    product: str
    amount: float | None
    data: bytes


def load(
    store: Store,
    tables: Mapping[str, pl.LazyFrame],
    workspace: Path,
    terms: Terms,
    progress: Progress,
) -> Loaded:
    """Load every client of the tables (`read_folder`); the workspace is made and removed."""
    numbers = tables[APPLICATION].select(CLIENT_KEY).collect(engine="streaming")[CLIENT_KEY]
    known, erased = _present(store), _erased(store, numbers)
    left = set(numbers) - known - erased
    parts = None
    if left:
        count = -(-len(numbers) // CLIENTS_A_PART)
        parts = cut(tables, workspace, count, partial(progress, "cut"))
    try:
        done = len(numbers) - len(left)
        for added in _load_parts(store, parts, left, terms):
            done += added
            progress("load", done, len(numbers))
    finally:
        if parts is not None:
            parts.remove()
    return Loaded(len(left), len(set(numbers) & known), len(erased))


def _present(store: Store) -> set[int]:
    with store.database.read() as read:
        return set(read.connection.execute(select(clients.c.number)).scalars())


def _erased(store: Store, numbers: Iterable[int]) -> set[int]:
    log = {entry["pseudonym"] for entry in store.keys.erasures()}
    return {client for client in numbers if store.keys.pseudonym(client) in log} if log else set()


def _load_parts(store: Store, parts: Parts | None, left: set[int], terms: Terms) -> Iterator[int]:
    """How many clients each batch added."""
    for number in range(parts.count if parts else 0):
        assert parts is not None
        if any(client % parts.count == number for client in left):
            for batch in batched(_packed(parts.read(number), left), CLIENTS_A_BATCH):
                _add(store, batch, terms)
                yield len(batch)


def _packed(tables: Mapping[str, pl.DataFrame], left: set[int]) -> Iterator[Packed]:
    """The clients of a part that are still to be loaded."""
    wanted = pl.col(CLIENT_KEY).is_in(list(left))
    chosen = {name: rows.filter(wanted) for name, rows in tables.items()}
    facts = chosen[APPLICATION].select(FACTS)
    rows = texts(chosen).join(facts, on=CLIENT_KEY, how="left", maintain_order="left")
    with ThreadPoolExecutor(THREADS) as pool:
        data = pool.map(pack_text, rows[TEXT])
        for (client, outcome, contract, amount), packed in zip(
            rows.select(FACTS).iter_rows(), data, strict=True
        ):
            yield Packed(client, outcome, PRODUCTS.get(contract, "cash"), amount, packed)


def _add(store: Store, batch: Sequence[Packed], terms: Terms) -> None:
    """Add the clients in one transaction; their keys are kept before."""
    at = terms.clock()
    keys = store.keys.create((each.client for each in batch), at)
    rows = [_rows(each, keys[each.client], terms, at) for each in batch]
    with store.database.write() as write:
        for table in (clients, credit_files, applications):
            write.connection.execute(insert(table), [row[table.name] for row in rows])
        observed = [row[outcomes.name] for row in rows if outcomes.name in row]
        if observed:
            write.connection.execute(insert(outcomes), observed)
        _note(write, rows, stamp(at))


Row = Mapping[str, str | int | float | bool | bytes | date | None]


def _rows(packed: Packed, key: DataKey, terms: Terms, at: datetime) -> dict[str, Row]:
    """The client's rows by table."""
    file, application = new_id(at, terms.random), new_id(at, terms.random)
    sealed = key.seal(KIND, file, packed.data, terms.random)
    written, as_of = stamp(at), terms.as_of.isoformat()
    rows: dict[str, Row] = {
        clients.name: {
            "number": packed.client,
            "pseudonym": key.pseudonym,
            "portfolio": terms.portfolio(packed.client),
            "origin": "loaded",
            "created": written,
        },
        credit_files.name: {
            "id": file,
            "client": packed.client,
            "snapshot": 1,
            "version": 1,
            "as_of": as_of,
            "source": "loaded",
            "created": written,
            "sealed": sealed,
            "digest": digest_of(sealed),
        },
        applications.name: {
            "id": application,
            "client": packed.client,
            "credit_file": file,
            "as_of": as_of,
            "product": packed.product,
            "channel": "loaded",
            "state": PENDING if packed.outcome is None else CLOSED,
            "demonstration": True,
            "amount": packed.amount,
            "created": written,
            "updated": written,
            "revision": 1,
        },
    }
    if packed.outcome is not None:
        rows[outcomes.name] = {
            "application": application,
            "client": packed.client,
            "difficulties": packed.outcome == 1,
            "observed": as_of,
            "source": "loaded",
            "created": written,
        }
    return rows


def _note(write: Write, rows: Iterable[Mapping[str, Row]], at: str) -> None:
    append(
        write,
        *(
            Event(
                at,
                ACTOR,
                "file.load",
                str(row[credit_files.name]["id"]),
                str(row[clients.name]["pseudonym"]),
                str(row[credit_files.name]["digest"]),
            )
            for row in rows
        ),
    )
