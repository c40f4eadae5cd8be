"""The client space in a real browser: with scripts and without, by keyboard alone, on a phone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from clairscore.client_space.app import create_app
from clairscore.client_space.cookies import SESSION
from clairscore.client_space.space import Space
from clairscore.i18n import LANGUAGES, Lang
from tests.api.conftest import holder
from tests.api.life import GRANTED, INFORMATION, REFUSED, Desk
from tests.api.place import Place, place
from tests.api.served import free_port
from tests.browser import wcag
from tests.browser.chromium import NARROW, PHONE, opened, overflow, violations
from tests.decision.bundle.conftest import bundle, key, saved

__all__ = ["bundle", "holder", "key", "saved"]
pytestmark = pytest.mark.browser

SENTENCE = "une phrase longue à retenir"
EMPTY = 100_002


@dataclass(frozen=True)
class World:
    """The client space on a port, a service behind it, two clients with a decision."""

    address: str
    place: Place
    refused: str
    granted: str

    @property
    def desk(self) -> Desk:
        return Desk(self.place)

    def sign_in(self, page: Page, user: str = "client") -> None:
        """As if somebody had signed in."""
        cookie = {"name": SESSION, "value": self.place.token(user), "url": self.address}
        page.context.add_cookies([cookie])  # type: ignore[list-item]


@pytest.fixture(scope="module")
def world(holder: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with place(tmp_path_factory.mktemp("space"), holder) as found:  # type: ignore[arg-type]
        desk = Desk(found)
        refused = desk.own()
        granted = told(desk, 100_001, GRANTED)
        with serving(Space(found.http)) as address:
            yield World(address, found, refused, granted)


@contextmanager
def serving(space: Space) -> Iterator[str]:
    """The application on a port of this machine; the loop runs beside the browser's own."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(create_app(space), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def told(desk: Desk, client: int, which: int) -> str:
    """An application of a client whose decision was told."""
    file = desk.file(which, SK_ID_CURR=client)
    for name in list(file):
        if name != "application":
            del file[name]
    body = {"client": client, "credit_file": file, "information": INFORMATION}
    opened_ = desk.post("manager", "applications", body)
    assert opened_.status_code == 201, opened_.text
    application: str = opened_.json()["id"]
    desk.post("manager", f"applications/{application}/proposal")
    desk.post("manager", f"applications/{application}/decision")
    done = desk.post("manager", f"applications/{application}/notification", {"lang": "fr"})
    assert done.is_success, done.text
    return application


def paths(world: World) -> list[tuple[str, str]]:
    """Every page, as who reads it."""
    refused = f"/applications/{world.refused}"
    own = (
        "/",
        refused,
        f"/applications/{world.granted}",
        f"{refused}/review",
        f"{refused}/simulation",
        "/data",
        "/data/history",
        "/data/AMT_INCOME_TOTAL/correction",
        "/data/NAME_INCOME_TYPE/correction",
        "/rights",
        "/rights/erasure",
        "/nowhere",
    )
    anybody = ("/sign-in", "/sign-in?ended=1", "/activate", "/notice", "/help")
    return [
        *((path, "client") for path in own),
        *((path, "other_client") for path in ("/", "/data", "/data/history")),
        *((path, "") for path in anybody),
    ]


CHECKS: dict[str, Callable[[Page], list[str]]] = {
    "axe": violations,
    "1.1.1 text alternatives": wcag.without_text_alternative,
    "1.4.1 use of colour": wcag.told_by_colour_alone,
    "1.4.3 contrast": wcag.too_faint,
    "1.4.4 text at 200 %": wcag.lost_at_double_size,
    "2.4.2 page titled": wcag.without_title,
    "2.5.8 target size": wcag.small_targets,
}


OF_WORDS = ("axe", "1.1.1 text alternatives", "1.4.4 text at 200 %", "2.4.2 page titled")
"""What another language can break; colours and sizes are the same, and axe looks at them too."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_passes_every_check_on_a_phone_and_fits_the_narrowest(
    browser: Browser, world: World, lang: Lang
) -> None:
    faults, titles = [], {}
    with opened(browser, PHONE, lang) as page:
        for path, user in paths(world):
            page.context.clear_cookies()
            if user:
                world.sign_in(page, user)
            page.goto(f"{world.address}{path}{'&' if '?' in path else '?'}lang={lang}")
            assert page.locator("html").get_attribute("lang") == lang
            checks = CHECKS if lang == "fr" else {name: CHECKS[name] for name in OF_WORDS}
            found = {name: check(page) for name, check in checks.items()}
            faults += [f"{path} {name}: {each}" for name in found for each in found[name]]
            titles[path, user] = page.title()
            page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
            faults += [f"{path}: {overflow(page)} pixels too wide"] if overflow(page) else []
            page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert faults == []
    assert len(set(titles.values())) >= len(titles) - 3  # two answers to one question share one


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_client_goes_the_whole_way(browser: Browser, world: World, scripts: bool) -> None:
    number = 100_020 + scripts
    world.place.add_client(number, "north")
    application = told(world.desk, number, REFUSED)
    code = world.desk.post("manager", f"clients/{number}/activation-codes").json()["code"]
    width, height = PHONE
    context = browser.new_context(
        java_script_enabled=scripts, viewport={"width": width, "height": height}
    )
    page, at = context.new_page(), world.address
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    try:
        _activate(page, at, number, code)
        page.get_by_role("link", name="Lire la réponse et les raisons").click()
        assert page.get_by_role("heading", level=1).inner_text().endswith("crédit refusé")
        _simulate(page)
        _correct(page, at)
        _contest(page, at, application)
        _take_along(page, at)
        _ask_for_erasure(page, at)
        page.get_by_role("button", name="Se déconnecter").click()
        assert page.get_by_text("À bientôt").is_visible()
    finally:
        context.close()
    assert {url.split("/")[2] for url in asked} == {at.split("/")[2]}
    kinds = {each["kind"] for each in requests_of(world, number)}
    assert kinds == {"erasure"}


def _activate(page: Page, at: str, number: int, code: str) -> None:
    page.goto(f"{at}/data")
    page.get_by_role("link", name="Ouvrir mon compte avec un code").click()
    page.get_by_role("button", name="Ouvrir mon compte").click()
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("Numéro de client").fill(str(number))
    page.get_by_label("Code").fill(code)
    page.get_by_label("Nouveau mot de passe").fill(SENTENCE)
    page.get_by_label("Le même mot de passe").fill(SENTENCE)
    page.get_by_role("button", name="Ouvrir mon compte").click()
    assert page.get_by_role("status").filter(has_text="Votre compte est ouvert").is_visible()


def _simulate(page: Page) -> None:
    page.get_by_role("link", name="Essayer un autre montant").click()
    page.get_by_label("Montant du crédit").fill("beaucoup")
    page.get_by_role("button", name="Voir le résultat").click()
    page.get_by_role("alert").wait_for()
    page.get_by_label("Montant du crédit").fill("50 000")
    page.get_by_role("button", name="Voir le résultat").click()
    page.locator("#made").wait_for()
    assert "Simulation, pas une offre" in page.locator("#made").inner_text()
    marks = page.locator("figure svg.fluid > svg").all()
    assert len(marks) == 2
    assert page.get_by_label("Montant du crédit").input_value() == "50 000"
    page.get_by_role("link", name="Retour à ma demande").click()


def _correct(page: Page, at: str) -> None:
    page.goto(f"{at}/data")
    page.get_by_role("link", name="Corriger : revenus", exact=True).click()
    page.get_by_label("La bonne information").fill("900 000")
    page.get_by_label("Ce qui était faux").fill("Mon salaire est faux dans le dossier.")
    page.get_by_role("button", name="Envoyer la correction").click()
    assert page.get_by_text("Votre correction est bien arrivée").is_visible()


def _contest(page: Page, at: str, application: str) -> None:
    """A correction after the decision is a review already; its receipt says so."""
    page.goto(f"{at}/applications/{application}/review")
    assert page.get_by_text("Accusé de réception").is_visible()
    assert page.get_by_text("4 décembre 2026").is_visible()


def _take_along(page: Page, at: str) -> None:
    copy = page.request.get(f"{at}/data/export.json")
    assert copy.json()["reviews"]
    assert page.request.get(f"{at}/data/export.pdf").body()[:5] == b"%PDF-"


def _ask_for_erasure(page: Page, at: str) -> None:
    page.goto(f"{at}/rights")
    page.get_by_role("link", name="Lire et demander l'effacement").click()
    page.get_by_label("Votre demande").fill("Effacez mes données, merci.")
    page.get_by_label("J'ai compris").check()
    page.get_by_role("button", name="Demander l'effacement").click()
    assert page.get_by_text("Réponse au plus tard le 21 décembre 2026").is_visible()


def requests_of(world: World, number: int) -> list[dict[str, str]]:
    waiting = world.desk.get("admin", "requests").json()["items"]
    return [each for each in waiting if each["client"] == number]


def test_a_review_is_asked_for_by_keyboard_alone(browser: Browser, world: World) -> None:
    world.place.add_client(100_030, "north")
    told(world.desk, 100_030, REFUSED)
    code = world.desk.post("manager", "clients/100030/activation-codes").json()["code"]
    with opened(browser) as page:
        page.goto(f"{world.address}/activate")
        assert wcag.focus_path(page, 1) == ["Aller au contenu"]
        page.keyboard.press("Enter")
        for typed in ("100030", code, SENTENCE, SENTENCE):
            page.keyboard.press("Tab")
            page.keyboard.type(typed)
        page.keyboard.press("Enter")
        page.get_by_text("Votre compte est ouvert").wait_for()
        follow(page, "Lire la réponse et les raisons")
        follow(page, "Demander un réexamen par une personne")
        reach(page, "Votre point de vue")
        page.keyboard.type("J'ai un contrat à durée indéterminée depuis mai.")
        follow(page, "Envoyer ma demande de réexamen")
        assert page.get_by_text("Accusé de réception").is_visible()


def follow(page: Page, name: str) -> None:
    """Go to what has this name by Tab, and press Enter; every stop on the way can be seen."""
    reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def reach(page: Page, name: str) -> None:
    passed = []
    for _ in range(40):
        passed += wcag.focus_path(page, 1)
        if passed[-1].startswith(name):
            break
    assert passed[-1].startswith(name), passed
    assert [each for each in passed if each.startswith("unseen")] == []


def test_marks_stand_on_their_side_of_the_limit(browser: Browser, world: World) -> None:
    with opened(browser, PHONE) as page:
        world.sign_in(page)
        for application, side in ((world.refused, "right"), (world.granted, "left")):
            page.goto(f"{world.address}/applications/{application}")
            scale = page.locator("figure svg.fluid").first
            mark = scale.locator("> svg path").bounding_box()
            limit = scale.locator('line[stroke-width="3"]').bounding_box()
            assert mark is not None
            assert limit is not None
            right = mark["x"] + mark["width"] / 2 > limit["x"]
            assert right == (side == "right")
            crosses = page.locator("figure svg.fluid").nth(1).locator("> svg > path").count()
            circles = page.locator("figure svg.fluid").nth(1).locator("> svg > circle").count()
            assert crosses + circles == 100
            assert f"✕ {crosses} " in page.locator("main").inner_text().replace("\u202f", " ")


def test_what_is_printed_is_the_decision_without_menus(browser: Browser, world: World) -> None:
    with opened(browser) as page:
        world.sign_in(page)
        page.goto(f"{world.address}/applications/{world.refused}")
        page.emulate_media(media="print")
        for hidden in ("nav.menu", "footer", "main .button >> nth=0"):
            assert not page.locator(hidden).is_visible()
        assert page.get_by_role("heading", level=1).is_visible()
