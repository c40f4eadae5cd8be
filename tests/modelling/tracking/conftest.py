"""One store for the tests of tracking: making its tables takes seconds."""

import pytest

from clairscore.modelling.tracking import Store, opened, store_for


@pytest.fixture(scope="session")
def store(tmp_path_factory) -> Store:
    made = store_for("local", tmp_path_factory.mktemp("tracking") / "bundles")
    assert made is not None
    return made


@pytest.fixture(scope="session")
def client(store):
    """MLflow's own client, to look at what was recorded."""
    return opened(store)
