"""What an analyst sees of the raw data: right counts, nobody told of, nothing invented."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from clairscore.data.checks import check_folder
from clairscore.data.describe import described
from clairscore.decision.policy import Policy
from clairscore.features.catalogue import catalogue
from clairscore.i18n import LANGUAGES, Lang
from clairscore.modelling import exploration as explore
from clairscore.monitoring.evidently_report import ColumnDrift, PopulationDrift
from clairscore.settings import Settings
from tests import invented


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return invented.folder(tmp_path_factory.mktemp("explored"), n=400)


def people(rates: dict[str, tuple[int, int]]) -> pl.DataFrame:
    """Applications by income type: how many, and how many of them had difficulties."""
    rows = [
        {"NAME_INCOME_TYPE": name, "TARGET": float(at < bad), "DAYS_EMPLOYED": -365.25 * (1 + at)}
        for name, (count, bad) in rates.items()
        for at in range(count)
    ]
    return pl.DataFrame(rows)


def test_a_folder_that_is_set_is_taken(tmp_path: Path) -> None:
    settings = Settings(notebook_data=tmp_path / "mine")
    assert explore.data_folder(settings, tmp_path) == tmp_path / "mine"
    assert "mine" in explore.provenance(tmp_path / "mine", "en")


def test_without_one_clients_are_invented_and_said_to_be(tmp_path: Path) -> None:
    made = explore.data_folder(Settings(), tmp_path)
    assert (made / "application_train.csv").exists()
    assert explore.provenance(made, "en").startswith("Invented")


def test_tables_tell_whom_they_reach(folder: Path) -> None:
    told = explore.linked(check_folder(folder), explore.every_application(folder), "en")
    rows = {row[0]: row for row in told.rows}
    owners = pl.read_csv(folder / "bureau.csv")["SK_ID_CURR"].n_unique()
    assert rows["application"][1] == "500"
    assert rows["bureau"][3:5] == ("application", "SK_ID_CURR")
    assert float(rows["bureau"][5].rstrip("%")) == pytest.approx(100 * owners / 500, abs=0.06)
    assert rows["bureau_balance"][5] == "0%"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_findings_are_counted_by_kind(folder: Path, lang: Lang) -> None:
    report = check_folder(folder)
    told = explore.findings(report, lang)
    assert len(told.rows) == len({(each.severity, each.code) for each in report.violations})
    assert str(len(report.warnings)) in explore.verdict(report, lang)


def test_empty_columns_come_emptiest_first_and_once(folder: Path) -> None:
    figure = explore.missing_values(described(check_folder(folder)), "en", "application_train")
    shares = [float(row[1].rstrip("%")) for row in figure.table.rows]
    assert shares == sorted(shares, reverse=True)
    assert not [row for row in figure.table.rows if row[0].endswith("_MEDI)")]


def test_a_date_that_never_was_is_counted_and_read_as_empty(tmp_path: Path) -> None:
    place = invented.folder(tmp_path, n=100)
    file = place / "application_train.csv"
    never = pl.when(pl.int_range(pl.len()) < 25).then(365_243).otherwise(pl.col("DAYS_EMPLOYED"))
    pl.read_csv(file).with_columns(DAYS_EMPLOYED=never).write_csv(file)
    told = explore.sentinels(described(check_folder(place)), "en")
    assert [row[:2] for row in told.rows] == [("application_train.DAYS_EMPLOYED", "25%")]
    assert explore.labelled(place)["DAYS_EMPLOYED"].null_count() == 25


def test_rates_by_word_are_shares_of_their_group() -> None:
    figure = explore.rate_by_word(
        people({"Working": (100, 30), "Pensioner": (50, 5)}), "NAME_INCOME_TYPE", "en"
    )
    assert [(row[1], row[2]) for row in figure.table.rows] == [("100", "30%"), ("50", "10%")]
    assert "23.3%" in figure.conclusion


def test_a_group_too_small_to_hide_a_person_is_not_shown() -> None:
    figure = explore.rate_by_word(
        people({"Working": (100, 30), "Student": (19, 1)}), "NAME_INCOME_TYPE", "en"
    )
    assert len(figure.table.rows) == 1


def test_bands_hold_everybody_once_days_are_years_and_extremes_stay_unsaid() -> None:
    frame = people({"Working": (200, 20)})
    unknown = frame.with_columns(DAYS_EMPLOYED=pl.lit(None, pl.Float64)).head(40)
    figure = explore.rate_by_band(pl.concat([frame, unknown]), "DAYS_EMPLOYED", "en")
    assert sum(int(row[1]) for row in figure.table.rows) == 240
    assert [row[0] for row in figure.table.rows[:2]] == ["under 41", "41 to 81"]
    assert figure.table.rows[4][0] == "160 and over"
    assert figure.table.rows[-1][:2] == ("not supplied", "40")


def test_a_value_that_tells_nothing_is_not_said_to() -> None:
    """Difficulties come evenly over the values in one frame, with the smallest in the other."""
    even = people({"Working": (200, 0)}).with_columns(TARGET=(pl.int_range(pl.len()) % 10) / 9 // 1)
    apart = people({"Working": (200, 40)})
    assert "neither" in explore.spread_by_outcome(even, "DAYS_EMPLOYED", "en").title
    assert "neither" not in explore.spread_by_outcome(apart, "DAYS_EMPLOYED", "en").title


def test_excluded_facts_are_those_of_the_policy() -> None:
    told, said = explore.exclusions(Policy(), catalogue("raw"), "en")
    assert len(told.rows) == len(Policy().excluded_columns)
    assert any("CODE_GENDER" in row[1] for row in told.rows)
    assert str(len(catalogue("raw").without(Policy().excluded_columns))) in said


def test_one_application_alone_equals_its_row_in_a_book() -> None:
    raw = catalogue("raw")
    told, said = explore.alone_and_in_book(raw, ["application_amt_credit"], "en")
    assert told.rows[0][1] == told.rows[0][2]
    assert said.endswith(": 0.")


def test_a_declaration_is_told_line_by_line() -> None:
    told = explore.declared(catalogue("raw")["application_amt_annuity"], "en")
    assert ("Columns read", "application.AMT_ANNUITY") in told.rows
    assert ("Imposed direction", "the risk never falls when it rises") in told.rows


def test_a_shift_counts_every_column_not_only_those_shown() -> None:
    columns = tuple(
        ColumnDrift(name, "number", "wasserstein", score, 0.1, score >= 0.1, 0.0, 0.0)
        for name, score in (("AMT_CREDIT", 0.3), ("AMT_ANNUITY", 0.02))
    )
    figure = explore.moved(PopulationDrift(10, 10, (10, 10), columns, ()), "en")
    assert figure.title == "Columns beyond the limit: 1 of 2"
    assert "AMT_CREDIT" in figure.conclusion


def test_a_folder_without_a_second_population_says_so(tmp_path: Path) -> None:
    place = invented.folder(tmp_path, n=100)
    (place / "application_test.csv").unlink()
    told = explore.linked(check_folder(place), explore.every_application(place), "en")
    figures, sentences = explore.shifted(place, Policy(), "en")
    assert told.rows[0][:2] == ("application", "100")
    assert figures == ()
    assert sentences[0].startswith("This folder has no application_test")
