"""The disk is full, or refuses: callers are told to try again, nothing is half written."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clairscore.store.anchor import Anchor, Mark
from clairscore.store.audit import Event, append, verify
from clairscore.store.opening import Store

pytestmark = pytest.mark.faults

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("error", ["full", "write", "flush"])
def test_a_refused_write_leaves_nothing_and_the_next_one_succeeds(
    error: str, stores_as_made: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    shutil.copytree(stores_as_made, tmp_path / "store")
    positions = 10_000 if request.config.getoption("--release") else 8
    words = [str(tmp_path / "store"), error, str(positions)]
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults.refuse_writes", *words],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = json.loads(ran.stdout)
    assert found["faults"] == []
    assert found["refused"] >= 1, "no refusal reached a caller: the test is blind"
    if request.config.getoption("--release"):
        assert found["positions"] < positions, "the last transaction must meet no refusal"


def test_an_anchor_on_a_full_disk_lets_the_records_go_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_anchor: Anchor, _mark: Mark) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Anchor, "advance", full)
        with store.database.write() as write:
            append(write, Event("2026", "ann", "decide", "d1"))
    with store.database.write() as write:
        append(write, Event("2026", "ann", "decide", "d2"))
    with store.database.read() as read:
        found = verify(read, store.secrets.chain, store.database.anchor.read())
    assert (found.events, found.anchored, found.faults) == (2, 2, ())
