"""The scripts behind the published figures run, measure what they say, and publish with care."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from bench.goals import GOALS
from bench.measured import measured
from bench.page import write_page
from bench.record import Record, as_json, command, parser_of

from bench import __main__ as every
from bench import (
    check,
    compare,
    contributions,
    decide,
    letters,
    nesting,
    pandas_kernel,
    parity,
    real,
    store,
)
from clairscore.data.synthetic import generate
from clairscore.data.tables import read_folder

if TYPE_CHECKING:
    from pandas import DataFrame

CLIENTS = 250


@pytest.fixture(scope="module")
def csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "csv"
    generate(folder, clients=CLIENTS, seed=4)
    return folder


def test_a_trial_run_writes_a_page_with_what_it_measured(tmp_path: Path) -> None:
    assert every.main(["generate", "--clients", "60", "--publish", str(tmp_path)]) == 0
    row = next(line for line in _rows(tmp_path / "benchmarks.md") if "`data synth`" in line)
    assert "python -m bench.generate --clients 60" in row
    assert "(missed)" not in row


def test_a_trial_run_may_not_write_the_published_page() -> None:
    with pytest.raises(SystemExit):
        every.main(["generate", "--clients", "60"])


def test_the_page_has_a_row_for_every_figure_and_marks_a_broken_promise(tmp_path: Path) -> None:
    missed = as_json(
        Record("check", "90.0 s", False, "synthetic", 300_000), "python -m bench.check"
    )
    (tmp_path / "check.json").write_text(json.dumps([missed]))
    write_page(tmp_path / "page.md", tmp_path)
    rows = _rows(tmp_path / "page.md")
    assert len(rows) == len(GOALS) + 2
    assert any("90.0 s (missed)" in row and missed["date"] in row for row in rows)


def test_the_command_of_a_record_names_sizes_but_no_folder() -> None:
    parser = parser_of("check", None, 1_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--no-spark", action="store_true")
    options = parser.parse_args(["--clients", "50", "--folder", "somewhere", "--no-spark"])
    assert command(parser, options) == "python -m bench.check --clients 50 --no-spark"


def test_memory_is_that_of_the_process_alone_and_its_children() -> None:
    block = 200 * 2**20
    held = np.ones(block // 8)
    assert measured("-c", "import time; time.sleep(0.3)").peak_gb * 2**30 < held.nbytes
    big = f"import time; held = bytearray({block}); time.sleep(0.3)"
    assert measured("-c", big).peak_gb * 2**30 > block


def test_a_command_that_fails_is_told_with_its_complaint() -> None:
    with pytest.raises(RuntimeError, match="no such thing"):
        measured("-c", "raise SystemExit('no such thing')")


def test_contributions_of_a_book_are_timed_and_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contributions, "BUDGETS", ((3, 20),))
    monkeypatch.setattr(contributions, "LEARNT_FROM", 600)
    (record,) = contributions.measure(argparse.Namespace(clients=2_500, seed=1))
    assert record.met is None
    assert record.details["20 trees of depth 3"]["gap_to_pred_contrib"] < 1e-12


def test_checking_sound_tables_gives_a_record(csv: Path) -> None:
    options = argparse.Namespace(folder=csv, clients=CLIENTS, seed=4)
    (record,) = check.measure(options)
    assert record.details["rows"]["application_train"] == CLIENTS


def test_a_store_is_loaded_and_its_chain_verified(csv: Path) -> None:
    options = argparse.Namespace(clients=CLIENTS, seed=4, folder=csv, bundle=None)
    loaded, checked = store.measure(options)
    assert loaded.n > CLIENTS
    assert "GB on disk" in loaded.measured
    assert checked.n == loaded.n


@pytest.fixture(scope="module")
def found(csv: Path) -> DataFrame:
    """What the pandas kernel makes of the tables."""
    return pandas_kernel.kernel(csv)


def test_the_pandas_kernel_computes_what_it_claims(csv: Path, found: DataFrame) -> None:
    payments = read_folder(csv)["installments_payments"].collect()
    late = pl.col("DAYS_ENTRY_PAYMENT") - pl.col("DAYS_INSTALMENT")
    expected = payments.group_by("SK_ID_CURR").agg(
        pl.len().alias("rows"), late.clip(lower_bound=0).mean().alias("late")
    )
    for client, rows, mean in expected.iter_rows():
        assert found.loc[client, "INSTAL_COUNT"] == rows
        assert found.loc[client, "INSTAL_DPD_MEAN"] == pytest.approx(mean, rel=1e-5)
    balance = (
        read_folder(csv)["bureau"]
        .collect()
        .group_by("SK_ID_CURR")
        .agg((pl.col("CREDIT_ACTIVE") == "Active").mean())
    )
    for client, share in balance.iter_rows():
        assert found.loc[client, "BURO_CREDIT_ACTIVE_Active_MEAN"] == pytest.approx(share)


def test_the_pandas_kernel_gives_the_same_from_parquet(found: DataFrame, tmp_path: Path) -> None:
    generate(tmp_path, clients=CLIENTS, seed=4, format="parquet")
    one, two = found, pandas_kernel.kernel(tmp_path)
    assert set(one.columns) == set(two.columns)
    assert np.allclose(one, two.loc[one.index, one.columns], rtol=1e-4, equal_nan=True)


def test_a_cell_differs_by_its_bits_and_missing_ones_are_equal() -> None:
    one = np.array([[1.0, np.nan, 0.0]], dtype=np.float32)
    two = np.array([[np.nextafter(np.float32(1), np.float32(2)), np.nan, -0.0]], dtype=np.float32)
    assert parity._cells(one, one.copy()) == 0
    assert parity._cells(one, two) == 2


def test_the_parity_script_finds_no_difference(tiny_bundles: Path) -> None:
    options = argparse.Namespace(
        clients=40, seed=1, folder=None, bundle=tiny_bundles, catalogue="full", no_spark=True
    )
    (record,) = parity.measure(options)
    assert record.met, record.details["differing"]


def test_the_decision_script_times_each_step_and_compares_threads(tiny_bundles: Path) -> None:
    options = argparse.Namespace(
        clients=0, seed=1, bundle=tiny_bundles, applications=10, concurrent=30, threads=4
    )
    alone, together = decide.measure(options)
    assert set(alone.details["steps_p50_ms"]) == set(decide.STEPS)
    assert together.met


def test_the_letter_script_decides_again_what_it_found(tiny_bundles: Path) -> None:
    options = argparse.Namespace(clients=0, seed=1, bundle=tiny_bundles, applications=12)
    search, letter = letters.measure(options)
    assert search.details["not_granted"] == 0
    assert letter.n == search.n > 0


@pytest.mark.parametrize("script", [real, nesting])
def test_without_real_rows_the_script_says_so_and_ends(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(real.VARIABLE, raising=False)
    script.main([])
    assert real.VARIABLE in capsys.readouterr().out


def _rows(page: Path) -> list[str]:
    return [line for line in page.read_text().splitlines() if line.startswith("|")]


def test_a_comparison_is_kept_and_told_on_its_page_with_data_and_command(tmp_path: Path) -> None:
    kept, page = tmp_path / "kept", tmp_path / "page.md"
    places = ("--records", str(kept), "--page-file", str(page))
    narrow = (
        "--clients",
        "400",
        "--tables",
        "application",
        "--candidates",
        "dummy",
        "--folds",
        "2",
    )
    compare.main(["synthetic", *narrow, *places])
    told = page.read_text()
    assert f"`python -m bench.compare synthetic {' '.join(narrow)}`" in told
    row = next(line for line in told.splitlines() if line.startswith("| No feature (Dummy) |"))
    assert "0.5000 (0.5000 to 0.5000)" in row
    page.unlink()
    compare.main(["--page", *places])
    assert page.read_text() == told
