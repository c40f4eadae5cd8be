"""A signed bundle that no longer gives its own answers is refused, and says what moved."""

from dataclasses import replace

import numpy as np
import pytest

from clairscore.decision.bundle import exam, load, load_for_replay, save, sit
from clairscore.decision.bundle.record import Bundle
from clairscore.errors import BadBundle, FailedExam


def serve(bundle, key, tmp_path):
    return load(save(bundle, tmp_path, key), [key.public_key()])


def test_a_feature_that_moved_is_named(bundle, key, tmp_path):
    features = bundle.exam.features.copy()
    features[3, 1] = np.nextafter(features[3, 1], np.float32(0))
    moved = replace(bundle, exam=replace(bundle.exam, features=features))
    with pytest.raises(FailedExam, match=r"1 of 6 features moved.*first application_amt_credit;"):
        serve(moved, key, tmp_path)


def test_a_missing_value_that_became_a_number_is_named(bundle):
    at = int(np.flatnonzero(np.isnan(bundle.exam.features[:, 3]))[0])
    features = bundle.exam.features.copy()
    features[at, 3] = 0
    with pytest.raises(FailedExam, match="application_ext_source_1"):
        exam.require_same_features(bundle, features)


def test_every_moved_feature_counts_and_the_first_ten_are_named(bundle):
    names = tuple(f"f{number}" for number in range(30))
    wide = replace(
        bundle, features=names, exam=replace(bundle.exam, features=np.zeros((2, 30), np.float32))
    )
    with pytest.raises(FailedExam, match=r"30 of 30 features moved .* f8, f9;"):
        exam.require_same_features(wide, np.ones((2, 30), np.float32))


def test_another_probability_is_refused(bundle, key, tmp_path):
    wrong = np.nextafter(bundle.exam.probabilities, 1)
    changed = replace(bundle, exam=replace(bundle.exam, probabilities=wrong))
    with pytest.raises(FailedExam, match="8 of 8 applicants get another probability"):
        serve(changed, key, tmp_path)


def test_another_calibration_is_refused(bundle, key, tmp_path):
    changed = replace(bundle, calibration=replace(bundle.calibration, intercept=0.0))
    with pytest.raises(FailedExam, match="another log-odds"):
        serve(changed, key, tmp_path)


@pytest.mark.parametrize("part", [0.3, 0.9])
def test_a_signed_model_that_kills_its_process_harms_nobody(bundle, key, tmp_path, part):
    cut = bundle.model[: int(len(bundle.model) * part)]
    with pytest.raises(FailedExam, match="LightGBM could not load its model"):
        serve(replace(bundle, model=cut), key, tmp_path)


def test_a_model_that_hangs_is_given_up(bundle, monkeypatch):
    monkeypatch.setattr(exam, "WALL_SECONDS", 0.01)
    with pytest.raises(FailedExam, match="hung while loading"):
        sit(bundle)


def test_another_version_of_the_features_is_refused(bundle, key, tmp_path):
    with pytest.raises(FailedExam, match="its features were version 123"):
        serve(replace(bundle, features_version="123"), key, tmp_path)


def test_a_feature_that_this_version_does_not_know_is_told(bundle, key, tmp_path):
    renamed = (*bundle.features[:-1], "application_shoe_size_value")
    with pytest.raises(FailedExam, match="application_shoe_size_value"):
        serve(replace(bundle, features=renamed), key, tmp_path)


def test_an_unreadable_file_of_a_later_format_is_a_bad_bundle(bundle, key, tmp_path, monkeypatch):
    monkeypatch.setattr("clairscore.decision.bundle.contents.FORMAT", 99)
    folder = save(bundle, tmp_path, key)
    monkeypatch.undo()
    with pytest.raises(BadBundle, match="format 99, expected 1"):
        load(folder, [key.public_key()])


def test_an_exam_without_applicants_proves_nothing(bundle, key, tmp_path):
    nobody = replace(
        bundle.exam,
        credit_files=(),
        features=bundle.exam.features[:0],
        log_odds=bundle.exam.log_odds[:0],
        probabilities=bundle.exam.probabilities[:0],
    )
    with pytest.raises(FailedExam, match="no applicants"):
        serve(replace(bundle, exam=nobody), key, tmp_path)


def test_a_bundle_passes_its_own_exam(bundle: Bundle):
    sit(bundle)


def test_a_bundle_of_other_definitions_still_scores_what_was_stored(bundle, key, tmp_path):
    older = save(replace(bundle, features_version="0" * 64), tmp_path, key)
    with pytest.raises(FailedExam, match="its features were version 000000000000"):
        load(older, [key.public_key()])
    found = load_for_replay(older, [key.public_key()])
    assert np.array_equal(found.scorer.log_odds(bundle.exam.features), bundle.exam.log_odds)


def test_scores_that_moved_are_not_replayed(bundle, key, tmp_path):
    changed = replace(bundle, calibration=replace(bundle.calibration, intercept=0.0))
    with pytest.raises(FailedExam, match="another log-odds"):
        load_for_replay(save(changed, tmp_path, key), [key.public_key()])
