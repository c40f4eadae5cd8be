"""Power fails: what was acknowledged is there, and what was not is there whole or not at all.

Every operation of SQLite on its files is recorded. A power loss keeps, of each file, what was
flushed; of what was written since, each sector of 512 bytes may or may not have reached the disk.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from clairscore.store.anchor import Mark
from clairscore.store.audit import verify
from clairscore.store.opening import open_store
from tests.store.places import settings_in

pytestmark = pytest.mark.faults

SECTOR = 512
ROOT = Path(__file__).resolve().parents[2]
WRITES = 60


@dataclass(frozen=True)
class Step:
    """A line of the record: an operation on a file, or a transaction acknowledged."""

    kind: str
    file: str = ""
    offset: int = 0
    data: bytes = b""
    mark: Mark | None = None


@dataclass
class Image:
    """A file: what is surely on the disk, and what was asked since it was flushed."""

    flushed: bytearray = field(default_factory=bytearray)
    pending: list[Step] = field(default_factory=list)

    def flush(self) -> None:
        for step in self.pending:
            _apply(self.flushed, step, Random(0), 1.0)
        self.pending = []

    def after_loss(self, random: Random, share: float) -> bytes:
        """The file as it may be found: each sector written since survives with that probability."""
        found = bytearray(self.flushed)
        for step in self.pending:
            _apply(found, step, random, share)
        return bytes(found)


def _apply(content: bytearray, step: Step, random: Random, share: float) -> None:
    if step.kind == "truncate":
        if random.random() < share:
            del content[step.offset :]
        return
    for start in range(0, len(step.data), SECTOR):
        if random.random() < share:
            part = step.data[start : start + SECTOR]
            begin = step.offset + start
            content.extend(bytes(max(0, begin - len(content))))
            content[begin : begin + len(part)] = part


def recorded(folder: Path, level: str) -> list[Step]:
    """What SQLite did while records were written, with the marks that were acknowledged."""
    out = folder / "operations"
    words = [str(out), str(folder / "store"), level, str(WRITES)]
    subprocess.run(
        [sys.executable, "-m", "tests.faults.record_writes", *words], cwd=ROOT, check=True
    )
    return [_step(json.loads(line)) for line in out.read_text().splitlines()]


def _step(line: dict[str, str]) -> Step:
    if line["kind"] == "acknowledged":
        return Step("acknowledged", mark=Mark(int(line["count"]), bytes.fromhex(line["mac"])))
    data = base64.b64decode(line["data"])
    return Step(line["kind"], line["file"], int(line["offset"]), data)


def losses(
    steps: list[Step], before: dict[str, bytes], points: int
) -> Iterator[tuple[dict[str, bytes], Mark]]:
    """The files after a loss at each point, and the last mark that was acknowledged by then."""
    images = {name: Image(bytearray(content)) for name, content in before.items()}
    mark = Mark(0, bytes(32))
    chosen = sorted(Random(1).choices(range(len(steps)), k=points))
    for at, step in enumerate(steps):
        if step.mark is not None:
            mark = step.mark
        elif step.kind == "sync":
            images[step.file].flush()
        elif step.kind == "delete":
            images.pop(step.file, None)
        else:
            images.setdefault(step.file, Image()).pending.append(step)
        for number in range(chosen.count(at)):
            random = Random(at * 1000 + number)
            share = random.choice((0.0, 0.2, 0.5, 0.8, 1.0))
            yield {name: image.after_loss(random, share) for name, image in images.items()}, mark


def lost(files: dict[str, bytes], mark: Mark, place: Path) -> str:
    """What is wrong with the records found after a loss; empty where nothing is."""
    for old in place.glob("records.db*"):
        old.unlink()
    for name, content in files.items():
        (place / name).write_bytes(content)
    opened = open_store(settings_in(place), Random(1).randbytes)
    with opened as store, store.database.read() as read:
        found = verify(read, store.secrets.chain, mark)
    return "; ".join(found.faults)


def lose(folder: Path, stores_as_made: Path, level: str, points: int) -> list[str]:
    """What was wrong after each loss at which something was."""
    shutil.copytree(stores_as_made, folder / "store")
    shutil.copytree(stores_as_made, folder / "place")
    before = {"records.db": (stores_as_made / "records.db").read_bytes()}
    steps = recorded(folder, level)
    assert sum(step.mark is not None for step in steps) == WRITES
    flushed = Counter(step.file for step in steps if step.kind == "sync")
    assert flushed["records.db"] > 3, "the log was never brought into the database"
    found = (lost(files, mark, folder / "place") for files, mark in losses(steps, before, points))
    return [fault for fault in found if fault]


def test_no_acknowledged_record_is_lost(
    stores_as_made: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    points = 10_000 if request.config.getoption("--release") else 400
    assert lose(tmp_path, stores_as_made, "full", points) == []


def test_without_flushing_each_commit_records_are_lost(
    stores_as_made: Path, tmp_path: Path
) -> None:
    """The control: what the test above looks for can be found."""
    found = lose(tmp_path, stores_as_made, "normal", 100)
    assert found
    assert all("the end was cut off" in fault or "head" in fault for fault in found)
