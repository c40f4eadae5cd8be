"""The anchor: how many events there are and the last one's code, kept outside the database.

A chain alone does not notice that its end was cut off, or that all of it was written anew.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clairscore.data.files import write_atomically
from clairscore.errors import BrokenRecord


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
            record = json.loads(self.path.read_text("ascii"))
            return Mark(int(record["count"]), bytes.fromhex(record["head"]))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise BrokenRecord(
                f"{self.path}: found no count and head; bring the anchor back from a backup"
            ) from error

    def advance(self, mark: Mark) -> None:
        """Keep the mark, unless a later one is kept already."""
        with self._alone():
            known = self.read()
            if known is None or known.count < mark.count:
                self._write(mark)

    def reset(self, mark: Mark) -> None:
        """Keep the mark even where a later one is known: after a restore."""
        with self._alone():
            self._write(mark)

    def _write(self, mark: Mark) -> None:
        with write_atomically(self.path) as draft:
            draft.write_text(json.dumps({"count": mark.count, "head": mark.mac.hex()}), "ascii")

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
