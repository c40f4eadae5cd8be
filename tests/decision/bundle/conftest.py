"""One tiny bundle on invented applicants, saved once for all the tests of its folder."""

from __future__ import annotations

from pathlib import Path

import lightgbm
import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clairscore.data.credit_file import credit_files, frames
from clairscore.decision.bundle import Bundle, Calibration, Scorer, reference_of, save, set_exam
from clairscore.decision.policy import Policy
from clairscore.features.catalogue import catalogue
from clairscore.features.compute import book
from clairscore.features.online import OneApplicant
from tests import invented

FEATURES = (
    "application_amt_income_total",
    "application_amt_credit",
    "application_days_birth",
    "application_ext_source_1",
    "application_ext_source_2",
    "application_ext_source_3",
)


@pytest.fixture(scope="session")
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    chosen = catalogue("plain").select(FEATURES)
    tables = invented.tables(400)
    matrix = book(tables, chosen).select(FEATURES).to_numpy().astype(np.float32)
    y = tables["application"].collect()["TARGET"].to_numpy()
    settings = {"objective": "binary", "verbosity": -1, "num_threads": 1, "num_leaves": 8}
    model = lightgbm.train(settings, lightgbm.Dataset(matrix, y), 30).model_to_string()
    calibration = Calibration(0.9, -0.1)
    applicants = list(credit_files(tables, range(100_001, 100_009)).values())
    pipeline = OneApplicant(chosen)
    answers = np.stack([pipeline.features(frames(applicant)) for applicant in applicants])
    scorer = Scorer(model, calibration, len(FEATURES))
    return Bundle(
        model=model,
        features=FEATURES,
        features_version=chosen.version,
        calibration=calibration,
        policy=Policy(),
        reference=reference_of(matrix, FEATURES, scorer.log_odds(matrix)),
        exam=set_exam(applicants, answers, scorer),
        card={"auc": 0.75},
        created="2026-11-20T12:00:00+00:00",
        data={"application_train": "0" * 64},
        versions={"python": "3.11"},
    )


@pytest.fixture(scope="session")
def saved(bundle: Bundle, key: Ed25519PrivateKey, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(bundle, tmp_path_factory.mktemp("bundles"), key)
