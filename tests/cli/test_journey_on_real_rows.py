"""The same way on real rows; nothing of a row is ever printed, in failures neither."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.conftest import Ran, clairscore

pytestmark = [pytest.mark.real, pytest.mark.slow]

LEAK = 0.82
SUMMED = 1e-9


@pytest.fixture(scope="module")
def bundles(real_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("real") / "bundles"
    trained = clairscore("train", real_folder, "--out", made)
    assert trained.code == 0, trained.err
    return made


def test_the_files_can_be_used(real_folder: Path) -> None:
    assert clairscore("data", "check", real_folder).code == 0


def test_an_evaluation_has_an_interval_and_no_sign_of_a_leak(real_folder: Path) -> None:
    found = clairscore("evaluate", real_folder, "--seeds", 1, "--unchecked", "--json")
    area = found.json["figures"]["auc"]
    assert 0.65 < area["low"] < area["value"] < LEAK
    assert area["value"] < area["high"]
    assert found.json["warnings"] == []


def test_the_book_becomes_a_submission(real_folder: Path, bundles: Path, tmp_path: Path) -> None:
    submission = tmp_path / "submission.csv"
    scored = clairscore(
        *("score", real_folder, "-b", bundles, "--out", tmp_path / "book.parquet"),
        *("--submission", submission, "--unchecked"),
    )
    assert scored.code == 0, scored.err
    asked = pl.scan_csv(real_folder / "application_test.csv").select("SK_ID_CURR").collect()
    assert pl.read_csv(submission).height == asked["SK_ID_CURR"].n_unique()


def test_one_applicant_is_decided_with_reasons(real_folder: Path, bundles: Path) -> None:
    someone = pl.scan_csv(real_folder / "application_test.csv").select("SK_ID_CURR").first()
    client = someone.collect().item()
    decided = _quiet(
        clairscore("decide", "--client", client, "--data", real_folder, "-b", bundles, "--json")
    )
    total = decided.json["base"] + sum(fact["contribution"] for fact in decided.json["facts"])
    assert abs(total - decided.json["log_odds"]) < SUMMED, "contributions do not sum to the score"


def _quiet(ran: Ran) -> Ran:
    """The run, if it went well; a failure tells the exit code alone."""
    if ran.code:
        pytest.fail(f"exit code {ran.code}", pytrace=False)
    return ran
