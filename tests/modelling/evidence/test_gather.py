"""The evidence of a bundle, gathered from what training leaves."""

import json
from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clairscore.data.credit_file import credit_files
from clairscore.decision.bundle import load
from clairscore.decision.policy import Policy
from clairscore.errors import BadInput
from clairscore.modelling import answers
from clairscore.modelling.evidence import gather
from clairscore.modelling.run import train_folder
from tests import invented

CLIENTS = 800


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return invented.folder(tmp_path_factory.mktemp("data"), CLIENTS)


@pytest.fixture(scope="module")
def trained(data, tmp_path_factory):
    key = Ed25519PrivateKey.generate()
    applicants = credit_files(invented.tables(60, seed=5), range(100_001, 100_011)).values()
    result = train_folder(
        data,
        tmp_path_factory.mktemp("bundles"),
        policy=Policy(),
        applicants=list(applicants),
        signing_key=key,
        now=datetime(2026, 11, 20, 12, tzinfo=UTC),
        extent="raw",
    )
    return result, load(result.folder, [key.public_key()])


@pytest.fixture(scope="module")
def told(trained):
    return answers.read(answers.beside(trained[0].folder))


@pytest.fixture(scope="module")
def evidence(data, trained, told):
    return gather(data, trained[1], told)


def test_training_leaves_an_answer_for_every_labelled_client(told, data):
    labelled = pl.read_csv(next(data.glob("application_train*"))).sort("SK_ID_CURR")
    assert len(told.out_of_fold) + len(told.test) == labelled.height == CLIENTS
    both = np.concatenate([told.out_of_fold.clients, told.test.clients])
    assert np.array_equal(np.sort(both), labelled["SK_ID_CURR"].to_numpy())
    assert set(told.test.fold) == {-1}
    assert set(told.out_of_fold.fold) == {0, 1, 2, 3, 4}


def test_the_figures_are_those_of_the_card(evidence, trained):
    card = trained[0].card
    for part in ("out_of_fold", "test"):
        found = getattr(evidence, part).figures.as_json()
        assert found["auc"] == pytest.approx(card[part]["auc"])
        assert found["cost_per_1000"] == pytest.approx(card[part]["cost_per_1000"])


def test_every_part_counts_its_clients(evidence, told):
    for part, answered in ((evidence.out_of_fold, told.out_of_fold), (evidence.test, told.test)):
        for groups in part.groups.values():
            assert sum(each.clients for each in groups) == len(answered)
        assert sum(each.clients for each in part.tenths) == len(answered)
    assert set(evidence.test.groups) == {
        *("sex", "age", "family_status", "education", "region_rating", "history"),
    }
    assert evidence.refusals.applications == len(told.test) == evidence.importance.clients


def test_importance_is_the_mean_of_the_contributions(evidence, trained, told, data):
    from clairscore.data.tables import read_folder
    from clairscore.decision.decide_book import features_of_book

    bundle = trained[1]
    computed = features_of_book(bundle, read_folder(data, population="train"))
    rows = np.searchsorted(computed.clients, told.test.clients)
    given = np.abs(bundle.scorer.explain(computed.matrix[rows]).contributions).mean(axis=0)
    found = {each.name: each.strength.value for each in evidence.importance.features}
    assert found == pytest.approx(dict(zip(bundle.features, given.tolist(), strict=True)))
    assert sum(each.share for each in evidence.importance.themes) == pytest.approx(1)


def test_no_protected_column_is_a_feature(trained):
    assert not trained[1].catalogue.pairs & Policy().excluded_columns


def test_the_record_is_plain_json_and_the_same_each_time(evidence, data, trained, told):
    text = json.dumps(evidence.as_json(), allow_nan=False)
    assert text == json.dumps(gather(data, trained[1], told).as_json(), allow_nan=False)


def test_another_folder_is_refused(trained, told, tmp_path):
    other = invented.folder(tmp_path, 100)
    with pytest.raises(BadInput, match="give the folder of the training"):
        gather(other, trained[1], told)


def test_a_bundle_without_its_answers_is_told(tmp_path):
    with pytest.raises(BadInput, match="train again"):
        answers.read(tmp_path / "none.answers.parquet")
