"""A command in a fresh process: its seconds, its CPU seconds, its peak memory, what it printed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

EVERY = 0.05
"""Seconds between two looks at a process's memory."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Wall and CPU seconds, peak resident memory in GB, and standard output."""

    seconds: float
    cpu: float
    peak_gb: float
    printed: str

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, {self.cpu:.1f} CPU-s, {self.peak_gb:.2f} GB"


def median_of(usages: Sequence[Usage]) -> Usage:
    """The middle of each figure over several runs; the largest peak."""
    return Usage(
        median(each.seconds for each in usages),
        median(each.cpu for each in usages),
        max(each.peak_gb for each in usages),
        usages[-1].printed,
    )


def clairscore(*words: object) -> Usage:
    """Run the program in a process of its own."""
    return measured("-c", "from clairscore.cli import main; main()", *words)


def measured(*words: object) -> Usage:
    """Run this Python with the words; RuntimeError with the end of its complaints if it fails.

    The peak is the kernel's own high-water mark, read from the running process and its children:
    what `wait` reports would count the parent's memory too.
    """
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as complaints:
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *map(str, words)], stdout=out, stderr=complaints, text=True
        )
        marks: dict[int, int] = {}
        watch = threading.Thread(target=_watch, args=(process.pid, marks), daemon=True)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.join()
        out.seek(0), complaints.seek(0)
        if process.returncode:
            raise RuntimeError(f"exit code {process.returncode}: {complaints.read()[-2_000:]}")
        cpu = usage.ru_utime + usage.ru_stime
        return Usage(seconds, cpu, sum(marks.values()) / 2**20, out.read())


def _watch(pid: int, marks: dict[int, int]) -> None:
    """Keep the high-water mark (KB) of a process and its children until it ends."""
    while Path(f"/proc/{pid}/exe").exists():
        for each in family(pid):
            marks[each] = max(marks.get(each, 0), _high_water(each))
        time.sleep(EVERY)


def family(pid: int) -> list[int]:
    """The process and its children; itself alone where it has ended."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        words = [word for task in tasks for word in (task / "children").read_text().split()]
    except OSError:
        words = []
    return [pid, *map(int, words)]


def _high_water(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
