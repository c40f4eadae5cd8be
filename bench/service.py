"""The service over HTTP on this machine: a line of the book, a proposal, start, memory, exactness.

The records are made here from synthetic clients: `db init`, `db load`, `db score`. The service runs
from an environment of its own that holds what `requirements/api.txt` names, as its image does, not
from the developers'. Callers and service share the cores. Beside it, in the same run, the usual
service (`bench.usual`) answers for the same clients with the same model.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import numpy as np
import polars as pl

from bench.folders import synthetic
from bench.ground import Ground, ground, ground_parser
from bench.load import Loaded, load, request
from bench.measured import clairscore, family
from bench.record import Record, clients_in_words, is_full, run
from clairscore.client import Client
from clairscore.client.records import ShownInformation
from clairscore.data.schema import CLIENT_KEY
from clairscore.data.tables import read_folder
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide_book import decide_book
from clairscore.decision.shelf import load_bundle
from clairscore.settings import load_settings

MOST_SCORE_P50, LEAST_RATE = 3.0, 1_500
MOST_P50, MOST_P95 = 25.0, 50.0
MOST_START, MOST_MB = 5.0, 700
MANY_AT_ONCE = 8
ROOT = Path(__file__).resolve().parents[1]
READY_SECONDS = 120


@dataclass(frozen=True)
class Running:
    """A server that answers: its port, its process, the seconds that it took to be ready."""

    port: int
    process: subprocess.Popen[bytes]
    seconds: float

    @property
    def megabytes(self) -> float:
        """Resident memory of its largest process."""
        return max(_resident(pid) for pid in family(self.process.pid))


def main(words: list[str]) -> None:
    parser = ground_parser("service", __doc__)
    parser.add_argument("--requests", type=int, default=20_000, help="lines of the book read")
    parser.add_argument("--proposals", type=int, default=1_000)
    parser.add_argument("--workers", type=int, default=2)
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """Everything, one server after the other."""
    with (
        synthetic(options.folder, options) as tables,
        ground(tables, options) as where,
        installed() as python,
    ):
        with served(where, 1, python) as one:
            started = [_start(one, options), _memory(one, options)]
            proposed, answers = _proposals(one, where, options)
            alone = _scores(one, where, options, connections=1)
        with served(where, options.workers, python) as several:
            many = _scores(several, where, options, connections=MANY_AT_ONCE)
        return [
            _score_record(alone, many, options),
            proposed,
            *started,
            _exactness(answers, where, options),
            *_usual(where, options),
        ]


@contextmanager
def installed() -> Iterator[Path]:
    """The interpreter of an environment made as the image of the service makes it."""
    with tempfile.TemporaryDirectory(prefix="clairscore-bench-") as scratch:
        home, uv = Path(scratch), ROOT / ".venv" / "tools" / "bin" / "uv"
        python, lock = home / "service" / "bin" / "python", ROOT / "requirements" / "api.txt"
        _done(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", home / "wheel")
        _done(uv, "venv", "--python", sys.executable, home / "service")
        install = (uv, "pip", "install", "--quiet", "--python", python)
        _done(*install, "--require-hashes", "-r", lock)
        _done(*install, "--no-deps", *(home / "wheel").glob("*.whl"))
        _done(python, "-m", "compileall", "-q", home / "service" / "lib")
        yield python


def _done(*words: str | Path) -> None:
    subprocess.run(list(map(str, words)), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def served(where: Ground, workers: int, python: Path) -> Iterator[Running]:
    """`clairscore serve` in a process of its own, once it is ready."""
    words = ("-c", "from clairscore.cli import main; main()", "serve", "--workers", str(workers))
    with answering([str(python), *words, "--port"], where.variables, "/health/ready") as found:
        yield found


@contextmanager
def answering(words: Sequence[str], variables: Mapping[str, str], path: str) -> Iterator[Running]:
    """A program on a free port, its last word, once the address answers."""
    port = _free_port()
    start = time.perf_counter()
    process = subprocess.Popen(
        [*words, str(port)],
        env={**os.environ, **variables},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}{path}", process)
        yield Running(port, process, time.perf_counter() - start)
    finally:
        process.terminate()
        process.wait(60)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.perf_counter() + READY_SECONDS
    while time.perf_counter() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            if httpx2.get(address).status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.02)
    raise RuntimeError(f"the server was not ready after {READY_SECONDS} s")


def _scores(
    running: Running, where: Ground, options: argparse.Namespace, connections: int
) -> Loaded:
    """Lines of the book of clients in an order of chance."""
    asked = options.requests if connections > 1 else max(options.requests // 10, 100)
    chosen = [where.clients[number % len(where.clients)] for number in range(asked)]
    sent = [request("GET", f"/v1/clients/{one}/score", where.headers) for one in chosen]
    load(running.port, sent[: len(sent) // 10], connections)
    return load(running.port, sent, connections)


def _score_record(alone: Loaded, many: Loaded, options: argparse.Namespace) -> Record:
    p50, p99 = alone.quantile(0.5), alone.quantile(0.99)
    met = p50 <= MOST_SCORE_P50 and many.rate >= LEAST_RATE and not many.failed
    return Record(
        "service-score",
        f"p50 {p50:.1f} ms, p99 {p99:.1f} ms on one connection; {many.rate:,.0f} a second on"
        f" {MANY_AT_ONCE} ({options.workers} workers), {many.failed} failed",
        met if is_full(options.clients) else None,
        clients_in_words(options),
        len(many.milliseconds),
        options.seed,
        {"p50_ms": p50, "p99_ms": p99, "rate": many.rate, "failed": many.failed},
    )


def _proposals(
    running: Running, where: Ground, options: argparse.Namespace
) -> tuple[Record, pl.DataFrame]:
    """Proposals for known clients, one after the other, each with its reasons and full record."""
    shown = ShownInformation(version="1", lang="fr")
    times, rows = [], []
    with httpx2.Client(base_url=f"http://127.0.0.1:{running.port}", timeout=30) as http:
        service = Client(http, where.key)
        chosen = where.clients[: options.proposals]
        opened = [
            service.open_application(client=one, information=shown).value.id for one in chosen
        ]
        for one, application in zip(chosen, opened, strict=True):
            start = time.perf_counter()
            made = service.propose(application)
            times.append(1_000 * (time.perf_counter() - start))
            rows.append((one, made.probability, made.log_odds, made.outcome))
    answers = pl.DataFrame(
        rows, schema=[CLIENT_KEY, "probability", "log_odds", "outcome"], orient="row"
    )
    p50, p95 = np.quantile(times, [0.5, 0.95])
    record = Record(
        "service-proposal",
        f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, one after the other",
        bool(p50 <= MOST_P50 and p95 <= MOST_P95) if is_full(options.clients) else None,
        clients_in_words(options),
        len(times),
        options.seed,
        {"p50_ms": float(p50), "p95_ms": float(p95)},
    )
    return record, answers


def _exactness(answers: pl.DataFrame, where: Ground, options: argparse.Namespace) -> Record:
    """Each proposal over HTTP against the batch's row for the same client, every bit."""
    asked = pl.Series(answers[CLIENT_KEY]).implode()
    tables = {
        name: frame.filter(pl.col(CLIENT_KEY).is_in(asked)) if name == "application" else frame
        for name, frame in read_folder(where.tables).items()
    }
    with _environment(where.variables):
        batch = decide_book(_bundle(), tables)
    both = answers.join(batch, on=CLIENT_KEY, suffix="_batch")
    differ = sum(
        int((both[name] != both[f"{name}_batch"]).sum())
        for name in ("probability", "log_odds", "outcome")
    )
    return Record(
        "service-exact",
        f"{differ} differ of {both.height:,} clients",
        differ == 0 and both.height == answers.height,
        clients_in_words(options),
        both.height,
        options.seed,
        {"differ": differ},
    )


def _start(running: Running, options: argparse.Namespace) -> Record:
    return Record(
        "service-start",
        f"{running.seconds:.1f} s",
        running.seconds <= MOST_START if is_full(options.clients) else None,
        clients_in_words(options),
        options.clients,
        options.seed,
        {"seconds": running.seconds},
    )


def _memory(running: Running, options: argparse.Namespace) -> Record:
    return Record(
        "service-memory",
        f"{running.megabytes:,.0f} MB",
        running.megabytes <= MOST_MB if is_full(options.clients) else None,
        clients_in_words(options),
        options.clients,
        options.seed,
        {"megabytes": running.megabytes},
    )


def _usual(where: Ground, options: argparse.Namespace) -> list[Record]:
    """The usual service over the same clients, with the same model."""
    with (
        tempfile.TemporaryDirectory(prefix="clairscore-bench-") as scratch,
        _environment(where.variables),
    ):
        csv, model = Path(scratch) / "features.csv", Path(scratch) / "model.txt"
        clairscore("features", where.tables, "--bundle", _bundles(), "--out", csv)
        model.write_text(_bundle().model)
        named = {"USUAL_CSV": str(csv), "USUAL_MODEL": str(model)}
        with answering([sys.executable, "-m", "bench.usual"], named, "/health") as running:
            chosen = where.clients[: max(options.proposals // 5, 20)]
            sent = [request("GET", f"/score/{one}", {}) for one in chosen]
            found = load(running.port, sent, 1)
            memory = running.megabytes
    p50, p95 = found.quantile(0.5), found.quantile(0.95)
    return [
        Record(
            "usual-service",
            f"start {running.seconds:.1f} s, {memory:,.0f} MB, p50 {p50:.1f} ms, p95 {p95:.1f} ms,"
            f" {found.rate:,.0f} a second",
            None,
            clients_in_words(options),
            len(found.milliseconds),
            options.seed,
            {"seconds": running.seconds, "megabytes": memory, "p50_ms": p50, "p95_ms": p95},
        )
    ]


def _bundle() -> Bundle:
    return load_bundle(load_settings(), None)


def _bundles() -> Path:
    return load_settings().bundles


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _free_port() -> int:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    found = next((line for line in lines if line.startswith("VmRSS")), "VmRSS: 0")
    return int(found.split()[1]) / 1_024


if __name__ == "__main__":
    main(sys.argv[1:])
