"""Proposals at a steady rate for half an hour: how long each takes, what fails, what grows.

Two rates are measured. First the most that the service gives: callers who never wait. Then a rate
is held, each proposal due at its own moment whether or not those before it were answered, and its
time counts from that moment (so that a service that falls behind cannot hide it). The rate held is
the promised one, or four fifths of the most where the machine gives less. Each application is
opened five seconds before its proposal is due, by a caller on the same cores. At the end the chain
of the records is verified.

    python -m bench.soak --minutes 30               SQLite
    python -m bench.soak --minutes 30 --postgres    a PostgreSQL of one's own, on this machine
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import uvloop

from bench.folders import synthetic
from bench.ground import ground, ground_parser
from bench.load import Connection, request
from bench.measured import clairscore, family
from bench.record import Record, clients_in_words, is_full, run
from bench.service import Running, installed, served

PROMISED, MOST_P99 = 100.0, 250.0
AHEAD = 5.0
"""Seconds between the opening of an application and its proposal."""
BEHIND = 2_000
"""Applications that wait at once: with more of them the rate is not held, and the run ends."""
INFORMED = json.dumps({"information": {"version": "1", "lang": "fr"}})[1:-1]
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(eq=False)
class Held:
    """What came of a run: milliseconds of each proposal with the second it was due, failures."""

    asked: float
    due: list[float] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    failed: int = 0
    gave_up: bool = False
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.milliseconds) / self.seconds

    def p99(self, first: float = 0.0, last: float = 1.0) -> float:
        """The 99 % quantile of the proposals due in that part of the run."""
        at, times = np.array(self.due), np.array(self.milliseconds)
        part = times[(at >= first * self.seconds) & (at <= last * self.seconds)]
        return float(np.quantile(part, 0.99)) if len(part) else float("inf")

    @property
    def p50(self) -> float:
        return float(np.median(self.milliseconds)) if self.milliseconds else float("inf")


class Caller:
    """Applications opened and proposals asked for, over kept connections."""

    def __init__(self, port: int, headers: Mapping[str, str], connections: int) -> None:
        self.headers = headers
        self.free: asyncio.Queue[Connection] = asyncio.Queue()
        for _ in range(connections):
            self.free.put_nowait(Connection(port))

    async def post(self, path: str, body: str) -> tuple[int, bytes]:
        """Status and body, over the first connection that is free."""
        connection = await self.free.get()
        try:
            return await connection.answer(request("POST", path, self.headers, body.encode()))
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            connection.close()
            return 0, b""
        finally:
            self.free.put_nowait(connection)

    async def opened(self, client: int) -> str | None:
        """The name of a new application of the client; None where it is refused."""
        body = f'{{"client": {client}, {INFORMED}}}'
        status, told = await self.post("/v1/applications", body)
        return str(json.loads(told)["id"]) if status == 201 else None

    async def proposed(self, application: str) -> bool:
        status, _ = await self.post(f"/v1/applications/{application}/proposal", "{}")
        return status == 201


def main(words: list[str]) -> None:
    parser = ground_parser("soak", __doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--rate", type=float, default=PROMISED, help="proposals a second")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--postgres", action="store_true", help="records in PostgreSQL")
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """The most, then the rate that is held, then the chain."""
    with (
        synthetic(options.folder, options) as tables,
        databases(options.postgres) as named,
        ground(tables, options, named) as where,
        installed() as python,
        served(where, options.workers, python) as running,
    ):
        clients = iter(where.clients)
        most = uvloop.run(at_most(Caller(running.port, where.headers, 16), clients, 30.0))
        rate = min(options.rate, 0.8 * most)
        before = spent(running), running.megabytes
        caller = Caller(running.port, where.headers, 64)
        held = uvloop.run(hold(caller, clients, rate, 60 * options.minutes))
        cpu = 1_000 * (spent(running) - before[0]) / max(len(held.milliseconds), 1)
        grown = running.megabytes - before[1]
        return [_record(held, most, cpu, grown, verified(), options)]


@contextmanager
def databases(postgres: bool) -> Iterator[Mapping[str, str] | None]:
    """The databases of a PostgreSQL that loses nothing with the machine; None for SQLite."""
    if not postgres:
        yield None
        return
    from tests.postgres import Server

    server = Server.made()
    server.options = ()
    server.start()
    try:
        for name in ("records", "keys"):
            server.command(f"CREATE DATABASE {name}")
        yield {
            "CLAIRSCORE_DATABASE": server.address("records"),
            "CLAIRSCORE_KEY_DATABASE": server.address("keys"),
        }
    finally:
        server.remove()


async def at_most(caller: Caller, clients: Iterator[int], seconds: float) -> float:
    """Proposals a second when each caller asks again as soon as he is answered."""
    end, done = time.monotonic() + seconds, 0

    async def one() -> None:
        nonlocal done
        while time.monotonic() < end:
            name = await caller.opened(next(clients))
            done += name is not None and await caller.proposed(name)

    await asyncio.gather(*(one() for _ in range(caller.free.qsize())))
    return done / seconds


async def hold(caller: Caller, clients: Iterator[int], rate: float, seconds: float) -> Held:
    """Proposals at the rate, each due at its moment; given up where too many wait."""
    held, start = Held(rate), time.monotonic()
    waiting: set[asyncio.Task[None]] = set()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(start + number / rate - time.monotonic(), 0.0))
        if len(waiting) > BEHIND + AHEAD * rate:
            held.gave_up = True
            break
        task = asyncio.create_task(_one(caller, next(clients), start, number / rate + AHEAD, held))
        waiting.add(task)
        task.add_done_callback(waiting.discard)
    await asyncio.gather(*waiting)
    held.seconds = max(time.monotonic() - start - AHEAD, len(held.due) / rate)
    return held


async def _one(caller: Caller, client: int, start: float, due: float, held: Held) -> None:
    """An application opened now, and its proposal at its moment, seconds after the start."""
    name = await caller.opened(client)
    await asyncio.sleep(max(start + due - time.monotonic(), 0.0))
    good = name is not None and await caller.proposed(name)
    held.failed += not good
    held.due.append(due - AHEAD)
    held.milliseconds.append(1_000 * (time.monotonic() - start - due))


def spent(running: Running) -> float:
    """Processor seconds of the service until now, all its processes."""
    return sum(_ticks(pid) for pid in family(running.process.pid)) / TICKS


def _ticks(pid: int) -> int:
    words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(words[11]) + int(words[12])


def verified() -> bool:
    """Whether the chain of the records holds after all of it."""
    told = json.loads(clairscore("audit", "verify", "--json").printed)
    return bool(told["intact"])


def _record(
    held: Held, most: float, cpu: float, grown: float, valid: bool, options: argparse.Namespace
) -> Record:
    kind = "PostgreSQL" if options.postgres else "SQLite"
    first, last = held.p99(0.0, 0.2), held.p99(0.8, 1.0)
    long = is_full(options.clients) and options.minutes >= 30
    met = held.rate >= 0.99 * PROMISED and held.p99() <= MOST_P99 and not held.failed and valid
    told = (
        f"{kind}: {held.rate:.0f} a second held for {held.seconds / 60:.1f} min"
        f"{' (given up)' if held.gave_up else ''}, p50 {held.p50:.0f} ms, p99 {held.p99():.0f} ms"
        f" (first fifth {first:.0f}, last {last:.0f}), {held.failed} failed, memory of a worker"
        f" {grown:+.0f} MB, chain {'holds' if valid else 'BROKEN'}; at most {most:.0f} a second:"
        f" {cpu:.0f} ms of processor time each, openings included"
    )
    return Record(
        f"soak-{kind.lower()}",
        told,
        met if long else None,
        clients_in_words(options),
        len(held.milliseconds),
        options.seed,
        {"rate": held.rate, "most": most, "p50_ms": held.p50, "p99_ms": held.p99(),
         "p99_first_ms": first, "p99_last_ms": last, "failed": held.failed, "cpu_ms": cpu,
         "grown_mb": grown},
    )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
