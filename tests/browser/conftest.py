"""A browser for the tests of one file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import chromium

expect.set_options(timeout=20_000)  # ms: a machine at work on other tests is slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Open while a file's tests run."""
    with chromium() as opened:
        yield opened
