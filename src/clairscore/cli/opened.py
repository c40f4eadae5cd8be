"""The store that a command works on, and in whose name."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clairscore.store.opening import Store


@contextmanager
def opened() -> Iterator[Store]:
    """The store that the settings name."""
    from clairscore.settings import load_settings
    from clairscore.store.opening import open_store

    with open_store(load_settings(), secrets.token_bytes) as store:
        yield store


def actor() -> str:
    """Who acts, in the events: the person of this machine."""
    return f"cli:{os.environ.get('USER') or os.getuid()}"
