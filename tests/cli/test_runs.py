"""`runs`: MLflow's pages on this machine's store."""

from __future__ import annotations

from pathlib import Path

import pytest

from clairscore.cli.runs import local_store, server
from clairscore.errors import BadSetting
from clairscore.settings import Settings


def test_the_pages_are_for_this_machine_alone_and_for_the_store_that_is_set(tmp_path: Path) -> None:
    command = server(local_store(Settings(bundles=tmp_path / "bundles")), 5001)
    said = dict(zip(command[4::2], command[5::2], strict=True))
    assert said["--host"] == "127.0.0.1"
    assert said["--backend-store-uri"] == f"sqlite:///{tmp_path}/clairscore-runs.db"
    assert said["--port"] == "5001"


def test_without_a_store_here_there_is_nothing_to_show() -> None:
    with pytest.raises(BadSetting, match="found off; `clairscore runs` shows a store of this"):
        local_store(Settings(tracking="off"))
