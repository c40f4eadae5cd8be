"""`user`, `key` and `portfolio` on the command line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from clairscore.settings import load_settings
from clairscore.store.clients import add_client
from clairscore.store.opening import init_store, open_store
from tests.api.place import START, chance
from tests.conftest import clairscore


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a store of three clients, where commands find it."""
    monkeypatch.setenv("CLAIRSCORE_LANGUAGE", "en")
    monkeypatch.setenv("CLAIRSCORE_DATABASE", f"sqlite:///{tmp_path}/records.db")
    monkeypatch.setenv("CLAIRSCORE_KEY_DATABASE", f"sqlite:///{tmp_path}/keys.db")
    monkeypatch.setenv("CLAIRSCORE_MASTER_KEY", str(tmp_path / "master.key"))
    monkeypatch.setenv("CLAIRSCORE_ANCHOR", str(tmp_path / "anchor.json"))
    settings = load_settings()
    init_store(settings, os.urandom)
    with open_store(settings, chance()) as store, store.database.write() as write:
        for number in (1, 2, 3):
            add_client(write, store.keys, number, "none", actor="test", at=START)
    (tmp_path / "password").write_text("a long sentence of this test\n")
    return tmp_path


def add(home: Path, name: str, *words: str) -> tuple[int, str]:
    ran = clairscore("user", "add", name, *words, "--password-file", home / "password")
    return ran.code, ran.out + ran.err


def test_an_account_is_made_changed_and_closed(home: Path) -> None:
    assert add(home, "claire", "-r", "manager", "--portfolio", "north")[0] == 0
    code, told = add(home, "claire", "-r", "analyst")
    assert (code, "of this name already" in told) == (2, True)
    assert clairscore("user", "roles", "claire", "-r", "reviewer", "-r", "manager").code == 0
    changed = clairscore("user", "password", "claire", "--password-file", home / "password")
    assert changed.code == 0
    assert clairscore("user", "disable", "claire").code == 0
    (user,) = clairscore("user", "list", "--json").json["users"]
    assert (user["roles"], user["portfolio"]) == (["manager", "reviewer"], "north")
    assert user["disabled"]
    assert "claire" in clairscore("user", "list").out
    missing = clairscore("user", "disable", "nobody")
    assert (missing.code, "user list" in missing.err) == (2, True)


def test_roles_that_do_not_go_together_are_refused_by_name(home: Path) -> None:
    code, told = add(home, "claire", "-r", "admin", "-r", "reviewer")
    assert (code, "must not decide" in told) == (2, True)


def test_a_code_is_made_for_a_client_who_is_here(home: Path) -> None:
    assert len(clairscore("user", "code", 1, "--json").json["code"]) == 19
    assert clairscore("user", "code", 9).code == 2


def test_a_key_is_printed_once_and_revoked(home: Path) -> None:
    key = clairscore("key", "add", "batch", "--json").json["key"]
    (listed,) = clairscore("key", "list", "--json").json["keys"]
    assert listed["id"] == key.split("_")[1]
    assert key.split("_")[2] not in str(listed)
    assert clairscore("key", "revoke", listed["id"]).code == 0
    assert clairscore("key", "revoke", listed["id"]).code == 2
    assert clairscore("key", "add", "boss", "-r", "admin").code == 2


def test_portfolios_come_from_a_file_or_are_dealt(home: Path) -> None:
    file = home / "portfolio.csv"
    file.write_text("SK_ID_CURR,manager\n1,north\n2,south\n")
    assert clairscore("portfolio", "load", file, "--json").json == {"assigned": 2}
    counts = clairscore("portfolio", "list", "--json").json["portfolios"]
    assert counts == {"none": 1, "north": 1, "south": 1}
    assert clairscore("portfolio", "split", "east", "west", "--json").json == {"assigned": 3}
    assert set(clairscore("portfolio", "list", "--json").json["portfolios"]) == {"east", "west"}


def test_every_fault_of_a_portfolio_file_is_told(home: Path) -> None:
    file = home / "portfolio.csv"
    file.write_text("SK_ID_CURR,manager\n1,north\n1,south\nx,north\n2,\n")
    refused = clairscore("portfolio", "load", file)
    assert refused.code == 2
    assert [f"line {line}" in refused.err for line in (2, 3, 4, 5)] == [False, True, True, True]
    file.write_text("client;manager\n")
    assert "SK_ID_CURR, manager" in clairscore("portfolio", "load", file).err
