"""Fits that are kept: a killed training goes on where it was, to the same bytes."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from clairscore.decision.policy import Policy
from clairscore.modelling.fits import NO_FITS, Fits, Grown
from clairscore.modelling.learner import fold_models, refit
from clairscore.modelling.recipe import Recipe
from clairscore.modelling.train import split, train
from tests import invented
from tests.modelling.test_train import RECIPE, people  # noqa: F401 - a fixture

SETTINGS = {"learning_rate": 0.1}
GROWN = Grown("tree\nno split\n", 7)


def unasked() -> Grown:
    raise AssertionError("fitted again")


@pytest.fixture
def fits(tmp_path):
    return Fits(tmp_path / "fits")


def test_a_fit_is_found_again_by_another_run(fits):
    key = fits.key(fits.digest(np.arange(3)), SETTINGS)
    assert fits.get(key, lambda: GROWN) == GROWN
    later = Fits(fits.folder)
    assert later.get(key, unasked) == GROWN
    assert (fits.found, later.found) == (set(), {key})


def test_nothing_is_kept_without_a_folder():
    assert NO_FITS.get("key", lambda: GROWN) == GROWN
    assert "key" not in NO_FITS


@pytest.mark.parametrize("spoiled", [b"", b"7", b"7 digest\ntext", b"\xff\n"])
def test_a_damaged_fit_is_fitted_again(fits, spoiled):
    fits.get("key", lambda: GROWN)
    (fits.folder / "key").write_bytes(spoiled)
    assert fits.get("key", lambda: GROWN) == GROWN
    assert Fits(fits.folder).get("key", unasked) == GROWN


def test_whatever_decides_a_model_changes_its_key(fits):
    x = np.asfortranarray(np.arange(6, dtype=np.float32).reshape(2, 3))
    same = fits.key(fits.digest(x), SETTINGS)
    assert fits.key(fits.digest(x.copy(order="C")), dict(SETTINGS)) == same
    others = [x + 1, x[:, :2], x.reshape(3, 2), x.astype(np.float64), x[::-1]]
    keys = {fits.key(fits.digest(other), SETTINGS) for other in others}
    keys |= {fits.key(fits.digest(x), {"learning_rate": 0.2}), same}
    assert len(keys) == len(others) + 2


def test_forgetting_leaves_what_another_run_asked_for(fits):
    fits.get("mine", lambda: GROWN)
    (fits.folder / ".mine.x1y2.part").write_text("half")
    other = Fits(fits.folder)
    other.get("yours", lambda: GROWN)
    fits.forget()
    assert [file.name for file in fits.folder.iterdir()] == ["yours"]
    other.forget()
    assert not fits.folder.exists()


def test_a_model_found_again_is_the_one_just_fitted(people, fits):  # noqa: F811
    fold = np.arange(len(people), dtype=np.int8) % 3
    given = (people.matrix, people.y, fold, people.monotone, RECIPE, 1)
    for one, other in zip(
        fold_models(*given, fits), fold_models(*given, Fits(fits.folder)), strict=True
    ):
        assert one.best == other.best
        assert (one.gain == other.gain).all()
        assert one.booster.model_to_string() == other.booster.model_to_string()
        rounds = one.best // 2
        first, second = (
            each.booster.predict(people.matrix, raw_score=True, num_iteration=rounds)
            for each in (one, other)
        )
        assert (first == second).all()
    assert len(list(fits.folder.iterdir())) == 3


def test_a_refit_has_the_text_that_lightgbm_wrote(people, fits):  # noqa: F811
    given = (people.matrix, people.y, people.monotone, RECIPE, 1, 30)
    texts = {refit(*given, each).model_to_string() for each in (NO_FITS, fits, fits)}
    assert len(texts) == 1
    (kept,) = fits.folder.iterdir()
    assert kept.read_text().partition("\n")[2] in texts


def test_a_training_with_fits_gives_the_bytes_of_one_without(people, fits):  # noqa: F811
    small: Recipe = replace(RECIPE, most_rounds=60)
    parts = split(people, small)
    alone, kept, again = (
        train(parts, small, Policy(), fits=each).learnt
        for each in (NO_FITS, fits, Fits(fits.folder))
    )
    assert alone.model == kept.model == again.model
    assert alone.every == kept.every == again.every
    assert (alone.gain == again.gain).all()
    assert (alone.raw == again.raw).all()


STEPS = 12
"""Fits of one training: two times five folds, the refit, and the model on all features."""


class Training:
    """`clairscore train` in a process of its own, on a fixed day, that may be killed."""

    def __init__(self, data: Path, out: Path) -> None:
        self.data, self.out = data, out

    def start(self) -> subprocess.Popen[bytes]:
        command = Path(sys.executable).with_name("clairscore")
        words = ("train", self.data, "--out", self.out, "--catalogue", "raw", "--unchecked")
        environ = {**os.environ, "SOURCE_DATE_EPOCH": "1800000000"}
        return subprocess.Popen([command, *words], env=environ, stderr=subprocess.DEVNULL)

    def kept(self) -> int:
        return sum(not file.name.startswith(".") for file in (self.out / ".fits").glob("*"))

    def killed_after(self, fits: int, wait: float = 0.0) -> int:
        """Started, and killed `wait` seconds after so many fits lie in the folder; how many do."""
        running = self.start()
        while running.poll() is None and self.kept() < fits:
            time.sleep(0.005)
        time.sleep(wait)
        running.send_signal(signal.SIGKILL)
        running.wait()
        return self.kept()

    def bundle(self) -> dict[str, bytes]:
        (manifest,) = self.out.glob("*/manifest.json")
        return {file.name: file.read_bytes() for file in sorted(manifest.parent.iterdir())}


@pytest.mark.faults
@pytest.mark.slow
def test_a_killed_training_started_again_ends_with_the_same_bytes(tmp_path, request):
    data, dice = invented.folder(tmp_path / "data", 600), random.Random(5)
    whole, broken = Training(data, tmp_path / "a"), Training(data, tmp_path / "b")
    assert whole.start().wait() == 0
    kills = 20 if request.config.getoption("--release") else 2
    left = [
        broken.killed_after(min(broken.kept() + dice.randrange(1, 8), STEPS), dice.random() / 9)
        for _ in range(kills)
    ]
    assert any(0 < fits < STEPS for fits in left)
    assert broken.start().wait() == 0
    assert broken.bundle() == whole.bundle()
    assert not (tmp_path / "b" / ".fits").exists()
