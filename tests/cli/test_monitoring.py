"""`monitor window` as it is typed, on a store with proposals of the tiny bundle."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from clairscore.cli.opened import opened
from clairscore.contract import CreditFile
from clairscore.data.credit_file import from_tables
from clairscore.data.tables import read_folder
from clairscore.decision.decide import decide
from clairscore.decision.lifecycle.case import Actor
from clairscore.decision.record import Record
from clairscore.decision.shelf import load_bundle
from clairscore.settings import load_settings
from clairscore.store import steps
from clairscore.store.opening import init_store
from tests.conftest import clairscore
from tests.store.files import NOON, Bureau

PROPOSALS = 240
START, END = str(NOON.date()), str((NOON + timedelta(days=1)).date())


@pytest.fixture(scope="module")
def applicant(tiny_folder: Path) -> CreditFile:
    client = int(pl.read_csv(tiny_folder / "application_test.csv")["SK_ID_CURR"][0])
    return from_tables(read_folder(tiny_folder, population="test"), client)


@pytest.fixture(scope="module")
def records(
    tiny_bundles: Path, applicant: CreditFile, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A store where one applicant came again and again."""
    folder = tmp_path_factory.mktemp("records")
    before = Path.cwd()
    os.chdir(folder)
    try:
        init_store(load_settings(), os.urandom)
        bundle = load_bundle(load_settings(), tiny_bundles)
        proposal = decide(bundle, applicant)
        with opened() as store:
            bureau = Bureau(store)
            for _ in range(PROPOSALS):
                about = bureau.opened()
                with bureau.act() as act:
                    made = Record(proposal, "d" * 64, "0.1.0", Actor("anne", "manager"), act.at)
                    now = steps.propose(act, bureau.stands(about), made, bundle.policy)
                with bureau.act() as act:
                    steps.withdraw(act, now)
    finally:
        os.chdir(before)
    return folder


@pytest.fixture
def here(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(records)
    monkeypatch.setenv("CLAIRSCORE_LANGUAGE", "en")


def test_one_applicant_again_and_again_is_another_population(
    here: None, tiny_bundles: Path
) -> None:
    ran = clairscore("monitor", "window", START, END, "--bundle", tiny_bundles, "--json")
    assert ran.code == 0, ran.err
    found = ran.json
    assert (found["light"], found["current"]["read"]) == ("act", PROPOSALS)
    assert found["told_apart"] is None
    assert "stop_and_review" in [action["code"] for action in found["actions"]]


def test_with_the_folder_of_the_training_rows_are_told_apart_and_evidently_is_beside(
    here: None, tiny_bundles: Path, tiny_folder: Path, tmp_path: Path
) -> None:
    words = ("--bundle", tiny_bundles, "--reference", tiny_folder, "--out", tmp_path / "report")
    ran = clairscore("monitor", "window", START, END, *words)
    assert ran.code == 0, ran.err
    assert "AUC of 1" in ran.out
    assert (tmp_path / "report" / "evidently.html").exists()


def test_a_verdict_that_was_named_ends_with_code_4(here: None, tiny_bundles: Path) -> None:
    words = ("monitor", "window", START, END, "--bundle", tiny_bundles)
    assert clairscore(*words, "--fail-on", "act").code == 4
    assert (
        clairscore("monitor", "window", END, "2027-01-01", *words[4:], "--fail-on", "watch").code
        == 0
    )


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [("soon", END, "expected a day as YYYY-MM-DD"), (END, START, "before the day after the last")],
)
def test_days_that_are_none_are_refused(
    here: None, tiny_bundles: Path, start: str, end: str, told: str
) -> None:
    ran = clairscore("monitor", "window", start, end, "--bundle", tiny_bundles)
    assert ran.code == 2
    assert told in ran.err
