"""What tests of the service share: a small signed bundle, and a service in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clairscore.api.holder import ModelHolder
from clairscore.decision.bundle import load
from tests.api.place import Place, place
from tests.decision.bundle.conftest import bundle, key, saved

__all__ = ["bundle", "key", "saved"]


@pytest.fixture(scope="session")
def holder(saved: Path, key: Ed25519PrivateKey) -> ModelHolder:
    """A holder that serves the saved bundle."""
    found = ModelHolder(lambda folder: load(folder, [key.public_key()]))
    found.change(saved)
    return found


@pytest.fixture(scope="session")
def shared(holder: ModelHolder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One service for all tests that leave no traces in each other's way."""
    with place(tmp_path_factory.mktemp("service"), holder) as found:
        yield found


@pytest.fixture
def own(holder: ModelHolder, tmp_path: Path) -> Iterator[Place]:
    """A service for one test alone."""
    with place(tmp_path, holder) as found:
        yield found
