"""Copies of the store: one of the records, one of the keys, apart, whatever databases they are in.

A copy is an SQLite file with a manifest beside it. The records may be kept for long, the keys must
not: who was erased can be read again as long as both exist. Whoever restores a copy forgets again
everybody whom any known erasure log names.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, select

from clairscore.data.files import sha256, write_atomically
from clairscore.errors import BadInput, BadSetting, BrokenRecord, Fault
from clairscore.store.anchor import Mark
from clairscore.store.audit import Event, append, verify
from clairscore.store.copying import copy_rows
from clairscore.store.database import Read
from clairscore.store.engine import engine_of, patient, reading, writing
from clairscore.store.erasure import Erasure, finish_erasures
from clairscore.store.migrations import REVISIONS, TABLES, Kind, revision, upgrade
from clairscore.store.opening import Store
from clairscore.store.tables import chain_heads, erasures, key_erasures
from clairscore.store.times import stamp

SUFFIX, MANIFEST = ".db", ".json"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as its manifest tells it: what, when, of which revision, with which rows."""

    kind: Kind
    created: str
    revision: str
    sha256: str
    rows: Mapping[str, int]
    file: Path


def back_up(store: Store, kind: Kind, folder: Path, now: datetime) -> Copy:
    """A new copy in the folder, whole or not at all; the file is readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    created = stamp(now)
    file = folder / f"{kind}-{created.replace(':', '').replace('.', '-')}{SUFFIX}"
    with write_atomically(file) as draft:
        rows = _copied(_engine(store, kind), draft, kind)
        draft.chmod(0o600)
        told = Copy(kind, created, REVISIONS[kind], sha256(draft), rows, file)
    with write_atomically(file.with_suffix(MANIFEST)) as draft:
        draft.write_text(json.dumps(asdict(told) | {"file": file.name}, indent=1), "utf-8")
    return told


def prune(folder: Path, kind: Kind, before: datetime) -> list[Path]:
    """The copies that were removed because they are older."""
    gone = []
    for manifest in sorted(folder.glob(f"{kind}-*{MANIFEST}")):
        copy = read_copy(manifest.with_suffix(SUFFIX))
        if copy.created < stamp(before):
            for path in (copy.file, manifest):
                path.unlink(missing_ok=True)
            gone.append(copy.file)
    return gone


def read_copy(file: Path) -> Copy:
    """The copy in a file; BadInput without its manifest, BrokenRecord where its bytes differ."""
    manifest = file.with_suffix(MANIFEST)
    try:
        told = json.loads(manifest.read_text("utf-8"))
        copy = Copy(**told | {"file": file})
    except FileNotFoundError:
        raise BadInput(f"{manifest}: a copy needs its manifest; bring it back beside it") from None
    except (ValueError, TypeError):
        raise BrokenRecord(f"{manifest}: this is no manifest of a copy; use another copy") from None
    if not file.exists() or sha256(file) != copy.sha256:
        raise BrokenRecord(f"{file}: its bytes are not those that were copied; use another copy")
    return copy


def restore(store: Store, copies: list[Copy], workspace: Path, now: datetime, actor: str) -> int:
    """How many clients were erased anew; the store then holds what the copies hold.

    Each database is replaced whole or not at all. Fault where the restored chain is not intact.
    """
    logs = [*_log(store.keys.engine, "keys"), *_log(store.database.engine, "records")]
    for copy in copies:
        logs += _restored(store, copy, workspace)
    for erasure in {each.pseudonym: each for each in logs}.values():
        store.keys.destroy(erasure.pseudonym, erasure.at, erasure.reason, erasure.request)
    if any(copy.kind == "records" for copy in copies):
        _anchor_anew(store, copies, now, actor)
    return finish_erasures(store, actor)


def _copied(engine: Engine, draft: Path, kind: Kind) -> dict[str, int]:
    """Rows by table, copied from one state of the database into a new SQLite file."""
    target = engine_of(f"sqlite:///{draft}")
    try:
        upgrade(target, kind)
        with reading(engine) as source, writing(target) as connection:
            patient(source)
            rows = copy_rows(source, connection, TABLES[kind])
        _single_file(target)
    finally:
        target.dispose()
    return rows


def _single_file(engine: Engine) -> None:
    """Put everything into the file itself, so that it can be carried away alone."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode=DELETE")
    finally:
        connection.close()


def _restored(store: Store, copy: Copy, workspace: Path) -> list[Erasure]:
    """The erasure log of a copy whose rows now are the store's."""
    draft = _draft(copy, workspace)
    source = engine_of(f"sqlite:///{draft}")
    try:
        if _require_known(source, copy) != REVISIONS[copy.kind]:
            upgrade(source, copy.kind)
        log = _log(source, copy.kind)
        target = _engine(store, copy.kind)
        with reading(source) as rows, writing(target) as connection:
            patient(connection)
            copy_rows(rows, connection, TABLES[copy.kind])
    finally:
        source.dispose()
        for path in (draft, *draft.parent.glob(f"{draft.name}-*")):
            path.unlink(missing_ok=True)
    return log


def _draft(copy: Copy, workspace: Path) -> Path:
    """The copy's bytes where they may be brought to the newest revision."""
    workspace.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = workspace / f"restore-{os.getpid()}-{copy.file.name}"
    shutil.copyfile(copy.file, draft)
    return draft


def _require_known(source: Engine, copy: Copy) -> str:
    """The copy's revision; BadSetting for a later one than this version knows."""
    found = revision(source)
    if found > REVISIONS[copy.kind]:
        raise BadSetting(
            f"{copy.file}: found revision {found}, expected at most {REVISIONS[copy.kind]}; it was"
            " copied by a later version of Clairscore, install that one"
        )
    return found


def _anchor_anew(store: Store, copies: list[Copy], now: datetime, actor: str) -> None:
    """Let the anchor follow the restored chain, once that is seen to be intact."""
    before = store.database.anchor.read()
    with store.database.long_read() as read:
        found = verify(read, store.secrets.chain, _head(read))
    if not found.intact:
        raise Fault("restored records: the chain is broken; " + "; ".join(found.faults))
    with store.database.read() as read:
        store.database.anchor.reset(_head(read))
    with store.database.write() as write:
        told = {"from": copies[0].created, "known": before.count if before else None}
        append(write, Event(stamp(now), actor, "store.restore", copies[0].sha256, detail=told))


def _head(read: Read) -> Mark:
    row = read.connection.execute(select(chain_heads)).one()
    return Mark(row.length, bytes(row.mac))


def _log(engine: Engine, kind: Kind) -> list[Erasure]:
    """The erasure log of a database; empty where it cannot be read any more."""
    table = erasures if kind == "records" else key_erasures
    with suppress(Fault, BadSetting), reading(engine) as connection:
        return [Erasure(**row) for row in connection.execute(select(table)).mappings()]
    return []


def _engine(store: Store, kind: Kind) -> Engine:
    return store.database.engine if kind == "records" else store.keys.engine
