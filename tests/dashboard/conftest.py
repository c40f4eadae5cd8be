"""A service that the screens ask."""

from __future__ import annotations

from tests.api.conftest import bundle, holder, key, own, saved, shared

__all__ = ["bundle", "holder", "key", "own", "saved", "shared"]
