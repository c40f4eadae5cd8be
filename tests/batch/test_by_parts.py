"""A book by parts: what comes out is what the whole book gives, and a stopped run is taken up."""

from __future__ import annotations

import errno
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import polars as pl
import pytest

from clairscore.batch.files import write_part
from clairscore.data.parted import part_names
from clairscore.data.synthetic import generate
from tests.conftest import Ran, clairscore

BLOCK = 64
"""Clients of a block: the generator's own would make a part of four thousand."""


def made(folder: Path, parts: int) -> Path:
    """Three small blocks of clients, a third of them to be decided."""
    with pytest.MonkeyPatch.context() as small:
        small.setattr(sys.modules["clairscore.data.synthetic.population"], "BLOCK", BLOCK)
        generate(
            folder, clients=2 * BLOCK, test_clients=BLOCK, seed=5, format="parquet", parts=parts
        )
    return folder


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same clients as a book of three parts."""
    return made(tmp_path_factory.mktemp("book") / "parted", parts=3)


def scored(folder: Path, bundles: Path, out: Path, *words: object) -> Ran:
    """One command line, contributions beside the decisions."""
    beside = out.with_name(f"why-{out.name}")
    return clairscore(
        *("score", folder, "--bundle", bundles, "--out", out, "--contributions", beside),
        *("--unchecked", "--json", *words),
    )


@pytest.fixture(scope="module")
def both(tiny_folder: Path, tiny_bundles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny folder decided at once (`at-once.parquet`) and in five parts (`by-parts`)."""
    place = tmp_path_factory.mktemp("both")
    whole = scored(tiny_folder, tiny_bundles, place / "at-once.parquet")
    parts = scored(tiny_folder, tiny_bundles, place / "by-parts", "--parts", 5)
    assert (whole.code, parts.code) == (0, 0), whole.err + parts.err
    assert whole.json == parts.json
    return place


@pytest.mark.parametrize("kind", ["", "why-"])
def test_parts_hold_together_what_the_whole_book_gives_to_the_last_bit(
    both: Path, kind: str
) -> None:
    parts = pl.read_parquet(both / f"{kind}by-parts").sort("SK_ID_CURR")
    assert parts.equals(pl.read_parquet(both / f"{kind}at-once.parquet"))
    assert len(list((both / f"{kind}by-parts").iterdir())) == 5


def test_nothing_but_parts_remains(both: Path) -> None:
    assert sorted(path.name for path in both.iterdir()) == [
        "at-once.parquet",
        "by-parts",
        "why-at-once.parquet",
        "why-by-parts",
    ]


def test_a_population_in_parts_is_the_same_population(parted: Path, tmp_path: Path) -> None:
    made(tmp_path, parts=1)
    assert part_names(parted) == ("part-00000", "part-00001", "part-00002")
    for file in ("application_test", "bureau_balance", "credit_card_balance"):
        whole = pl.read_parquet(tmp_path / f"{file}.parquet")
        assert pl.read_parquet(parted / "part-*" / f"{file}.parquet").equals(whole)


def test_a_part_that_cannot_be_trusted_is_named_and_nothing_is_delivered(
    parted: Path, tiny_bundles: Path, tmp_path: Path
) -> None:
    book = copied(parted, tmp_path / "book")
    (book / "part-00001" / "bureau.parquet").write_bytes(b"not a table")
    refused = clairscore("score", book, "--bundle", tiny_bundles, "--out", tmp_path / "out")
    assert refused.code == 2
    assert "part-00001: bureau" in refused.err
    assert not (tmp_path / "out").exists()


def test_a_stopped_run_is_taken_up_and_one_of_another_book_is_not(
    parted: Path, tiny_bundles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, out = copied(parted, tmp_path / "book"), tmp_path / "out"
    first = tmp_path / ".out.unfinished" / "part-00000.parquet"
    with monkeypatch.context() as full_disk:
        full_disk.setattr("clairscore.batch.work.write_part", filling_up(after=2))
        assert scored(book, tiny_bundles, out).code == 1
    written = first.stat().st_mtime_ns
    assert scored(book, tiny_bundles, out).code == 0
    assert (out / first.name).stat().st_mtime_ns == written
    out.rename(first.parent)  # as if it had been stopped just before its end
    (book / "part-00002" / "bureau.parquet").touch()
    (tmp_path / "why-out").rename(tmp_path / ".why-out.unfinished")
    assert scored(book, tiny_bundles, out).code == 0
    assert (out / first.name).stat().st_mtime_ns > written


def copied(book: Path, to: Path) -> Path:
    return Path(shutil.copytree(book, to))


def filling_up(after: int) -> Callable[[Iterable[pl.DataFrame], Path], None]:
    """As `write_part` on a disk with room for so many files."""
    written: list[Path] = []

    def write(frames: Iterable[pl.DataFrame], path: Path) -> None:
        if len(written) == after:
            raise OSError(errno.ENOSPC, "No space left on device")
        write_part(frames, path)
        written.append(path)

    return write


def test_features_by_parts_are_those_of_the_whole(tiny_folder: Path, tmp_path: Path) -> None:
    words = ("features", tiny_folder, "--catalogue", "raw", "--out")
    whole = clairscore(*words, tmp_path / "whole.parquet")
    parts = clairscore(*words, tmp_path / "parts", "--parts", 3)
    assert (whole.code, parts.code) == (0, 0), parts.err
    together = pl.read_parquet(tmp_path / "parts").sort("SK_ID_CURR")
    assert together.equals(pl.read_parquet(tmp_path / "whole.parquet"))
