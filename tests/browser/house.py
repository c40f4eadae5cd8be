"""Service and dashboard, each in a process of its own, over a store with people who may sign in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Page

from clairscore.api.holder import ModelHolder
from clairscore.decision.bundle import load
from clairscore.store import accounts
from clairscore.store.database import Write
from tests.api.place import IDENTITIES, Place, place, settings_in, user_id
from tests.api.served import environment, served, trusting, web_line
from tests.browser import chromium

PASSWORD = "a long sentence of this test"
READY = "/_stcore/health"


@dataclass(frozen=True)
class House:
    """Where service and dashboard are reached."""

    api: str
    staff: str

    def sign_in(self, page: Page, user: str = "manager", to: str = "/") -> None:
        """Open an address of the dashboard and sign in on the way."""
        page.goto(self.staff + to)
        page.get_by_role("textbox").first.fill(user)
        page.locator("#password").fill(PASSWORD)
        page.locator("main button").click()
        shown(page)


def shown(page: Page) -> None:
    """Wait until the screen stands."""
    page.wait_for_selector("[data-testid=stMain] h1")
    page.wait_for_selector("[data-testid=stApp]:not([data-test-script-state=running])")
    # where a part is still fetched a grey block stands: what is typed or clicked would be lost
    page.wait_for_selector("[data-testid=stSkeleton]", state="detached")


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page that stands: what is drawn anew is dimmed until then."""
    if page.locator("[data-testid=stApp]").count():
        shown(page)
    return chromium.violations(page)


@contextmanager
def house(
    folder: Path, saved: Path, key: Ed25519PrivateKey, fill: Callable[[Place], None]
) -> Iterator[House]:
    """Both, started over a store that `fill` has filled; everybody's password is PASSWORD."""
    holder = ModelHolder(lambda named: load(named, [key.public_key()]))
    holder.change(saved)
    with place(folder, holder) as made:
        _give_passwords(made)
        fill(made)
    about = {**environment(settings_in(folder)), **trusting(folder, saved, key)}
    with served(web_line(), about) as (_, http):
        api = str(http.base_url).rstrip("/")
        with served(web_line("dashboard"), {**about, "CLAIRSCORE_API": api}, ready=READY) as (
            _,
            staff,
        ):
            yield House(api, str(staff.base_url).rstrip("/"))


def _give_passwords(made: Place) -> None:
    hashed = made.service.passwords.hash(PASSWORD)

    def keep(write: Write) -> None:
        for name in IDENTITIES:
            user = accounts.user_by_id(write, user_id(name))
            accounts.set_password(write, user, hashed, actor="test", at="2026")

    made.service.change(keep)
