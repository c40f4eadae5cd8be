"""From a folder to a bundle that loads, scores and is the same bytes each time."""

import json
from datetime import UTC, datetime

import polars as pl
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clairscore.cli.frames import write_frame
from clairscore.cli.scoring import submitted
from clairscore.data.credit_file import credit_files
from clairscore.data.tables import read_folder
from clairscore.decision.bundle import load
from clairscore.decision.decide_book import decide_book
from clairscore.decision.policy import Policy
from clairscore.errors import BadData
from clairscore.modelling import folds
from clairscore.modelling.evaluate import evaluate
from clairscore.modelling.run import train_folder
from tests import invented


def scored(bundle, folder):
    """The test applications' probabilities, as the command `score` submits them."""
    return submitted(decide_book(bundle, read_folder(folder, population="test")))


NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def key():
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return invented.folder(tmp_path_factory.mktemp("data"), 800)


def trained(data, out, key):
    applicants = credit_files(invented.tables(60, seed=5), range(100_001, 100_011)).values()
    return train_folder(
        data,
        out,
        policy=Policy(),
        applicants=list(applicants),
        signing_key=key,
        now=NOW,
        extent="raw",
    )


@pytest.fixture(scope="module")
def result(data, key, tmp_path_factory):
    return trained(data, tmp_path_factory.mktemp("bundles"), key)


@pytest.fixture(scope="module")
def bundle(result, key):
    return load(result.folder, [key.public_key()])


def test_the_same_folder_and_seed_give_the_same_bytes(data, result, key, tmp_path):
    again = trained(data, tmp_path, key)
    assert again.folder.name == result.folder.name
    for path in result.folder.iterdir():
        assert (again.folder / path.name).read_bytes() == path.read_bytes()


def test_folds_and_run_manifest_lie_beside_the_bundle(result):
    manifest = json.loads(result.folder.with_name(f"{result.folder.name}.run.json").read_text())
    assert manifest["bundle"] == result.folder.name
    assert set(manifest["data"]) == {"application_train", "bureau"}
    assert manifest["seconds"]["fold models on all features"] > 0
    dealt = folds.read(result.folder.with_name(f"{result.folder.name}.folds.parquet"))
    assert dealt.untouched.sum() == pytest.approx(0.15 * 800, abs=2)


def test_the_bundle_carries_what_a_decision_needs(bundle):
    assert bundle.policy.cut_off == pytest.approx(1 / 11)
    assert not bundle.policy.excluded_columns & bundle.catalogue.pairs
    assert len(bundle.reference.features) == len(bundle.features)
    assert bundle.created == "2026-11-20T12:00:00+00:00"
    assert len(bundle.data["application_train"]) == 64


def test_the_submission_is_kaggle_s(bundle, data, tmp_path):
    write_frame(scored(bundle, data), tmp_path / "submission.csv")
    read = pl.read_csv(tmp_path / "submission.csv")
    assert read.columns == ["SK_ID_CURR", "TARGET"]
    assert read.height == 200
    assert read["TARGET"].is_between(0, 1).all()


def test_one_applicant_gets_the_probability_of_the_book(bundle, data):
    book = scored(bundle, data)
    clients = book["SK_ID_CURR"].to_list()[:30]
    files = credit_files(read_folder(data, population="test"), clients)
    for client in clients:
        alone = bundle.scorer.probability(bundle.features_of(files[client])[None, :])[0]
        assert alone == book.filter(pl.col("SK_ID_CURR") == client)["TARGET"].item()


def test_an_evaluation_tells_every_figure_and_the_difference(data):
    found = evaluate([data], folds=3, seeds=2, extent="raw", against="raw")
    assert found.figures == found.against
    assert found.difference.auc.value == 0
    assert (found.figures.clients, len(found.rounds), len(found.fold_aucs)) == (800, 6, 6)
    assert json.loads(json.dumps(found.as_json()))["figures"]["auc"]["value"] > 0.5


def test_an_evaluation_may_be_confined_to_tables_and_joins_folders(data, tmp_path):
    other = invented.folder(tmp_path / "other", 300, seed=9)
    shifted = pl.read_csv(other / "application_train.csv").with_columns(pl.col("SK_ID_CURR") + 9999)
    shifted.write_csv(other / "application_train.csv")
    (other / "bureau.csv").unlink()
    found = evaluate([data, other], folds=3, seeds=1, extent="raw", tables=["application"])
    assert found.figures.clients == 1_100
    assert found.tables == ("application",)


def test_a_client_in_two_folders_is_refused(data):
    with pytest.raises(BadData, match="800 clients are in more than one of"):
        evaluate([data, data], folds=3, seeds=1, extent="raw")
