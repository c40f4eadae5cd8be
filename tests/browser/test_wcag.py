"""Each check finds the fault that it is named for, and nothing on a sound page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import wcag
from tests.browser.chromium import opened

pytestmark = pytest.mark.browser

SOUND = """<html lang='fr'><title>Votre décision : crédit refusé</title>
<style>a, button { display: inline-block; min-height: 2rem; min-width: 2rem }</style>
<main><h1>Votre décision</h1><p>Bonjour</p><a href='#'>Suite</a>
<svg role='img' aria-label='Le risque est de 13 sur 100' width='90' height='20'>
<path d='M0,0h9v9z' fill='#0B5FA5'/><circle r='4' fill='#B8480A'/></svg></main></html>"""

FAULTS: list[tuple[Callable[[Page], list[str]], str, str, str]] = [
    (wcag.without_text_alternative, " aria-label='Le risque est de 13 sur 100'", "", "no name"),
    (wcag.without_text_alternative, "Le risque est de 13 sur 100", "graphique", "tells nothing"),
    (
        wcag.told_by_colour_alone,
        "<circle r='4' fill='#B8480A'/>",
        "<path d='M1,5h2v1z' fill='#B8480A'/>",
        "colour alone",
    ),
    (wcag.told_by_colour_alone, "<p>", "<input aria-invalid='true' aria-label='x'><p>", "words"),
    (wcag.too_faint, "<p>", "<p style='color:#ccc'>", "color-contrast"),
    (wcag.lost_at_double_size, "<p>", "<p style='font-size:15px'>", "does not grow: Bonjour"),
    (wcag.lost_at_double_size, "<p>", "<p style='overflow:hidden;height:20px'>", "cut: Bonjour"),
    (wcag.lost_at_double_size, "<p>", "<p style='width:80rem'>", "too wide"),
    (wcag.without_title, "Votre décision : crédit refusé", "", "no title"),
    (wcag.without_title, "Votre décision : crédit refusé", "Clairscore", "tells nothing"),
    (wcag.small_targets, "min-height: 2rem; min-width: 2rem", "font-size: 10px", "x"),
]


@pytest.mark.parametrize(("check", "sound", "faulty", "told"), FAULTS)
def test_a_check_finds_its_fault_and_nothing_on_a_sound_page(
    browser: Browser, check: Callable[[Page], list[str]], sound: str, faulty: str, told: str
) -> None:
    with opened(browser) as page:
        page.set_content(SOUND)
        assert check(page) == []
        assert sound in SOUND
        page.set_content(SOUND.replace(sound, faulty))
        found = check(page)
        assert found
        assert told in found[0]


def test_tab_tells_what_it_reaches_and_whether_the_focus_is_seen(browser: Browser) -> None:
    with opened(browser) as page:
        page.set_content(SOUND)
        assert wcag.focus_path(page, 1) == ["Suite"]
        page.set_content(SOUND.replace("<style>", "<style>a:focus { outline: none } "))
        assert wcag.focus_path(page, 1) == ["unseen Suite"]
