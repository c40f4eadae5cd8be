"""Pictures of the screens, for README and docs: `python -m tests.browser.pictures --demo demo`.

Everybody in them is invented: the folder is one that `clairscore demo --out demo` wrote. The same
folder gives the same pictures on the same day; dates are those of the day.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import httpx2
from playwright.sync_api import Browser, Page

from clairscore.cli.demo_service import Access, open_accounts, programs_at, variables
from clairscore.cli.together import Program, running
from clairscore.client import Client
from clairscore.client.records import AskedGround, ShownApplication, ShownInformation
from clairscore.dashboard.screens import screen_at
from clairscore.errors import Refused
from clairscore.i18n import LANGUAGES, Lang
from tests.browser.chromium import chromium, opened
from tests.browser.house import shown

PORT = 8701
SIZES = {"desktop": (1280, 1100), "phone": (390, 1000)}
COLOURS = 128
"""Enough for text and charts; it makes pictures a third as large."""
VIEW = "Mon autre crédit est remboursé depuis mars ; j'en joins la preuve."
STUDY = "Trop de charges déjà en cours pour ce montant."


@dataclass(frozen=True)
class Shot:
    """One picture: its name, who looks, at which address; places are filled from `Story`."""

    name: str
    user: str
    path: str


STAFF = (
    Shot("work-list", "{manager}", "/work?sort=closest"),
    Shot("client-refused", "{manager}", "/client?number={refused}"),
    Shot("client-granted", "{granted_manager}", "/client?number={granted}"),
    Shot("presentation", "{manager}", "/presentation?number={refused}"),
    Shot("simulation", "{manager}", "/simulation?application={application}"),
    Shot("new-application", "{manager}", "/new-application"),
    Shot("reviews", "reviewer-1", "/reviews"),
    Shot("review", "reviewer-1", "/review?id={review}"),
    Shot("model", "analyst-1", "/model"),
    Shot("models", "analyst-1", "/models"),
    Shot("monitoring", "analyst-1", "/monitoring"),
)
CLIENTS = (
    Shot("own-decision", "{own}", "/"),
    Shot("own-application", "{own}", "/applications/{own_application}"),
    Shot("own-data", "{own}", "/data"),
)


def main() -> None:
    """Take every picture whose screen there is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, default=Path("docs/images"), metavar="DIR")
    parser.add_argument("--only", default="", help="names that begin so")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    os.environ.update(variables(asked.demo, asked.demo / "bundles"))
    people = explained(asked.demo)
    access = open_accounts(people[-1])
    programs = programs_at(PORT, "fr")
    with running(programs), httpx2.Client(base_url=programs[0].address, timeout=60) as http:
        story = told(http, access, people)
        with chromium() as browser:
            for lang in LANGUAGES:
                for size, pixels in SIZES.items():
                    take(browser, programs, access, story, lang, (size, pixels), asked)


def explained(demo: Path) -> list[int]:
    """The clients whom the demonstration explains; one of them gets an account."""
    return sorted(int(file.stem) for file in (demo / "clients").glob("*.json"))


def told(http: httpx2.Client, access: Access, people: Sequence[int]) -> dict[str, str]:
    """What the pictures show: two applications proposed; a third studied, refused, to be reviewed.

    The third is that of the last client, who has an account.
    """
    auditor = signed_in(http, access, "auditor-1")
    own = people[-1]
    found = {auditor.show_score(number).outcome: number for number in people if number != own}
    looks_after = {number: auditor.show_client(number).portfolio for number in people}
    refused, granted = found["refused"], found["granted"]
    manager = signed_in(http, access, looks_after[refused])
    proposed(signed_in(http, access, looks_after[granted]), granted)
    own_application = studied(signed_in(http, access, looks_after[own]), own)
    with suppress(Refused):  # asked by an earlier run
        signed_in(http, access, str(own)).ask_review(own_application, point_of_view=VIEW)
    reviews = signed_in(http, access, "reviewer-1").list_reviews(limit=1).items
    return {
        "refused": str(refused),
        "granted": str(granted),
        "own": str(own),
        "manager": looks_after[refused],
        "granted_manager": looks_after[granted],
        "application": proposed(manager, refused),
        "own_application": own_application,
        "review": reviews[0].id,
    }


def studied(manager: Client, number: int) -> str:
    """The client's application, refused by a person with a reason, and told."""
    name = proposed(manager, number)
    ground = AskedGround(code="study_unfavourable", words=STUDY)
    with suppress(Refused):  # decided by an earlier run
        manager.decide(name, outcome="refused", ground=ground, if_match="*")
        manager.notify(name, lang="fr", if_match="*")
    return name


def signed_in(http: httpx2.Client, access: Access, name: str) -> Client:
    """The service as one of the demonstration's people."""
    token = Client(http).sign_in(name=name, password=access.password).token
    return Client(http, token)


def proposed(manager: Client, number: int) -> str:
    """The client's newest application with a proposal, opened where there is none."""
    found = application_of(manager, number)
    with suppress(Refused):  # proposed, or decided, by an earlier run
        manager.propose(found.id)
    return found.id


def application_of(manager: Client, number: int) -> ShownApplication:
    """The client's open application; one that was loaded is withdrawn for one with a notice."""
    for state in ("proposed", "referred", "decided", "notified", "review_requested", "draft"):
        for each in manager.list_applications(state=(state,), limit=100).items:  # type: ignore[arg-type]
            if each.client == number and not each.demonstration:
                return each
    line = next(each for each in manager.list_clients(number=str(number)).items)
    if line.application is not None and line.client == number:
        manager.withdraw(line.application)
    notice = ShownInformation(version=manager.information(lang="fr").version, lang="fr")
    return manager.open_application(client=number, information=notice).value


def take(
    browser: Browser,
    programs: list[Program],
    access: Access,
    story: Mapping[str, str],
    lang: Lang,
    size: tuple[str, tuple[int, int]],
    asked: argparse.Namespace,
) -> None:
    """The pictures of one language and size."""
    addresses = {program.name: program.address for program in programs}
    for shot, program in shots(addresses):
        if not shot.name.startswith(asked.only):
            continue
        user, path = shot.user.format_map(story), shot.path.format_map(story)
        with opened(browser, size[1], lang) as page:
            enter(page, addresses[program], lang, user, access.password, path)
            if program == "dashboard":
                shown(page)
            page.wait_for_timeout(800)  # charts draw themselves
            keep(page, asked.out / f"{shot.name}-{lang}-{size[0]}.png")


def shots(addresses: Mapping[str, str]) -> Iterator[tuple[Shot, str]]:
    """Every picture whose program and screen there are."""
    if "dashboard" in addresses:
        for shot in STAFF:
            if screen_at(shot.path.partition("?")[0]) is not None:
                yield shot, "dashboard"
    if "client_space" in addresses:
        for shot in CLIENTS:
            yield shot, "client_space"


def enter(page: Page, home: str, lang: Lang, user: str, password: str, path: str) -> None:
    """Sign in and open the address."""
    page.context.add_cookies([{"name": "clairscore_lang", "value": lang, "url": home}])
    page.goto(home + path)
    if page.locator("input[type=password]").count():
        page.locator("main input:not([type=hidden])").first.fill(user)
        page.locator("input[type=password]").fill(password)
        page.locator("main form button").first.click()
        page.wait_for_load_state("networkidle")
    if page.url != home + path:
        page.goto(home + path)


def keep(page: Page, file: Path) -> None:
    """The window's picture in few colours, the same bytes for the same pixels."""
    from PIL import Image

    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    drawn = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".png", delete=False) as draft:
        drawn.save(draft, format="PNG", optimize=True)
    Path(draft.name).replace(file)
    file.chmod(0o644)
    sys.stdout.write(f"{file} {file.stat().st_size}\n")


if __name__ == "__main__":
    main()
