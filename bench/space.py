"""The client space in front of the service: how long each page takes, on this machine.

Clients of a store made here get a decision, an account and a session; then each page is read by
each of them over HTTP, one after the other, whole. Browser, client space and service would share
the cores; here the time is that until the last byte, without a browser.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx2
import numpy as np

from bench.folders import synthetic
from bench.ground import Ground, ground, ground_parser
from bench.measured import clairscore
from bench.record import Record, clients_in_words, is_full, run
from bench.service import answering, served
from clairscore.client import Client
from clairscore.client.records import ShownInformation
from clairscore.client_space.cookies import SESSION
from clairscore.errors import Refused

MOST_P50 = 300.0
PASSWORD = "a sentence that the bench alone knows"
PORTFOLIO = "manager-1"


@dataclass(frozen=True, slots=True)
class Reader:
    """A client with a decision and a session."""

    token: str
    application: str
    refused: bool


def main(words: list[str]) -> None:
    parser = ground_parser("space", __doc__)
    parser.add_argument("--readers", type=int, default=40, help="clients who read every page")
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """Median and 95 % of each page, the slowest page judged."""
    with (
        synthetic(options.folder, options) as tables,
        ground(tables, options) as where,
        served(where, 1, Path(sys.executable)) as service,
    ):
        api = f"http://127.0.0.1:{service.port}"
        readers = list(_readers(api, where, options.readers))
        words = ["-c", "from clairscore.cli import main; main()", "client-space", "--port"]
        named = {**where.variables, "CLAIRSCORE_API": api}
        with answering([sys.executable, *words], named, "/health/live") as pages:
            times, bytes_ = _times(f"http://127.0.0.1:{pages.port}", readers)
    return [_record(times, bytes_, readers, options)]


def _readers(api: str, where: Ground, wanted: int) -> Iterator[Reader]:
    with httpx2.Client(base_url=api, timeout=60) as http:
        manager = Client(http, _manager(http))
        notice = manager.information(lang="fr")
        shown = ShownInformation(version=notice.version, lang="fr")
        found = 0
        for number in where.clients:
            if found == wanted:
                return
            try:
                reader = _reader(http, manager, number, shown)
            except Refused:  # of another portfolio
                continue
            if reader is not None:
                found += 1
                yield reader


def _manager(http: httpx2.Client) -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(PASSWORD)
        file.flush()
        named = ("--role", "manager", "--portfolio", PORTFOLIO, "--password-file", file.name)
        clairscore("user", "add", PORTFOLIO, *named)
    return Client(http).sign_in(name=PORTFOLIO, password=PASSWORD).token


def _reader(
    http: httpx2.Client, manager: Client, number: int, shown: ShownInformation
) -> Reader | None:
    """The client with a decision that was told; None where a person has to study the file."""
    application = manager.open_application(client=number, information=shown).value.id
    outcome = manager.propose(application).outcome
    if outcome == "referred":
        return None
    if manager.show_application(application).value.application.state != "decided":
        manager.decide(application)
    manager.notify(application, lang="fr")
    code = manager.make_activation_code(number).code
    Client(http).activate(client=number, code=code, password=PASSWORD)
    token = Client(http).sign_in(name=str(number), password=PASSWORD).token
    return Reader(token, application, outcome == "refused")


def _paths(reader: Reader) -> Mapping[str, str]:
    """The pages by name, as this client reads them."""
    mine = f"/applications/{reader.application}"
    return {
        "applications": "/",
        "refusal" if reader.refused else "agreement": mine,
        "review": f"{mine}/review",
        "simulation": f"{mine}/simulation",
        "data": "/data",
        "history": "/data/history",
        "correction": "/data/AMT_INCOME_TOTAL/correction",
        "rights": "/rights",
        "erasure": "/rights/erasure",
        "notice": "/notice",
        "help": "/help",
        "sign-in": "/sign-in",
    }


def _times(
    address: str, readers: list[Reader]
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Milliseconds and bytes of every page, by its name; the first reader warms up."""
    times: dict[str, list[float]] = {}
    sizes: dict[str, list[float]] = {}
    for at, reader in enumerate([readers[0], *readers]):
        with httpx2.Client(base_url=address, timeout=60, cookies={SESSION: reader.token}) as http:
            for name, path in _paths(reader).items():
                start = time.perf_counter()
                answer = http.get(path)
                took = 1000 * (time.perf_counter() - start)
                assert answer.status_code == 200, (name, answer.status_code)
                if at:
                    times.setdefault(name, []).append(took)
                    sizes.setdefault(name, []).append(len(answer.content))
    return times, sizes


def _record(
    times: dict[str, list[float]],
    sizes: dict[str, list[float]],
    readers: list[Reader],
    options: argparse.Namespace,
) -> Record:
    p50 = {name: float(np.median(each)) for name, each in times.items()}
    p95 = {name: float(np.quantile(each, 0.95)) for name, each in times.items()}
    slowest = max(p50, key=lambda name: p50[name])
    largest = max(float(np.max(each)) for each in sizes.values())
    middle = float(np.median(list(p50.values())))
    return Record(
        "client-space",
        f"slowest p50: {slowest} {p50[slowest]:.0f} ms; p50 of the middle page {middle:.0f} ms;"
        f" at most {largest / 1024:.0f} KB a page",
        p50[slowest] <= MOST_P50 if is_full(options.clients) else None,
        clients_in_words(options),
        len(readers),
        options.seed,
        {"p50_ms": p50, "p95_ms": p95, "largest_bytes": largest},
    )


if __name__ == "__main__":
    main(sys.argv[1:])
