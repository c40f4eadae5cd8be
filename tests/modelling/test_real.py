"""The whole run on real rows: figures only, no row is shown or kept."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clairscore.data.tables import read_folder
from clairscore.decision.bundle import load
from clairscore.decision.decide_book import decide_book
from clairscore.decision.policy import Policy
from clairscore.modelling.evaluate import evaluate
from clairscore.modelling.examinees import examinees
from clairscore.modelling.run import train_folder

pytestmark = pytest.mark.real


def test_the_sample_trains_loads_and_scores(real_folder, tmp_path):
    key = Ed25519PrivateKey.generate()
    result = train_folder(
        real_folder,
        tmp_path,
        policy=Policy(),
        applicants=examinees(),
        signing_key=key,
        now=datetime(2026, 11, 20, tzinfo=UTC),
    )
    bundle = load(result.folder, [key.public_key()])
    assert decide_book(bundle, read_folder(real_folder, population="test")).height == 2_994
    assert 0.68 < result.card["out_of_fold"]["auc"]["value"] < 0.82


def test_the_sample_evaluates_below_the_leak_line_and_calibrated(real_folder):
    found = evaluate([real_folder], seeds=1)
    assert 0.70 < found.figures.auc.value < 0.82
    assert found.figures.calibration_error < found.figures.perfect_calibration_error.high
    assert found.warnings == ()
