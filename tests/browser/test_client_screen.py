"""A client's decision in a real browser: sound, named, narrow, printed, and by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Browser, Page, expect

from tests.api.life import Desk
from tests.api.place import Place
from tests.browser.chromium import NARROW, opened, overflow
from tests.browser.house import House, house, shown, violations
from tests.browser.wcag import (
    lost_at_double_size,
    small_targets,
    too_faint,
    without_text_alternative,
    without_title,
)
from tests.decision.bundle.conftest import bundle, key, saved

__all__ = ["bundle", "key", "saved"]

pytestmark = pytest.mark.browser

NUMBERS: dict[str, int] = {}
DRAWN = "svg.marks"
PARTS = {
    "Ce qui changerait": 2,
    "Parmi les autres": 4,
    "Informations": 2,
    "Crédits et paiements": 3,
    "Poids habituels": 2,
    "Suivi et lettre": 2,
    "Contrôle": 2,
}
"""Parts of a file, and how many charts stand on the screen with each."""


def _fill(made: Place) -> None:
    made.add_population()
    desk = Desk(made)
    for name in ("looked at", "revised"):
        found = desk.get("auditor", f"applications/{desk.proposed()}").json()
        NUMBERS[name] = found["application"]["client"]


@pytest.fixture(scope="module")
def at(
    saved: object, key: Ed25519PrivateKey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Service and dashboard for this file, with two proposals to refuse."""
    with house(tmp_path_factory.mktemp("house"), saved, key, _fill) as found:  # type: ignore[arg-type]
        yield found


def at_client(page: Page, at: House, name: str = "looked at", lang: str = "fr") -> None:
    page.goto(f"{at.staff}/language?lang={lang}&next=/sign-in")
    at.sign_in(page, to=f"/client?number={NUMBERS[name]}")
    expect(page.locator(DRAWN)).to_have_count(3)


def middle(page: Page, mark: str) -> float:
    """The middle of the first chart's mark of that name, in pixels from the left."""
    box = page.locator(DRAWN).first.locator(f".{mark}_marks").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2


@pytest.mark.parametrize(
    ("lang", "scale", "icons"),
    [
        ("fr", "Échelle du risque : un repère", "Cent signes : une croix"),
        ("en", "Scale of risk: a pin", "A hundred signs: a cross"),
    ],
)
def test_the_first_look_is_sound_and_every_chart_has_its_name(
    browser: Browser, at: House, lang: str, scale: str, icons: str
) -> None:
    with opened(browser) as page:
        at_client(page, at, lang=lang)
        assert violations(page) == []
        assert too_faint(page) == small_targets(page) == without_title(page) == []
        assert without_text_alternative(page) == lost_at_double_size(page) == []
        tree = page.locator("body").aria_snapshot().replace("\u00a0", " ")
        assert scale in tree
        assert icons in tree
        assert len(page.locator("h1").all()) == 1


def test_every_part_of_a_file_is_sound(browser: Browser, at: House) -> None:
    with opened(browser) as page:
        at_client(page, at)
        for name, charts in PARTS.items():
            page.get_by_text(name, exact=True).click()
            shown(page)
            expect(page.locator(DRAWN)).to_have_count(charts)
            assert violations(page) == [], name
            assert without_text_alternative(page) == [], name


def test_the_mark_stands_on_its_side_of_the_limit_and_can_be_seen(
    browser: Browser, at: House
) -> None:
    with opened(browser) as page:
        at_client(page, at)
        assert "refus proposé" in page.locator("h1").inner_text()
        assert middle(page, "file") > middle(page, "limit")
        inside = page.locator(DRAWN).first.bounding_box()
        assert inside is not None
        for words in page.locator(DRAWN).first.locator("text").all():
            box = words.bounding_box()
            assert box is not None
            assert inside["x"] - 1 <= box["x"]
            assert box["x"] + box["width"] <= inside["x"] + inside["width"] + 1


def test_a_narrow_screen_needs_no_scrolling_aside(browser: Browser, at: House) -> None:
    with opened(browser, NARROW) as page:
        at_client(page, at)
        assert overflow(page) == 0
        assert violations(page) == []
        page.get_by_text("Parmi les autres", exact=True).click()
        expect(page.locator(DRAWN)).to_have_count(4)
        assert overflow(page) == 0


def test_paper_has_the_answer_and_the_pictures_and_no_buttons(browser: Browser, at: House) -> None:
    with opened(browser) as page:
        at_client(page, at)
        page.emulate_media(media="print")
        assert page.get_by_text(
            "Sur 100 dossiers ayant le même niveau de risque"
        ).first.is_visible()
        assert page.locator(DRAWN).first.is_visible()
        assert not page.get_by_role("button", name="Confirmer").first.is_visible()


def test_the_screen_is_turned_round_and_back(browser: Browser, at: House) -> None:
    with opened(browser) as page:
        at_client(page, at)
        page.get_by_role("button", name="Tourner l'écran").click()
        expect(page.locator("h1")).to_have_text("Votre demande de crédit")
        expect(page.locator(DRAWN)).to_have_count(2)
        assert violations(page) == []
        told = page.locator("[data-testid=stMain]").inner_text()
        assert str(NUMBERS["looked at"]) not in told
        assert not page.get_by_role("banner").is_visible()
        page.get_by_role("button", name="Quitter la présentation").click()
        page.get_by_role("button", name="L'écran est tourné, quitter").click()
        expect(page.locator("h1")).to_contain_text("refus proposé")


def reach(page: Page, words: str) -> None:
    """Tab until what has the focus says so."""
    for _ in range(120):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "(() => { const e = document.activeElement, words = e.innerText || '';"
            " return (words.length < 200 ? words : '') + ' ' +"  # else a room, not a control
            " (e.getAttribute('aria-label') || '') + ' ' + [...(e.labels || [])].map((l) =>"
            " l.innerText).join(' '); })()"
        )
        if words in told.replace("\u00a0", " ").replace("\u202f", " "):
            return
    raise AssertionError(f"the keyboard does not reach {words!r}")


def press(page: Page, words: str) -> None:
    reach(page, words)
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    shown(page)


def test_a_proposal_is_revised_and_its_letter_written_without_a_mouse(
    browser: Browser, at: House
) -> None:
    with opened(browser) as page:
        at_client(page, at, "revised")
        press(page, "Réviser")
        reach(page, "Motif")
        page.keyboard.type("revenus")
        page.keyboard.press("Enter")
        shown(page)
        reach(page, "Explication")
        page.keyboard.type("trois bulletins de salaire")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("button", name="Décider")).to_be_visible()
        press(page, "Décider : crédit accordé")
        press(page, "Oui, c'est décidé")
        expect(page.locator("h1")).to_contain_text("crédit accordé, à communiquer")
        reach(page, "Pourquoi")
        for _ in range(6):
            page.keyboard.press("ArrowRight")
        expect(page.get_by_role("button", name="Communiquer la décision")).to_be_visible()
        press(page, "Communiquer la décision")
        press(page, "Oui, c'est décidé")
        expect(page.locator("h1")).to_contain_text("crédit accordé, communiqué")
        press(page, "Préparer la lettre")
        expect(page.get_by_role("button", name="Télécharger la lettre (PDF)")).to_be_visible()
        reach(page, "Télécharger la lettre")
        with page.expect_download() as got:
            page.keyboard.press("Enter")
        assert got.value.suggested_filename.endswith(".pdf")
