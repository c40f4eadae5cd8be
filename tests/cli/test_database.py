"""`db` as it is typed: from an empty folder to a scored book."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import clairscore


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with English words."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIRSCORE_LANGUAGE", "en")
    return tmp_path


def test_from_an_empty_folder_to_a_scored_book(
    here: Path, tiny_folder: Path, tiny_bundles: Path
) -> None:
    made = clairscore("db", "init", "--json")
    assert made.code == 0, made.err
    assert made.json["database"] == "sqlite:///clairscore-data/records.db"
    assert Path("clairscore-data/keys/master.key").stat().st_mode & 0o777 == 0o600
    loaded = clairscore("db", "load", tiny_folder, "--managers", "ann, bob", "--json")
    assert loaded.code == 0, loaded.err
    assert (loaded.json["added"], loaded.json["present"]) == (2_200, 0)
    again = clairscore("db", "load", tiny_folder, "--unchecked")
    assert "Files added: 0; there already: 2,200" in again.out
    scored = clairscore("db", "score", "--bundle", tiny_bundles, "--json")
    assert scored.code == 0, scored.err
    assert scored.json["clients"] == 2_200


def test_init_says_what_must_not_be_lost(here: Path) -> None:
    made = clairscore("db", "init")
    assert "Keys: sqlite:///clairscore-data/keys/keys.db" in made.out
    assert "without it no record can be read" in made.err


def test_upgrade_says_from_where_to_where(here: Path) -> None:
    clairscore("db", "init")
    assert clairscore("db", "upgrade", "--json").json == {
        "from": {"records": "0001", "keys": "0001"},
        "to": {"records": "0001", "keys": "0001"},
    }
    assert "from revision 0001 to revision 0001" in clairscore("db", "upgrade").out


def test_a_store_that_was_not_made_is_told_first(here: Path, tiny_folder: Path) -> None:
    refused = clairscore("db", "load", tiny_folder)
    assert refused.code == 2
    assert "run `clairscore db init`" in refused.err
