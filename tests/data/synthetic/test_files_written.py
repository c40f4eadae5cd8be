"""Files of a synthetic population: Kaggle's names and text, whole or not at all."""

import zlib
from pathlib import Path

import polars as pl
import pytest

from clairscore.data.schema import APPLICATION, TABLES
from clairscore.data.synthetic import generate, output, tables
from clairscore.data.tables import read_folder
from clairscore.errors import BadSetting, MissingExtra

CLIENTS, TESTED = 400, 60
FILES = {
    "application_train.csv", "application_test.csv", "bureau.csv", "bureau_balance.csv",
    "previous_application.csv", "POS_CASH_balance.csv", "installments_payments.csv",
    "credit_card_balance.csv", "sample_submission.csv", "truth.parquet",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("synthetic")
    generate(path, clients=CLIENTS, test_clients=TESTED, seed=4)
    return path


def test_the_folder_holds_kaggle_s_files_and_the_truth(folder: Path):
    assert {path.name for path in folder.iterdir()} == FILES


def test_what_is_written_reads_as_the_tables_in_memory(folder: Path):
    read = read_folder(folder, population="both")
    made = tables(CLIENTS, seed=4, test_clients=TESTED)
    for name in TABLES:
        assert read[name].collect().equals(made[name], null_equal=True), name


def test_parquet_holds_the_same_rows_with_checksummed_pages(folder: Path, tmp_path: Path):
    pytest.importorskip("pyarrow")
    generate(tmp_path, clients=CLIENTS, test_clients=TESTED, seed=4, format="parquet")
    one, other = (read_folder(path, population="both") for path in (folder, tmp_path))
    for name in TABLES:
        assert one[name].collect().equals(other[name].collect(), null_equal=True), name
    assert page_checksum(tmp_path / "bureau.parquet") is not None


def page_checksum(path: Path) -> int | None:
    """The first page's CRC, if it is right: PageHeader is Thrift, field 4 an i32 zigzag varint."""
    data = path.read_bytes()[4:400_000]
    position, fields = 0, {}
    number = 0
    while data[position]:
        delta, kind = data[position] >> 4, data[position] & 15
        number, position = number + delta, position + 1
        if kind != 5:
            break
        value, shift = 0, 0
        while data[position] & 128:
            value |= (data[position] & 127) << shift
            shift, position = shift + 7, position + 1
        value |= data[position] << shift
        fields[number], position = (value >> 1) ^ -(value & 1), position + 1
    wanted = fields[4] & 0xFFFFFFFF
    size = fields[3]
    return wanted if any(zlib.crc32(data[at : at + size]) == wanted for at in range(200)) else None


def test_the_same_seed_writes_the_same_bytes_on_any_number_of_threads(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(output, "WORKERS", 1)
    generate(tmp_path, clients=CLIENTS, test_clients=TESTED, seed=4)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_numbers_are_spelled_as_kaggle_spells_them(folder: Path):
    lines = (folder / "installments_payments.csv").read_text().splitlines()
    assert lines[0] == ",".join(TABLES["installments_payments"].names)
    loan, client, version, number, due, paid, *_ = lines[1].split(",")
    assert (loan + client + number).isdigit()
    assert version.endswith(".0")
    assert due.endswith(".0")
    assert paid.endswith(".0")


def test_the_submission_lists_the_test_clients(folder: Path):
    submission = pl.read_csv(folder / "sample_submission.csv")
    test = pl.read_csv(folder / "application_test.csv", infer_schema_length=None)
    assert submission.columns == ["SK_ID_CURR", "TARGET"]
    assert submission["SK_ID_CURR"].equals(test["SK_ID_CURR"])
    assert (submission["TARGET"] == 0.5).all()
    assert "TARGET" not in test.columns


def test_the_truth_is_no_table_that_a_reader_finds(folder: Path):
    assert "truth" not in read_folder(folder)
    truth = pl.read_parquet(folder / "truth.parquet")
    assert truth.height == CLIENTS + TESTED


def test_progress_and_row_counts_are_told(tmp_path: Path):
    told: list[tuple[int, int]] = []
    rows = generate(
        tmp_path, clients=5_000, test_clients=0, seed=1, progress=lambda *s: told.append(s)
    )
    assert told == [(1, 2), (2, 2)]
    assert rows["application_train"] == 5_000
    assert rows["application_test"] == 0
    assert read_folder(tmp_path)[APPLICATION].collect().height == 5_000


def test_a_run_that_fails_leaves_the_old_files(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    generate(tmp_path, clients=30, seed=1)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def fail(*_: object) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        generate(tmp_path, clients=40, seed=2, progress=fail)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_two_formats_of_one_table_are_never_mixed(tmp_path: Path):
    generate(tmp_path, clients=10, seed=1)
    with pytest.raises(BadSetting, match=r"holds .*\.csv, but parquet files were asked for"):
        generate(tmp_path, clients=10, seed=1, format="parquet")


def test_parquet_without_pyarrow_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("clairscore.data.synthetic.sinks.find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"install clairscore\[spark\], or write CSV"):
        generate(tmp_path, clients=10, seed=1, format="parquet")
