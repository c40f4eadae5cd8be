"""Resident memory of this process, and how high it went since a moment."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
FORGET_PEAK = "5"
"""Written to clear_refs it makes the kernel's high-water mark start again (proc(5))."""


def start() -> float | None:
    """Resident memory now, in MB, from where the peak is counted; None where it cannot be told."""
    with suppress(OSError):
        RESET.write_text(FORGET_PEAK, encoding="ascii")
        return _megabytes("VmRSS")
    return None


def peak_since(before: float | None) -> float | None:
    """The highest resident memory since `start`, in MB."""
    return None if before is None else _megabytes("VmHWM")


def _megabytes(field: str) -> float | None:
    found = re.search(rf"^{field}:\s+(\d+) kB$", STATUS.read_text(encoding="ascii"), re.MULTILINE)
    return round(int(found.group(1)) / 1024, 1) if found else None
