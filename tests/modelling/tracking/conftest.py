"""Stores for the tests of tracking: the tables are made once, which takes seconds, then copied."""

import shutil
from pathlib import Path

import pytest

from clairscore.modelling.tracking import Store, opened, store_for


@pytest.fixture(scope="session")
def tables(tmp_path_factory) -> Path:
    """An SQLite file with MLflow's empty tables."""
    folder = tmp_path_factory.mktemp("tables")
    store = store_for("local", folder / "bundles")
    assert store is not None
    opened(store)
    (file,) = folder.glob("*.db")
    return file


@pytest.fixture(scope="module")
def store(tables, tmp_path_factory) -> Store:
    """An empty store of this module's own."""
    file = tmp_path_factory.mktemp("store") / "runs.db"
    shutil.copy(tables, file)
    made = store_for(f"sqlite:///{file}", Path("bundles"))
    assert made is not None
    return made


@pytest.fixture(scope="module")
def client(store):
    """MLflow's own client, to look at what was recorded."""
    return opened(store)
