"""The whole way on the command line: invent, check, train, judge, decide, explain, submit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from clairscore.i18n import catalogue, t
from tests.conftest import Ran, clairscore
from tests.modelling.tracking.test_registry import COMMANDS
from tests.test_docs import documented

ON_RECORDS = {"db", "audit", "user", "key", "portfolio", "outcomes"}
ON_RECORDS |= {"monitor window", "monitor run", "model on", "model follow"}
OUTCOMES = {"granted", "refused", "referred"}


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> int:
    return int(pl.read_csv(tiny_folder / "application_test.csv")["SK_ID_CURR"][0])


@pytest.fixture(scope="module")
def credit_file(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory, client: int) -> Path:
    from clairscore.data.credit_file import dump, from_tables
    from clairscore.data.tables import read_folder

    file = tmp_path_factory.mktemp("file") / f"{client}.json"
    file.write_text(dump(from_tables(read_folder(tiny_folder, population="test"), client)))
    return file


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands write."""
    return tmp_path_factory.mktemp("made")


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for commands whose numbers are not looked at, so that they take less time."""
    folder = tmp_path_factory.mktemp("few") / "data"
    made = clairscore("data", "synth", folder, "--clients", 600, "--rate", 0.15, "--seed", 1)
    assert made.code == 0, made.err
    return folder


@pytest.fixture(scope="module")
def records(
    tiny_folder: Path,
    few: Path,
    tiny_training: Ran,
    tiny_card: Ran,
    tiny_evidence: Ran,
    tiny_bundles: Path,
    credit_file: Path,
    made: Path,
) -> dict[str, Ran]:
    """Every command that prints JSON, run once."""
    bundle = ("--bundle", tiny_bundles)
    outputs = ("--out", made / "book.parquet", "--submission", made / "submission.csv")
    outputs = (*outputs, "--contributions", made / "contributions.parquet")
    fewer = ("--folds", 2, "--seeds", 1, "--tables", "application", "--unchecked")
    costs = ("--out", made / "costs.json", "--items", "sex", "--folds", 2, "--seeds", 2)
    costs = (*costs, "--catalogue", "raw", "--unchecked")
    return {"train": tiny_training, "card": tiny_card, "evidence": tiny_evidence} | {
        name: clairscore(*name.split(), *words, "--json")
        for name, words in {
            "data synth": (made / "data", "--clients", 50),
            "data check": (tiny_folder,),
            "data describe": (tiny_folder,),
            "evaluate": (few, *fewer, "--against", "raw"),
            "exclusions": (few, *costs),
            "compare": (
                few,
                "--out",
                made / "comparison.json",
                *("--candidates", "dummy", "--folds", 2, "--tables", "application", "--unchecked"),
            ),
            "tune": (
                few,
                "--out",
                made / "tuned.json",
                *("--trials", 2, "--tables", "application", "--catalogue", "raw", "--unchecked"),
            ),
            "monitor files": (few, *bundle, "--unchecked"),
            "fairness": (few, *bundle, "--unchecked"),
            "recalibrate": (tiny_bundles, few, "--out", made / "moved", "--unchecked"),
            "gates": (tiny_bundles, few, "--against", tiny_bundles, "--unchecked"),
            "score": (tiny_folder, *bundle, *outputs),
            "decide": (credit_file, *bundle),
            "recourse": (credit_file, *bundle),
            "model list": (tiny_bundles,),
            "model show": (tiny_bundles,),
            "model verify": (tiny_bundles,),
            "settings": (),
        }.items()
    }


def test_every_step_goes_well(records: dict[str, Ran]) -> None:
    assert {name: ran.err for name, ran in records.items() if ran.code} == {}


def test_each_step_of_training_is_told_in_the_language(tiny_training: Ran) -> None:
    told = set(tiny_training.err.splitlines())
    steps = {text for key, text in catalogue("fr").items() if key.startswith("cli.train.step.")}
    assert steps <= told


def test_each_step_of_the_evidence_is_told_in_the_language(records: dict[str, Ran]) -> None:
    told = set(records["evidence"].err.splitlines())
    steps = {text for key, text in catalogue("fr").items() if key.startswith("cli.evidence.step.")}
    assert steps <= told


def test_json_has_exactly_the_documented_keys(records: dict[str, Ran]) -> None:
    """As `Ran.json` checks of every command; those on records and the registry have other tests."""
    assert {name: set(ran.json) for name, ran in records.items()} == {
        name: set(keys)
        for name, keys in documented().items()
        if name not in COMMANDS and not {name, name.split()[0]} & ON_RECORDS
    }


def test_invented_tables_pass_the_checks(records: dict[str, Ran]) -> None:
    checked = records["data check"].json
    assert checked["sound"] is True
    assert checked["rows"]["application_train"] == 2_000


def test_a_damaged_table_is_refused_with_a_sentence_and_exit_code_2(
    tiny_folder: Path, tmp_path: Path
) -> None:
    for file in tiny_folder.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    lines = (tmp_path / "bureau.csv").read_text().splitlines()
    lines[6] = lines[6].replace("Closed", "Closed,").replace("Active", "Active,")
    (tmp_path / "bureau.csv").write_text("\n".join(lines) + "\n")
    checked = clairscore("data", "check", tmp_path)
    assert checked.code == 2
    assert "refused: bureau" in checked.err
    assert "line 7" in checked.err
    trained = clairscore("train", tmp_path, "--out", tmp_path / "bundles")
    assert trained.code == 2
    assert "line 7" in trained.err
    assert not (tmp_path / "bundles").exists()


def test_the_evidence_in_the_file_is_what_was_printed(
    records: dict[str, Ran], tiny_folder: Path
) -> None:
    written = (tiny_folder.parent / "evidence.json").read_text()
    assert json.loads(written) == records["evidence"].json
    sexes = records["evidence"].json["test"]["groups"]["sex"]
    assert [each["group"] for each in sexes] == ["F", "M"]
    assert sum(each["clients"] for each in sexes) == 300


def test_evidence_and_exclusions_write_json_alone(tiny_folder: Path, tiny_bundles: Path) -> None:
    for words in (("evidence", tiny_folder, "-b", tiny_bundles), ("exclusions", tiny_folder)):
        refused = clairscore(*words, "--out", "figures.html")
        assert refused.code == 2
        assert "expected a file name that ends in .json" in refused.err


def test_the_evidence_is_shown_as_figures_of_the_untouched_test(
    records: dict[str, Ran], tiny_folder: Path, tiny_bundles: Path, tmp_path: Path
) -> None:
    words = ("-b", tiny_bundles, "--out", tmp_path / "evidence.json", "--unchecked")
    shown = clairscore("evidence", tiny_folder, *words)
    assert shown.code == 0, shown.err
    assert "AUC" in shown.out
    assert json.loads((tmp_path / "evidence.json").read_text()) == records["evidence"].json


def test_exclusion_costs_in_the_file_are_what_was_printed(
    records: dict[str, Ran], made: Path
) -> None:
    assert json.loads((made / "costs.json").read_text()) == records["exclusions"].json
    assert [each["item"] for each in records["exclusions"].json["items"]] == ["sex"]


def test_exclusion_costs_are_shown_in_words_without_computing_them_again(
    records: dict[str, Ran], made: Path, few: Path
) -> None:
    again = ("--items", "sex", "--folds", 2, "--seeds", 2, "--catalogue", "raw", "--unchecked")
    shown = clairscore("exclusions", few, "--out", made / "costs.json", *again)
    assert shown.code == 0, shown.err
    assert "sexe" in shown.out
    assert "Refus changés" in shown.out
    assert "un autre tirage des parts" in shown.out
    assert len(list((made / "costs.answers").iterdir())) == 4


def test_columns_are_summed_up_in_words(tiny_folder: Path) -> None:
    told = clairscore("data", "describe", tiny_folder)
    assert told.code == 0
    assert "AMT_CREDIT" in told.out
    assert "montant du crédit" in told.out


def test_a_bundle_verifies_and_says_what_it_is_worth(
    records: dict[str, Ran], tiny_bundles: Path
) -> None:
    verified = records["model verify"].json
    assert verified["valid"] is True
    assert verified["exam"] == 50
    assert records["model show"].json["card"]["clients"]["training"] == 1_700
    listed = records["model list"].json["bundles"]
    assert [each["bundle"] for each in listed] == [verified["bundle"]]
    assert "AUC" in clairscore("model", "show", tiny_bundles).out


def test_one_flipped_byte_is_exit_code_3(tiny_bundles: Path, tmp_path: Path) -> None:
    (bundle,) = (path.parent for path in tiny_bundles.glob("*/manifest.json"))
    copy = tmp_path / "bundles" / bundle.name
    copy.mkdir(parents=True)
    for file in bundle.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    for key in tiny_bundles.parent.glob("*.pub"):
        (tmp_path / key.name).write_bytes(key.read_bytes())
    assert clairscore("model", "verify", copy).code == 0
    (model,) = copy.glob("model*.txt")
    content = bytearray(model.read_bytes())
    content[len(content) // 2] ^= 1
    model.write_bytes(content)
    refused = clairscore("model", "verify", copy)
    assert refused.code == 3
    assert "do not serve it" in refused.err
    assert "-" in clairscore("model", "list", copy.parent).out


def test_a_proposal_is_the_same_from_a_file_and_from_the_folder(
    records: dict[str, Ran], tiny_bundles: Path, tiny_folder: Path, client: int
) -> None:
    of_file = records["decide"].json
    of_folder = clairscore(
        "decide", "--client", client, "--data", tiny_folder, "--bundle", tiny_bundles, "--json"
    )
    assert of_file == of_folder.json
    assert of_file["outcome"] in OUTCOMES
    explained = sum(fact["contribution"] for fact in of_file["facts"])
    assert of_file["base"] + explained == pytest.approx(of_file["log_odds"], abs=1e-9)


def test_a_decision_is_told_in_french_and_in_english(tiny_bundles: Path, credit_file: Path) -> None:
    french = clairscore("decide", credit_file, "-b", tiny_bundles)
    english = clairscore("decide", credit_file, "-b", tiny_bundles, "--lang", "en")
    assert "Sur 100 dossiers ayant le même niveau de risque" in french.out
    assert "100 applications" in english.out
    assert "SHAP" not in french.out + english.out
    assert "log" not in french.out.lower().replace("logement", "")


def test_an_explanation_shows_every_theme_that_weighs(
    records: dict[str, Ran], tiny_bundles: Path, credit_file: Path
) -> None:
    explained = clairscore("explain", credit_file, "-b", tiny_bundles, "--facts", 2)
    assert explained.code == 0, explained.err
    for theme in records["decide"].json["themes"]:
        assert t(f"theme.{theme['theme']}.name", "fr") in explained.out


def test_the_book_equals_decisions_one_by_one_and_makes_a_submission(
    records: dict[str, Ran], made: Path, tiny_folder: Path, client: int
) -> None:
    scored, one = records["score"], records["decide"].json
    book, submission = made / "book.parquet", made / "submission.csv"
    assert scored.json["applications"] == sum(scored.json["outcomes"].values()) == 200
    row = pl.read_parquet(book).row(by_predicate=pl.col("SK_ID_CURR") == client, named=True)
    assert (row["probability"], row["outcome"]) == (one["probability"], one["outcome"])
    expected = pl.read_csv(tiny_folder / "sample_submission.csv")
    submitted = pl.read_csv(submission)
    assert submitted.columns == expected.columns
    assert set(submitted["SK_ID_CURR"]) == set(expected["SK_ID_CURR"])


def test_contributions_of_the_book_sum_to_its_log_odds_by_theme_and_by_feature(
    records: dict[str, Ran], made: Path, client: int
) -> None:
    book, one = pl.read_parquet(made / "book.parquet"), records["decide"].json
    told = pl.read_parquet(made / "contributions.parquet")
    assert told.select("SK_ID_CURR", "log_odds").equals(book.select("SK_ID_CURR", "log_odds"))
    themes = told.select(pl.col("^theme\\..*$"))
    features = told.drop("SK_ID_CURR", "log_odds", "base", *themes.columns)
    for parts in (themes, features):
        gap = told["base"] + parts.cast(pl.Float64).sum_horizontal() - told["log_odds"]
        assert gap.abs().max() < 1e-5  # Float32 in the file
    mine = told.row(by_predicate=pl.col("SK_ID_CURR") == client, named=True)
    for theme in one["themes"]:
        assert mine[f"theme.{theme['theme']}"] == pytest.approx(theme["contribution"], abs=1e-6)


def test_evaluation_gives_figures_with_intervals_against_another_catalogue(
    records: dict[str, Ran],
) -> None:
    found = records["evaluate"].json
    area = found["figures"]["auc"]
    assert area["low"] < area["value"] < area["high"]
    assert found["difference"]["against"] == "raw"


def test_features_are_written_one_row_a_client(tiny_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "features.parquet"
    written = clairscore("features", tiny_folder, "--out", out, "--catalogue", "raw")
    assert written.code == 0, written.err
    assert pl.scan_parquet(out).select(pl.len()).collect().item() == 2_000


@pytest.mark.release
@pytest.mark.slow
def test_the_report_on_a_folder_is_written_with_evidentlys_beside(
    few: Path, tiny_bundles: Path, tmp_path: Path
) -> None:
    words = ("--bundle", tiny_bundles, "--out", tmp_path, "--unchecked")
    assert clairscore("monitor", "files", few, *words).code == 0
    written = {"report.fr.html", "report.en.html", "report.json", "evidently.html"}
    assert written <= {file.name for file in tmp_path.iterdir()}


@pytest.mark.spark
@pytest.mark.release
@pytest.mark.slow
def test_spark_reads_the_same_folder_to_the_same_features(
    tiny_folder: Path, tmp_path: Path
) -> None:
    both = [tmp_path / "polars", tmp_path / "spark"]
    for out in both:
        written = clairscore(
            *("features", tiny_folder, "--out", out, "--population", "both", "--parts", 2),
            *("--catalogue", "raw", "--engine", out.name),
        )
        assert written.code == 0, written.err
    one, other = (pl.read_parquet(out) for out in both)
    assert one.equals(other)


def test_the_installed_command_gives_json_on_stdout_alone(
    tiny_bundles: Path, credit_file: Path
) -> None:
    command = Path(sys.executable).with_name("clairscore")
    done = subprocess.run(
        [command, "decide", "-", "--bundle", tiny_bundles, "--json"],
        input=credit_file.read_bytes(),
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["outcome"] in OUTCOMES
    assert done.stderr == b""
