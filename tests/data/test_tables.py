"""Folders are read as Kaggle ships them, whatever the packing."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from clairscore.data.schema import HISTORY_TABLES, TABLES
from clairscore.data.tables import labels, raw_schema, read_folder
from clairscore.errors import BadData
from tests.data import tiny


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny.write(tmp_path / "kaggle")


def collected(folder: Path, **options: object) -> dict[str, pl.DataFrame]:
    return {name: frame.collect() for name, frame in read_folder(folder, **options).items()}  # type: ignore[arg-type]


def same(found: dict[str, pl.DataFrame], expected: dict[str, pl.DataFrame]) -> None:
    for name in TABLES:
        assert_frame_equal(found[name], expected[name])


def test_frames_have_the_schema_s_columns_and_raw_types(folder: Path) -> None:
    for name, frame in collected(folder).items():
        assert dict(frame.schema) == raw_schema(name)


def test_train_and_test_are_told_apart_by_their_outcome(folder: Path) -> None:
    train = collected(folder)["application"]
    test = collected(folder, population="test")["application"]
    both = collected(folder, population="both")["application"]
    assert (train.height, test.height, both.height) == (30, 10, 40)
    assert test["TARGET"].null_count() == 10
    assert_frame_equal(both, pl.concat([train, test]))


def test_columns_are_read_on_request_with_their_keys(folder: Path) -> None:
    frames = collected(folder, columns={"bureau": ("AMT_CREDIT_SUM",)})
    assert frames["bureau"].columns == ["SK_ID_CURR", "SK_ID_BUREAU", "AMT_CREDIT_SUM"]
    assert frames["bureau_balance"].columns == ["SK_ID_BUREAU", "MONTHS_BALANCE"]
    assert frames["application"].columns == ["SK_ID_CURR"]


def test_a_missing_history_table_is_an_empty_frame(folder: Path) -> None:
    for name in HISTORY_TABLES:
        (folder / f"{name}.csv").unlink()
    frames = collected(folder)
    assert all(frames[name].is_empty() for name in HISTORY_TABLES)
    assert dict(frames["bureau"].schema) == raw_schema("bureau")


def test_reordered_columns_a_mark_and_windows_line_ends_change_nothing(folder: Path) -> None:
    expected = collected(folder)
    for stem, cells in tiny.tables().items():
        text = tiny.text([row[::-1] for row in cells]).replace("\n", "\r\n")
        (folder / f"{stem}.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    same(collected(folder), expected)


def test_whole_numbers_with_a_point_read_as_those_without(folder: Path) -> None:
    expected = collected(folder)["bureau"]
    cells = tiny.tables()["bureau"]
    place = cells[0].index("DAYS_CREDIT")
    for row in cells[1:]:
        row[place] += ".0"
    (folder / "bureau.csv").write_text(tiny.text(cells))
    assert_frame_equal(collected(folder)["bureau"], expected)


def test_empty_and_quoted_empty_cells_are_null(folder: Path) -> None:
    cells = tiny.tables()["bureau"]
    text = tiny.text(cells).splitlines()
    place, word = cells[0].index("AMT_CREDIT_SUM"), cells[0].index("CREDIT_ACTIVE")
    row = list(cells[1])
    row[place], row[word] = '""', '""'
    text[1] = ",".join(row)
    (folder / "bureau.csv").write_text("\n".join(text) + "\n")
    first = collected(folder)["bureau"].row(0, named=True)
    assert first["AMT_CREDIT_SUM"] is None
    assert first["CREDIT_ACTIVE"] is None


def test_parquet_reads_as_csv_even_with_narrow_types(folder: Path) -> None:
    expected = collected(folder, population="both")
    for path in sorted(folder.glob("*.csv")):
        frame = pl.read_csv(path, infer_schema_length=None)
        narrow = frame.with_columns(
            pl.col(pl.Int64).cast(pl.Int32), pl.col(pl.String).cast(pl.Categorical)
        )
        narrow.write_parquet(path.with_suffix(".parquet"))
        path.unlink()
    same(collected(folder, population="both"), expected)


def test_not_a_number_is_missing(folder: Path) -> None:
    path = folder / "bureau.csv"
    frame = pl.read_csv(path, infer_schema=False)
    frame = frame.with_columns(pl.lit("nan").alias("AMT_CREDIT_SUM"))
    frame.write_csv(path)
    assert collected(folder)["bureau"]["AMT_CREDIT_SUM"].null_count() == frame.height > 0


@pytest.mark.parametrize("inside", [True, False])
def test_the_zip_reads_as_the_folder(folder: Path, tmp_path: Path, inside: bool) -> None:
    expected = collected(folder)
    place = (folder if inside else tmp_path) / "home-credit-default-risk.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.glob("*.csv")):
            archive.write(path, f"home-credit/{path.name}")
            path.unlink()
        archive.writestr("home-credit/sample_submission.csv", "SK_ID_CURR,TARGET\n")
    same(collected(folder if inside else place), expected)


def test_loose_files_win_over_a_zip_beside_them(folder: Path) -> None:
    with zipfile.ZipFile(folder / "home-credit-default-risk.zip", "w") as archive:
        archive.writestr("bureau.csv", "old\n")
    assert collected(folder)["bureau"].height == 80


def test_other_files_of_kaggle_s_are_not_looked_at(folder: Path) -> None:
    expected = collected(folder)
    (folder / "HomeCredit_columns_description.csv").write_bytes(b"\xe9,\n")
    (folder / "sample_submission.csv").write_text("SK_ID_CURR,TARGET\n")
    (folder / "truth.parquet").write_bytes(b"")
    same(collected(folder), expected)


def test_labels_are_whole_numbers_by_client(folder: Path) -> None:
    found = labels(folder)
    assert dict(found.schema) == {"SK_ID_CURR": pl.Int64, "TARGET": pl.Int64}
    assert found["TARGET"].to_list() == [0, 1] * 15


def test_a_folder_without_the_asked_population_is_refused(folder: Path) -> None:
    (folder / "application_test.csv").unlink()
    with pytest.raises(BadData, match=r"application_test: no file in .*; expected"):
        read_folder(folder, population="test")


def test_a_missing_column_is_named(folder: Path) -> None:
    (folder / "bureau_balance.csv").write_text("SK_ID_BUREAU,STATUS\n1,C\n")
    with pytest.raises(BadData, match=r"bureau_balance\.MONTHS_BALANCE: column missing"):
        read_folder(folder)


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="no such folder; expected a folder or zip"):
        read_folder(tmp_path / "nowhere")
