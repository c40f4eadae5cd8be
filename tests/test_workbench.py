"""The functions of a notebook say what is wrong as the commands do."""

from __future__ import annotations

from pathlib import Path

import pytest

import clairscore
from clairscore import workbench
from clairscore.errors import BadInput


def test_every_function_of_the_workbench_is_public_and_named_like_a_command() -> None:
    from clairscore.cli.app import program
    from clairscore.cli.wording import walk

    commands = {path[-1] for path, _ in walk(program("en")) if path}
    own = {"load_bundle", "credit_file"}
    functions = {name for name in clairscore.__all__ if name.islower()} - own
    assert functions <= commands


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nobody\.json: no such file; expected one applicant's"):
        workbench.credit_file(tmp_path / "nobody.json")


def test_paths_may_be_texts(tmp_path: Path) -> None:
    folder = workbench.synth(str(tmp_path / "data"), clients=20, test_clients=5, seed=3)
    assert workbench.check(str(folder)).refusals == ()
    file = workbench.credit_file(str(folder), 100_001)
    assert file.client == 100_001
    with pytest.raises(BadInput, match="client 7 is not in the application table"):
        workbench.credit_file(folder, 7)


def test_a_reproducible_build_has_its_own_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(workbench.EPOCH_VARIABLE, "1795219200")
    assert workbench.now().isoformat() == "2026-11-21T00:00:00+00:00"
