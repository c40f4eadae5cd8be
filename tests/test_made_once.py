"""What workers share is made by one of them, and the order of files names files that exist."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import LONGEST
from tests.made_once import Shelf

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_whoever_comes_second_waits_for_the_first(shelf: Shelf) -> None:
    made: list[Path] = []
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: shelf.made("a", made.append), range(8)))
    assert made == [found[0]]
    assert set(found) == {shelf.place / "shared-a"}


def test_what_failed_is_made_again(shelf: Shelf) -> None:
    def fails(folder: Path) -> None:
        (folder / "half").touch()
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        shelf.made("a", fails)
    assert list(shelf.made("a", Path.exists).iterdir()) == []


def test_files_that_begin_first_are_here() -> None:
    assert [name for name in LONGEST if not (ROOT / name).exists()] == []
