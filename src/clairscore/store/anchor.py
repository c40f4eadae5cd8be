"""The anchor: how many events there are and the last one's code, kept outside the database.

A chain alone does not notice that its end was cut off, or that all of it was written anew.

The file has two lines of one length, written in turn and in place: a write that is cut short leaves
the other, and costs one flush, where a new file would cost two and the folder's journal.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from clairscore.data.files import write_atomically
from clairscore.errors import BrokenRecord

LINE = 160
"""Bytes of a line, its end included."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The chain's state: number of events and the last one's code."""

    count: int
    mac: bytes


@dataclass(frozen=True, slots=True)
class Anchor:
    """The file that holds the mark of the chain."""

    path: Path

    def read(self) -> Mark | None:
        """The mark that was written last; None where there is no file."""
        lines = self._marks()
        return max(filter(None, lines), key=_count) if lines else None

    def advance(self, mark: Mark) -> None:
        """Keep the mark, unless a later one is kept already."""
        with self._alone():
            lines = self._marks()
            if lines is None:
                self._write_anew(mark)
                return
            latest = max(filter(None, lines), key=_count)
            if latest.count < mark.count:  # over the earlier line, or the one cut short
                self._write(mark, LINE if lines[0] == latest else 0)

    def reset(self, mark: Mark) -> None:
        """Keep the mark even where a later one is known: after a restore."""
        with self._alone():
            self._write_anew(mark)

    def flush(self) -> None:
        """Nothing waits: a mark is written before `advance` comes back."""

    def _marks(self) -> tuple[Mark | None, Mark | None] | None:
        """What both lines hold, at least one of them a mark; None where there is no file."""
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return None
        first, second = _mark_in(text[:LINE]), _mark_in(text[LINE : 2 * LINE])
        if first is None and second is None:
            raise BrokenRecord(
                f"{self.path}: found no count and head; bring the anchor back from a backup"
            )
        return first, second

    def _write(self, mark: Mark, place: int) -> None:
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.pwrite(descriptor, _line(mark), place)
            os.fdatasync(descriptor)
        finally:
            os.close(descriptor)

    def _write_anew(self, mark: Mark) -> None:
        with write_atomically(self.path) as draft:
            draft.write_bytes(_line(mark) * 2)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The only writer among processes and threads, while the block lasts."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lock = self.path.with_name(f".{self.path.name}.turn")
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


class AnchorBehind:
    """An anchor written by a thread of its own: who adds events does not wait for its disk.

    Of the marks that wait only the newest is written. A process that is killed leaves an anchor
    some milliseconds old, which the next transaction brings forward, as after a full disk.
    """

    def __init__(self, kept: Anchor) -> None:
        self.kept = kept
        self._writer = ThreadPoolExecutor(1, "anchor")
        self._turn = threading.Lock()
        self._waiting: Mark | None = None
        self._written: Future[None] | None = None

    def read(self) -> Mark | None:
        """The mark that was written last, once none waits."""
        self.flush()
        return self.kept.read()

    def advance(self, mark: Mark) -> None:
        """Have the mark kept soon, unless a later one is."""
        with self._turn:
            if self._waiting is None:
                self._written = self._writer.submit(self._catch_up)
            if self._waiting is None or self._waiting.count < mark.count:
                self._waiting = mark

    def reset(self, mark: Mark) -> None:
        """Keep the mark even where a later one is known: after a restore."""
        self.flush()
        self.kept.reset(mark)

    def flush(self) -> None:
        """Come back once no mark waits."""
        with self._turn:
            written = self._written
        if written is not None:
            wait((written,))

    def _catch_up(self) -> None:
        with self._turn:
            mark, self._waiting = self._waiting, None
        if mark is not None:
            with suppress(OSError):  # an anchor that lags is told by `audit verify`
                self.kept.advance(mark)


def _count(mark: Mark) -> int:
    return mark.count


def _line(mark: Mark) -> bytes:
    record = {"count": mark.count, "head": mark.mac.hex(), "check": _check(mark)}
    return json.dumps(record).encode("ascii").ljust(LINE - 1) + b"\n"


def _mark_in(line: bytes) -> Mark | None:
    """The mark that a line holds; None for one that was cut short."""
    try:
        record = json.loads(line.decode("ascii"))
        mark = Mark(int(record["count"]), bytes.fromhex(record["head"]))
    except (ValueError, KeyError, TypeError):
        return None
    return mark if record.get("check") == _check(mark) else None


def _check(mark: Mark) -> str:
    """What a line cut short would lack."""
    return hashlib.sha256(f"{mark.count} {mark.mac.hex()}".encode()).hexdigest()[:16]
