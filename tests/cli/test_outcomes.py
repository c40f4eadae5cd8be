"""`outcomes load` as it is typed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from clairscore.cli.opened import opened
from clairscore.decision.lifecycle.grounds import Ground
from clairscore.settings import load_settings
from clairscore.store import steps
from clairscore.store.opening import init_store
from tests.conftest import clairscore
from tests.store.files import POLICY, Bureau, record

HEAD = "application,difficulties,observed\n"


@pytest.fixture
def loan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store with a loan that was granted and told, where the command will look for it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIRSCORE_LANGUAGE", "en")
    init_store(load_settings(), os.urandom)
    with opened() as store:
        bureau = Bureau(store)
        opened_one = bureau.opened()
        with bureau.act() as act:
            now = steps.propose(act, bureau.stands(opened_one), record(at=act.at), POLICY)
            now = steps.revise(act, now, "granted", Ground("other", "said so, clearly"), POLICY)
            steps.notify(act, now, "fr", None)
    return opened_one.id


def written(text: str) -> Path:
    Path("outcomes.csv").write_text(text)
    return Path("outcomes.csv")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n", "expected the columns application, difficulties, observed"),
        (HEAD + "x,2,2027-01-01\n", "line 2: expected an application, 0 or 1, and a day"),
        (HEAD + "x,1,soon\n", "line 2: expected an application, 0 or 1, and a day"),
        (HEAD + "x\n", "line 2: expected an application, 0 or 1, and a day"),
        (HEAD + "x,1,2027-01-01\n", "1 applications were not granted, or are not here, first x"),
    ],
)
def test_a_file_that_cannot_be_trusted_changes_nothing(loan: str, text: str, told: str) -> None:
    ran = clairscore("outcomes", "load", written(text))
    assert ran.code == 2
    assert told in ran.err


def test_outcomes_are_kept_and_count_once_mature(loan: str) -> None:
    file = written(f"{HEAD}{loan},1,2027-01-01\n")
    ran = clairscore("outcomes", "load", file, "--json")
    assert ran.json["kept"] == ran.json["known"] == 1
    assert set(ran.json) == {"kept", "known", "mature", "difficulties"}
    assert "Outcomes kept: 1. Known: 1" in clairscore("outcomes", "load", file, "--lang", "en").out
