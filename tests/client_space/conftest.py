"""A service with a client's decision, and a visitor of the client space."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.conftest import holder, own, shared
from tests.api.place import Place
from tests.client_space.visitor import Visitor, visiting
from tests.decision.bundle.conftest import bundle, key, saved

__all__ = ["bundle", "holder", "key", "own", "saved", "shared"]


@pytest.fixture
def visitor(own: Place) -> Iterator[Visitor]:
    """Signed in as client 100,001, of whom nothing is known yet."""
    with visiting(own) as found:
        found.come()
        yield found


@pytest.fixture
def refused(visitor: Visitor) -> tuple[Visitor, str]:
    """The same, with a refusal that was told, and the application's name."""
    return visitor, visitor.desk.own()
