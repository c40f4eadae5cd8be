"""Requests over kept connections, one after the other on each, timed from sending to the last byte.

Plain sockets in one event loop: the caller must not cost more than what it measures.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import uvloop

SECONDS = 60
"""No answer takes longer."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Milliseconds of every answer, in no order; seconds of the run; answers that were no 2xx."""

    milliseconds: np.ndarray
    seconds: float
    failed: int

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.milliseconds) / self.seconds

    def quantile(self, share: float) -> float:
        """Milliseconds under which that share of the answers came."""
        return float(np.quantile(self.milliseconds, share))


class Connection:
    """A connection that is opened when it is needed, and again where the server closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def answer(self, sent: bytes) -> tuple[int, bytes]:
        """Status and body of the answer to a request."""
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        writer.write(sent)
        async with asyncio.timeout(SECONDS):
            status, kept, body = await _answer(reader)
        if not kept:
            self.close()
        return status, body

    def close(self) -> None:
        if self.streams is not None:
            self.streams[1].close()
        self.streams = None


def request(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """The bytes of a request."""
    told = {"Host": "bench", **headers}
    if body:
        told |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


def load(port: int, requests: Iterable[bytes], connections: int) -> Loaded:
    """Send the requests over so many connections at once."""
    return uvloop.run(_load(port, iter(requests), connections))


async def _load(port: int, requests: Iterator[bytes], connections: int) -> Loaded:
    times: list[float] = []
    failed = [0]
    start = time.perf_counter()
    await asyncio.gather(
        *(_one_connection(port, requests, times, failed) for _ in range(connections))
    )
    return Loaded(np.array(times), time.perf_counter() - start, failed[0])


async def _one_connection(
    port: int, requests: Iterator[bytes], times: list[float], failed: list[int]
) -> None:
    connection = Connection(port)
    for sent in requests:
        start = time.perf_counter()
        status, _ = await connection.answer(sent)
        times.append(1_000 * (time.perf_counter() - start))
        if not 200 <= status < 300:
            failed[0] += 1
    connection.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bool, bytes]:
    """The status of the next answer, whether the connection is kept, and the body."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = 0
    for line in head.split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    body = await reader.readexactly(length)
    kept = head.startswith(b"http/1.1") and b"connection: close" not in head
    return int(head.split(b" ", 2)[1]), kept, body
