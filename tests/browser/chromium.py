"""Debian's Chromium, driven by Playwright: how it is started, what axe finds on a page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

PROGRAM = "chromium"
# without these Chromium calls its maker's hosts, and waits where the network is closed
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP, PHONE, NARROW = (1280, 900), (390, 844), (320, 800)  # CSS pixels


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, closed at the end: while it is open, `asyncio.run` refuses to run beside it."""
    with sync_playwright() as playwright:
        program = shutil.which(PROGRAM)
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, size: tuple[int, int] = DESKTOP, lang: str = "fr") -> Iterator[Page]:
    """A new visitor's page: no cookie, this size, this language asked for."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale={"fr": "fr-FR", "en": "en-GB"}[lang],
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, one line an element."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window; 0 where nothing has to be scrolled."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
