"""`db` as it is typed: from an empty folder to a scored book."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clairscore.cli.opened import opened
from clairscore.store.clients import portfolios
from clairscore.store.migrations import REVISIONS
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
    told = clairscore("db", "upgrade", "--json").json
    assert told == {"from": dict(REVISIONS), "to": dict(REVISIONS)}
    newest = REVISIONS["records"]
    assert f"from revision {newest} to revision {newest}" in clairscore("db", "upgrade").out


def test_portfolios_are_as_the_folder_says_or_split(here: Path, tiny_folder: Path) -> None:
    folder = here / "data"
    shutil.copytree(tiny_folder, folder)
    (folder / "portfolio.csv").write_text("SK_ID_CURR,manager\n100001,ann\n")
    clairscore("db", "init")
    loaded = clairscore("db", "load", folder, "--unchecked")
    assert loaded.code == 0, loaded.err
    with opened() as store, store.database.read() as read:
        assert portfolios(read) == {"ann": 1, "unassigned": 2_199}


def test_without_the_libraries_of_the_store_the_part_to_install_is_named(here: Path) -> None:
    code = (
        "import sys; sys.modules['sqlalchemy'] = None\n"
        "from clairscore.cli.app import run; sys.exit(run(['db', 'init']))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "needs sqlalchemy, which is not installed; install clairscore[api]" in ran.stderr


def test_a_store_that_was_not_made_is_told_first(here: Path, tiny_folder: Path) -> None:
    refused = clairscore("db", "load", tiny_folder)
    assert refused.code == 2
    assert "run `clairscore db init`" in refused.err
