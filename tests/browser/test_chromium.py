"""The helpers see what they are there to see, or every test that uses them would be blind."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import NARROW, opened, overflow, violations

pytestmark = pytest.mark.browser

SOUND = "<html lang='fr'><title>Essai</title><main><h1>Essai</h1><p>Bonjour</p></main></html>"


def test_axe_finds_nothing_on_a_sound_page_and_names_a_picture_without_a_text(
    browser: Browser,
) -> None:
    with opened(browser) as page:
        page.set_content(SOUND)
        assert violations(page) == []
        page.set_content(SOUND.replace("<p>", "<img src='data:,'><p>"))
        assert [line.split(":")[0] for line in violations(page)] == ["image-alt"]


def test_a_page_wider_than_its_window_is_noticed(browser: Browser) -> None:
    with opened(browser, NARROW) as page:
        page.set_content(SOUND)
        assert overflow(page) == 0
        page.set_content(SOUND.replace("<p>", "<p style='width:400px'>"))
        assert overflow(page) > 0
