"""Where runs are recorded: what the setting may say."""

import sys
from pathlib import Path

import pytest

from clairscore.errors import BadSetting, Fault, MissingExtra
from clairscore.modelling.tracking import Store, opened, store_for


def test_a_local_store_lies_beside_the_bundles(tmp_path):
    store = store_for("local", tmp_path / "bundles")
    assert store == Store(f"sqlite:///{tmp_path}/clairscore-runs.db", tmp_path / "clairscore-runs")


def test_artifacts_of_an_sqlite_file_lie_beside_it(tmp_path):
    store = store_for(f"sqlite:///{tmp_path}/mine.db", Path("bundles"))
    assert store == Store(f"sqlite:///{tmp_path}/mine.db", tmp_path / "mine")


def test_a_server_keeps_its_own_artifacts():
    assert store_for("http://mlflow:5000", Path("bundles")) == Store("http://mlflow:5000", None)


def test_nothing_is_recorded_where_tracking_is_off():
    assert store_for("off", Path("bundles")) is None


@pytest.mark.parametrize("odd", ["on", "runs.db", "file:///tmp/runs", "postgres"])
def test_an_address_that_names_no_store_is_refused(odd):
    with pytest.raises(BadSetting, match=r"CLAIRSCORE_TRACKING: found .*; expected local, off"):
        store_for(odd, Path("bundles"))


def test_a_file_that_is_no_store_is_told_with_the_setting(tmp_path):
    (tmp_path / "runs.db").write_text("no database " * 100)
    with pytest.raises(Fault, match=r"runs\.db: MLflow cannot use this store"):
        opened(store_for(f"sqlite:///{tmp_path}/runs.db", tmp_path))


def test_without_mlflow_the_way_out_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "mlflow", None)
    with pytest.raises(MissingExtra, match=r"install clairscore\[train\], or set CLAIRSCORE_TRACK"):
        opened(store_for("local", tmp_path))
