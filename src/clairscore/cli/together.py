"""Programs that serve together: started one after the other, ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import TypeAlias
from urllib.error import URLError
from urllib.request import urlopen

from clairscore.errors import Fault

Process: TypeAlias = subprocess.Popen[bytes]

START = "from clairscore.cli import main; main()"
READY_SECONDS = 120.0
LEAVING_SECONDS = 45.0
"""How long a program that was told to end may take; the service lets begun requests end."""
PAUSE = 0.2


@dataclass(frozen=True, slots=True)
class Program:
    """A command of Clairscore that serves until it is told to end; `ready` is its sign of life."""

    name: str
    words: tuple[str, ...]
    port: int
    ready: str
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where it is reached on this machine."""
        return f"http://127.0.0.1:{self.port}"


def serve_together(programs: Sequence[Program], say: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; `say` is called once all are ready.

    Fault where one ends by itself or does not become ready.
    """
    with _ending_on_term(), suppress(KeyboardInterrupt), running(programs) as started:
        say()
        while all(process.poll() is None for _, process in started):
            time.sleep(PAUSE)
        ended = next(each.name for each, process in started if process.poll() is not None)
        raise Fault(f"{ended}: it ended by itself; its own message above says why")


@contextmanager
def running(programs: Sequence[Program]) -> Iterator[list[tuple[Program, Process]]]:
    """The programs while they serve, all ready; they end with the block, the last one first."""
    with ExitStack() as stack:
        started = [(each, stack.enter_context(_started(each))) for each in programs]
        for program, process in started:
            _wait(program, process)
        yield started


@contextmanager
def _started(program: Program) -> Iterator[Process]:
    """The program in a process of its own, which Ctrl-C does not reach: it is ended from here."""
    command = [sys.executable, "-c", START, *program.words, "--port", str(program.port)]
    environ = {**os.environ, **program.variables}
    process = subprocess.Popen(command, env=environ, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(LEAVING_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def _ending_on_term() -> Iterator[None]:
    """SIGTERM ends everything as Ctrl-C does."""

    def ends(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, ends)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _wait(program: Program, process: Process) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Fault(f"{program.name}: it did not start; its own message above says why")
        try:
            with urlopen(program.address + program.ready, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(PAUSE)
    raise Fault(f"{program.name}: not ready at {program.address} within {READY_SECONDS:.0f} s")
