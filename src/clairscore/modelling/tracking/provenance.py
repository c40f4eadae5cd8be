"""Which code ran, by whom: package version, commit and whether it was changed since."""

from __future__ import annotations

import getpass
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Code:
    """The version of the package, and the commit of its checkout, `dirty` where files differ."""

    version: str
    commit: str | None
    dirty: bool | None


def code() -> Code:
    """The code that runs; without a commit where it is not a git checkout."""
    commit = _git("rev-parse", "HEAD") if _git("ls-files", "errors.py") else None
    changed = _git("status", "--porcelain", "--", ".") if commit else None
    return Code(version("clairscore"), commit, None if changed is None else bool(changed))


def whoever() -> str:
    """The name of the account that runs this."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return "unknown"


def _git(*words: str) -> str | None:
    """What git answers about the package's folder; None where it cannot."""
    try:
        answer = subprocess.run(
            ["git", "-C", str(PACKAGE), *words], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.strip()
