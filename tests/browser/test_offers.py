"""Simulation, new application, reviews and the model's pages in a real browser, by keyboard too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Browser, Page, expect

from clairscore.decision.bundle import Bundle
from tests.api.life import Desk
from tests.api.place import Place
from tests.browser.chromium import NARROW, opened, overflow
from tests.browser.house import House, house, shown, violations
from tests.browser.wcag import without_text_alternative, without_title
from tests.dashboard.measured import measured_bundle
from tests.decision.bundle.conftest import bundle, key

__all__ = ["bundle", "key"]

pytestmark = pytest.mark.browser

NAMES: dict[str, str] = {}
"""Records that the pages are about, by what they are."""


def _fill(made: Place) -> None:
    desk = Desk(made)
    made.add_score(100_001)
    NAMES["application"] = desk.proposed(AMT_CREDIT=500_000.0)
    NAMES["review"], NAMES["other_review"] = desk.review(), desk.review()
    NAMES["second"] = desk.waiting()
    NAMES["request"] = desk.request()


@pytest.fixture(scope="module")
def at(
    bundle: Bundle, key: Ed25519PrivateKey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Service and dashboard for this file, with a model whose card holds every curve."""
    saved: Path = measured_bundle(bundle, key, tmp_path_factory.mktemp("measured"))
    with house(tmp_path_factory.mktemp("house"), saved, key, _fill) as found:
        yield found


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what these words name has the focus."""
    seen = []
    for _ in range(90):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
            " if (e.id === 'main' || /^(Help for|Aide)/.test(e.ariaLabel)) return '';"
            " return [e.getAttribute('aria-label'), l && l.innerText, e.innerText]"
            ".filter(Boolean).join(' | ') })()"
        )
        seen.append(name)
        if words in str(name):
            return
    raise AssertionError(f"{words} is not reached by Tab: {seen}")


def press(page: Page, words: str, by: str = "Enter") -> None:
    tab_to(page, words)
    page.keyboard.press(by)
    still(page)


def still(page: Page) -> None:
    """Wait until what was entered has been answered."""
    page.wait_for_timeout(700)
    shown(page)


def test_a_simulation_by_keyboard_alone(browser: Browser, at: House) -> None:
    with opened(browser) as page:
        at.sign_in(page, to=f"/simulation?application={NAMES['application']}")
        tab_to(page, "Montant demandé")
        page.keyboard.press("Control+A")
        page.keyboard.type("250000")
        page.keyboard.press("Enter")
        expect(page.get_by_text("250 000".replace(" ", "\u202f")).first).to_be_visible()
        press(page, "Simuler")
        told = page.get_by_role("main").get_by_role("status")
        expect(told.first).to_contain_text("Simulation, pas une offre")
        assert without_text_alternative(page) == []
        assert violations(page) == []
        chart = page.get_by_role("img", name="Deux lignes sur la même échelle")
        expect(chart).to_be_visible()


def test_a_new_application_by_keyboard_alone(browser: Browser, at: House) -> None:
    with opened(browser) as page:
        at.sign_in(page, to="/new-application")
        tab_to(page, "Numéro du client")
        page.keyboard.type("100001")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("ce que la personne doit savoir")
        shown(page)
        press(page, "La note a été montrée")
        expect(page.locator("h1")).to_contain_text("vérifier les réponses")
        shown(page)
        press(page, "Envoyer la demande")
        expect(page.locator("h1")).to_have_text("Demande envoyée")
        assert violations(page) == []


def test_what_is_missing_leads_to_its_box(browser: Browser, at: House) -> None:
    with opened(browser) as page:
        at.sign_in(page, to="/new-application")
        page.get_by_text("Un nouveau client").click()
        expect(page.get_by_role("textbox", name="Numéro du client")).to_have_count(0)
        page.get_by_role("button", name="Continuer").click()
        page.get_by_role("button", name="La note a été montrée").click()
        expect(page.locator("h1")).to_contain_text("les faits")
        shown(page)  # the form grows while it is drawn: what is clicked would move away
        page.get_by_role("button", name="Continuer").click()
        expect(page.get_by_role("alert").first).to_contain_text("Points à corriger")
        assert violations(page) == []
        page.get_by_role("link", name="Revenus").click()
        expect(page.get_by_role("spinbutton", name="Revenus")).to_be_in_viewport()
        assert page.get_by_text("Upload", exact=True).count() == 0


def test_a_review_by_keyboard_alone(browser: Browser, at: House) -> None:
    with opened(browser) as page:
        at.sign_in(page, "reviewer", to=f"/review?id={NAMES['review']}")
        press(page, "Prendre ce réexamen")
        expect(page.get_by_role("heading", name="Votre avis d'abord")).to_be_visible()
        assert page.get_by_text("Voir l'avis du modèle").count() == 0
        tab_to(page, "crédit accordé")
        page.keyboard.press("Space")
        tab_to(page, "Pourquoi")
        page.keyboard.type("the job is permanent")
        press(page, "Donner mon avis")
        expect(page.get_by_role("heading", name="La réponse")).to_be_visible()
        still(page)
        tab_to(page, "Motif")
        page.keyboard.type("revenus")
        page.keyboard.press("Enter")
        still(page)
        tab_to(page, "Explication")
        page.keyboard.type("three payslips were shown")
        page.keyboard.press("Control+Enter")
        still(page)
        press(page, "Terminer le réexamen")
        expect(page.get_by_role("heading", name="Réponse donnée")).to_be_visible(timeout=15_000)
        assert violations(page) == []


PAGES = [
    ("manager", "/simulation?application={application}"),
    ("manager", "/new-application"),
    ("reviewer", "/reviews"),
    ("reviewer", "/review?id={other_review}"),
    ("reviewer", "/approval?application={second}"),
    ("analyst", "/model?show=worth"),
    ("analyst", "/model?show=cost"),
    ("analyst", "/model?show=weights"),
    ("analyst", "/model?show=groups"),
    ("analyst", "/model?show=card"),
    ("admin", "/models"),
    ("admin", "/accounts"),
    ("admin", "/accounts?show=keys"),
    ("admin", "/accounts?show=portfolios"),
    ("admin", "/requests?id={request}"),
    ("auditor", "/requests"),
    ("auditor", "/audit"),
    ("auditor", "/statistics"),
]


@pytest.mark.faults
@pytest.mark.parametrize(
    ("lang", "narrow"), [pytest.param("fr", False, marks=pytest.mark.release), ("en", True)]
)
def test_every_page_is_sound_and_fits_and_names_its_pictures(
    browser: Browser, at: House, lang: str, narrow: bool, request: pytest.FixtureRequest
) -> None:
    """The narrow English ones every day by samples, all of them at release length."""
    sampled = narrow and not request.config.getoption("--release")
    pages = PAGES[::3] if sampled else PAGES
    for user in dict.fromkeys(user for user, _ in pages):
        with opened(browser, NARROW) if narrow else opened(browser) as page:
            page.goto(f"{at.staff}/language?lang={lang}&next=/sign-in")
            at.sign_in(page, user)
            for place in (place.format(**NAMES) for each, place in pages if each == user):
                page.goto(at.staff + place)
                shown(page)
                page.wait_for_timeout(400)
                assert violations(page) == [], place
                assert without_text_alternative(page) == [], place
                assert without_title(page) == [], place
                assert overflow(page) == 0, place
                assert page.locator("html").get_attribute("lang") == lang
