"""How much memory a check takes, told before it starts when it is not there."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from clairscore.data.folder import Source
from clairscore.data.schema import TABLES
from clairscore.errors import Violation

FIXED = 1 << 30
"""Program, blocks and samples."""
BYTES_A_ROW = 16
"""One key of eight bytes, and its copy while keys are joined."""
BYTES_A_LINE = 12
"""The shortest line of a monthly table."""
LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def needed(sources: Iterable[Source]) -> int:
    """Bytes that a check of the files takes at most: the keys of the longest table."""
    sizes = [s.path.stat().st_size for s in sources if len(TABLES[s.table].key) != 1]
    return FIXED + max(sizes, default=0) // BYTES_A_LINE * BYTES_A_ROW


def available() -> int:
    """Bytes of memory that this machine, or this container, can still give."""
    bounds = [int(text) for text in map(_text, LIMITS) if text.isdigit()]
    return min([_free(), *bounds])


def shortage(sources: Iterable[Source], free: int) -> Violation | None:
    """The refusal for files that need more memory than is free."""
    needs = needed(sources)
    if needs <= free:
        return None
    message = (
        f"folder: the check needs {needs / 1e9:.1f} GB of memory and {free / 1e9:.1f} GB is free; "
        "run it on a larger machine or check fewer tables"
    )
    return Violation("memory", "folder", None, message)


def _free() -> int:
    for line in _text("/proc/meminfo").splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return 1 << 62


def _text(path: str) -> str:
    with suppress(OSError):
        return Path(path).read_text().strip()
    return ""
