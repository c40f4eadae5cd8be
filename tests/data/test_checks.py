"""What a check says of whole folders: sound ones, unusual ones, real ones."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import polars as pl
import pytest

from clairscore.data.checks import Profile, check_folder, require, unit_changes, write_manifest
from clairscore.data.checks import links as links_module
from clairscore.data.checks.links import IdSet
from clairscore.data.folder import locate
from clairscore.errors import BadData, BadInput
from tests.data import tiny


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny.write(tmp_path / "kaggle")


def codes(folder: Path) -> set[str]:
    return {violation.code for violation in check_folder(folder).violations}


def test_reordered_columns_a_mark_and_windows_line_ends_are_fine(folder: Path) -> None:
    for stem, cells in tiny.tables().items():
        text = tiny.text([row[::-1] for row in cells]).replace("\n", "\r\n")
        (folder / f"{stem}.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert check_folder(folder).violations == ()


def test_the_zip_and_parquet_pass_as_the_csv_does(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in folder.glob("*.csv"):
            archive.write(path, path.name)
    assert check_folder(tmp_path / "all.zip").violations == ()
    for path in sorted(folder.glob("*.csv")):
        pl.read_csv(path, infer_schema_length=None).write_parquet(path.with_suffix(".parquet"))
        path.unlink()
    assert check_folder(folder).violations == ()


def test_parquet_is_read_without_pyarrow_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clairscore.data.checks.parquet.find_spec", lambda name: None)
    path = folder / "bureau.csv"
    pl.read_csv(path, infer_schema_length=None).write_parquet(path.with_suffix(".parquet"))
    path.unlink()
    report = check_folder(folder)
    assert report.violations == ()
    assert report.rows["bureau"] == 80


def test_the_report_has_rows_digests_and_figures(folder: Path) -> None:
    report = check_folder(folder)
    data = (folder / "bureau.csv").read_bytes()
    assert report.rows["bureau"] == 80
    assert report.digests["bureau"] == hashlib.sha256(data).hexdigest()
    fact = report.columns["bureau"]["DAYS_CREDIT"]
    assert (fact.low, fact.high, fact.nulls) == (-179, -100, 0)


def test_all_refusals_of_all_files_come_at_once(folder: Path) -> None:
    (folder / "bureau.csv").write_text("")
    (folder / "bureau_balance.csv").write_text("SK_ID_BUREAU;MONTHS_BALANCE;STATUS\n1;-1;C\n")
    with pytest.raises(BadData, match=r"(?s)bureau: bureau\.csv is empty.*bureau_balance: cells"):
        require(folder)


def test_an_unreadable_parent_makes_no_orphans(folder: Path) -> None:
    (folder / "bureau.csv").write_text("")
    assert codes(folder) == {"empty-file"}


def test_one_application_file_is_enough_unless_another_is_asked_for(folder: Path) -> None:
    test_only = {"application_test": tiny.tables()["application_test"]}
    (other := folder.parent / "other").mkdir()
    tiny.write(other, test_only)
    assert check_folder(other).refusals == ()
    (refusal,) = check_folder(other, population="train").refusals
    assert "application_train: there is no such file; expected application_train.csv" in str(
        refusal
    )


def test_the_check_says_how_far_it_is(folder: Path) -> None:
    told: dict[str, int] = {}
    check_folder(folder, on_block=lambda source, rows: told.update({source.name: rows}))
    assert told == {
        stem: 30 if "train" in stem else 10 if "test" in stem else 80 for stem in tiny.STEMS
    }


def test_a_check_that_lacks_memory_says_how_much_before_it_starts(folder: Path) -> None:
    (refusal,) = check_folder(folder, free_memory=500_000_000).violations
    assert "the check needs 1.1 GB of memory and 0.5 GB is free" in str(refusal)


def test_memory_grows_with_the_longest_monthly_table(folder: Path) -> None:
    from clairscore.data.checks.memory import FIXED, needed

    sources = locate(folder)
    before = needed(sources.values())
    with (folder / "POS_CASH_balance.csv").open("a") as stream:
        stream.truncate(12_000_000)
    assert before < FIXED + 20_000
    assert needed(sources.values()) == FIXED + 16_000_000


def test_a_manifest_that_agrees_says_nothing(folder: Path) -> None:
    written = json.loads(write_manifest(folder).read_text())["files"]
    assert written["bureau.csv"]["rows"] == 80
    assert check_folder(folder).violations == ()


def test_a_manifest_may_lie_elsewhere(folder: Path) -> None:
    path = write_manifest(folder).rename(folder.parent / "kept.json")
    (folder / "bureau.csv").write_text(tiny.text(tiny.tables()["bureau"][:-1]))
    (refusal,) = check_folder(folder, manifest=path).refusals
    assert "bureau: 79 rows, the manifest says 80; the file was cut" in str(refusal)


def test_a_manifest_counts_parquet_rows_too(folder: Path) -> None:
    path = folder / "bureau.csv"
    pl.read_csv(path, infer_schema_length=None).write_parquet(path.with_suffix(".parquet"))
    path.unlink()
    written = json.loads(write_manifest(folder).read_text())["files"]
    assert written["bureau.parquet"]["rows"] == 80
    assert check_folder(folder).violations == ()


# --- units ---------------------------------------------------------------------------------------


def many(folder: Path, factor: float) -> Path:
    """A folder of 200 applications whose incomes are multiplied by `factor`."""
    header, *rows = tiny.tables()["application_train"]
    income, client = header.index("AMT_INCOME_TOTAL"), header.index("SK_ID_CURR")
    cells = [header]
    for number in range(200):
        row = list(rows[number % len(rows)])
        row[client], row[income] = str(number), str((1000 + number) * factor)
        cells.append(row)
    return tiny.write(folder, {"application_train": cells})


def test_a_changed_unit_is_told_with_its_factor(tmp_path: Path) -> None:
    profile = check_folder(many(tmp_path / "training", 1)).profile
    (warning,) = unit_changes(profile, many(tmp_path / "later", 1000))
    assert warning.severity == "warn"
    assert str(warning).startswith(
        "application_train.AMT_INCOME_TOTAL: values are about 1e+03 times larger than in training"
    )


@pytest.mark.parametrize("factor", [1, 1.5, 0.5])
def test_a_drift_is_no_change_of_unit(tmp_path: Path, factor: float) -> None:
    profile = check_folder(many(tmp_path / "training", 1)).profile
    assert unit_changes(profile, many(tmp_path / "later", factor)) == ()


def test_a_profile_survives_its_json(tmp_path: Path) -> None:
    profile = check_folder(many(tmp_path / "training", 1)).profile
    assert Profile.from_json(profile.to_json()) == profile


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"quantiles": 5}', '{"quantiles": {"a": [1]}}'])
def test_a_text_that_is_no_profile_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="no training profile; expected one that training wrote"):
        Profile.from_json(text)


# --- ids -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("span", [1 << 28, 0])
def test_an_id_set_knows_what_it_lacks_however_it_looks_up(
    monkeypatch: pytest.MonkeyPatch, span: int
) -> None:
    monkeypatch.setattr(links_module, "DENSE_SPAN", span)
    known = IdSet(pl.Series([5, 3, 9, 3]).to_numpy())
    asked = pl.Series([3, 4, 5, 9, 10, 2, -1, 2**60]).to_numpy()
    assert known.lacks(asked).tolist() == [False, True, False, False, True, True, True, True]
    assert len(known) == 3


def test_an_empty_id_set_lacks_everything() -> None:
    known = IdSet(pl.Series([], dtype=pl.Int64).to_numpy())
    assert known.lacks(pl.Series([1, 2]).to_numpy()).tolist() == [True, True]


# --- real rows -----------------------------------------------------------------------------------


@pytest.mark.real
def test_the_real_sample_is_not_refused_and_its_six_constants_are_told(real_folder: Path) -> None:
    report = check_folder(real_folder)
    assert report.refusals == ()
    same = [v for v in report.warnings if v.code in ("constant", "all-null")]
    assert len([v for v in same if v.table == "application_train"]) == 6
    told = {(v.code, v.table) for v in report.warnings}
    assert ("no-rows", "installments_payments") in told
    assert {("orphan", "POS_CASH_balance"), ("orphan", "credit_card_balance")} <= told
    (cards,) = (
        v for v in report.warnings if (v.code, v.table) == ("orphan", "credit_card_balance")
    )
    assert 0.32 < cards.count / report.rows["credit_card_balance"] < 0.34


@pytest.mark.real
def test_every_real_client_s_credit_file_is_accepted(real_folder: Path) -> None:
    from clairscore.data import credit_file, tables

    read = tables.read_folder(real_folder, population="both")
    clients = read["application"].select("SK_ID_CURR").collect().to_series().to_list()[::10]
    for file in credit_file.credit_files(read, clients).values():
        assert credit_file.parse(credit_file.dump(file)) == file
