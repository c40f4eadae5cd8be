"""A bundle that travels is trusted nowhere before it is verified there."""

from __future__ import annotations

import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clairscore.batch.models import packed
from clairscore.batch.on_cluster import Told, told, versions
from clairscore.batch.work import Decide
from clairscore.decision.bundle import public_path, trusted_keys
from clairscore.decision.decide_book import Tally
from clairscore.errors import BadBundle, BadData, Fault, TamperedBundle, Violation


@pytest.fixture
def folder(tiny_bundles: Path) -> Path:
    (found,) = (path.parent for path in tiny_bundles.glob("*/manifest.json"))
    return found


def keys(folder: Path) -> tuple[object, ...]:
    return trusted_keys(public_path(folder.parent.parent / "clairscore-signing.key"))


def test_a_packed_bundle_is_the_bundle(folder: Path, tmp_path: Path) -> None:
    assert packed(folder, keys(folder), tmp_path).bundle.id == folder.name


def test_a_bundle_changed_on_its_way_is_refused(folder: Path, tmp_path: Path) -> None:
    changed = shutil.copytree(folder, tmp_path / "changed" / folder.name)
    model = changed / "model.txt"
    model.chmod(0o644)
    model.write_text(model.read_text().replace("learning_rate", "learning_rats", 1))
    shipped = packed(changed, keys(folder), tmp_path)
    with pytest.raises(TamperedBundle, match=r"model\.txt"):
        _ = shipped.bundle


def test_a_bundle_of_somebody_else_is_refused(folder: Path, tmp_path: Path) -> None:
    stranger = Ed25519PrivateKey.generate().public_key()
    with pytest.raises(TamperedBundle, match="by a trusted key"):
        _ = packed(folder, [stranger], tmp_path).bundle


def test_half_a_file_is_refused(folder: Path, tmp_path: Path) -> None:
    shipped = packed(folder, keys(folder), tmp_path)
    shipped.path.write_bytes(shipped.path.read_bytes()[:1_000])
    with pytest.raises(TamperedBundle, match="arrived damaged"):
        _ = shipped.bundle


def test_a_file_smuggled_in_is_refused(folder: Path, tmp_path: Path) -> None:
    shipped = packed(folder, keys(folder), tmp_path)
    with ZipFile(shipped.path, "a") as archive:
        archive.writestr("../more.txt", "more")
    with pytest.raises(TamperedBundle, match="not in the manifest"):
        _ = shipped.bundle


class Working(Decide):
    """Work that ends as told to."""

    def __init__(self, end: Tally | Exception) -> None:
        object.__setattr__(self, "end", end)

    def __call__(self, part: str) -> Tally:
        if isinstance(self.end, Exception):
            raise self.end
        return self.end


def test_what_a_worker_answers_arrives_as_it_was() -> None:
    counted = Tally({"granted": 3}, {"age": 1})
    answer = told(Working(counted), "part-00000", versions())
    assert Told.read(answer.written()) == answer == Told(counted)


@pytest.mark.parametrize(
    ("error", "code"),
    [(BadData([Violation("x", "bureau", None, "bureau: bad")]), 2), (BadBundle("bad"), 3)],
)
def test_what_only_the_user_can_mend_is_told_and_not_tried_again(
    error: Exception, code: int
) -> None:
    answer = told(Working(error), "part-00000", versions())
    assert (answer.fault, answer.exit_code) == (str(error), code)


def test_what_fails_by_chance_is_left_to_spark_to_try_again() -> None:
    with pytest.raises(Fault):
        told(Working(Fault("no room")), "part-00000", versions())


def test_a_worker_with_other_packages_decides_nothing() -> None:
    expected = {**versions(), "polars": "0.1"}
    answer = told(Working(Tally({"granted": 1}, {})), "part-00000", expected)
    assert "found polars" in answer.fault
    assert answer.counted.applications == 0
