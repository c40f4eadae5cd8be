"""The staff's dashboard in a real browser: the door, deep links, the work list, by keyboard too."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Browser, Page, expect

from clairscore.dashboard.cookies import SESSION
from tests.api.place import Place
from tests.browser.chromium import NARROW, PHONE, opened, overflow
from tests.browser.house import PASSWORD, House, house, shown, violations
from tests.browser.wcag import lost_at_double_size, small_targets, too_faint, without_title
from tests.decision.bundle.conftest import bundle, key, saved

__all__ = ["bundle", "key", "saved"]

pytestmark = pytest.mark.browser

LIST = {"fr": "Liste de travail", "en": "Work list"}


def _fill(made: Place) -> None:
    for number in range(100_003, 100_028):
        made.add_client(number, "north")
        made.add_score(number, 0.05 if number % 2 else 0.3)
    made.add_score(100_001, 0.0907)


@pytest.fixture(scope="module")
def at(
    saved: object, key: Ed25519PrivateKey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Service and dashboard for this file."""
    with house(tmp_path_factory.mktemp("house"), saved, key, _fill) as found:  # type: ignore[arg-type]
        yield found


def speak(page: Page, at: House, lang: str) -> None:
    page.goto(f"{at.staff}/language?lang={lang}&next=/sign-in")


def title(page: Page) -> str:
    return page.locator("h1").inner_text()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_door_and_the_list_are_sound_in_both_languages(
    browser: Browser, at: House, lang: str
) -> None:
    with opened(browser) as page:
        outside: list[str] = []
        page.on("request", lambda asked: outside.append(asked.url))
        speak(page, at, lang)
        assert violations(page) == []
        assert without_title(page) == small_targets(page) == []
        at.sign_in(page)
        assert page.locator("html").get_attribute("lang") == lang
        assert title(page).startswith(LIST[lang])
        assert page.title().startswith(LIST[lang])
        assert violations(page) == []
        assert too_faint(page) == without_title(page) == small_targets(page) == []
        assert page.get_by_role("main").count() == page.get_by_role("banner").count() == 1
        assert page.get_by_role("row").count() == 21
        assert [url for url in outside if not url.startswith((at.staff, "data:", "blob:"))] == []


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=["phone", "320"])
def test_nothing_is_wider_than_a_narrow_window(
    browser: Browser, at: House, size: tuple[int, int]
) -> None:
    with opened(browser, size) as page:
        page.goto(at.staff)
        assert overflow(page) == 0
        assert lost_at_double_size(page) == []
        at.sign_in(page)
        assert overflow(page) == 0
        assert violations(page) == []
        # rows are blocks now, and still rows for who listens
        assert page.get_by_role("rowheader").first.inner_text().split() == ["100001"]


def test_a_link_leads_where_it_says_after_signing_in_and_the_cookie_is_out_of_reach(
    browser: Browser, at: House
) -> None:
    with opened(browser) as page:
        at.sign_in(page, to="/work?sort=number&number=10001")
        assert page.url == f"{at.staff}/work?sort=number&number=10001"
        assert "10001" in title(page)
        page.reload()
        shown(page)
        assert "10001" in title(page)
        (kept,) = [each for each in page.context.cookies() if each["name"] == SESSION]
        assert (kept["httpOnly"], kept["sameSite"]) == (True, "Lax")
        assert SESSION not in page.evaluate("document.cookie")


def test_pages_of_the_list_open_without_loading_anew_and_the_way_back_works(
    browser: Browser, at: House
) -> None:
    with opened(browser) as page:
        at.sign_in(page, to="/work?sort=number")
        page.evaluate("window.sameDocument = true")
        page.get_by_role("link", name="Page suivante").click()
        expect(page.get_by_role("link", name="Première page")).to_be_visible()
        assert page.evaluate("window.sameDocument") is True
        assert page.evaluate("document.activeElement.tagName") == "H1"
        page.go_back()
        expect(page.get_by_role("link", name="Première page")).to_have_count(0)
        expect(page.get_by_role("link", name="Page suivante")).to_be_visible()


def test_a_session_that_ended_is_said_and_signing_in_again_comes_back(
    browser: Browser, at: House
) -> None:
    with opened(browser) as page:
        at.sign_in(page, to="/work?sort=number&number=10001")
        (token,) = [each["value"] for each in page.context.cookies() if each["name"] == SESSION]
        headers = {"Authorization": f"Bearer {token}"}
        httpx2.delete(f"{at.api}/v1/sessions/current", headers=headers).raise_for_status()
        page.get_by_role("textbox", name="Numéro du client").first.fill("100003")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Session terminée")
        assert violations(page) == []
        page.get_by_role("link", name="Entrer de nouveau").click()
        assert "Votre session est terminée" in page.locator("main").inner_text()
        page.locator("#name").fill("manager")
        page.locator("#password").fill(PASSWORD)
        page.keyboard.press("Enter")
        shown(page)
        assert page.url == f"{at.staff}/work?sort=number&number=10001"


def test_signing_out_closes_the_session_and_the_screen(browser: Browser, at: House) -> None:
    with opened(browser) as page:
        at.sign_in(page)
        page.get_by_role("button", name="Quitter").click()
        page.wait_for_url("**/sign-in")
        page.goto(f"{at.staff}/work")
        assert page.url.startswith(f"{at.staff}/sign-in?next=")


@pytest.mark.parametrize(
    ("user", "password", "expected"),
    [
        ("manager", "wrong", "ne vont pas ensemble"),
        ("nobody", PASSWORD, "ne vont pas ensemble"),
        ("client", PASSWORD, "espace client"),
    ],
)
def test_who_is_not_let_in_is_told_why(
    browser: Browser, at: House, user: str, password: str, expected: str
) -> None:
    with opened(browser) as page:
        page.goto(f"{at.staff}/work")
        page.locator("#name").fill(user)
        page.locator("#password").fill(password)
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text(expected)
        assert page.title().startswith("Erreur")
        assert violations(page) == []


def test_a_wrong_address_and_a_screen_of_another_role_are_said(browser: Browser, at: House) -> None:
    with opened(browser) as page:
        at.sign_in(page, "reviewer")
        answer = page.goto(f"{at.staff}/nothing-here")
        assert answer is not None
        assert (answer.status, title(page)) == (404, "Page introuvable")
        assert violations(page) == []
        page.goto(f"{at.staff}/simulation")
        shown(page)
        assert title(page) == "Écran non prévu pour votre rôle"


def test_by_keyboard_alone_from_the_door_to_a_client_that_is_not_ones_own(
    browser: Browser, at: House
) -> None:
    with opened(browser) as page:
        page.goto(at.staff)
        keyboard_to(page, "name")
        page.keyboard.type("manager")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        shown(page)
        page.keyboard.press("Tab")
        assert focused(page) == "Aller au contenu"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("100002")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Aucun dossier ne répond")


def test_by_keyboard_from_the_list_to_a_client_and_back(browser: Browser, at: House) -> None:
    with opened(browser) as page:
        at.sign_in(page, to="/work?sort=number")
        page.get_by_role("link", name="100003").focus()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("100003")
        shown(page)
        assert page.url == f"{at.staff}/client?number=100003"
        page.wait_for_function("document.activeElement.tagName === 'H1'")
        assert focused(page) == title(page)
        page.go_back()
        expect(page.locator("h1")).to_contain_text("Liste de travail")


def keyboard_to(page: Page, name: str) -> None:
    """Press Tab until the field of this name has the focus."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"{name} is not reached by Tab")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText"))


def test_another_sites_form_and_page_are_kept_out(at: House) -> None:
    foreign = {"Origin": "https://elsewhere.example"}
    with httpx2.Client(base_url=at.staff) as http:
        given = {"name": "manager", "password": PASSWORD}
        assert http.post("/sign-in", data=given, headers=foreign).status_code == 403
        assert http.post("/sign-out", headers=foreign).status_code == 403
        assert http.post("/sign-in", data=given).status_code == 403
        own = {"Origin": at.staff}
        there = http.post("/sign-in", data={**given, "next": "//elsewhere.example"}, headers=own)
        assert (there.status_code, there.headers["location"]) == (303, "/")
        page = http.get("/work", headers={"Cookie": f"{SESSION}=nonsense"})
        assert page.headers["location"].startswith("/sign-in?next=%2Fwork")
        policy = page.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
