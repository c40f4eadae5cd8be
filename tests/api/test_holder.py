"""The model that serves: only a sound bundle takes its place, and nobody waits for it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clairscore.api.holder import ModelHolder
from clairscore.decision.bundle import Bundle, load, save
from clairscore.errors import BadBundle, TamperedBundle, Unavailable


@pytest.fixture
def holder(saved: Path, key: Ed25519PrivateKey) -> ModelHolder:
    """A holder of this test's own, which serves the saved bundle."""
    found = ModelHolder(lambda folder: load(folder, [key.public_key()]))
    found.change(saved)
    return found


def test_before_the_first_model_there_is_none_to_lend() -> None:
    holder = ModelHolder(lambda folder: pytest.fail("nothing is loaded unasked"))
    assert not holder.ready
    with pytest.raises(Unavailable, match="no model serves"):
        _ = holder.bundle


def test_another_bundle_takes_the_place_while_the_former_goes_on_answering(
    holder: ModelHolder, bundle: Bundle, key: Ed25519PrivateKey, tmp_path: Path
) -> None:
    former = holder.bundle
    other = save(replace(bundle, created="2026-11-21T00:00:00+00:00"), tmp_path, key)
    holder.change(other)
    assert holder.bundle.id == other.name != former.id
    assert former.scorer.log_odds(former.exam.features).tolist() == former.exam.log_odds.tolist()


def test_the_same_folder_is_not_examined_twice(holder: ModelHolder, saved: Path) -> None:
    served = holder.served
    assert holder.change(saved) is served


def test_a_bundle_that_a_stranger_signed_does_not_serve(
    holder: ModelHolder, bundle: Bundle, tmp_path: Path
) -> None:
    stranger = save(replace(bundle, created="2027"), tmp_path, Ed25519PrivateKey.generate())
    before = holder.served
    assert isinstance(holder.try_change(stranger), TamperedBundle)
    assert holder.served is before


Mutation = Callable[[Path, random.Random], None]


def flip(folder: Path, dice: random.Random) -> None:
    """One bit of one file is another."""
    file = dice.choice(sorted(folder.iterdir()))
    content = bytearray(file.read_bytes())
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    rewrite(file, bytes(content))


def truncate(folder: Path, dice: random.Random) -> None:
    """A file ends early."""
    file = dice.choice(sorted(folder.iterdir()))
    rewrite(file, file.read_bytes()[: dice.randrange(file.stat().st_size)])


def lose(folder: Path, dice: random.Random) -> None:
    """A file is gone."""
    dice.choice(sorted(folder.iterdir())).unlink()


def gain(folder: Path, dice: random.Random) -> None:
    """A file that nobody signed lies among the others."""
    (folder / f"extra_{dice.randrange(1000)}.txt").write_bytes(dice.randbytes(20))


def exchange(folder: Path, dice: random.Random) -> None:
    """Two files have changed names."""
    one, other = dice.sample(sorted(folder.iterdir()), 2)
    contents = one.read_bytes(), other.read_bytes()
    rewrite(one, contents[1]), rewrite(other, contents[0])


def rewrite(file: Path, content: bytes) -> None:
    file.chmod(0o644)
    file.write_bytes(content)


MUTATIONS: tuple[Mutation, ...] = (flip, flip, flip, truncate, lose, gain, exchange)


@pytest.mark.faults
def test_a_damaged_bundle_never_serves_and_the_live_one_goes_on(
    holder: ModelHolder, saved: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    dice = random.Random(11)
    before = holder.served
    for number in range(2_000 if request.config.getoption("--release") else 100):
        folder = tmp_path / str(number) / saved.name
        shutil.copytree(saved, folder)
        dice.choice(MUTATIONS)(folder, dice)
        assert isinstance(holder.try_change(folder), BadBundle)
        assert holder.served is before
        shutil.rmtree(folder.parent)
