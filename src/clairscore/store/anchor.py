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
from collections.abc import Iterator
from contextlib import contextmanager
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
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return None
        marks = [found for found in map(_mark_in, _lines(text)) if found is not None]
        if not marks:
            raise BrokenRecord(
                f"{self.path}: found no count and head; bring the anchor back from a backup"
            )
        return max(marks, key=lambda mark: mark.count)

    def advance(self, mark: Mark) -> None:
        """Keep the mark, unless a later one is kept already."""
        with self._alone():
            known = self.read()
            if known is None:
                self._write_anew(mark)
            elif known.count < mark.count:
                self._write(mark)

    def reset(self, mark: Mark) -> None:
        """Keep the mark even where a later one is known: after a restore."""
        with self._alone():
            self._write_anew(mark)

    def _write(self, mark: Mark) -> None:
        """Over the line that holds the earlier mark, or none."""
        first, _ = (_mark_in(line) for line in _lines(self.path.read_bytes()))
        latest = self.read()
        place = LINE if first is not None and first == latest else 0
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


def _lines(text: bytes) -> tuple[bytes, bytes]:
    return text[:LINE], text[LINE : 2 * LINE]


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
