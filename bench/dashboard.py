"""The screens in a browser: first render, switch to another client, the client space.

Headless Chromium on the machine that serves. A first render is a new visitor with an empty cache
who opens a client's address; a switch is a click on a client of the work list; both end when the
screen bears the client's number, nothing runs any more and the first chart stands. Beside them, in
the same run, the usual pattern (`bench.usual_dashboard`): a drop-down of every number, and Plotly.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import httpx2
import numpy as np
from playwright.sync_api import Browser, Error, Page, sync_playwright

from bench.folders import synthetic
from bench.ground import Ground, ground, ground_parser
from bench.measured import clairscore
from bench.record import Record, clients_in_words, is_full, run
from clairscore.cli.demo_service import programs_at
from clairscore.cli.together import running
from clairscore.client import Client
from clairscore.client.records import ShownInformation

MOST_FIRST, MOST_SWITCH, MOST_SPACE = 4.0, 0.4, 0.3  # seconds
PORT = 8600
USUAL_PORT = 9300
MANAGER, PORTFOLIO = "manager-1", "manager-1"
SIZE = {"width": 1280, "height": 900}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
IDLE = "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
CHART = (
    "document.querySelector('[data-testid=stVegaLiteChart] svg.marks, .js-plotly-plot .main-svg')"
)
WAIT = 180_000  # milliseconds


@dataclass(frozen=True)
class Times:
    """Seconds of one thing done again and again."""

    seconds: tuple[float, ...]

    @property
    def p50(self) -> float:
        return float(np.median(self.seconds)) if self.seconds else float("inf")

    def __str__(self) -> str:
        worst = max(self.seconds, default=float("inf"))
        return f"p50 {self.p50:.2f} s, worst {worst:.2f} s of {len(self.seconds)}"


def main(words: list[str]) -> None:
    parser = ground_parser("dashboard", __doc__)
    parser.add_argument("--renders", type=int, default=5)
    parser.add_argument("--switches", type=int, default=40)
    parser.add_argument("--usual-switches", type=int, default=5)
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """Everything over one store, in one browser."""
    with synthetic(options.folder, options) as tables, ground(tables, options) as where:
        password = add_manager()
        programs = programs_at(PORT, "fr")
        with running(programs), httpx2.Client(base_url=programs[0].address, timeout=60) as http:
            manager = Client(http, Client(http).sign_in(name=MANAGER, password=password).token)
            own = proposed(manager, options.renders + options.switches + 2)
            space = open_account(http, manager, own[0], password)
            with chromium() as browser:
                dashboard = staff(browser, programs[1].address, password, own, options)
                clients = own_space(browser, programs[2].address, space, password, options)
                with usual(where, programs[0].address) as address:
                    compared = usual_pattern(browser, address, own, options)
        return [*dashboard, *clients, *compared]


def add_manager() -> str:
    """A manager of a third of the clients; the password."""
    password = secrets.token_urlsafe(18)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(password + "\n")
        file.flush()
        role = ("--role", "manager", "--portfolio", PORTFOLIO)
        clairscore("user", "add", MANAGER, *role, "--password-file", file.name)
    return password


def proposed(manager: Client, count: int) -> list[int]:
    """Clients for whom something is proposed: their screen has everything on it."""
    notice = ShownInformation(version=manager.information(lang="fr").version, lang="fr")
    found: list[int] = []
    cursor: str | None = None
    while len(found) < count:
        page = manager.list_clients(limit=100, cursor=cursor)
        for line in page.items:
            if line.application is None and len(found) < count:
                opened = manager.open_application(client=line.client, information=notice)
                manager.propose(opened.value.id)
                found.append(line.client)
        cursor = page.next
        if cursor is None:
            break
    return found


def open_account(http: httpx2.Client, manager: Client, client: int, password: str) -> str:
    """The account of a client, opened with a code from his manager; its name."""
    code = manager.make_activation_code(client).code
    return Client(http).activate(client=client, code=code, password=password).name


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def staff(
    browser: Browser, address: str, password: str, own: Sequence[int], options: argparse.Namespace
) -> list[Record]:
    """First render of a client's screen, and the switch to another."""
    cookies = signed_in(browser, address, MANAGER, password)

    def first(number: int) -> float:
        with visitor(browser, cookies) as page:
            return timed(lambda: page.goto(f"{address}/client?number={number}"), page, number)

    first(own[0])  # the program's own first time is not a visitor's
    renders = Times(tuple(first(own[1 + at]) for at in range(options.renders)))
    with visitor(browser, cookies) as page:
        switches = Times(tuple(switched(page, address, own[-options.switches - 1 :])))
    return [
        record("dashboard-first", renders, MOST_FIRST, options),
        record("dashboard-switch", switches, MOST_SWITCH, options),
    ]


def switched(page: Page, address: str, numbers: Sequence[int]) -> Iterator[float]:
    """Seconds from a click on a client of the work list to his screen."""
    page.goto(f"{address}/work?sort=number")
    link = page.locator("th[role=rowheader] a").first
    for at, number in enumerate(numbers):
        link.wait_for(timeout=WAIT)
        page.wait_for_function(IDLE, timeout=WAIT)
        link.evaluate(f"link => link.href = '/client?number={number}'")  # any row's, in one place
        seconds = timed(link.click, page, number)
        if at:  # the first one loads the program that draws
            yield seconds
        page.go_back()


def own_space(
    browser: Browser, address: str, name: str, password: str, options: argparse.Namespace
) -> list[Record]:
    """A page of the client space, from the address to the loaded page."""
    cookies = signed_in(browser, address, name, password)
    seconds = []
    for _ in range(options.switches):
        with visitor(browser, cookies) as page:
            begun = time.perf_counter()
            page.goto(f"{address}/", wait_until="load")
            seconds.append(time.perf_counter() - begun)
    return [record("client-space-browser", Times(tuple(seconds[1:])), MOST_SPACE, options)]


def usual_pattern(
    browser: Browser, address: str, own: Sequence[int], options: argparse.Namespace
) -> list[Record]:
    """The same two things in the usual pattern."""
    seconds = []
    for at in range(options.renders + 1):
        with visitor(browser, []) as page:
            taken = timed(partial(page.goto, address), page, None)
            seconds += [taken] if at else []
    tries = [usual_switch(browser, address, number) for number in own[1:][: options.usual_switches]]
    return [
        record("usual-dashboard-first", Times(tuple(seconds)), None, options),
        usual_switch_record(tries, options),
    ]


def usual_switch(browser: Browser, address: str, number: int) -> float | None:
    """Seconds until the client chosen in the drop-down stands; None where the tab breaks down."""
    with visitor(browser, []) as page:
        timed(partial(page.goto, address), page, None)
        try:
            return timed(partial(choose, page, number), page, number)
        except Error as error:
            if "crashed" not in error.message:
                raise
            return None


def usual_switch_record(tries: Sequence[float | None], options: argparse.Namespace) -> Record:
    """The seconds, or how often the browser's tab broke down under the list of every number."""
    times = Times(tuple(each for each in tries if each is not None))
    broken = len(tries) - len(times.seconds)
    found = record("usual-dashboard-switch", times, None, options)
    if not broken:
        return found
    told = f"the browser's tab breaks down in {broken} of {len(tries)} tries"
    return replace(found, n=len(tries), measured=f"{told}; {times}" if times.seconds else told)


def choose(page: Page, number: int) -> None:
    """Take a number from the drop-down: open it, type it, take what it offers."""
    box = page.get_by_role("combobox")
    box.click()
    box.fill(str(number))
    page.get_by_role("option", name=str(number), exact=True).first.wait_for(timeout=WAIT)
    page.keyboard.press("Enter")


def timed(act: Callable[[], object], page: Page, number: int | None) -> float:
    """Seconds until the act's screen stands: of this client where one is named."""
    wanted = "true" if number is None else f"document.title.includes('{number}')"
    if number is not None:
        wanted = f"[...document.querySelectorAll('h1')].some(e => e.innerText.includes('{number}'))"
    begun = time.perf_counter()
    act()
    page.wait_for_function(f"{wanted} && {IDLE} && !!{CHART}", timeout=WAIT, polling=20)
    return time.perf_counter() - begun


def signed_in(browser: Browser, address: str, name: str, password: str) -> list[Mapping[str, str]]:
    """The cookies of somebody who signed in."""
    with visitor(browser, []) as page:
        page.goto(f"{address}/sign-in")
        page.locator("main input:not([type=hidden])").first.fill(name)
        page.locator("input[type=password]").fill(password)
        page.locator("main form button").first.click()
        page.wait_for_load_state("networkidle")
        return page.context.cookies()  # type: ignore[return-value]


@contextmanager
def visitor(browser: Browser, cookies: Sequence[Mapping[str, str]]) -> Iterator[Page]:
    """A page of a visitor whose browser has nothing in its cache."""
    context = browser.new_context(viewport=SIZE)  # type: ignore[arg-type]
    context.set_default_timeout(WAIT)
    if cookies:
        context.add_cookies(cookies)  # type: ignore[arg-type]
    try:
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def usual(where: Ground, api: str) -> Iterator[str]:
    """The usual dashboard, served by `streamlit run` over the same service."""
    with tempfile.TemporaryDirectory(prefix="clairscore-bench-") as scratch:
        numbers = Path(scratch) / "numbers.csv"
        ids = "\n".join(str(number) for number in sorted(where.clients))
        numbers.write_text(f"SK_ID_CURR\n{ids}\n", encoding="utf-8")
        script = Path(__file__).with_name("usual_dashboard.py")
        words = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(USUAL_PORT)]
        quiet = ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
        named = {"USUAL_NUMBERS": str(numbers), "USUAL_KEY": where.key, "USUAL_API": api}
        process = subprocess.Popen(
            list(map(str, [*words, *quiet])),
            env={**os.environ, **named},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            ready(f"http://127.0.0.1:{USUAL_PORT}/_stcore/health")
            yield f"http://127.0.0.1:{USUAL_PORT}"
        finally:
            process.terminate()
            process.wait(30)


def ready(address: str) -> None:
    end = time.perf_counter() + 60
    while time.perf_counter() < end:
        try:
            if httpx2.get(address).is_success:
                return
        except httpx2.TransportError:
            time.sleep(0.2)
    raise RuntimeError(f"{address}: not ready")


def record(key: str, times: Times, most: float | None, options: argparse.Namespace) -> Record:
    met = times.p50 <= most if most is not None and is_full(options.clients) else None
    return Record(
        key,
        str(times),
        met,
        clients_in_words(options),
        len(times.seconds),
        options.seed,
        {"seconds": [round(each, 3) for each in times.seconds]},
    )


if __name__ == "__main__":
    main(sys.argv[1:])
