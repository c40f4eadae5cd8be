"""Writes records while the disk refuses: `FOLDER full|write|flush POSITIONS`; tells JSON.

The first operation refused is the first of a transaction, then the second, and so on, with all that
follow, until a transaction meets no refusal any more. In between the disk works again.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.faults.watched_sqlite import FULL, IOERR_FSYNC, IOERR_WRITE, Disk, Operation

ERRORS = {"full": ("write", FULL), "write": ("write", IOERR_WRITE), "flush": ("sync", IOERR_FSYNC)}


@dataclass
class Refusal:
    """Lets so many operations of a kind pass, then answers each with an error."""

    kind: str
    error: int
    passing: int
    met: int = 0

    def __call__(self, asked: Operation) -> int:
        if asked.kind != self.kind:
            return 0
        self.passing -= 1
        if self.passing >= 0:
            return 0
        self.met += 1
        return self.error


def main(folder: Path, name: str, positions: int) -> dict[str, object]:
    disk = Disk()
    disk.watch()
    from clairscore.errors import Unavailable
    from clairscore.store import engine
    from clairscore.store.audit import Event, append, verify
    from clairscore.store.opening import open_store
    from tests.store.places import settings_in

    engine.PRAGMAS = (*engine.PRAGMAS, "wal_autocheckpoint=6")
    kind, error = ERRORS[name]
    refused, kept, faults = 0, 0, []
    with open_store(settings_in(folder), os.urandom) as store:

        def add(count: int) -> None:
            told = "x" * 9_000  # several pages
            with store.database.write() as write:
                events = (Event("2026", "ann", told, f"d{n}") for n in range(count))
                append(write, *events)

        for position in range(positions):
            add(1)
            kept += 1
            disk.answer = refusal = Refusal(kind, error, position)
            try:
                add(3)
                kept += 3
            except Unavailable:
                refused += 1
            disk.answer = lambda _: 0
            with store.database.read() as read:
                found = verify(read, store.secrets.chain, store.database.anchor.read())
            if found.faults or found.events != kept:
                faults.append(f"{position}: {found.events} of {kept}; {found.faults}")
                kept = found.events
            if not refusal.met:
                break
    return {"refused": refused, "positions": position + 1, "kept": kept, "faults": faults}


if __name__ == "__main__":
    result = main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    sys.stdout.write(json.dumps(result))
