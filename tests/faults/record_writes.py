"""Writes records while every operation on the disk is noted: `OUT FOLDER full|normal WRITES`.

`OUT` gets a line of JSON an operation, and one for each transaction that was acknowledged.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from pathlib import Path

from tests.faults.watched_sqlite import Disk, Operation


def main(out: Path, folder: Path, level: str, writes: int) -> None:
    disk = Disk()
    disk.watch()
    from clairscore.store import engine
    from clairscore.store.audit import Event, append
    from clairscore.store.opening import open_store
    from tests.store.places import settings_in

    flushed = tuple(pragma for pragma in engine.PRAGMAS if not pragma.startswith("synchronous"))
    engine.PRAGMAS = (*flushed, f"synchronous={level.upper()}", "wal_autocheckpoint=12")
    with open_store(settings_in(folder), os.urandom) as store:
        lines = []
        seen = 0
        for number in range(writes):
            with store.database.write() as write:
                append(write, Event("2026", "ann", "decide", f"d{number}", detail={"n": number}))
            lines += [told(each) for each in disk.operations[seen:]]
            seen = len(disk.operations)
            mark = store.database.anchor.read()
            assert mark is not None
            lines.append({"kind": "acknowledged", "count": mark.count, "mac": mark.mac.hex()})
        out.write_text("".join(json.dumps(line) + "\n" for line in lines))
        sys.stdout.flush()
        os._exit(0)  # closing would tidy up what the power took


def told(operation: Operation) -> dict[str, object]:
    return {
        "kind": operation.kind,
        "file": Path(operation.file).name,
        "offset": operation.offset,
        "data": base64.b64encode(operation.data).decode(),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
