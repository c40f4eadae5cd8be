"""Score every client's newest file with a bundle and write the book, some thousand at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import func, select

from clairscore.data.schema import CLIENT_KEY
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import prepared
from clairscore.decision.decide_book import Book, decide_book, features_of_book
from clairscore.decision.reasons import rounded
from clairscore.store.audit import Detail, Event, append
from clairscore.store.book import Score, replace_scores
from clairscore.store.credit_files import KIND
from clairscore.store.database import Read
from clairscore.store.file_frames import frames
from clairscore.store.keys import DataKey
from clairscore.store.opening import Store
from clairscore.store.tables import clients, credit_files
from clairscore.store.times import Clock, stamp

CLIENTS_A_PART = 6_000
THREADS = 2

Progress = Callable[[int, int], None]
Tables = Mapping[str, pl.DataFrame]
Watch = Callable[[Tables, pl.DataFrame], None]
"""Shown each part's tables and proposals (`decide_book`), as they are made."""


@dataclass(frozen=True, slots=True)
class Newest:
    """A client's newest file, still sealed."""

    client: int
    file: str
    as_of: str
    sealed: bytes


def score_book(
    store: Store, bundle: Bundle, clock: Clock, actor: str, watch: Watch, progress: Progress
) -> int:
    """How many clients were scored; those whose data are only kept (restricted) are not."""
    done, total = 0, _count(store)
    progress(0, total)
    for part in _parts(store):
        for files in _by_day(part).values():
            scores = _scored(store, bundle, files, stamp(clock()), watch)
            with store.database.write() as write:
                replace_scores(write, scores)
        done += len(part)
        progress(done, total)
    with store.database.write() as write:
        told: Detail = {"clients": done, "policy": bundle.policy.digest}
        append(write, Event(stamp(clock()), actor, "book.score", bundle.id, detail=told))
    return done


def _scored(
    store: Store, bundle: Bundle, files: list[Newest], at: str, watch: Watch
) -> list[Score]:
    tables = _opened(store, files)
    lazy = {name: frame.lazy() for name, frame in tables.items()}
    computed = features_of_book(bundle, lazy)
    as_of = date.fromisoformat(files[0].as_of)
    proposals = decide_book(bundle, lazy, as_of=as_of, computed=computed)
    watch(tables, proposals)
    names = {each.client: each.file for each in files}
    return [
        Score(
            client=row[CLIENT_KEY],
            credit_file=names[row[CLIENT_KEY]],
            bundle=bundle.id,
            policy=bundle.policy.digest,
            probability=row["probability"],
            log_odds=row["log_odds"],
            cut_off=bundle.policy.cut_off,
            verdict=row["verdict"],
            outcome=row["outcome"],
            decided_by=row["decided_by"],
            rules=tuple(row["rules"].split()),
            causes=tuple(row["causes"].split()),
            themes=shown,
            created=at,
        )
        for row, shown in zip(
            proposals.iter_rows(named=True), _themes(bundle, computed), strict=True
        )
    ]


def _opened(store: Store, files: list[Newest]) -> dict[str, pl.DataFrame]:
    keys = store.keys.many([each.client for each in files])
    with ThreadPoolExecutor(THREADS) as pool:
        packed = list(pool.map(lambda each: _open(keys[each.client], each), files))
    return frames([each.client for each in files], packed)


def _open(key: DataKey, file: Newest) -> bytes:
    return key.open(KIND, file.file, file.sealed)


def _themes(bundle: Bundle, computed: Book) -> Iterator[dict[str, float]]:
    """What each theme gives, as it is shown, one client after the other."""
    layout = prepared(bundle).layout
    explained = bundle.scorer.explain(computed.matrix, computed.clients)
    for row in rounded(layout.by_theme(explained.contributions)).tolist():
        yield dict(zip(layout.themes, row, strict=True))


def _by_day(part: list[Newest]) -> dict[str, list[Newest]]:
    """The files by their day 0, which rules may look at."""
    days: dict[str, list[Newest]] = defaultdict(list)
    for each in part:
        days[each.as_of].append(each)
    return days


def _count(store: Store) -> int:
    with store.database.read() as read:
        scored = select(func.count()).select_from(clients).where(clients.c.restricted.is_(None))
        return read.connection.execute(scored).scalar_one()


def _parts(store: Store) -> Iterator[list[Newest]]:
    """The newest file of every client who may be scored, by rising number."""
    after = -1
    while True:
        with store.database.long_read() as read:
            part = _part(read, after)
        if not part:
            return
        after = part[-1].client
        yield part


def _part(read: Read, after: int) -> list[Newest]:
    newest = credit_files.c.snapshot.desc(), credit_files.c.version.desc()
    place = func.row_number().over(partition_by=credit_files.c.client, order_by=newest)
    chosen = (
        select(clients.c.number)
        .where(clients.c.restricted.is_(None), clients.c.number > after)
        .order_by(clients.c.number)
        .limit(CLIENTS_A_PART)
        .subquery()
    )
    placed = (
        select(credit_files.c.id, place.label("place"))
        .join(chosen, chosen.c.number == credit_files.c.client)
        .subquery()
    )
    found = read.connection.execute(
        select(
            credit_files.c.client, credit_files.c.id, credit_files.c.as_of, credit_files.c.sealed
        )
        .join(placed, placed.c.id == credit_files.c.id)
        .where(placed.c.place == 1)
        .order_by(credit_files.c.client)
    )
    return [Newest(row.client, row.id, row.as_of, bytes(row.sealed)) for row in found]
