"""A bundle on disk: saving then loading is identity, and only the signed bytes load."""

import os
import random
import shutil
from dataclasses import replace

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clairscore.data.files import hold
from clairscore.decision.bundle import describe, load, save
from clairscore.decision.bundle.contents import files
from clairscore.errors import Busy, FailedExam, TamperedBundle
from tests.features.row_models import text

pytestmark = pytest.mark.faults

EACH_COMMIT, RELEASE = 120, 2_000


@pytest.fixture
def copy(saved, tmp_path):
    """A copy that a test may damage."""
    return shutil.copytree(saved, tmp_path / saved.name)


@pytest.fixture(scope="session")
def loaded(saved, key):
    return load(saved, [key.public_key()])


def refused(folder, key, words):
    with pytest.raises(TamperedBundle, match=words):
        load(folder, [key.public_key()])


def test_what_was_saved_is_loaded(bundle, loaded, saved):
    assert files(loaded) == files(bundle)
    assert (loaded.created, loaded.data, loaded.versions) == (
        bundle.created,
        bundle.data,
        bundle.versions,
    )
    assert loaded.id == saved.name


def test_a_loaded_bundle_answers_as_the_saved_one(bundle, loaded):
    matrix = bundle.exam.features
    assert (loaded.scorer.log_odds(matrix) == bundle.scorer.log_odds(matrix)).all()
    assert (loaded.reference.lows == bundle.reference.lows).all()


def test_the_same_content_makes_the_same_bytes_and_name(bundle, saved, key, tmp_path):
    again = save(bundle, tmp_path, key)
    assert again.name == saved.name
    for path in saved.iterdir():
        assert (again / path.name).read_bytes() == path.read_bytes()


def test_saving_twice_leaves_the_first_folder_alone(bundle, key, tmp_path):
    first = save(bundle, tmp_path, key)
    before = (first / "model.txt").stat().st_mtime_ns
    assert save(bundle, tmp_path, key) == first
    assert (first / "model.txt").stat().st_mtime_ns == before


def test_a_second_run_that_saves_the_same_bundle_is_refused_by_name(bundle, saved, key, tmp_path):
    with hold(tmp_path / saved.name), pytest.raises(Busy, match=saved.name):
        save(bundle, tmp_path, key)


def test_files_are_read_only_and_no_draft_stays(bundle, key, tmp_path):
    folder = save(bundle, tmp_path, key)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o444}
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_a_failed_write_leaves_nothing(bundle, key, tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        save(bundle, tmp_path, key)
    assert list(tmp_path.iterdir()) == []


def flipped(path, rng):
    content = bytearray(path.read_bytes())
    at = rng.randrange(len(content) * 8)
    content[at // 8] ^= 1 << (at % 8)
    rewrite(path, bytes(content))
    return f"bit {at} of {path.name}"


def truncated(path, rng):
    content = path.read_bytes()
    rewrite(path, content[: rng.randrange(len(content))])
    return f"{path.name} cut"


def lengthened(path, rng):
    rewrite(path, path.read_bytes() + b"\n")
    return f"{path.name} longer"


def removed(path, rng):
    path.unlink()
    return f"{path.name} removed"


def swapped(path, rng):
    other = rng.choice([each for each in sorted(path.parent.iterdir()) if each != path])
    one, two = path.read_bytes(), other.read_bytes()
    rewrite(path, two)
    rewrite(other, one)
    return f"{path.name} and {other.name} swapped"


def rewrite(path, content):
    path.chmod(0o644)
    path.write_bytes(content)


def test_no_mutation_of_a_bundle_loads(saved, key, tmp_path, request):
    rng = random.Random(1)
    mutations = RELEASE if request.config.getoption("--release") else EACH_COMMIT
    for number in range(mutations):
        folder = shutil.copytree(saved, tmp_path / str(number))
        path = rng.choice(sorted(folder.iterdir()))
        mutate = rng.choice([flipped, flipped, truncated, lengthened, removed, swapped])
        what = mutate(path, rng)
        try:
            load(folder, [key.public_key()])
        except TamperedBundle:
            shutil.rmtree(folder)
            continue
        pytest.fail(f"loaded in spite of {what}")


def test_an_extra_file_is_refused(copy, key):
    (copy / "notes.txt").write_text("hello")
    refused(copy, key, r"notes\.txt is not in the manifest")


def test_a_missing_file_is_refused(copy, key):
    (copy / "card.json").unlink()
    refused(copy, key, r"card\.json is missing")


def test_a_link_is_refused_even_to_the_same_bytes(copy, key, saved):
    (copy / "model.txt").unlink()
    (copy / "model.txt").symlink_to(saved / "model.txt")
    refused(copy, key, r"model\.txt")


def test_a_link_to_a_bundle_folder_is_refused(saved, key, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(saved)
    refused(link, key, "expected a bundle folder")


def test_a_named_pipe_does_not_hang_the_reader(copy, key):
    (copy / "model.txt").unlink()
    os.mkfifo(copy / "model.txt")
    refused(copy, key, "not a plain file")


def test_a_folder_without_signature_is_refused(copy, key):
    (copy / "manifest.sig").unlink()
    refused(copy, key, r"manifest\.sig")


def test_a_bundle_signed_by_a_stranger_is_refused(bundle, key, tmp_path):
    folder = save(bundle, tmp_path, Ed25519PrivateKey.generate())
    refused(folder, key, "by a trusted key")


def test_without_a_trusted_key_nothing_loads(saved):
    with pytest.raises(TamperedBundle, match="trusted: none"):
        load(saved, [])


def test_a_missing_folder_says_so(tmp_path, key):
    refused(tmp_path / "absent", key, "found none")


def test_a_description_reads_the_card_without_loading_the_model(saved, key, copy):
    found = describe(saved, [key.public_key()])
    assert (found.id, found.card) == (saved.name, {"auc": 0.75})
    rewrite(copy / "card.json", b'{"auc": 0.99}')
    with pytest.raises(TamperedBundle, match=r"card\.json"):
        describe(copy, [key.public_key()])


def test_row_models_travel_with_the_bundle(bundle, key, tmp_path):
    with_rows = replace(bundle, row_models={"previous_pd": (text(0), text(1))})
    found = load(save(with_rows, tmp_path, key), [key.public_key()])
    assert found.row_models == with_rows.row_models
    assert found.fitted.models == with_rows.row_models


def test_a_row_model_that_lightgbm_cannot_read_is_refused(bundle, key, tmp_path):
    broken = replace(bundle, row_models={"previous_pd": ("tree a",)})
    with pytest.raises(FailedExam, match="LightGBM could not load its model"):
        load(save(broken, tmp_path, key), [key.public_key()])


def test_missing_values_of_the_exam_survive(loaded, bundle):
    assert np.isnan(loaded.exam.features).any()
    assert np.array_equal(loaded.exam.features, bundle.exam.features, equal_nan=True)
