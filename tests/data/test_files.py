"""Files are old or new, never part, and written by one run at a time."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from clairscore.data.files import hold, sha256, write_atomically
from clairscore.errors import Busy


def test_a_write_that_ends_well_replaces_the_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_text("old")
    with write_atomically(path) as draft:
        assert draft.parent == path.parent
        draft.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["scores.csv"]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_text("old")
    with pytest.raises(OSError, match="disk full"):
        _fail_half_way(path)
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["scores.csv"]


def _fail_half_way(path: Path) -> None:
    with write_atomically(path) as draft:
        draft.write_text("ne")
        raise OSError("disk full")


def test_a_killed_write_leaves_the_old_file_and_the_next_one_works(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_text("old")
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from clairscore.data.files import write_atomically\n"
        "with write_atomically(Path(sys.argv[1])) as draft:\n"
        "    draft.write_text('half'); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert killed.returncode == -9
    assert path.read_text() == "old"
    with write_atomically(path) as draft:
        draft.write_text("new")
    assert path.read_text() == "new"


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    plain, written = tmp_path / "plain", tmp_path / "written"
    plain.touch()
    with write_atomically(written) as draft:
        draft.write_text("x")
    assert written.stat().st_mode == plain.stat().st_mode


def test_a_second_writer_is_refused_and_the_first_is_named(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    second = pytest.raises(Busy, match=rf"{path} is being written by process \d+; wait")
    with hold(path), second, write_atomically(path):
        pass
    with write_atomically(path) as draft:
        draft.write_text("free again")


def test_different_outputs_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with hold(tmp_path / "a"), hold(tmp_path / "b"):
        pass


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    data = b"clairscore" * 300_000
    (tmp_path / "file").write_bytes(data)
    assert sha256(tmp_path / "file") == hashlib.sha256(data).hexdigest()
